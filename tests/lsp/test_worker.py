"""The analysis thread: the most urgent job first, one at a time, the newest of a kind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait

import pytest

from scale_lsp.lsp.worker import Lane, Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker("test")
    yield worker
    worker.stop()


def test_urgent_jobs_overtake_and_equal_ones_keep_their_order(worker: Worker) -> None:
    done: list[str] = []
    jobs = [
        worker.submit(lane, lambda name=name: done.append(name))
        for name, lane in [("file 1", Lane.DISK), ("file 2", Lane.DISK), ("edit 1", Lane.TEXT), ("check", Lane.CHECK)]
    ]
    jobs.append(worker.submit(Lane.TEXT, lambda: done.append("edit 2")))
    worker.start()
    wait(jobs)
    assert done == ["edit 1", "edit 2", "check", "file 1", "file 2"]


def test_an_edit_comes_before_the_next_file_of_many(worker: Worker) -> None:
    done: list[str] = []
    started, go_on = threading.Event(), threading.Event()

    def first_file() -> None:
        started.set()
        go_on.wait()
        done.append("file 1")

    jobs = [worker.submit(Lane.DISK, first_file), worker.submit(Lane.DISK, lambda: done.append("file 2"))]
    worker.start()
    started.wait()
    jobs.append(worker.submit(Lane.TEXT, lambda: done.append("edit")))
    go_on.set()
    wait(jobs)
    assert done == ["file 1", "edit", "file 2"]


def test_a_newer_job_replaces_the_one_that_waits(worker: Worker) -> None:
    done: list[str] = []
    old = worker.submit(Lane.CHECK, lambda: done.append("views at 1"), key="views")
    other = worker.submit(Lane.CHECK, lambda: done.append("models at 1"), key="models")
    new = worker.submit(Lane.CHECK, lambda: done.append("views at 2"), key="views")
    worker.start()
    wait([other, new])
    assert done == ["models at 1", "views at 2"]
    with pytest.raises(CancelledError):
        old.result()


def test_a_job_that_fails_tells_who_asked_and_the_next_one_runs(worker: Worker) -> None:
    failing = worker.submit(Lane.TEXT, lambda: 1 // 0)
    fine = worker.submit(Lane.TEXT, lambda: 1)
    worker.start()
    assert fine.result() == 1
    assert isinstance(failing.exception(), ZeroDivisionError)


def test_a_job_nobody_wants_any_more_does_not_run(worker: Worker) -> None:
    done: list[str] = []
    worker.submit(Lane.TEXT, lambda: done.append("cancelled")).cancel()
    last = worker.submit(Lane.TEXT, lambda: done.append("last"))
    worker.start()
    wait([last])
    assert done == ["last"]


def test_a_job_is_wanted_by_what_is_more_urgent_than_its_lane(worker: Worker) -> None:
    assert not any(worker.is_wanted(lane) for lane in Lane)
    worker.submit(Lane.NEIGHBOURS, lambda: None)
    assert [lane for lane in Lane if worker.is_wanted(lane)] == [Lane.DISK, Lane.REST]
    worker.submit(Lane.TEXT, lambda: None)
    assert [lane for lane in Lane if worker.is_wanted(lane)] == [Lane.CHECK, Lane.NEIGHBOURS, Lane.DISK, Lane.REST]
    worker.start()
    worker.stop()
    assert worker.is_wanted(Lane.TEXT)


def test_it_serves_as_long_as_somebody_waits_for_an_edit_or_an_answer(worker: Worker) -> None:
    def job(started: threading.Event, go_on: threading.Event) -> None:
        started.set()
        go_on.wait()

    events = [threading.Event() for _ in range(4)]
    assert not worker.is_serving()
    rest = worker.submit(Lane.REST, lambda: job(*events[:2]))
    worker.start()
    assert events[0].wait(10)
    assert not worker.is_serving()
    text = worker.submit(Lane.TEXT, lambda: job(*events[2:]))
    assert worker.is_serving()
    events[1].set()
    wait([rest])
    assert worker.is_serving()
    assert events[2].wait(10)
    assert worker.is_serving()
    events[3].set()
    wait([text, worker.submit(Lane.DISK, lambda: None)])
    assert not worker.is_serving()
