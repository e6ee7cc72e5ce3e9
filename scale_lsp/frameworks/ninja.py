"""Django Ninja: what an operation returns is read through the schema of its response, field by field.

https://django-ninja.dev/guides/response/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import UNKNOWN, Const, Object, Tuple, Value, alternatives
from scale_lsp.frameworks.names import outside
from scale_lsp.frameworks.ninja_schema import is_schema, show, show_as
from scale_lsp.frameworks.wrappers import keeps_result
from scale_lsp.index.names import Kind
from scale_lsp.index.shape import Call, Name, shape_of

_ROUTERS = frozenset(
    {
        "ninja.NinjaAPI",
        "ninja.main.NinjaAPI",
        "ninja.Router",
        "ninja.router.Router",
        "ninja.pagination.RouterPaginated",
        "ninja_extra.NinjaExtraAPI",
        "ninja_extra.Router",
    }
)
_OPERATIONS = frozenset({"get", "post", "put", "patch", "delete", "generic", "api_operation"})
_OK = 200


def _answer(machine: Machine, function: ast.FunctionDef | ast.AsyncFunctionDef, value: Value) -> None:
    """What an operation returns: the body, or a status with the body."""
    for i, decorator in enumerate(function.decorator_list):
        response = _response(machine, decorator)
        if response is None or not all(keeps_result(machine, inner) for inner in function.decorator_list[i + 1 :]):
            continue
        by_status = dict(_by_status(response))
        for one in alternatives(value):
            status, body = _body(one)
            if status is None and len(by_status) == 1:
                status = next(iter(by_status))
            schema = by_status.get(_OK if status is None else status)
            if schema is not None:
                show(machine, schema, body, schema)


def _response(machine: Machine, decorator: ast.expr) -> ast.expr | None:
    """The `response` of `@api.get(path, response=…)`."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Name | ast.Attribute):
        return None
    found = next((k.value for k in decorator.keywords if k.arg == "response"), None)
    return found if found is not None and _is_operation(machine, decorator.func) else None


def _is_operation(machine: Machine, function: ast.Name | ast.Attribute) -> bool:
    """Whether a decorator makes an operation: of an API, a router, or a controller of Django Ninja Extra."""
    if isinstance(function, ast.Attribute) and function.attr in _OPERATIONS and _is_router(machine, function.value):
        return True
    package, _, name = outside(machine.graph.names, machine.frame.path, shape_of(function)).rpartition(".")
    if package in ("ninja_extra", "ninja_extra.controllers"):
        return name.startswith("http_")
    return package in ("ninja_extra.route", "ninja_extra.controllers.route.route") and name in _OPERATIONS


def _is_router(machine: Machine, node: ast.expr) -> bool:
    """Whether a name was assigned an API or a router, here or where it is imported from."""
    shape = shape_of(node)
    names = machine.graph.names
    found = names.resolve(machine.frame.path, shape.dotted) if isinstance(shape, Name) else None
    made = names.value_shape(found) if found is not None and found.kind is Kind.VALUE else None
    if found is None or not isinstance(made, Call) or not isinstance(made.function, Name):
        return False
    router = names.resolve(found.path, made.function.dotted)
    if router is None:
        return False
    if router.kind is Kind.CLASS:
        return machine.graph.classes.info(router).derives_from(_ROUTERS)
    return router.kind is Kind.EXTERNAL and router.name in _ROUTERS


def _by_status(response: ast.expr) -> Iterator[tuple[object, ast.expr]]:
    """The schema for each status; one that is given alone is for success."""
    if not isinstance(response, ast.Dict):
        yield _OK, response
        return
    for key, schema in zip(response.keys, response.values, strict=True):
        if isinstance(key, ast.Constant):
            yield key.value, schema


def _body(value: Value) -> tuple[object, Value]:
    match value:
        case Tuple(items=(Const(value=status), body)):
            return status, body
        case Tuple(items=(_, _)):
            return "unknown", UNKNOWN
    return None, value


def _status(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`Status(201, order)` says the same as the tuple `201, order`."""
    given = [*args, *(keywords[name] for name in ("status_code", "value")[len(args) :] if name in keywords)]
    return Tuple(tuple(given)) if len(given) == 2 else UNKNOWN


def _read(machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`OrderSchema.from_orm(order)`: a schema that is filled in by hand reads the same."""
    if args:
        show_as(machine, of.symbol, args[0], node)
    return of


NINJA = Framework(
    owns=is_schema,
    methods={"from_orm": _read, "model_validate": _read},
    returned=_answer,
    functions={"ninja.Status": _status, "ninja.responses.Status": _status},
)
