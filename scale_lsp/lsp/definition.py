"""Go to definition: from a name in `select_related("…")` and the like to the field that declares it."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from scale_lsp.engine.names import declaration, step_at, written_at
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_span, to_position
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.positions import Location, Span


async def definition(
    server: ScaleServer, params: types.DefinitionParams
) -> types.Location | list[types.LocationLink] | None:
    document = server.document(params.text_document.uri)
    if document is None:
        return None
    found = await server.work(Lane.TEXT, partial(_declared, server.session, document.path, params.position))
    if found is None:
        return None
    here, path, there = found
    if not server.abilities.definition_links:
        return types.Location(server.uri(path), there)
    return [types.LocationLink(server.uri(path), there, there, origin_selection_range=here)]


def _declared(session: Session, path: str, at: types.Position) -> tuple[types.Range, str, types.Range] | None:
    """On the analysis thread: the name, and where it is declared."""
    snapshot, lines = session.snapshot(path), session.lines(path)
    written = written_at(snapshot, path, to_position(lines, at, session.encoding)) if snapshot is not None else None
    if snapshot is None or written is None or (named := step_at(snapshot, written)) is None:
        return None
    span, step = named
    where = declaration(snapshot, step)
    if where is None:
        return None
    return _range(session, Location(path, span)), where.path, _range(session, where)


def _range(session: Session, location: Location) -> types.Range:
    span: Span = location.span
    return from_span(session.lines(location.path), span, session.encoding)
