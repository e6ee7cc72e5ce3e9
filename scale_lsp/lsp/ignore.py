"""The quick fix that silences a finding: a suppression comment on one of its lines."""

from __future__ import annotations

import re

from scale_lsp.engine.suppress import suppressions
from scale_lsp.finding import Finding
from scale_lsp.index.project import File
from scale_lsp.text.positions import Edit, Position, Span
from scale_lsp.text.template import TemplateFile

_LISTED = re.compile(r"#\s*scale:\s*ignore\[(?P<slugs>[^\]]*)\]")


def ignore_edit(source: File, finding: Finding) -> Edit | None:
    """One name more in a suppression that is there, else a new one on the first line that can carry it.

    No comment can end a line within a string, or one that ends in a backslash.
    """
    span = finding.location.span
    lines = range(span.start.line, min(span.end.line + 1, len(source.lines)))
    for comment in source.comments:
        if comment.position.line in lines and (listed := _LISTED.search(comment.text)):
            at = Position(comment.position.line, comment.position.column + listed.end("slugs"))
            return _insertion(source, at, f", {finding.rule}" if listed["slugs"].strip() else finding.rule)
    for line in lines:
        at = Position(line, len(source.lines[line].rstrip()))
        edit = _insertion(source, at, _comment(source, finding.rule))
        changed = source.edited(edit.span, edit.text)
        if len(changed.problems) <= len(source.problems) and any(s.covers(finding) for s in suppressions(changed)):
            return edit
    return None


def _comment(source: File, rule: str) -> str:
    """In a template without a space before it, which would be part of the page."""
    return f"{{# scale: ignore[{rule}] #}}" if isinstance(source, TemplateFile) else f"  # scale: ignore[{rule}]"


def _insertion(source: File, at: Position, text: str) -> Edit:
    return Edit(source.path, Span(at, at), text)
