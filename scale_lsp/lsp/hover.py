"""Hover: what the finding under the cursor costs, and what to do."""

from __future__ import annotations

from lsprotocol import types

from scale_lsp.engine.explain import explain
from scale_lsp.lsp.documents import settled
from scale_lsp.lsp.language_server import ScaleServer


async def hover(server: ScaleServer, params: types.HoverParams) -> types.Hover | None:
    if (answer := await settled(server, params.text_document.uri)) is None:
        return None
    document, reported = answer
    cursor = types.Range(params.position, params.position)
    here = [(item.finding, place) for item in reported if (place := item.at(cursor)) is not None]
    if not here:
        return None
    config = server.config_of(document.path)
    text = "\n\n---\n\n".join(explain(finding, config) for finding, _ in here)
    kind = types.MarkupKind.Markdown if server.abilities.markdown_hover else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), range=here[0][1])
