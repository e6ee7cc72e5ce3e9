"""Strings put together from literals: names of templates, relations and fields are often made so."""

from __future__ import annotations

import ast

from scale_lsp.flow.values import UNKNOWN, Const, Tuple, Value

_LONGEST = 200


def concatenated(left: Value, right: Value) -> Value:
    """`"emails/" + name`."""
    match left, right:
        case Const(value=str(one)), Const(value=str(other)):
            return _string(one + other)
    return UNKNOWN


def formatted(pattern: Value, values: Value) -> Value:
    """`"emails/%s.html" % name`."""
    if not isinstance(pattern, Const) or not isinstance(pattern.value, str):
        return UNKNOWN
    given = values.items if isinstance(values, Tuple) else (values,)
    texts = tuple(v.value for v in given if isinstance(v, Const) and isinstance(v.value, str))
    if len(texts) != len(given):
        return UNKNOWN
    try:
        return _string(pattern.value % texts)
    except (TypeError, ValueError, OverflowError, MemoryError):
        return UNKNOWN


def joined(node: ast.JoinedStr, values: list[Value]) -> Value:
    """`f"emails/{name}.html"`; `values` are those of the parts in braces."""
    found = iter(values)
    texts = []
    for part in node.values:
        value: Value = Const(part.value) if isinstance(part, ast.Constant) else next(found)
        plain = not isinstance(part, ast.FormattedValue) or (part.conversion == -1 and part.format_spec is None)
        if not plain or not isinstance(value, Const) or not isinstance(value.value, str):
            return UNKNOWN
        texts.append(value.value)
    return _string("".join(texts))


def _string(text: str) -> Value:
    return Const(text) if len(text) <= _LONGEST else UNKNOWN
