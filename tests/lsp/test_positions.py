"""Code points and the client's units; texts and the edits between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from scale_lsp.lsp.edits import differences
from scale_lsp.lsp.positions import from_position, to_position, to_span
from scale_lsp.text.positions import Position, apply_edits, span, split_lines

LINES = ["é🛒한 = 1\r\n", "plain\n", "end"]
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])
TEXTS = st.text(st.sampled_from("ab é한🛒\n\r\t"), max_size=30)


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 9), ("utf-16", 4), ("utf-32", 3)])
def test_units_before_a_place(encoding: str, character: int) -> None:
    assert from_position(LINES, Position(0, 3), encoding) == types.Position(0, character)
    assert to_position(LINES, types.Position(0, character), encoding) == Position(0, 3)


@pytest.mark.parametrize(
    ("line", "character", "nearest"),
    [
        (0, 99, Position(0, 7)),
        (1, 99, Position(1, 5)),
        (2, 99, Position(2, 3)),
        (99, 0, Position(2, 3)),
    ],
)
def test_a_place_outside_is_the_nearest_one_inside(line: int, character: int, nearest: Position) -> None:
    assert to_position(LINES, types.Position(line, character), "utf-16") == nearest


def test_the_line_after_the_last_line_end_is_inside() -> None:
    assert to_position(["a\n"], types.Position(1, 0), "utf-16") == Position(1, 0)
    assert to_position([], types.Position(0, 0), "utf-16") == Position(0, 0)


def test_a_place_within_a_character_is_behind_it() -> None:
    assert to_position(LINES, types.Position(0, 2), "utf-16") == Position(0, 2)
    assert to_position(LINES, types.Position(0, 3), "utf-8") == Position(0, 2)


def test_a_range_that_is_given_backwards() -> None:
    backwards = types.Range(types.Position(1, 3), types.Position(0, 0))
    assert to_span(LINES, backwards, "utf-16") == span(0, 0, 1, 3)


@given(TEXTS, ENCODINGS, st.data())
def test_every_position_survives_the_round_trip(text: str, encoding: str, data: st.DataObject) -> None:
    lines = split_lines(text)
    if lines:
        line = data.draw(st.integers(0, len(lines) - 1))
        position = Position(line, data.draw(st.integers(0, len(lines[line].rstrip("\r\n")))))
        assert to_position(lines, from_position(lines, position, encoding), encoding) == position


@given(TEXTS, TEXTS)
def test_the_differences_turn_one_text_into_the_other(old: str, new: str) -> None:
    assert apply_edits(old, differences("/a.py", split_lines(old), new)) == new


def test_what_is_equal_is_not_touched() -> None:
    old = "a\nb\nc\nd\n"
    assert [edit.span for edit in differences("/a.py", split_lines(old), "a\nB\nc\nd\ne\n")] == [
        span(1, 0, 2, 0),
        span(4, 0, 4, 0),
    ]
