"""Suppressions: what they cover, and what is said of those that cover nothing."""

from __future__ import annotations

import pytest

from tests.harness import findings, fixed

CODE = """from shop.models import Order


def names():
    {before}
    return [  {first}
        order.customer.name
        for order in Order.objects.all()  {second}
    ]  {last}
"""
SLUG = "related-access-in-loop"


def code(**places: str) -> str:
    filled = dict.fromkeys(("before", "first", "second", "last"), "") | places
    return CODE.format(**filled)


@pytest.mark.parametrize("place", ["before", "first", "second", "last"])
@pytest.mark.parametrize(
    "comment", [f"# scale: ignore[{SLUG}]", "# scale: ignore", f"# noqa  # scale: ignore[{SLUG}] - why"]
)
def test_a_comment_on_any_line_of_the_statement_silences(place: str, comment: str) -> None:
    assert findings(code(**{place: comment})) == []


def test_a_comment_for_the_whole_file() -> None:
    assert findings(code() + f"\n# scale: ignore-file[{SLUG}]\n") == []


def test_another_name_silences_nothing_and_is_reported() -> None:
    found = findings(code(second="# scale: ignore[query-in-loop]"))
    assert [f.rule for f in found] == ["unused-suppression", SLUG] or [f.rule for f in found] == [
        SLUG,
        "unused-suppression",
    ]


def test_a_comment_in_a_string_is_no_comment() -> None:
    assert [f.rule for f in findings(code(before=f'"# scale: ignore[{SLUG}]"'))] == [SLUG]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # scale: ignore[query-in-loop]\n", "x = 1\n"),
        ("x = 1  # why  # scale: ignore\n", "x = 1  # why\n"),
        ("# scale: ignore[query-in-loop]\nx = 1\n", "x = 1\n"),
        ("x = 1  # scale: ignore[nonsense, query-in-loop]\n", "x = 1\n"),
    ],
)
def test_an_unused_comment_is_removed(before: str, after: str) -> None:
    assert fixed(before) == after


def test_only_the_names_that_are_not_needed_are_removed() -> None:
    text = code(second=f"# scale: ignore[{SLUG}, query-in-loop]")
    assert fixed(text) == code(second=f"# scale: ignore[{SLUG}]")
