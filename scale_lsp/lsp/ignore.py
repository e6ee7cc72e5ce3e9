"""The quick fix that silences a finding: a suppression comment on one of its lines."""

from __future__ import annotations

import re

from scale_lsp.finding import Finding
from scale_lsp.text.positions import Edit, Position, Span
from scale_lsp.text.source import Comment, SourceFile

_LISTED = re.compile(r"scale:\s*ignore\[(?P<slugs>[^\]]*)\]")


def ignore_edit(source: SourceFile, finding: Finding) -> Edit | None:
    """The comment goes on the first line of the finding that can end in one: none does within a string or before a
    backslash. A suppression that is there already gets one name more."""
    span = finding.location.span
    lines = range(span.start.line, span.end.line + 1)
    for comment in source.comments:
        if comment.position.line in lines and (listed := _LISTED.search(comment.text)):
            at = Position(comment.position.line, comment.position.column + listed.end("slugs"))
            separator = ", " if listed["slugs"].strip() else ""
            return Edit(source.path, Span(at, at), separator + finding.rule)
    for line in lines:
        text = source.lines[line].rstrip()
        at = Position(line, len(text))
        edit = Edit(source.path, Span(at, at), f"  # scale: ignore[{finding.rule}]")
        if _is_comment(source.edited(edit.span, edit.text), Position(line, len(text) + 2), source):
            return edit
    return None


def _is_comment(changed: SourceFile, at: Position, before: SourceFile) -> bool:
    def covers(comment: Comment) -> bool:
        return comment.position.line == at.line and comment.position.column <= at.column

    return any(covers(comment) for comment in changed.comments) and len(changed.problems) <= len(before.problems)
