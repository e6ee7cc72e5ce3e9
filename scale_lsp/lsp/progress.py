"""Work-done progress, for the clients that show it."""

from __future__ import annotations

import logging
import uuid

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scale_lsp.lsp.language_server import ScaleServer

logger = logging.getLogger(__name__)


class Progress:
    """One long piece of work. The work does not wait for the client to be ready to show it."""

    def __init__(self, server: ScaleServer, title: str, *, cancellable: bool = True) -> None:
        self._server = server
        self._title = title
        self._cancellable = cancellable
        self._token = str(uuid.uuid4())
        self._begun = False
        self._end: str | None = None
        if server.abilities.progress:
            server.spawn(self._begin())

    async def _begin(self) -> None:
        try:
            await self._server.work_done_progress.create_async(self._token)
        except JsonRpcException as error:
            logger.info("The client refused to show progress: %s", error)
            return
        begin = types.WorkDoneProgressBegin(title=self._title, percentage=0, cancellable=self._cancellable)
        self._server.work_done_progress.begin(self._token, begin)
        self._begun = True
        if self._end is not None:
            self.end(self._end)

    @property
    def cancelled(self) -> bool:
        """Whether the user wants no more of it."""
        future = self._server.work_done_progress.tokens.get(self._token)
        return future is not None and future.cancelled()

    def report(self, message: str, percentage: int) -> None:
        if self._begun:
            value = types.WorkDoneProgressReport(message=message, percentage=percentage)
            self._server.work_done_progress.report(self._token, value)

    def end(self, message: str) -> None:
        self._end = message
        if self._begun:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd(message=message))
