"""How many rows a client asks for: a number from the address that bounds a slice or a page, and that nothing limits.

https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.GET
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.queries import asked_for
from scale_lsp.flow.requests import is_request
from scale_lsp.flow.scopes import FunctionNode, assigned
from scale_lsp.flow.values import Function, QuerySet

_PARAMETERS = ("GET", "query_params")
_HARMLESS = frozenset({"int", "Paginator", "JsonResponse", "Response"})
"""What is given a number and limits nothing."""


class _Asked(NamedTuple):
    parameter: str
    number: ast.expr
    """What a limit can be put around."""


def sliced(machine: Machine, queryset: QuerySet, node: ast.Slice) -> None:
    """`queryset[:limit]` and `queryset[offset:offset + limit]`."""
    function = machine.frame.node
    if not isinstance(function, FunctionNode) or node.upper is None:
        return
    upper = _meant(function, node.upper)
    size = node.upper if node.lower is None else _distance(function, _meant(function, node.lower), upper)
    if size is not None:
        bounded(machine, queryset, size)


def bounded(machine: Machine, queryset: QuerySet, size: ast.expr) -> None:
    """At most `size` rows are fetched."""
    function = machine.frame.node
    found = _asked(machine, function, size) if isinstance(function, FunctionNode) else None
    if found is not None:
        asked_for(machine, queryset, found.parameter, found.number, machine.frame.name.rpartition(".")[2])


def returned(machine: Machine, queryset: QuerySet, method: Function) -> None:
    """A method of a view says how many rows a page has: text from the address too, of which Django makes a number."""
    match method.node.body:
        case [*_, ast.Return(value=ast.expr() as size)] if isinstance(method.node, FunctionNode):
            parameter = _parameter(size)
            found = _Asked(parameter, size) if parameter else _asked(machine, method.node, size)
            if found is not None:
                with machine.inside(method.path, method.block, method.qualname, method.node):
                    asked_for(machine, queryset, found.parameter, found.number, method.qualname.partition(".")[0])


def _asked(machine: Machine, function: FunctionNode, size: ast.expr) -> _Asked | None:
    if (found := _number(size)) is not None:
        return found
    if not isinstance(size, ast.Name) or _is_limited(function, size.id):
        return None
    values = assigned(function, size.id)
    if values == (None,) and _is_chosen(machine, function, size.id):
        return _Asked(size.id, size)
    return _number_among(function, size.id, values)


def _number_among(function: FunctionNode, name: str, values: Sequence[ast.expr | None]) -> _Asked | None:
    """The only number from the address among the values of a variable; the others are constants."""
    texts = [value for value in values if value is not None and _parameter(value)]
    found = []
    for value in values:
        if value is None:
            return None
        if value in texts or isinstance(value, ast.Constant):
            continue
        number = _number(value)
        if number is None and len(texts) <= 1:
            number = _number_of_text(function, name, value, texts)
        if number is None:
            return None
        found.append(number)
    return found[0] if len(found) == 1 else None


def _number_of_text(function: FunctionNode, name: str, value: ast.expr, texts: Sequence[ast.expr]) -> _Asked | None:
    """`int(text)` where the variable is, or another one holds, what the address has."""
    match value:
        case ast.Call(func=ast.Name(id="int"), args=[ast.Name(id=text)], keywords=[]):
            made = texts if text == name else [one for one in assigned(function, text) if one is not None]
            if len(made) == 1 and (parameter := _parameter(made[0])):
                return _Asked(parameter, value)
    return None


def _number(node: ast.expr) -> _Asked | None:
    """`int(request.GET.get("limit", 20))`."""
    match node:
        case ast.Call(func=ast.Name(id="int"), args=[text], keywords=[]) if parameter := _parameter(text):
            return _Asked(parameter, node)
    return None


def _parameter(node: ast.expr) -> str:
    """`limit` of `request.GET["limit"]` and of `request.GET.get("limit", 20)`; "" for anything else."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=[first, ast.Constant()]):
            return _parameter(first)
        case (
            ast.Subscript(value=ast.Attribute(value=of, attr=where), slice=ast.Constant(value=str(name)))
            | ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=of, attr=where), attr="get"),
                args=[ast.Constant(value=str(name)), *_],
            )
        ) if where in _PARAMETERS and is_request(of):
            return name
    return ""


def _meant(function: FunctionNode, node: ast.expr) -> ast.expr:
    """What a variable that is assigned once stands for, where that is a sum or a product."""
    values = assigned(function, node.id) if isinstance(node, ast.Name) else ()
    return values[0] if len(values) == 1 and isinstance(values[0], ast.BinOp) else node


def _distance(function: FunctionNode, lower: ast.expr, upper: ast.expr) -> ast.expr | None:
    """`size` of `start:start + size` and of `(page - 1) * size:page * size`."""
    match lower, upper:
        case _, ast.BinOp(left=start, op=ast.Add(), right=size):
            begins = (ast.dump(start), ast.dump(_meant(function, start)))
            return size if ast.dump(lower) in begins else None
        case (
            ast.BinOp(left=ast.BinOp(op=ast.Sub(), right=ast.Constant(value=1)), op=ast.Mult(), right=one),
            ast.BinOp(op=ast.Mult(), right=other),
        ) if ast.dump(one) == ast.dump(other):
            return other
    return None


def _is_limited(function: FunctionNode, name: str) -> bool:
    """Whether a variable is compared with something, or handed to code that may refuse it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            if any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node)):
                return True
        if isinstance(node, ast.Call):
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if called not in _HARMLESS and any(isinstance(one, ast.Name) and one.id == name for one in given):
                return True
    return False


def _is_chosen(machine: Machine, function: FunctionNode, name: str) -> bool:
    """Whether a framework gives a parameter any number that the client sends."""
    if len(machine.frames) > 1:
        return False
    return any(f.chosen is not None and f.chosen(machine, function, name) for f in machine.frameworks)
