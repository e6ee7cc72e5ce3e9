"""The word at a place, in text that need not parse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scale_lsp.text.cursor import closed_at, closers, word_at

WORDS = {
    'f("«a»b")': ("ab", "f", True),
    "f('«»": ("", "f", True),
    "f(«a»b)": ("ab", "f", False),
    "x.f(1, «a»)": ("a", "f", False),
    'x.f([1, 2], ("a", "«b»"))': ("b", "f", True),
    'x.f("a\\"", "«b»")': ("b", "f", True),
    'x.f("""a " b""", "«b»")': ("b", "f", True),
    'x.f(# "\n  "«b»")': ("b", "f", True),
    "f(g(1)«»": None,
    'f("«»" + x)': ("", "f", True),
    'f(1 + "«»")': None,
    "f(a=«»)": None,
    "f(a.«»)": None,
    "f(1«»)": None,
    "«a»": None,
    "# f(«a»": None,
    'f(b"«a»")': None,
    'f("""«a»""")': None,
    'f("a b«»")': None,
    '{"«a»": 1}': None,
}


@pytest.mark.parametrize(("marked", "expected"), WORDS.items())
def test_words(marked: str, expected: tuple[str, str, bool] | None) -> None:
    offset = marked.index("»") - 1
    found = word_at(marked.replace("«", "").replace("»", ""), offset)
    if expected is None:
        assert found is None or not found.calls
    else:
        assert found is not None
        assert (found.text, found.calls[0].name, found.quoted) == expected


def test_the_calls_around_it() -> None:
    text = 'Order.objects.filter(a, b=[Q(c=1, d=f("'
    word = word_at(text, len(text))
    assert word is not None
    assert [(call.name, call.first, call.keyword) for call in word.calls] == [
        ("f", True, ""),
        ("Q", False, "d"),
        ("filter", False, "b"),
    ]
    assert closers(text, word.open) == "))])"
    method = word.calls[-1]
    assert method.dot is not None
    assert text[method.dot : method.open] == ".filter"


def test_what_a_list_is_assigned_to() -> None:
    text = 'x = 1\n    ordering = ["'
    word = word_at(text, len(text))
    assert word is not None
    assert word.assigned == "ordering"


def test_where_a_bracket_is_closed() -> None:
    text = "f(a, [')', 1]) + g()"
    assert closed_at(text, 1) == text.index(" +")
    assert closed_at("f(a", 1) is None


@given(st.text(alphabet="ab(.[{)]}\"'#\\\n =,*"), st.integers(0, 40))
def test_any_text(text: str, offset: int) -> None:
    word = word_at(text, min(offset, len(text)))
    if word is not None:
        assert text[word.start : word.end] == word.text
        assert word.start <= min(offset, len(text)) <= word.end
        assert "\n" not in word.text
