"""A key read from the row itself instead of from the related row."""

from __future__ import annotations

import re

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Span


def read_key(path: str, text: str, span: Span, relation: str, attribute: str, column: str) -> tuple[Edit, ...]:
    """Edits that turn `order.customer.pk` at `span` into `order.customer_id`; without `attribute` a test for it, and
    `order.customer == customer` (the attribute "==") into `order.customer_id == customer.pk`.

    Raises RewriteRefused.
    """
    old = text_at(text, span)
    if not path.endswith(".py"):
        return difference(path, span, old, _in_words(old, relation, attribute, column))
    tree = parse(old)
    match tree:
        case cst.Attribute(value=cst.Attribute(attr=cst.Name(value=name)) as inner) if attribute and name == relation:
            new: cst.BaseExpression = inner.with_changes(
                attr=cst.Name(column), lpar=[*tree.lpar, *inner.lpar], rpar=[*inner.rpar, *tree.rpar]
            )
        case cst.Comparison(
            left=cst.Attribute(attr=cst.Name(value=name)) as left,
            comparisons=[cst.ComparisonTarget(comparator=cst.Name() | cst.Attribute() as other) as compared],
        ) if attribute == "==" and name == relation:
            right = compared.with_changes(comparator=cst.Attribute(other, cst.Name("pk")))
            new = tree.with_changes(left=left.with_changes(attr=cst.Name(column)), comparisons=[right])
        case cst.Comparison(left=cst.Attribute(attr=cst.Name(value=name)) as left) if (
            not attribute and name == relation
        ):
            new = tree.with_changes(left=left.with_changes(attr=cst.Name(column)))
        case cst.Attribute(attr=cst.Name(value=name)) if not attribute and name == relation:
            return difference(path, span, old, f"{old[: -len(relation)]}{column} is not None")
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Attribute(attr=cst.Name(value=name)) as inner) if (
            not attribute and name == relation
        ):
            read = code(inner.with_changes(attr=cst.Name(column)))
            return difference(path, span, old, f"{read} is None")
        case cst.Call():
            return difference(path, span, old, _in_words(old, relation, attribute, column))
        case _:
            raise RewriteRefused("the relation is read in another way")
    return difference(path, span, old, code(new))


def _in_words(old: str, relation: str, attribute: str, column: str) -> str:
    """A path in a template or a string."""
    words = rf"(?<![\w]){relation}\.{attribute}(?![\w.])"
    if not attribute or len(re.findall(words, old)) != 1:
        raise RewriteRefused("no path to change")
    return re.sub(words, column, old)
