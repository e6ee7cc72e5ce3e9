"""Django Ninja: what an operation returns is read through the schema of its response, field by field.

https://django-ninja.dev/guides/response/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.facts import Answer
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.queries import answered
from scale_lsp.flow.scopes import FunctionNode
from scale_lsp.flow.values import UNKNOWN, Const, Object, QuerySet, Tuple, Value, alternatives
from scale_lsp.frameworks.annotations import Items, annotation
from scale_lsp.frameworks.json_answers import listed
from scale_lsp.frameworks.names import outside
from scale_lsp.frameworks.ninja_schema import is_schema, show, show_as
from scale_lsp.frameworks.wrappers import keeps_result
from scale_lsp.index.names import Kind, Symbol
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


def _answer(machine: Machine, function: FunctionNode, value: Value) -> None:
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
                _listed(machine, function, schema, body, body is one)
                show(machine, schema, body, schema)


def _listed(machine: Machine, function: FunctionNode, schema: ast.expr, value: Value, alone: bool) -> None:
    """All rows of a queryset, where nothing makes pages of them; `@paginate` could where it is returned alone."""
    if not isinstance(annotation(machine, schema), Items) or _makes_pages(machine, function):
        return
    view = Symbol(Kind.FUNCTION, machine.frame.path, machine.frame.name)
    for one in alternatives(value):
        if isinstance(one, QuerySet):
            answered(machine, one, Answer.OPERATION if alone else Answer.JSON, machine.site(function), view=view)
    for queryset in listed(value):
        answered(machine, queryset, Answer.JSON, machine.site(function))


def _makes_pages(machine: Machine, function: FunctionNode) -> bool:
    """Whether a decorator may; those of views, such as `@cache_control(…)`, do not."""
    routes = [one for one in function.decorator_list if _response(machine, one) is not None]
    if any(_is_paginated(machine, route) for route in routes):
        return True
    names = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list if d not in routes)
    qualified = (outside(machine.graph.names, machine.frame.path, shape_of(name)) for name in names)
    return not all(name.startswith("django.") or name == "ninja.decorators.decorate_view" for name in qualified)


def _is_paginated(machine: Machine, route: ast.expr) -> bool:
    """Whether a router that paginates lists has the operation, or one that is not known."""
    function = route.func if isinstance(route, ast.Call) else route
    if not isinstance(function, ast.Attribute):
        return False
    shape = shape_of(function.value)
    names = machine.graph.names
    found = names.resolve(machine.frame.path, shape.dotted) if isinstance(shape, Name) else None
    made = names.value_shape(found) if found is not None and found.kind is Kind.VALUE else None
    router = outside(names, found.path, made.function) if found is not None and isinstance(made, Call) else ""
    return not router.startswith(("ninja.", "ninja_extra.")) or router.endswith("RouterPaginated")


def _chosen(machine: Machine, function: FunctionNode, name: str) -> bool:
    """`limit: int = 20` of an operation is taken from the query.

    https://django-ninja.dev/guides/input/query-params/
    """
    arguments = [*function.args.args, *function.args.kwonlyargs]
    annotations = [a.annotation for a in arguments if a.arg == name]
    is_number = any(isinstance(one, ast.Name) and one.id == "int" for one in annotations)
    given = [default for default in (*function.args.defaults, *function.args.kw_defaults) if default is not None]
    if not is_number or any(isinstance(default, ast.Call) for default in given):
        return False
    routes = [d for d in function.decorator_list if isinstance(d, ast.Call)]
    routes = [d for d in routes if isinstance(d.func, ast.Name | ast.Attribute) and _is_operation(machine, d.func)]
    return bool(routes) and all(
        isinstance(route.args[0], ast.Constant) and f"{name}}}" not in str(route.args[0].value)
        for route in routes
        if route.args
    )


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
    chosen=_chosen,
    functions={"ninja.Status": _status, "ninja.responses.Status": _status},
)
