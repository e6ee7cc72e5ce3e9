"""Positions inside a text: code points, zero-based, half-open. Editors and reports convert at their own door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between two characters: zero-based line, zero-based column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters from `start` up to, not including, `end`."""

    start: Position
    end: Position

    def shifted(self, lines: int) -> Span:
        """The same span `lines` further down."""
        if not lines:
            return self
        return Span(
            Position(self.start.line + lines, self.start.column), Position(self.end.line + lines, self.end.column)
        )

    def contains(self, position: Position) -> bool:
        return self.start <= position <= self.end


def span(start_line: int, start_column: int, end_line: int, end_column: int) -> Span:
    return Span(Position(start_line, start_column), Position(end_line, end_column))


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span in a file. `path` is absolute, with forward slashes."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace `span` of `path` by `text`."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True, order=True)
class NewFile:
    """A file that is not there yet, with all its text."""

    path: str
    text: str


class OverlappingEdits(ValueError):
    """Two edits of one fix touch the same characters."""


def offset_of(lines: list[str], position: Position) -> int:
    """The offset of a position in the text made of `lines` (with their line ends); clamped to the line and the text."""
    if position.line >= len(lines):
        return sum(map(len, lines))
    return sum(map(len, lines[: position.line])) + _clamped(lines[position.line], position.column)


def position_of(lines: list[str], offset: int) -> Position:
    """The position of an offset in the text made of `lines` (with their line ends)."""
    for number, line in enumerate(lines):
        if offset < len(line):
            return Position(number, offset)
        offset -= len(line)
    if lines and not lines[-1].endswith(("\n", "\r")):
        return Position(len(lines) - 1, len(lines[-1]) + offset)
    return Position(len(lines), offset)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, each given in positions of the text before. Raises OverlappingEdits."""
    lines = split_lines(text)
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        start, end = offset_of(lines, edit.span.start), offset_of(lines, edit.span.end)
        if start < done:
            raise OverlappingEdits(f"{edit.path}: {edit.span} overlaps an earlier edit")
        pieces += [text[done:start], edit.text]
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def cut(lines: Sequence[str], span: Span) -> str:
    """The text of a span."""
    part = [*lines[span.start.line : span.end.line + 1]]
    if span.end.line < len(lines):
        part[-1] = part[-1][: _clamped(part[-1], span.end.column)]
    if part:
        part[0] = part[0][_clamped(part[0], span.start.column) :]
    return "".join(part)


def spliced(lines: list[str], span: Span, text: str) -> list[str]:
    """The lines after a span is replaced; only those that it touches are split anew."""
    if span.start.line >= len(lines):
        return split_lines("".join(lines) + text)
    first, last = span.start.line, min(span.end.line, len(lines) - 1)
    before = lines[first][: _clamped(lines[first], span.start.column)]
    behind = lines[last][_clamped(lines[last], span.end.column) :] if span.end.line < len(lines) else ""
    if first and lines[first - 1].endswith("\r"):  # it may become the first half of a line end
        first, before = first - 1, lines[first - 1] + before
    changed = before + text + behind
    return [*lines[:first], *split_lines(changed), *lines[last + 1 :]]


def _clamped(line: str, column: int) -> int:
    return min(column, len(line.rstrip("\r\n")))


def split_lines(text: str) -> list[str]:
    r"""Lines with their ends, as Python and LSP count them: `\n`, `\r\n` and `\r` only (not `str.splitlines`)."""
    if "\r" not in text:
        lines = text.split("\n")
        return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    lines = []
    start = 0
    i = 0
    while i < len(text):
        char = text[i]
        i += 1
        if char == "\r" and text[i : i + 1] == "\n":
            i += 1
        if char in "\r\n":
            lines.append(text[start:i])
            start = i
    if start < len(text):
        lines.append(text[start:])
    return lines
