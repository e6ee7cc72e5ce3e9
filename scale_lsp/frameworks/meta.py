"""Options in the inner `class Meta` of forms, serializers, tables and resources."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.machine import Machine
from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Sequence, Shape, string
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class MetaOption:
    """An option with the place it is written at."""

    shape: Shape
    path: str
    block: Block
    expression: ast.expr
    qualname: str


def meta_option(machine: Machine, symbol: Symbol, option: str) -> MetaOption | None:
    """An option of the nearest `Meta` that has it."""
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        summary = machine.graph.classes.summary(ancestor)
        meta = summary.nested.get("Meta") if summary else None
        where = definitions(machine.snapshot, ancestor.path)
        qualname = f"{ancestor.name}.Meta.{option}"
        placed = where.values.get(qualname) if where else None
        if meta is not None and option in meta.attributes and placed is not None:
            return MetaOption(meta.attributes[option], ancestor.path, placed[0], placed[1], qualname)
    return None


def names_in(shape: Shape) -> list[str]:
    return [name for item in shape.items if (name := string(item))] if isinstance(shape, Sequence) else []


def literal_in(expression: ast.AST, name: str) -> ast.AST:
    """The string in a list of names; the list itself when it is put together elsewhere."""
    return next((n for n in ast.walk(expression) if isinstance(n, ast.Constant) and n.value == name), expression)
