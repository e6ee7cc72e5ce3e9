"""Views of REST framework, and whether they know their visitors by a session.

https://www.django-rest-framework.org/api-guide/authentication/
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scale_lsp.flow.scopes import definition, dotted, nodes_with, outside_name
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Name, Sequence

_SESSION = "rest_framework.authentication.SessionAuthentication"
_DEFAULT = "DEFAULT_AUTHENTICATION_CLASSES"


def is_api(snapshot: Snapshot, view: Symbol, owner: Symbol | None) -> bool:
    """Whether a view is one of REST framework; `owner` is the class of a method."""
    of_class = view if view.kind is Kind.CLASS else owner
    if of_class is not None:
        return any(n.startswith("rest_framework.") for n in snapshot.graph.classes.info(of_class).outside)
    names = (outside_name(snapshot, view.path, function_of_decorator(d)) for d in _decorators(snapshot, view))
    return any(name.startswith("rest_framework.") for name in names)


def knows_sessions(snapshot: Snapshot, view: Symbol, owner: Symbol | None) -> bool:
    """Whether an API view asks the session who is there: by its own authentication classes, else by the settings.

    Where only the `Authorization` header tells, Django's cache keeps its answers apart by itself.
    """
    of_class = view if view.kind is Kind.CLASS else owner
    if of_class is None:
        for decorator in _decorators(snapshot, view):
            if dotted(function_of_decorator(decorator)).endswith("authentication_classes"):
                named = (n for n in ast.walk(decorator) if isinstance(n, ast.Name | ast.Attribute))
                return _SESSION in {outside_name(snapshot, view.path, n) for n in named}
        return _by_default(snapshot)
    classes = snapshot.graph.classes
    for ancestor in classes.info(of_class).ancestors:
        summary = classes.summary(ancestor)
        shape = summary.attributes.get("authentication_classes") if summary is not None else None
        if isinstance(shape, Sequence):
            return any(_is_session(snapshot, ancestor.path, item.dotted) for item in _names(shape.items))
    return _by_default(snapshot)


def function_of_decorator(decorator: ast.expr) -> ast.expr:
    """The decorator itself, without its arguments and out of `method_decorator`."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    if dotted(function).endswith("method_decorator") and isinstance(decorator, ast.Call) and decorator.args:
        return function_of_decorator(decorator.args[0])
    return function


def _decorators(snapshot: Snapshot, view: Symbol) -> list[ast.expr]:
    found = definition(snapshot, view)
    return found.node.decorator_list if found is not None else []


def _names(shapes: Iterable[object]) -> list[Name]:
    return [shape for shape in shapes if isinstance(shape, Name)]


def _is_session(snapshot: Snapshot, path: str, name: str) -> bool:
    found = snapshot.graph.names.resolve(path, name)
    if found is None:
        return False
    if found.kind is Kind.CLASS:
        return _SESSION in snapshot.graph.classes.info(found).outside
    return found.name == _SESSION


def _by_default(snapshot: Snapshot) -> bool:
    """What the settings say; without a word from them REST framework asks the session."""
    lists = [
        value
        for _, site in nodes_with(snapshot, _DEFAULT)
        if isinstance(site.node, ast.Dict)
        for key, value in zip(site.node.keys, site.node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == _DEFAULT
    ]
    named = {n.value for value in lists for n in ast.walk(value) if isinstance(n, ast.Constant)}
    return not lists or _SESSION in named
