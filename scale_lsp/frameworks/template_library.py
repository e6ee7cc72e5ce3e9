"""Filters and tags that the project's own libraries register.

https://docs.djangoproject.com/en/5.2/howto/custom-template-tags/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.calls import function_of
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Function
from scale_lsp.index.derived import derived, of_modules
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Literal, Name, Shape, string
from scale_lsp.index.summary import ModuleSummary


@dataclass(frozen=True, slots=True)
class Registered:
    """A filter or tag; `takes_context`: its first argument is the context."""

    path: str
    name: str
    takes_context: bool

    def function(self, machine: Machine) -> Function | None:
        return function_of(machine, self.path, self.name)


def included_name(function: Function) -> str:
    """The template that an inclusion tag renders."""
    for decorator in getattr(function.node, "decorator_list", ()):
        if isinstance(decorator, ast.Call) and decorator.args and isinstance(decorator.args[0], ast.Constant):
            return str(decorator.args[0].value)
    return ""


def library(machine: Machine) -> dict[tuple[str, str], Registered]:
    """The project's own filters and tags by their kinds and names."""
    return derived(
        machine.snapshot,
        "template library",
        lambda snapshot: dict(of_modules(snapshot, "template library", _registered)),
    )


def _registered(_: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[tuple[str, str], Registered]]:
    for name, decorators in module.functions.items() if "/templatetags/" in path else ():
        for decorator in decorators:
            kind, alias, takes_context = _registration(decorator)
            if kind:
                yield (kind, alias or name), Registered(path, name, takes_context)


def _registration(decorator: Shape) -> tuple[str, str, bool]:
    """What is registered, under which name (empty: the function's), and whether it takes the context."""
    call = decorator if isinstance(decorator, Call) else None
    shape = call.function if call else decorator
    kind = shape.dotted.rpartition(".")[2] if isinstance(shape, Name) else ""
    if kind not in ("filter", "simple_tag", "inclusion_tag"):
        return "", "", False
    options = dict(call.keywords) if call else {}
    positional = string(call.arguments[0]) if call and call.arguments and kind != "inclusion_tag" else None
    name = string(options.get("name")) or positional or ""
    return kind, name, options.get("takes_context") == Literal(True)
