"""Items that are taken out of lists and calls."""

from __future__ import annotations

import ast

import pytest

from scale_lsp.rewrite.items import node_span, remove_item
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import apply_edits, split_lines


def without(text: str, item: str) -> str:
    """The text without the item that is written like this."""
    lines = split_lines(text)
    nodes = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.expr | ast.keyword))
    node = next(n for n in nodes if ast.get_source_segment(text, n) == item)
    return apply_edits(text, remove_item("a.py", text, node_span(lines, node)))


MODEL = """class Order(models.Model):
    number = models.IntegerField({0})

    class Meta:
        ordering = ["number"]
        indexes = {1}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a(), b()]", "[a()]"),
        ("[b(), a()]", "[a()]"),
        ("[a(), b(), c()]", "[a(), c()]"),
        ("[a(), b(),]", "[a(),]"),
        ("[\n            a(),\n            b(),\n        ]", "[\n            a(),\n        ]"),
        ("[\n            b(),  # for search\n            a(),\n        ]", "[\n            a(),\n        ]"),
        ("[\n            a(),\n            b()\n        ]", "[\n            a(),\n        ]"),
        (
            "[\n            a(),  # kept\n            b(), c(),\n        ]",
            "[\n            a(),  # kept\n            c(),\n        ]",
        ),
        (
            "[\n            a(), b(),  # two\n            c(),\n        ]",
            "[\n            a(),  # two\n            c(),\n        ]",
        ),
        ("[a(),\n                   b()]", "[a()]"),
    ],
)
def test_one_of_several_entries(before: str, after: str) -> None:
    assert without(MODEL.format("", before), "b()") == MODEL.format("", after)


def test_the_last_entry_takes_the_assignment_along() -> None:
    assert (
        without(MODEL.format("", "[b()]  # for search"), "b()") == MODEL.format("", "").rsplit("        indexes", 1)[0]
    )


def test_the_last_assignment_takes_its_class_along() -> None:
    meta = "\n    class Meta:\n        indexes = [\n            b(),\n        ]\n"
    text = "class Order(models.Model):\n    number = f()\n{0}\n    x = 1\n"
    assert without(text.format(meta), "b()") == text.format("")


@pytest.mark.parametrize(("bases", "meta"), [("models.Model", "(Base.Meta)"), ("Base", "")])
def test_what_would_be_inherited_instead_stays_away(bases: str, meta: str) -> None:
    text = f"class Order({bases}):\n    number = f()\n\n    class Meta{meta}:\n        indexes = [b()]\n"
    assert without(text, "b()") == text.replace("[b()]", "[]")


def test_code_on_the_same_line_is_left_alone() -> None:
    with pytest.raises(RewriteRefused, match="shares"):
        without("class Order(models.Model):\n    number = f()\n    class Meta: indexes = [b()]; ordering = []\n", "b()")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("db_index=True", ""),
        ("default=0, db_index=True", "default=0"),
        ("db_index=True, default=0", "default=0"),
        ("default=0, db_index=True, null=True", "default=0, null=True"),
        ("\n        default=0,\n        db_index=True,  # for lists\n    ", "\n        default=0,\n    "),
        ("\n        default=0, db_index=True\n    ", "\n        default=0\n    "),
        ("'übergröße', db_index=True", "'übergröße'"),
    ],
)
def test_a_keyword_of_a_call(before: str, after: str) -> None:
    assert without(MODEL.format(before, "[]"), "db_index=True") == MODEL.format(after, "[]")
