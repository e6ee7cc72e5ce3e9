"""Our edits as LSP workspace edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lsprotocol import types

from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.positions import from_span
from scale_lsp.lsp.session import Session
from scale_lsp.text.positions import Edit, NewFile, Position, Span, split_lines

TextEdits = Mapping[str, Sequence[types.TextEdit]]
"""Path → its edits."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a code action does, in the client's positions."""

    edits: TextEdits
    new_files: tuple[NewFile, ...] = ()
    doubt: tuple[str, str] | None = None
    """Title of a change that somebody should look at first, and why."""


def text_edits(edits: Iterable[Edit], session: Session) -> TextEdits:
    """On the analysis thread: the edits in the client's positions."""
    found: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits):
        range = from_span(session.lines(edit.path), edit.span, session.encoding)
        found.setdefault(edit.path, []).append(types.TextEdit(range, edit.text))
    return found


def differences(path: str, old: Sequence[str], new_text: str) -> Iterator[Edit]:
    """Edits, whole lines each, that turn the old lines into the new text."""
    new = split_lines(new_text)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(path, Span(_line_start(old, head + i), _line_start(old, head + j)), "".join(after[k:m]))


def _line_start(lines: Sequence[str], line: int) -> Position:
    """Where a line starts; the end of the text after the last one, which may lack a line end."""
    if 0 < line == len(lines) and not lines[-1].endswith(("\n", "\r")):
        return Position(line - 1, len(lines[-1]))
    return Position(line, 0)


def workspace_edit(server: ScaleServer, changes: Changes) -> types.WorkspaceEdit:
    """With the versions the edits are meant for, if the client checks them; to be confirmed, if it asks."""
    if not server.abilities.document_changes:
        return types.WorkspaceEdit(changes={server.uri(path): list(mine) for path, mine in changes.edits.items()})
    doubt = changes.doubt if server.abilities.change_annotations else None
    id_ = _DOUBT if doubt else None
    parts: list[_Change] = []
    for new in changes.new_files:
        uri, start = server.uri(new.path), types.Position(0, 0)
        options = types.CreateFileOptions(overwrite=False, ignore_if_exists=False)
        parts.append(types.CreateFile(uri, options=options, annotation_id=id_))
        parts.append(_document_edit(uri, None, [types.TextEdit(types.Range(start, start), new.text)], id_))
    for path, mine in changes.edits.items():
        document = server.documents.get(path)
        version = document.version if document is not None else None
        parts.append(_document_edit(server.uri(path), version, mine, id_))
    if doubt is None:
        return types.WorkspaceEdit(document_changes=parts)
    title, reason = doubt
    annotation = types.ChangeAnnotation(label=title, needs_confirmation=True, description=reason)
    return types.WorkspaceEdit(document_changes=parts, change_annotations={_DOUBT: annotation})


_DOUBT = "unsafe"
_Change = types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile


def _document_edit(
    uri: str, version: int | None, edits: Sequence[types.TextEdit], annotation: str | None
) -> types.TextDocumentEdit:
    document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
    if annotation is None:
        return types.TextDocumentEdit(document, list(edits))
    annotated = [types.AnnotatedTextEdit(annotation, edit.range, edit.new_text) for edit in edits]
    return types.TextDocumentEdit(document, annotated)
