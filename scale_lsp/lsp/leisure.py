"""What is made before somebody asks for it: the fixes that a list of code actions in an open document names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from scale_lsp.flow.steps import Interrupted
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane

PAUSE = 0.25
"""Seconds without news: whoever types is left alone."""
MOST_FIXES = 5
"""Of findings that share a place elsewhere, how many are offered there: each is computed for its title."""


def make_fixes_soon(server: ScaleServer) -> None:
    """On the event loop, when a document has been checked."""
    if server.pause is not None:
        server.pause.cancel()
    server.pause = asyncio.get_running_loop().call_later(PAUSE, _begin, server)


def _begin(server: ScaleServer) -> None:
    if not any(folder.reading.locked() for folder in server.folders.values()):  # what is open is checked again then
        server.spawn(_make_fixes(server))


async def _make_fixes(server: ScaleServer) -> None:
    await server.beside(_load)
    server.post(Lane.REST, partial(_make, server), key="fixes")


def _load() -> None:
    """In the background, as it takes longer than a key should wait."""
    import scale_lsp.rewrite.snippet  # noqa: F401


def _make(server: ScaleServer) -> None:
    """On the analysis thread. What is left to look at comes first, and leads here again."""
    try:
        if not server.session.is_behind():
            make_fixes(server.session, list(server.documents), server.worker.is_wanted)
    except Interrupted:
        server.on_loop(make_fixes_soon, server)


def make_fixes(session: Session, paths: Iterable[str], stop: Callable[[], bool]) -> None:
    """Those of all that is said in open documents, so that they are known. Raises Interrupted."""
    for path in paths:
        elsewhere = (finding for companion in session.companions(path) for finding in companion.findings[:MOST_FIXES])
        for finding in (*session.check(path), *elsewhere):
            if stop():
                raise Interrupted
            if finding.fixable is not None:
                session.fixes(path, finding)
