"""The state of a running server. The event loop's side lives here, the analysis thread's in `session`."""

from __future__ import annotations

import asyncio
import logging
import operator
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from scale_lsp import __version__
from scale_lsp.config import Config
from scale_lsp.flow.steps import Interrupted
from scale_lsp.lsp.client import Abilities
from scale_lsp.lsp.diagnostics import Reported
from scale_lsp.lsp.hints import Hints
from scale_lsp.lsp.protocol import Protocol
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.uris import path_of, uri_of
from scale_lsp.lsp.worker import Lane, Worker
from scale_lsp.text.folders import innermost

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lenses:
    """The code lenses of a document, of which of our revisions, and what they came from.

    `state` is None if there was something left to look at.
    """

    revision: int
    state: tuple[object, ...] | None
    items: list[types.CodeLens]


@dataclass(slots=True)
class Document:
    """An open document, and what the client was told about it last."""

    uri: str
    """As the client spells it."""
    path: str
    version: int | None
    revision: int = 0
    """Counts our changes: unlike `version` it grows whatever a client sends."""
    reported: tuple[Reported, ...] | None = None
    """None before the first answer, and after an analysis that failed."""
    known: dict[int, Reported] = field(default_factory=dict)
    """What was made of its findings, by their identities: a finding that stays is not turned into a diagnostic again.
    The analysis thread's."""
    lenses: Lenses | None = None
    """What the client was given last. The analysis thread's."""
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while `reported` speaks about the current text."""


@dataclass(slots=True)
class Folder:
    """A workspace folder: its name, the last good configuration, and what is wrong with the one on disk."""

    name: str
    config: Config = field(default_factory=Config)
    complaint: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    """The editor's settings for this folder, if it was asked for them."""
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while files are read into the project, so that an older text never overtakes a newer one."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The workspace at one moment."""

    state: tuple[object, ...]
    """Snapshots and configurations: as long as they are the same objects, so are the findings."""
    paths: tuple[str, ...]
    """The files there may be something to say about."""
    told: dict[str, str] = field(default_factory=dict)
    """Path → the result id that a client was given."""

    def same(self, other: Survey) -> bool:
        return len(self.state) == len(other.state) and all(map(operator.is_, self.state, other.state))


class ScaleServer(LanguageServer):
    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("scale-lsp", __version__, protocol_cls=Protocol)
        self.abilities = Abilities()
        self.worker = Worker("analysis")
        """Owns the session."""
        self.background = Worker("background")
        """Reads the disk and builds projects, which it then hands over."""
        self.hints = Hints()
        self.session = Session(types.PositionEncodingKind.Utf16)
        self.documents: dict[str, Document] = {}
        """Open documents by path."""
        self.folders: dict[str, Folder] = {}
        """Workspace folders by path."""
        self.settings: dict[str, Any] = {}
        """The editor's own settings: they count more than the files."""
        self.happened: dict[str, bool] = {}
        """What happened to files since somebody looked: path → whether it is gone."""
        self.told: dict[str, str] = {}
        """What a client that pulls was told last of each document, by the result id."""
        self.surveyed: Survey | None = None
        """What it was told last of the workspace."""
        self.pause: asyncio.TimerHandle | None = None
        """Until then nobody has to be waited for (`lsp/leisure.py`)."""
        self._refreshing: dict[str, bool] = {}
        """Requests to ask us again that the client has not answered yet, and whether there was more news since."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def document(self, uri: str) -> Document | None:
        path = path_of(uri)
        return self.documents.get(path) if path is not None else None

    def uri(self, path: str) -> str:
        document = self.documents.get(path)
        return document.uri if document is not None else uri_of(path)

    def revisions(self) -> dict[str, int]:
        """To tell whether a document changed while somebody waited."""
        return {path: document.revision for path, document in self.documents.items()}

    def config_of(self, path: str) -> Config:
        """The configuration of the innermost workspace folder of a path."""
        root = innermost(path, self.folders)
        return self.folders[root].config if root is not None else Config()

    def attach(self) -> None:
        """Start the threads; their answers come to the event loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self.worker.start()
        self.background.start()

    def work(self, lane: Lane, job: Callable[[], T]) -> asyncio.Future[T]:
        """Run a job on the analysis thread; to be awaited on the event loop."""
        return asyncio.wrap_future(self.worker.submit(lane, job))

    async def at_leisure(self, job: Callable[[Callable[[], bool]], T]) -> tuple[dict[str, int], T]:
        """What a long job says on the analysis thread, and the revisions of the documents that it has seen.

        The job asks whether to stop, and raises Interrupted then: whoever types goes first, and it is begun anew.
        """
        while True:
            before = self.revisions()
            try:
                return before, await self.work(Lane.REST, partial(job, self.worker.is_wanted))
            except Interrupted:
                continue

    def beside(self, job: Callable[[], T]) -> asyncio.Future[T]:
        """Run a job in the background, while the analysis thread goes on answering; to be awaited on the event loop."""
        return asyncio.wrap_future(self.background.submit(Lane.DISK, job))

    def post(self, lane: Lane, job: Callable[[], object], key: object = None) -> None:
        """Run a job on the analysis thread that nobody waits for."""
        self.worker.submit(lane, job, key).add_done_callback(_log_failure)

    def on_loop(self, callback: Callable[..., object], *args: Any) -> None:
        """Call back on the event loop, from any thread. A server that is gone needs no answer."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback, *args)

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the requests; a failure is logged."""
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_log_failure)

    def refresh(self, method: str) -> None:
        """Have the client ask again, by a request such as `workspace/diagnostic/refresh`: one of a kind at a time."""
        if method in self._refreshing:
            self._refreshing[method] = True
        else:
            self._refreshing[method] = False
            self.spawn(self._refresh(method))

    async def _refresh(self, method: str) -> None:
        try:
            while True:
                self._refreshing[method] = False
                await self.protocol.send_request_async(method)
                if not self._refreshing[method]:
                    return
        except JsonRpcException as error:
            logger.info("The client refused %s: %s", method, error)
        finally:
            del self._refreshing[method]

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """A handler that failed is a line in the log, not a pop-up. A request that was refused was answered so."""
        if source is not FeatureRequestError or isinstance(error, JsonRpcInternalError):
            logger.error("%s: %s", source.__name__, error)


def _log_failure(future: Future[Any] | asyncio.Task[None]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        logger.error("%s", error, exc_info=error)
