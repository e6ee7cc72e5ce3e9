"""What classes declare for a framework: options in an inner class such as `Meta`, and names of attributes to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import call_method_of
from scale_lsp.flow.values import Dict, Function, Method, Value, alternatives, join
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Sequence, Shape, string
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Option:
    """The value of an option, and the expression that gives it."""

    value: Shape
    path: str
    block: Block
    node: ast.expr


def option(machine: Machine, symbol: Symbol, name: str, inner: str = "Meta") -> Option | None:
    """An option of a class's own inner class."""
    summary = machine.graph.classes.summary(symbol)
    meta = summary.nested.get(inner) if summary else None
    where = definitions(machine.snapshot, symbol.path)
    placed = where.values.get(f"{symbol.name}.{inner}.{name}") if where else None
    if meta is None or name not in meta.attributes or placed is None:
        return None
    return Option(meta.attributes[name], symbol.path, *placed)


def strings(shape: Shape) -> list[str]:
    """The literals in a list of names."""
    return [name for item in shape.items if (name := string(item))] if isinstance(shape, Sequence) else []


def literal(expression: ast.AST, name: str) -> ast.AST:
    """The string in a list of names; the list itself when it is put together elsewhere."""
    return next((n for n in ast.walk(expression) if isinstance(n, ast.Constant) and n.value == name), expression)


def followed(machine: Machine, value: Value, path: str, node: ast.AST) -> Value:
    """`customer.name`: a key or an attribute at each step; what can be called is called."""
    for name in path.split("."):
        value = join(*(_called(machine, _step(machine, one, name, node), node) for one in alternatives(value)))
    return value


def _step(machine: Machine, value: Value, name: str, node: ast.AST) -> Value:
    return value.get(name) if isinstance(value, Dict) else attribute(machine, value, name, node)


def _called(machine: Machine, value: Value, node: ast.AST) -> Value:
    match value:
        case Function():
            return call_function(machine, value, [], {}, node, keep_origins=True)
        case Method():
            return call_method_of(machine, value, node, [], {})
    return value


def many_to_many(machine: Machine, model: Symbol) -> Iterator[str]:
    """The fields of a model, its own and inherited, that hold many rows."""
    for name in sorted(machine.graph.relation_names(model)):
        relation = machine.graph.relation(model, name)
        if relation is not None and relation.forward and relation.arity is Arity.MANY:
            yield name
