"""Code lenses: what a view, an admin class, a task, a command or a consumer asks the database, above its code.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_codeLens
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import partial

from lsprotocol import types

from scale_lsp.engine.endpoints import Endpoint, endpoints_in
from scale_lsp.lsp.language_server import Document, Lenses, ScaleServer
from scale_lsp.lsp.positions import from_span
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane
from scale_lsp.report.endpoint import headline

SHOW = "scale.showEndpoint"
"""The command behind a lens; a client that has one of its own shows the breakdown with it."""


async def code_lens(server: ScaleServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    return await server.work(Lane.TEXT, partial(_asked, server.session, document, document.revision))


def _asked(session: Session, document: Document, revision: int) -> list[types.CodeLens]:
    """On the analysis thread."""
    items = _lenses(session, document)
    state = None if session.is_behind() else _state(session, document)
    document.lenses = Lenses(revision, state, items)
    return items


def look_again(server: ScaleServer, document: Document, revision: int) -> None:
    """Have the client ask again if its lenses are others: on the analysis thread, when all else has been looked at.

    About a text that it has changed itself it asks anyway.
    """
    told, session = document.lenses, server.session
    if told is None or not told.revision == revision == document.revision:
        return
    state = _state(session, document)
    if told.state is not None and len(told.state) == len(state) and all(map(operator.is_, told.state, state)):
        return
    if _lenses(session, document) != told.items:
        document.lenses = None
        server.on_loop(server.refresh, types.WORKSPACE_CODE_LENS_REFRESH)
    else:
        document.lenses = Lenses(revision, state, told.items)


def _state(session: Session, document: Document) -> tuple[object, ...]:
    """As long as these are the same objects, so are the lenses, once everything has been looked at."""
    return (*session.snapshots(document.path), session.config(document.path))


def _lenses(session: Session, document: Document) -> list[types.CodeLens]:
    path = document.path
    snapshots, config, lines = session.snapshots(path), session.config(path), session.lines(path)
    if not config.code_lens:
        return []
    found = (one for snapshot in snapshots for one in endpoints_in(snapshot, path, config))
    distinct = {(one.location, _title(one, lines)): one for one in found}
    return [
        types.CodeLens(
            from_span(lines, location.span, session.encoding),
            types.Command(title, SHOW, arguments=[{"name": one.name, "uri": document.uri}]),
        )
        for (location, title), one in distinct.items()
    ]


def _title(one: Endpoint, lines: Sequence[str]) -> str:
    """A class may answer several kinds of requests: each is named."""
    start = one.location.span.start
    of_class = lines[start.line][start.column :].startswith("class ")
    name = lines[start.line][start.column : one.location.span.end.column].partition(" ")[2].strip()
    method = one.name.rpartition(".")[2]
    return f"{method}: {headline(one)}" if of_class and method != name else headline(one)
