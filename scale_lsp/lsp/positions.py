"""The editor's door: LSP positions in the negotiated encoding, ours in code points."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from scale_lsp.text.positions import Position, Span


def to_position(lines: Sequence[str], place: types.Position, encoding: str) -> Position:
    """Our position of a client's place; a place outside the text is the nearest one inside."""
    if place.line >= len(lines):
        return end_of(lines)
    line = lines[place.line].rstrip("\r\n")
    if line.isascii():
        return Position(place.line, min(place.character, len(line)))
    units = 0
    for column, char in enumerate(line):
        if units >= place.character:
            return Position(place.line, column)
        units += _width(char, encoding)
    return Position(place.line, len(line))


def end_of(lines: Sequence[str]) -> Position:
    if not lines:
        return Position(0, 0)
    if lines[-1].endswith(("\n", "\r")):
        return Position(len(lines), 0)
    return Position(len(lines) - 1, len(lines[-1]))


def to_span(lines: Sequence[str], range: types.Range, encoding: str) -> Span:
    """Our span of a client's range; one given backwards is turned round."""
    start, end = to_position(lines, range.start, encoding), to_position(lines, range.end, encoding)
    return Span(min(start, end), max(start, end))


def from_position(lines: Sequence[str], position: Position, encoding: str) -> types.Position:
    line = lines[position.line] if position.line < len(lines) else ""
    before = line[: position.column]
    return types.Position(position.line, len(before) if before.isascii() else sum(_width(c, encoding) for c in before))


def from_span(lines: Sequence[str], span: Span, encoding: str) -> types.Range:
    return types.Range(from_position(lines, span.start, encoding), from_position(lines, span.end, encoding))


def _width(char: str, encoding: str) -> int:
    match encoding:
        case types.PositionEncodingKind.Utf8:
            return len(char.encode("utf-8", "surrogatepass"))
        case types.PositionEncodingKind.Utf16:
            return 1 + (ord(char) > 0xFFFF)
        case _:
            return 1
