"""A thread for analysis: its jobs run one at a time, the most urgent first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from enum import IntEnum
from typing import Any, TypeVar

T = TypeVar("T")


class Lane(IntEnum):
    """How urgent a job is. A job of a lane starts only while the lanes above it are empty."""

    TEXT = 0
    """Edits, and requests that must see the text as it is at this moment. In order of arrival."""
    CHECK = 1
    """The document somebody types in."""
    NEIGHBOURS = 2
    """The other open documents, which may depend on it."""
    DISK = 3
    """Files that changed on disk."""
    REST = 4
    """What else in the project depends on what has changed."""


class Worker:
    """Runs jobs on its own thread. A job with a key takes the place of a waiting one with the same key."""

    def __init__(self, name: str) -> None:
        self._lanes: tuple[OrderedDict[Hashable, tuple[Callable[[], Any], Future[Any]]], ...] = tuple(
            OrderedDict() for _ in Lane
        )
        self._changed = threading.Condition()
        self._running: Lane | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=f"scale-lsp-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, lane: Lane, job: Callable[[], T], key: Hashable = None) -> Future[T]:
        """Queue a job. The future of a job that another one replaces is cancelled."""
        future: Future[T] = Future()
        with self._changed:
            waiting = self._lanes[lane]
            replaced = waiting.pop(key, None) if key is not None else None
            waiting[object() if key is None else key] = (job, future)
            self._changed.notify()
        if replaced is not None:
            replaced[1].cancel()
        return future

    def is_wanted(self, lane: Lane = Lane.REST) -> bool:
        """Whether a job waits that is more urgent than those of a lane: what takes long lets it go first."""
        return self._stopped or any(self._lanes[:lane])

    def is_serving(self) -> bool:
        """Whether somebody waits for what it does, or is going to do: an answer, or the document he types in."""
        running = self._running
        return (running is not None and running <= Lane.CHECK) or any(self._lanes[: Lane.NEIGHBOURS])

    def stop(self) -> None:
        """Drop what waits; the running job ends by itself."""
        with self._changed:
            self._stopped = True
            for lane in self._lanes:
                lane.clear()
            self._changed.notify()

    def _run(self) -> None:
        while (next_job := self._take()) is not None:
            job, future = next_job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # the future carries it to whoever asked
                future.set_exception(error)

    def _take(self) -> tuple[Callable[[], Any], Future[Any]] | None:
        with self._changed:
            while not self._stopped:
                for lane, waiting in zip(Lane, self._lanes, strict=True):
                    if waiting:
                        self._running = lane
                        return waiting.popitem(last=False)[1]
                self._running = None
                self._changed.wait()
            return None
