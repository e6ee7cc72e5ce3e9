"""Inlay hints: `+n queries` behind the code that asks for them, for those who switch it on."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from scale_lsp.engine.costs import Cost, costs
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_position, to_span
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.positions import Position


async def inlay_hint(server: ScaleServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    return await server.work(Lane.TEXT, partial(_hints, server.session, document.path, params.range))


def _hints(session: Session, path: str, range: types.Range) -> list[types.InlayHint]:
    """On the analysis thread."""
    config = session.config(path)
    if not config.inlay_hints:
        return []
    shown = to_span(session.lines(path), range, session.encoding)
    found: dict[Position, types.InlayHint] = {}
    for cost in (cost for snapshot in session.snapshots(path) for cost in costs(snapshot, path, config)):
        end = cost.location.span.end
        if shown.contains(end):
            found.setdefault(end, _hint(from_position(session.lines(path), end, session.encoding), cost))
    return list(found.values())


def _hint(position: types.Position, cost: Cost) -> types.InlayHint:
    tooltip = f"n = {cost.n}. {cost.finding.message}"
    return types.InlayHint(position, f"+{cost.growth} queries", tooltip=tooltip, padding_left=True)
