"""Our log goes to the client, each message once."""

from __future__ import annotations

import logging

from lsprotocol import types

from scale_lsp.lsp.language_server import ScaleServer

LEVELS = (
    (logging.ERROR, types.MessageType.Error),
    (logging.WARNING, types.MessageType.Warning),
    (logging.INFO, types.MessageType.Info),
)
MEMORY = 1000
"""Different messages that are remembered; a server that has more to complain about says nothing further."""


def set_level(trace: types.TraceValue) -> None:
    """What nobody wants to see is not put together."""
    logging.getLogger("scale_lsp").setLevel(logging.INFO if trace == types.TraceValue.Off else logging.DEBUG)


class ClientLog(logging.Handler):
    """Sends `window/logMessage`, whatever thread speaks. What fails on every keystroke is one line, not a flood.

    What is of interest to those who look into the server goes to `$/logTrace`, once the client has switched it on.
    """

    def __init__(self, server: ScaleServer) -> None:
        super().__init__(logging.DEBUG)
        self._server = server
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno < logging.INFO:
            self._server.on_loop(self._server.log_trace, types.LogTraceParams(message))
            return
        if message in self._said or len(self._said) >= MEMORY:
            return
        self._said.add(message)
        level = next((kind for level, kind in LEVELS if record.levelno >= level), types.MessageType.Log)
        text = self.format(record)
        self._server.on_loop(self._server.window_log_message, types.LogMessageParams(level, text))
