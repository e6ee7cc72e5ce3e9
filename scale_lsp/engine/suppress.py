"""Suppressions: `# scale: ignore[slug]` on a statement, `# scale: ignore-file[slug]` anywhere, and unused ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scale_lsp.catalogue import Entry
from scale_lsp.finding import Finding, Safety, Severity
from scale_lsp.text.blocks import Block
from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Edit, Location, Position, Span
from scale_lsp.text.source import Comment, SourceFile
from scale_lsp.text.template import TemplateFile

_MARK = "scale:"
"""What each of them contains: most files have none, and their comments need not be read."""
_PATTERN = re.compile(r"#\s*scale:\s*(ignore-file|ignore)\b(?:\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment. `slugs` None: everything. `lines`: where it applies; None: the whole file."""

    comment: Comment
    start: int
    end: int
    slugs: tuple[str, ...] | None
    lines: range | None

    def covers(self, finding: Finding) -> bool:
        if self.slugs is not None and finding.rule not in self.slugs:
            return False
        return self.lines is None or finding.location.span.start.line in self.lines


def suppressions(source: SourceFile | TextFile) -> list[Suppression]:
    """All suppressions of a file.

    A comment on any line of a statement covers the statement; one on a line of its own also the next statement.
    """
    if _MARK not in source.text:
        return []
    found = []
    for comment in source.comments:
        for match in _PATTERN.finditer(comment.text):
            slugs = None if match[2] is None else tuple(s.strip() for s in match[2].split(",") if s.strip())
            lines = None if match[1] == "ignore-file" else _extent(source, comment)
            found.append(Suppression(comment, match.start(), match.end(), slugs, lines))
    return found


def _extent(source: SourceFile | TextFile, comment: Comment) -> range:
    line = comment.position.line
    if not comment.own_line:
        return _statement(source, line)
    below = line + 1
    while below < len(source.lines) and source.lines[below].lstrip()[:1] in ("#", ""):
        below += 1
    inside, following = _statement(source, line), _statement(source, below)
    return range(min(inside.start, line), max(inside.stop, following.stop))


def _statement(source: SourceFile | TextFile, line: int) -> range:
    """The lines of the innermost simple statement, or of the head of a compound one, that contains a line."""
    block = source.block_at(line)
    if block is None:
        return range(line, line + 1)
    start = source.start_of(block)
    best = range(line, line + 1)
    for root in block.statements:
        for node in ast.walk(root):
            if isinstance(node, ast.stmt):
                first = block.span(node).start.line + start
                last = _last_line(block.span(node).end.line + start, node, block, start)
                if first <= line <= last and (len(best) == 1 or last - first < len(best)):
                    best = range(first, last + 1)
    return best


def _last_line(end: int, node: ast.stmt, block: Block, start: int) -> int:
    """Of a compound statement only the head counts: a comment on `for …:` is not about the body."""
    body = getattr(node, "body", None)
    if not body or not isinstance(body, list):
        return end
    return max(block.span(body[0]).start.line + start - 1, block.span(node).start.line + start)


def apply(
    source: SourceFile | TextFile,
    findings: Iterable[Finding],
    known_slugs: frozenset[str],
    active_slugs: frozenset[str],
    unused: Entry | None = None,
    severity: Severity = Severity.WARNING,
) -> Iterator[Finding]:
    """The findings that are not suppressed, and one for each suppression that suppresses nothing.

    A suppression of a rule that is not active is left alone: it may be needed when the rule is.
    """
    comments = suppressions(source)
    if not comments:
        yield from findings
        return
    used: set[tuple[int, str]] = set()
    for finding in findings:
        hits = [i for i, s in enumerate(comments) if s.covers(finding)]
        used.update((i, finding.rule) for i in hits)
        if not hits:
            yield finding
    if unused is None or unused.slug not in active_slugs:
        return
    for i, suppression in enumerate(comments):
        named = suppression.slugs
        if named is None:
            idle: tuple[str, ...] = (
                ("everything",) if not any(j == i for j, _ in used) and known_slugs <= active_slugs else ()
            )
        else:
            idle = tuple(s for s in named if (i, s) not in used and (s in active_slugs or s not in known_slugs))
        if idle:
            yield _unused(source, suppression, idle, unused, severity)


def _unused(
    source: SourceFile | TextFile, suppression: Suppression, idle: tuple[str, ...], entry: Entry, severity: Severity
) -> Finding:
    position = suppression.comment.position
    span = Span(
        Position(position.line, position.column + suppression.start),
        Position(position.line, position.column + suppression.end),
    )
    location = Location(source.path, span)
    names = ", ".join(f"`{name}`" for name in idle)
    kept = [s for s in suppression.slugs or () if s not in idle]
    return Finding(
        rule=entry.slug,
        location=location,
        message=entry.message.format(names=names),
        severity=severity,
        values={
            "names": names,
            "title": f"Remove the unused suppression of {names}",
            "edits": (_removal(source, suppression, span, kept),),
        },
        fixable=Safety.SAFE,
    )


def _removal(source: SourceFile | TextFile, suppression: Suppression, span: Span, kept: list[str]) -> Edit:
    text = suppression.comment.text
    if isinstance(source, TemplateFile) and not kept:
        place = suppression.comment.position
        return Edit(source.path, Span(place, Position(place.line, place.column + len(text))), "")
    if kept:
        word = _PATTERN.match(text[suppression.start :])[1]  # type: ignore[index]
        return Edit(source.path, span, f"# scale: {word}[{', '.join(kept)}]")
    line = source.lines[span.start.line]
    before = line[: span.start.column].rstrip()
    after = line[span.end.column :]
    alone = not after.strip() or not after.lstrip().startswith("#")
    end = len(line.rstrip("\r\n")) if alone else span.end.column + len(after) - len(after.lstrip())
    if not before and alone:  # the whole line
        return Edit(source.path, Span(Position(span.start.line, 0), Position(span.start.line + 1, 0)), "")
    start = len(before) if alone else span.start.column
    return Edit(source.path, Span(Position(span.start.line, start), Position(span.start.line, end)), "")
