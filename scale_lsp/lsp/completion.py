"""Completion of the names of fields and relations, in strings and keyword arguments that name them."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from scale_lsp.engine.guesses import Guesses, Question
from scale_lsp.engine.names import Written, described, suggestions, written_at
from scale_lsp.index.paths import Step
from scale_lsp.lsp.client import Abilities
from scale_lsp.lsp.hints import WHILE_TYPING, hinted
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_span, to_position
from scale_lsp.lsp.session import Session
from scale_lsp.text.positions import Span

OPTIONS = types.CompletionOptions(trigger_characters=['"', "'", "_"])


async def completion(
    server: ScaleServer, params: types.CompletionParams
) -> list[types.CompletionItem] | types.CompletionList:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    job = partial(_items, server.session, document.path, params.position, server.abilities)
    items, is_early = await hinted(server, document, job, WHILE_TYPING)
    return types.CompletionList(is_incomplete=True, items=items) if is_early else items


def _items(
    session: Session, path: str, at: types.Position, abilities: Abilities, guesses: Guesses
) -> tuple[list[types.CompletionItem], Question | None]:
    """On the analysis thread."""
    snapshot, lines = session.snapshot(path), session.lines(path)
    position = to_position(lines, at, session.encoding)
    written = written_at(snapshot, path, position, guesses) if snapshot is not None else None
    if snapshot is None or written is None:
        return [], None
    replaced = from_span(lines, written.span, session.encoding)
    inserted = from_span(lines, Span(written.span.start, position), session.encoding)
    items = [
        _item(written, step, number, described(snapshot, step), (inserted, replaced), abilities)
        for number, step in enumerate(suggestions(snapshot, written))
    ]
    return items, written.question


def _item(
    written: Written,
    step: Step,
    number: int,
    description: str,
    ranges: tuple[types.Range, types.Range],
    abilities: Abilities,
) -> types.CompletionItem:
    """The whole path is put in, so that editors agree on what is filtered by what."""
    before, separator, _ = written.upto.rpartition("__")
    path = f"{before}{separator}{step.name}"
    inserted, replaced = ranges
    edit: types.TextEdit | types.InsertReplaceEdit = types.TextEdit(replaced, path)
    if abilities.insert_replace:
        edit = types.InsertReplaceEdit(path, inserted, replaced)
    return types.CompletionItem(
        label=step.name,
        kind=_kind(step),
        detail=description,
        sort_text=f"{number:04}",
        filter_text=path,
        text_edit=edit,
        documentation=_documentation(path, description, abilities),
    )


def _kind(step: Step) -> types.CompletionItemKind:
    if step.is_lookup:
        return types.CompletionItemKind.Function
    return types.CompletionItemKind.Reference if step.relation is not None else types.CompletionItemKind.Field


def _documentation(path: str, description: str, abilities: Abilities) -> types.MarkupContent | str:
    if abilities.markdown_completion:
        return types.MarkupContent(types.MarkupKind.Markdown, f"`{path}`: {description}")
    return f"{path}: {description}"
