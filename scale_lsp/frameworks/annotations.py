"""Type annotations that frameworks read at run time: `list[OrderSchema]`, `"OrderType" | None`, `Annotated[…]`.

https://docs.python.org/3/library/typing.html
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Union

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.machine import Machine
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Name, shape_of
from scale_lsp.text.blocks import Block

_LISTS = frozenset({"list", "List", "Sequence", "Iterable", "Collection", "set", "Set", "tuple", "Tuple"})
_ALIASES_DEEP = 8


@dataclass(frozen=True, slots=True)
class Items:
    """A collection of things of one type."""

    of: Annotation


@dataclass(frozen=True, slots=True)
class Made:
    """A type that a call makes, and that a module-level name was given."""

    path: str
    block: Block
    call: ast.Call


Annotation = Union[Items, Made, Symbol, None]  # noqa: UP007 - recursive alias, evaluated at run time
"""`Symbol` is a class of the project; None is anything else."""


def annotation(machine: Machine, node: ast.expr, depth: int = 0) -> Annotation:
    """What an annotation in the file where control is says. Of a union only the one part that is not None counts."""
    match node:
        case ast.Constant(value=str(text)) if depth < _ALIASES_DEEP:
            try:
                return annotation(machine, ast.parse(text, mode="eval").body, depth + 1)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
        case ast.Subscript(value=of, slice=inner):
            return _generic(machine, _last_name(of), inner, depth)
        case ast.BinOp(op=ast.BitOr()):
            return _only(machine, _united(node), depth)
        case ast.Name() | ast.Attribute():
            return _named(machine, node, depth)
        case ast.Call() as call:
            return Made(machine.frame.path, machine.frame.block, call)
    return None


def _generic(machine: Machine, name: str, inner: ast.expr, depth: int) -> Annotation:
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in ("Optional", "Union"):
        return _only(machine, parts, depth)
    if name == "Annotated" and all(map(_is_harmless, parts[1:])):
        return annotation(machine, parts[0], depth)
    if name in _LISTS and all(isinstance(p, ast.Constant) for p in parts[1:]):
        return Items(annotation(machine, parts[0], depth))
    return None


def _is_harmless(metadata: ast.expr) -> bool:
    """What says more of a field, but leaves its value alone."""
    match metadata:
        case ast.Call(func=ast.Name() | ast.Attribute() as function):
            return _last_name(function) in ("Field", "lazy")
    return isinstance(metadata, ast.Constant)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _united(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_united(left), *_united(right)]
    return [node]


def _only(machine: Machine, parts: list[ast.expr], depth: int) -> Annotation:
    some = [p for p in parts if not (isinstance(p, ast.Constant) and p.value is None)]
    return annotation(machine, some[0], depth) if len(some) == 1 else None


def _named(machine: Machine, node: ast.expr, depth: int) -> Annotation:
    """A class, or what an alias such as `Orders = list[OrderSchema]` stands for."""
    shape = shape_of(node)
    found = machine.graph.names.resolve(machine.frame.path, shape.dotted) if isinstance(shape, Name) else None
    if found is None or found.kind is Kind.CLASS:
        return found
    where = definitions(machine.snapshot, found.path) if found.kind is Kind.VALUE else None
    if where is None or found.name not in where.values or depth >= _ALIASES_DEEP:
        return None
    block, expression = where.values[found.name]
    with machine.inside(found.path, block, found.name, expression):
        return annotation(machine, expression, depth + 1)
