"""Hover: what the finding under the cursor costs, and what to do; also where it is read in another file."""

from __future__ import annotations

from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine.explain import explain
from scale_lsp.lsp.diagnostics import FindingId, Reported
from scale_lsp.lsp.documents import settled
from scale_lsp.lsp.language_server import ScaleServer


async def hover(server: ScaleServer, params: types.HoverParams) -> types.Hover | None:
    if (answer := await settled(server, params.text_document.uri)) is None:
        return None
    document, reported = answer
    cursor = types.Range(params.position, params.position)
    here = [(item, place) for item in reported if (place := item.at(cursor)) is not None]
    if not here:
        return None
    config = server.config_of(document.path)
    text = "\n\n---\n\n".join(_text(item, config) for item, _ in here)
    kind = types.MarkupKind.Markdown if server.abilities.markdown_hover else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), range=here[0][1])


def _text(item: Reported, config: Config) -> str:
    """The first finding is explained; of others that share the place it is said where and what they are."""
    (first, id_, place), *others = item.each()
    if not place:
        return explain(first, config)
    explained = explain(first, config, _linked(place, id_))
    listed = [f"- {_linked(where, other)}: {finding.message}" for finding, other, where in others]
    return "\n".join([explained, "", "Also:", "", *listed]) if listed else explained


def _linked(place: str, id_: FindingId) -> str:
    return f"[{place}]({id_.uri}#L{id_.start[0] + 1})"
