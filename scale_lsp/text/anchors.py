"""What a place in a file is known by when it is not by its line: the definition around it and what is written there.

An anchor stays the same when the file is moved, renamed or formatted anew, and when something else in it is edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Position, Span, offset_of
from scale_lsp.text.shapes import shape_at
from scale_lsp.text.source import SourceFile
from scale_lsp.text.template import TemplateFile

_TAG = re.compile(r"\{%-?\s*(?P<name>\w*)(?P<rest>.*?)-?%\}|\{\{-?(?P<variable>.*?)-?\}\}", re.S)
_NAMED = frozenset({"block", "for", "macro", "with"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """`definition` is a qualified name, in a template the tags around; `occurrence` counts equal ones in the file."""

    definition: str
    content: str
    occurrence: int = 1


def anchor(source: SourceFile | TextFile, span: Span) -> Anchor:
    """The anchor of a place. Where there is no statement and no tag, the line stands for what is written."""
    if isinstance(source, TemplateFile):
        return _in_template(source, span.start) or _line(source, span.start.line)
    if isinstance(source, TextFile):
        return _line(source, span.start.line)
    text = source.lines[span.start.line] if span.start.line < len(source.lines) else ""
    comment = _squashed(text[span.start.column :]) if text[span.start.column :].startswith("#") else ""
    start = Position(span.start.line, len(text) - len(text.lstrip())) if comment else span.start
    found = shape_at(source, Span(start, max(start, span.end)))
    if found is None:
        return _line(source, span.start.line)
    definition, content, occurrence = found
    return Anchor(definition, comment) if comment else Anchor(definition, content, occurrence)


def _in_template(source: TemplateFile, position: Position) -> Anchor | None:
    """The tag or variable at a position, known by the loops and blocks that it is in."""
    offset = offset_of(source.lines, position)
    around: list[tuple[str, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for match in _TAG.finditer(source.text):
        name, content = match["name"] or "", _squashed(match[0].strip("{%-}"))
        definition = " ".join(tag for _, tag in around)
        seen[definition, content] = seen.get((definition, content), 0) + 1
        if match.start() <= offset < match.end():
            return Anchor(definition, content, seen[definition, content])
        if name in _NAMED:
            around.append((name, content))
        elif around and name == f"end{around[-1][0]}":
            around.pop()
    return None


def _line(source: SourceFile | TextFile, line: int) -> Anchor:
    lines = [_squashed(text) for text in source.lines[: line + 1]]
    return Anchor("", lines[-1], lines.count(lines[-1])) if lines else Anchor("", "")


def _squashed(text: str) -> str:
    """Without blanks, and with one kind of quotes."""
    return "".join(text.split()).replace("'", '"')
