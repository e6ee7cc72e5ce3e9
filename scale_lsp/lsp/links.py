"""Document links: from the rules that suppressions name to their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lsprotocol import types

from scale_lsp.catalogue import page
from scale_lsp.engine.registry import registry
from scale_lsp.engine.suppress import suppressions
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_span
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.positions import Position, Span

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


async def document_link(server: ScaleServer, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    job = partial(_links, server.session, document.path, server.abilities.link_tooltips)
    return await server.work(Lane.TEXT, job)


def _links(session: Session, path: str, tooltips: bool) -> list[types.DocumentLink]:
    """On the analysis thread."""
    entries = registry().entries
    links = []
    for span, slug in _named(session, path):
        if (entry := entries.get(slug)) is not None:
            range = from_span(session.lines(path), span, session.encoding)
            tooltip = entry.title if tooltips else None
            links.append(types.DocumentLink(range, page(entry).as_uri(), tooltip))
    return links


def _named(session: Session, path: str) -> Iterator[tuple[Span, str]]:
    """The rules that the suppressions of a file name, with their places."""
    source = session.source(path)
    for one in suppressions(source) if source is not None else ():
        line, column = one.comment.position.line, one.comment.position.column
        text = one.comment.text[one.start : one.end]
        for match in _SLUG.finditer(text, text.find("[") + 1) if one.slugs else ():
            start = column + one.start + match.start()
            yield Span(Position(line, start), Position(line, start + len(match[0]))), match[0]
