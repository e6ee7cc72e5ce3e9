"""Go to definition: from a name in `select_related("…")` and the like to the field that declares it."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from scale_lsp.engine.guesses import Guesses, Question
from scale_lsp.engine.names import declaration, step_at, written_at
from scale_lsp.lsp.hints import WHEN_ASKED, hinted
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_span, to_position
from scale_lsp.lsp.session import Session
from scale_lsp.text.positions import Location, Span


async def definition(
    server: ScaleServer, params: types.DefinitionParams
) -> types.Location | list[types.LocationLink] | None:
    document = server.document(params.text_document.uri)
    if document is None:
        return None
    job = partial(_declared, server.session, document.path, params.position)
    found, _ = await hinted(server, document, job, WHEN_ASKED)
    if found is None:
        return None
    here, path, there = found
    if not server.abilities.definition_links:
        return types.Location(server.uri(path), there)
    return [types.LocationLink(server.uri(path), there, there, origin_selection_range=here)]


def _declared(
    session: Session, path: str, at: types.Position, guesses: Guesses
) -> tuple[tuple[types.Range, str, types.Range] | None, Question | None]:
    """On the analysis thread: the name, and where it is declared."""
    snapshot, position = session.snapshot(path), to_position(session.lines(path), at, session.encoding)
    written = written_at(snapshot, path, position, guesses) if snapshot is not None else None
    if snapshot is None or written is None:
        return None, None
    named = step_at(snapshot, written)
    where = declaration(snapshot, named[1]) if named is not None else None
    if named is None or where is None:
        return None, written.question
    return (_range(session, Location(path, named[0])), where.path, _range(session, where)), None


def _range(session: Session, location: Location) -> types.Range:
    span: Span = location.span
    return from_span(session.lines(location.path), span, session.encoding)
