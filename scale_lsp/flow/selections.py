"""Conditions, values and sort keys in Python that only look at columns of a row, as Django's lookups."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import QuerySet, Rows, Tuple
from scale_lsp.orm.fields import FieldKind
from scale_lsp.text.trees import walk

_LOOKUPS: dict[type[ast.cmpop], str] = {
    ast.Eq: "",
    ast.NotEq: "-",
    ast.Lt: "__lt",
    ast.LtE: "__lte",
    ast.Gt: "__gt",
    ast.GtE: "__gte",
    ast.In: "__in",
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.UnaryOp, ast.USub, ast.Load, ast.Tuple, ast.List)
"""What a value may be made of that is the same for each row."""
_OBJECTS = ("FileField", "ImageField", "JSONField", "GeneratedField")
"""Columns whose values in Python are not what a query compares or returns."""


_NUMBERS = frozenset(
    {"DecimalField", "FloatField", "IntegerField", "BigIntegerField", "SmallIntegerField"}
    | {f"Positive{size}IntegerField" for size in ("", "Big", "Small")}
)


@dataclass(frozen=True, slots=True)
class Key:
    """`key=lambda row: row.price, reverse=True`."""

    variable: str
    value: ast.expr
    descending: bool = False


def key(keywords: Sequence[ast.keyword]) -> Key | None:
    """The sort key that the arguments of `sorted()` give."""
    given = {keyword.arg: keyword.value for keyword in keywords}
    match given.pop("key", None), given.pop("reverse", None):
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)]), body=body), None if not given:
            return Key(name, body)
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)]), body=body), ast.Constant(value=bool(down)) if (
            not given
        ):
            return Key(name, body, down)
    return None


def order(machine: Machine, queryset: QuerySet, by: Key | None) -> str | None:
    """The argument of `order_by()`; "" without a key, None where it is no column."""
    if by is None:
        return ""
    name = _column(machine, queryset, by.variable, by.value)
    return None if name is None else f"-{name}" if by.descending else name


def value(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr | None) -> str | None:
    """The column that an expression reads of a row, or an expression of columns in Django's words; None for others."""
    if node is None:
        return ""
    name = _column(machine, queryset, variable, node)
    return name if name is not None else _computed(machine, queryset, variable, node)


def _computed(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr) -> str | None:
    """`F("price") * F("quantity")` for `row.price * row.quantity`."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Add() | ast.Sub() as op, right=right):
            sides = [_operand(machine, queryset, variable, side) for side in (left, right)]
            sign = {ast.Mult: "*", ast.Add: "+", ast.Sub: "-"}[type(op)]
            return f"{sides[0]} {sign} {sides[1]}" if None not in sides else None
    return None


def _operand(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return str(node.value)
    name = _column(machine, queryset, variable, node)
    return f'F("{name}")' if name is not None else None


def is_number(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr | None) -> bool:
    """Whether all columns of a row in a value hold numbers, so that `+` adds."""
    read = [one for one in walk(node) if isinstance(one, ast.Attribute)] if node is not None else []
    names = [_column(machine, queryset, variable, one) for one in read]
    fields = [machine.graph.field(queryset.model, name) for name in names if name]
    return len(fields) == len(read) and all(field is not None and field.column in _NUMBERS for field in fields)


def conditions(
    machine: Machine, queryset: QuerySet, variable: str, tests: Sequence[ast.expr]
) -> tuple[tuple[str, str], ...] | None:
    """The lookups that say the same as the tests; None where one of them says something else."""
    found: list[tuple[str, str]] = []
    for test in tests:
        for part in _parts(test):
            lookup = _condition(machine, queryset, variable, part)
            if lookup is None:
                return None
            found.append(lookup)
    names = [name for name, _ in found]
    return tuple(found) if len(set(names)) == len(names) else None


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _parts(part)
    else:
        yield test


def _condition(machine: Machine, queryset: QuerySet, variable: str, test: ast.expr) -> tuple[str, str] | None:
    match test:
        case ast.Attribute():
            return _flag(machine, queryset, variable, test, "True")
        case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute() as inner):
            return _flag(machine, queryset, variable, inner, "False")
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as op], comparators=[ast.Constant(value=None)]):
            name = _column(machine, queryset, variable, left)
            return (f"{name}__isnull", str(isinstance(op, ast.Is))) if name else None
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(machine, queryset, variable, left, type(op), right) or (
                _compared(machine, queryset, variable, right, _TURNED[type(op)], left) if type(op) in _TURNED else None
            )
    return None


def _compared(
    machine: Machine, queryset: QuerySet, variable: str, left: ast.expr, op: type[ast.cmpop], right: ast.expr
) -> tuple[str, str] | None:
    name = _column(machine, queryset, variable, left)
    if name is None or op not in _LOOKUPS or not _is_fixed(right, variable):
        return None
    if op is ast.In and not _is_list(machine, right):
        return None
    suffix = _LOOKUPS[op]
    lookup = f"-{name}" if suffix == "-" else f"{name}{suffix}"
    return lookup, machine.site(right).text


def _is_list(machine: Machine, node: ast.expr) -> bool:
    """Whether `in` looks for an item, and not for a part of a text or a key."""
    from scale_lsp.flow.expressions import evaluate

    with machine.silently():
        return isinstance(evaluate(machine, node), Rows | Tuple)


def _is_fixed(node: ast.expr, variable: str) -> bool:
    """Whether an expression is the same for each row: names, attributes and literals that the loop does not touch."""
    return all(isinstance(n, (*_PLAIN, ast.expr_context)) for n in ast.walk(node)) and not any(
        isinstance(n, ast.Name) and n.id == variable for n in ast.walk(node)
    )


def _flag(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr, value: str) -> tuple[str, str] | None:
    name = _column(machine, queryset, variable, node)
    field = machine.graph.field(queryset.model, name) if name else None
    if name is None or field is None or field.column != "BooleanField" or (field.null and value == "False"):
        return None
    return name, value


def _column(machine: Machine, queryset: QuerySet, variable: str, node: ast.expr) -> str | None:
    """The column that `row.name` reads; None for a relation, a property, an annotation or anything else."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == variable and variable:
            if attr in ("pk", "id") or machine.graph.attname_owner(queryset.model, attr):
                return attr
            field = machine.graph.field(queryset.model, attr)
            if field is not None and field.kind is FieldKind.COLUMN and field.column not in ("", *_OBJECTS):
                return attr
    return None
