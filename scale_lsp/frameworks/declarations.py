"""What forms, filters and tables declare: attributes that are calls, and options of the inner `class Meta`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.resolve import assigned_value
from scale_lsp.flow.values import ModelClass, Value
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Name, Sequence, Shape, string
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Declared:
    """A class attribute that is a call: `brand = ModelChoiceField(…)`. `info` is the class that is called."""

    name: str
    owner: Symbol
    block: Block
    node: ast.expr
    info: ClassInfo

    def value(self, machine: Machine) -> Value:
        return assigned_value(machine, Symbol(Kind.VALUE, self.owner.path, f"{self.owner.name}.{self.name}"))

    def inside(self, machine: Machine) -> AbstractContextManager[Frame]:
        return machine.inside(self.owner.path, self.block, f"{self.owner.name}.{self.name}", self.node)


def declared(machine: Machine, symbol: Symbol) -> Iterator[Declared]:
    """The attributes that a class and its ancestors declare by calling a class, nearest first."""
    seen: set[str] = set()
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        summary = machine.graph.classes.summary(ancestor)
        where = definitions(machine.snapshot, ancestor.path)
        for name, shape in summary.attributes.items() if summary and where else ():
            placed = where.values.get(f"{ancestor.name}.{name}") if where else None
            if name not in seen and placed is not None and isinstance(shape, Call) and isinstance(shape.function, Name):
                called = machine.graph.names.resolve(ancestor.path, shape.function.dotted)
                if called is not None:
                    yield Declared(name, ancestor, *placed, machine.graph.classes.info(called))
            seen.add(name)


def declared_names(machine: Machine, symbol: Symbol) -> set[str]:
    """All attributes of a class and its ancestors."""
    summaries = map(machine.graph.classes.summary, machine.graph.classes.info(symbol).ancestors)
    return {name for summary in summaries if summary for name in summary.attributes}


@dataclass(frozen=True, slots=True)
class MetaOption:
    """An option with the place it is written at."""

    shape: Shape
    path: str
    block: Block
    expression: ast.expr
    qualname: str


def meta_option(machine: Machine, symbol: Symbol, option: str) -> MetaOption | None:
    """An option of the nearest `Meta`, or of those it inherits from."""
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        summary = machine.graph.classes.summary(ancestor)
        meta = summary.nested.get("Meta") if summary else None
        where = definitions(machine.snapshot, ancestor.path)
        qualname = f"{ancestor.name}.Meta.{option}"
        placed = where.values.get(qualname) if where else None
        if meta is not None and option in meta.attributes and placed is not None:
            return MetaOption(meta.attributes[option], ancestor.path, placed[0], placed[1], qualname)
        if meta is not None and not meta.bases:
            return None
    return None


def meta_model(machine: Machine, symbol: Symbol) -> Symbol | None:
    """The model that `Meta.model` names."""
    meta = meta_option(machine, symbol, "model")
    value = assigned_value(machine, Symbol(Kind.VALUE, meta.path, meta.qualname)) if meta else None
    return value.model if isinstance(value, ModelClass) else None


_MOST_HOPS = 8


def names_of(machine: Machine, option: MetaOption) -> list[str]:
    """The names in `("a", "b")`, and in `Parent.Meta.fields + ("c",)` or `[*COMMON, "c"]`."""
    return list(dict.fromkeys(_names(machine, option.path, option.expression, 0)))


def _names(machine: Machine, path: str, node: ast.expr, hops: int) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(name)):
            yield name
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            for item in items:
                yield from _names(machine, path, item, hops)
        case ast.Starred(value=inner) | ast.Call(func=ast.Name(id="list" | "tuple" | "set"), args=[inner]):
            yield from _names(machine, path, inner, hops)
        case ast.BinOp(left=left, op=ast.Add() | ast.BitOr(), right=right):
            yield from _names(machine, path, left, hops)
            yield from _names(machine, path, right, hops)
        case ast.Attribute() | ast.Name() if hops < _MOST_HOPS:
            place = _placed(machine, path, ast.unparse(node))
            if place is not None:
                yield from _names(machine, *place, hops + 1)


def _placed(machine: Machine, path: str, dotted: str) -> tuple[str, ast.expr] | None:
    """What a dotted name was assigned, with the file it stands in."""
    owner, _, option = dotted.partition(".Meta.")
    if option and "." not in option:
        symbol = machine.graph.names.resolve(path, owner)
        meta = meta_option(machine, symbol, option) if symbol and symbol.kind is Kind.CLASS else None
        return (meta.path, meta.expression) if meta else None
    symbol = machine.graph.names.resolve(path, dotted)
    where = definitions(machine.snapshot, symbol.path) if symbol and symbol.kind is Kind.VALUE else None
    found = where.values.get(symbol.name) if where and symbol else None
    return (symbol.path, found[1]) if symbol and found else None


def names_in(shape: Shape) -> list[str]:
    return [name for item in shape.items if (name := string(item))] if isinstance(shape, Sequence) else []


def literal_in(expression: ast.AST, name: str) -> ast.AST:
    """The string in a list of names; the list itself when it is put together elsewhere."""
    return next((n for n in ast.walk(expression) if isinstance(n, ast.Constant) and n.value == name), expression)
