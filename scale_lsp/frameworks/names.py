"""Names that frameworks go by: of attributes to read, and of things outside the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import called
from scale_lsp.flow.values import Dict, Value, alternatives, join
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Names, Symbol
from scale_lsp.index.shape import Name, Shape


def followed(machine: Machine, value: Value, path: str, node: ast.AST) -> Value:
    """`customer.name`: a key or an attribute at each step; what can be called is called."""
    for name in path.split("."):
        value = join(*(called(machine, _step(machine, one, name, node), node) for one in alternatives(value)))
    return value


def _step(machine: Machine, value: Value, name: str, node: ast.AST) -> Value:
    return value.get(name) if isinstance(value, Dict) else attribute(machine, value, name, node)


def many_to_many(machine: Machine, model: Symbol) -> Iterator[str]:
    """The fields of a model, its own and inherited, that hold many rows."""
    for name in sorted(machine.graph.relation_names(model)):
        relation = machine.graph.relation(model, name)
        if relation is not None and relation.forward and relation.arity is Arity.MANY:
            yield name


def outside(names: Names, path: str, shape: Shape) -> str:
    """The qualified name of something outside the project, "" for anything else."""
    found = names.resolve(path, shape.dotted) if isinstance(shape, Name) else None
    return found.name if found is not None and found.kind is Kind.EXTERNAL else ""
