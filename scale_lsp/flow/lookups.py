"""What the rows of a queryset are chosen by, and what they are ordered by.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#field-lookups
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import (
    UNKNOWN,
    Condition,
    Const,
    Instance,
    Lookup,
    QuerySet,
    Tuple,
    Value,
)
from scale_lsp.text.records import replace

_OPPOSITE = {"filter": "exclude", "exclude": "filter", "get": "exclude"}


def looked_up(
    machine: Machine,
    queryset: QuerySet,
    method: str,
    node: ast.Call,
    args: tuple[Sequence[Value], Mapping[str, Value]],
) -> QuerySet:
    """The queryset with what `filter(…)`, `get(…)` and the like choose its rows by."""
    found = _conditions(machine, method, node, *args)
    return replace(
        queryset,
        lookups=(*queryset.lookups, *found.lookups),
        every_lookup=queryset.every_lookup and found.known,
        perhaps=queryset.perhaps if found.known else None,
        narrowed=queryset.narrowed or not found.known,
    )


def condition(machine: Machine, node: ast.Call, positional: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`Q(…)`: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#q-objects"""
    return _conditions(machine, "filter", node, positional, keywords)


def _conditions(
    machine: Machine, method: str, node: ast.Call, positional: Sequence[Value], keywords: Mapping[str, Value]
) -> Condition:
    given = {keyword.arg: keyword for keyword in node.keywords if keyword.arg}
    inner = [value if isinstance(value, Condition) else Condition(known=False) for value in positional]
    lookups = [lookup for one in inner for lookup in (one if method != "exclude" else inverted(one)).lookups]
    for path, value in keywords.items():
        if (argument := given.get(path)) is not None:
            whole = machine.site(argument) if hasattr(argument, "lineno") else None
            lookups.append(Lookup(path, method, machine.site(argument.value), _compared(value), argument=whole))
    known = all(one.known for one in inner) and all(keyword.arg for keyword in node.keywords)
    return Condition(tuple(lookups), known)


def inverted(condition: Condition) -> Condition:
    """`~Q(…)`."""
    return replace(condition, lookups=tuple(replace(one, method=_OPPOSITE[one.method]) for one in condition.lookups))


def together(left: Condition, right: Value, *, either: bool) -> Condition:
    """`left & right`, or `left | right` with `either`: then each of them alone does not decide."""
    both = right if isinstance(right, Condition) else Condition(known=False)
    joined = (*left.lookups, *both.lookups)
    lookups = tuple(replace(one, alternative=True) for one in joined) if either else joined
    return Condition(lookups, left.known and both.known)


def _compared(value: Value) -> Value:
    return value if isinstance(value, Const | Instance | QuerySet) else UNKNOWN


def order_keys(positional: Sequence[Value], node: ast.Call) -> tuple[str, ...] | None:
    """The names given to `order_by()`; None where one is an expression or not known."""
    flat = [value for value, _ in flattened(positional, node)]
    names = tuple(value.value for value in flat if isinstance(value, Const) and isinstance(value.value, str))
    return names if len(names) == len(flat) else None


def opposite(ordering: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What `reverse()` makes of an ordering."""
    if ordering is None:
        return None
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in ordering)


def flattened(positional: Sequence[Value], node: ast.Call) -> list[tuple[Value, ast.AST]]:
    """Arguments with their nodes; `*names` contributes its items when they are known."""
    return list(_flattened(positional, node))


def _flattened(positional: Sequence[Value], node: ast.Call) -> Iterator[tuple[Value, ast.AST]]:
    for i, value in enumerate(positional):
        arg: ast.AST = node.args[i] if i < len(node.args) else node
        if not isinstance(arg, ast.Starred):
            yield value, arg
        elif isinstance(value, Tuple):
            yield from ((item, arg) for item in value.items)
        else:
            yield UNKNOWN, arg
