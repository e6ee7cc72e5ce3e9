"""The edit that silences a finding: a suppression comment on one of its lines, or one for its file."""

from __future__ import annotations

import re

from scale_lsp.engine.suppress import suppressions
from scale_lsp.finding import Finding
from scale_lsp.index.project import File
from scale_lsp.text.positions import Edit, Position, Span, apply_edits
from scale_lsp.text.source import Comment, SourceFile
from scale_lsp.text.template import TemplateFile

_LISTED = re.compile(r"#\s*scale:\s*ignore\[(?P<slugs>[^\]]*)\]")
_LISTED_FOR_FILE = re.compile(r"#\s*scale:\s*ignore-file\[(?P<slugs>[^\]]*)\]")
_FIRST_LINES = re.compile(r"#!|#.*coding[:=]")


def ignore_edit(source: File, finding: Finding) -> Edit | None:
    """One name more in a suppression that is there, else a new one on the first line that can carry it.

    No comment can end a line within a string, or one that ends in a backslash.
    """
    span = finding.location.span
    lines = range(span.start.line, min(span.end.line + 1, len(source.lines)))
    for comment in source.comments:
        if comment.position.line in lines and (listed := _LISTED.search(comment.text)):
            return _one_more(source, comment, listed, finding.rule)
    for line in lines:
        at = Position(line, len(source.lines[line].rstrip()))
        edit = _insertion(source, at, _comment(source, finding.rule))
        changed = _tried(source, edit)
        if len(changed.problems) <= len(source.problems) and any(s.covers(finding) for s in suppressions(changed)):
            return edit
    return None


def _tried(source: File, edit: Edit) -> File:
    """Another file: editing this one may change its blocks."""
    if isinstance(source, SourceFile):
        return SourceFile.parse(source.path, apply_edits(source.text, [edit]))
    return source.edited(edit.span, edit.text)


def ignore_in_file(source: File, finding: Finding) -> Edit:
    """One name more in a suppression for the whole file, else a new one at the top.

    A `#!` and the encoding stay where Python looks for them: https://peps.python.org/pep-0263/
    """
    for comment in source.comments:
        if listed := _LISTED_FOR_FILE.search(comment.text):
            return _one_more(source, comment, listed, finding.rule)
    if isinstance(source, TemplateFile):
        return _insertion(source, Position(0, 0), f"{{# scale: ignore-file[{finding.rule}] #}}")
    line = next((i for i, text in enumerate(source.lines[:3]) if i == 2 or not _FIRST_LINES.match(text)), 0)
    end = "\r\n" if source.lines and source.lines[0].endswith("\r\n") else "\n"
    return _insertion(source, Position(line, 0), f"# scale: ignore-file[{finding.rule}]{end}")


def _one_more(source: File, comment: Comment, listed: re.Match[str], rule: str) -> Edit:
    at = Position(comment.position.line, comment.position.column + listed.end("slugs"))
    return _insertion(source, at, f", {rule}" if listed["slugs"].strip() else rule)


def _comment(source: File, rule: str) -> str:
    """In a template without a space before it, which would be part of the page."""
    return f"{{# scale: ignore[{rule}] #}}" if isinstance(source, TemplateFile) else f"  # scale: ignore[{rule}]"


def _insertion(source: File, at: Position, text: str) -> Edit:
    return Edit(source.path, Span(at, at), text)
