"""Letting the database do what an expression does with all rows of a queryset."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Span

Conditions = Sequence[tuple[str, str]]
_FUNCTIONS = {"sum": ("Sum", "total"), "min": ("Min", "minimum"), "max": ("Max", "maximum")}


def count_rows(path: str, text: str, span: Span, rows: Span) -> tuple[Edit, ...]:
    """`len(rows)` → `rows.count()`. Raises RewriteRefused, as all of these do."""
    return _replaced(path, text, span, f"{_queryset(text, span, rows)}.count()")


def stream_rows(path: str, text: str, span: Span, chunk: int) -> tuple[Edit, ...]:
    """`rows` → `rows.iterator(chunk_size=2000)`."""
    return _replaced(path, text, span, f"{_queryset(text, span, span)}.iterator(chunk_size={chunk})")


def ask_for_a_row(path: str, text: str, span: Span, rows: Span) -> tuple[Edit, ...]:
    """`rows`, `bool(rows)` and `len(rows) > 0` → `rows.exists()`; `x in rows` → `rows.contains(x)`."""
    old = parse(text_at(text, span))
    queryset = _queryset(text, span, rows)
    match old:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.In() | cst.NotIn() as operator)]):
            negated = "not " if isinstance(operator, cst.NotIn) else ""
            return _replaced(path, text, span, f"{negated}{queryset}.contains({code(left).strip()})")
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=cst.Equal() | cst.LessThan())]):
            return _replaced(path, text, span, f"not {queryset}.exists()")
    return _replaced(path, text, span, f"{queryset}.exists()")


def aggregate_rows(
    path: str, text: str, span: Span, rows: Span, how: str, column: str, conditions: Conditions, into: str = ""
) -> tuple[Edit, ...]:
    """`sum(row.price for row in rows)` → `rows.aggregate(total=Sum("price", default=0))["total"]`, and its like.

    `into`: what a loop over the rows adds to, which is replaced as a whole.
    """
    adds, comment = (f"{into} += ", _comment(text, span, rows)) if into else ("", "")
    queryset = _chosen(_queryset(text, rows if into else span, rows), conditions)
    match how:
        case "count":
            return _replaced(path, text, span, f"{adds}{queryset}.count(){comment}")
        case "groups":
            prefix = "models." if has_models(text) else ""
            counts = f'{queryset}.order_by().values_list("{column}").annotate({prefix}Count("pk"))'
            new = f"{text_at(text, span).partition('(')[0]}(dict({counts}))"
            needed = [] if prefix else ["Count"]
            return (*_imported(path, text, needed), *_replaced(path, text, span, new))
        case "any":
            return _replaced(path, text, span, f"{queryset}.exists()")
        case "distinct":
            values = f'{queryset}.order_by().values_list("{column}", flat=True).distinct()'
            return _replaced(path, text, span, f"set({values})")
    function, name = _FUNCTIONS[how]
    computed = "F(" in column
    prefix = "models." if has_models(text) else ""
    needed = [] if prefix else ["F", function] if computed else [function]
    argument = column.replace("F(", f"{prefix}F(") if computed else f'"{column}"'
    default = ", default=0" if how == "sum" else ""
    new = f'{adds}{queryset}.aggregate({name}={prefix}{function}({argument}{default}))["{name}"]{comment}'
    return (*_imported(path, text, needed), *_replaced(path, text, span, new))


def choose_rows(
    path: str, text: str, span: Span, rows: Span, conditions: Conditions, ordering: str
) -> tuple[Edit, ...]:
    """Conditions, order and limit of a comprehension, `filter()`, `sorted()` or slice, put into the queryset."""
    queryset = _chosen(_queryset(text, span, rows), conditions)
    match parse(text_at(text, span)):
        case cst.ListComp(elt=value, for_in=cst.CompFor(target=target)):
            name, item = code(target), code(value)
            new = f"list({queryset})" if item == name else f"[{item} for {name} in {queryset}]"
            return _replaced(path, text, span, new)
        case cst.Call():
            return _replaced(path, text, span, f"list({queryset})")
        case cst.Subscript(slice=[cst.SubscriptElement(slice=part)]):
            ordered = f'{queryset}.order_by("{ordering}")' if ordering else queryset
            taken = f"{ordered}[{code(part) if isinstance(part, cst.BaseExpression) else _text(part)}]"
            return _replaced(path, text, span, taken if isinstance(part, cst.Index) else f"list({taken})")
    raise RewriteRefused("not an expression of these kinds")


def _text(part: cst.BaseSlice) -> str:
    return cst.Module([]).code_for_node(part)


def _queryset(text: str, span: Span, rows: Span) -> str:
    """The text of the queryset, standing by itself. What is written around it must have no comments."""
    queryset, whole = text_at(text, rows), text_at(text, span)
    if "#" in whole.replace(queryset, "", 1):
        raise RewriteRefused("a comment would be lost")
    simple = isinstance(parse(queryset), cst.Call | cst.Attribute | cst.Name | cst.Subscript)
    return queryset if simple and _stands_alone(queryset) else f"({queryset})"


def _comment(text: str, loop: Span, rows: Span) -> str:
    """The comment behind the first line of a loop. Others would be lost."""
    head, _, body = text_at(text, loop).replace(text_at(text, rows), "", 1).partition("\n")
    if "#" in body:
        raise RewriteRefused("a comment would be lost")
    _, mark, said = head.rstrip("\r").partition("#")
    return f"  {mark}{said}" if mark else ""


def _stands_alone(expression: str) -> bool:
    try:
        ast.parse(expression)
    except SyntaxError:
        return False
    return True


def _chosen(queryset: str, conditions: Conditions) -> str:
    kept = ", ".join(f"{lookup}={value}" for lookup, value in conditions if not lookup.startswith("-"))
    left_out = [f".exclude({lookup[1:]}={value})" for lookup, value in conditions if lookup.startswith("-")]
    queryset = queryset.removesuffix(".all()") if conditions else queryset
    return queryset + (f".filter({kept})" if kept else "") + "".join(left_out)


def _replaced(path: str, text: str, span: Span, new: str) -> tuple[Edit, ...]:
    return difference(path, span, text_at(text, span), new)


def has_models(text: str) -> bool:
    """Whether the file says `from django.db import models`."""
    tree = parse_module(text)
    return not isinstance(tree, SyntaxProblem) and any(
        isinstance(node, ast.ImportFrom)
        and node.module == "django.db"
        and any(alias.name == "models" and alias.asname is None for alias in node.names)
        for node in tree.body
    )


def _imported(path: str, text: str, names: Sequence[str]) -> list[Edit]:
    """Two names that are imported at one place come in one edit."""
    imports = [edit for one in names for edit in import_name(path, text, "django.db.models", one)]
    if len(imports) != 2 or imports[0].span != imports[1].span:
        return imports
    first, second = imports
    if first.text.startswith("from "):
        names = f"{first.text.rstrip()}, {second.text.rpartition(' ')[2]}"
        return [Edit(first.path, first.span, names)]
    return [Edit(first.path, first.span, first.text + second.text)]
