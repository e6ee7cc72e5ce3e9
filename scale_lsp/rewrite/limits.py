"""Slices where something else was written that a queryset cannot do."""

from __future__ import annotations

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Span


def slice_instead(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that make `rows.limit(10)` a slice, `rows.offset(10)` one from there. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    match tree:
        case cst.Call(
            func=cst.Attribute(value=rows, attr=cst.Name(value=name)), args=[cst.Arg(star="", keyword=None, value=n)]
        ):
            new = _sliced(rows, cst.Slice(n, None) if name == "offset" else cst.Slice(None, n))
            return difference(path, span, old, code(new.with_changes(lpar=tree.lpar, rpar=tree.rpar)))
    raise RewriteRefused("no call with a number")


def slice_last(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that make `rows[:10].filter(…)` into `rows.filter(…)[:10]`. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    match tree:
        case cst.Call(func=cst.Attribute(value=cst.Subscript(value=rows, slice=elements)) as method):
            inner = tree.with_changes(func=method.with_changes(value=rows), lpar=[], rpar=[])
            new = cst.Subscript(inner, elements, lpar=tree.lpar, rpar=tree.rpar)
            return difference(path, span, old, code(new))
    raise RewriteRefused("the slice is elsewhere")


def write_chosen(path: str, text: str, span: Span, manager: str) -> tuple[Edit, ...]:
    """Edits that make `rows[:10].delete()` into `Model.objects.filter(pk__in=rows.values("pk")[:10]).delete()`.

    Only for rows of that very manager. Raises RewriteRefused.
    """
    old = text_at(text, span)
    tree = parse(old)
    match tree:
        case cst.Call(func=cst.Attribute(value=cst.Subscript(value=rows, slice=elements)) as method):
            if not code(rows).startswith(f"{manager}."):
                raise RewriteRefused("the rows come from elsewhere")
            keys = cst.Subscript(cst.parse_expression(f'{code(rows)}.values("pk")'), elements)
            chosen = cst.parse_expression(f"{manager}.filter(pk__in={code(keys)})")
            return difference(path, span, old, code(tree.with_changes(func=method.with_changes(value=chosen))))
    raise RewriteRefused("the slice is elsewhere")


def call_last(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that make `rows[-1]` into `rows.last()`. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    match tree:
        case cst.Subscript(value=rows, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            if cst.Module([]).code_for_node(index).replace(" ", "") == "-1":
                call = cst.Call(cst.Attribute(rows, cst.Name("last")), lpar=tree.lpar, rpar=tree.rpar)
                return difference(path, span, old, code(call))
    raise RewriteRefused("not the last row")


def _sliced(rows: cst.BaseExpression, part: cst.Slice) -> cst.Subscript:
    return cst.Subscript(rows, [cst.SubscriptElement(part)])
