"""Objects that make patterns: routers, APIs and admin sites."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Name
from scale_lsp.index.urlconf.reading import Reading


@dataclass(frozen=True, slots=True)
class Maker:
    """An object that makes patterns: the name it is assigned to, its class, and what that derives from outside."""

    symbol: Symbol
    cls: Symbol | None
    outside: frozenset[str]
    call: Call | None


def maker(reading: Reading, path: str, node: ast.AST | None) -> Maker | None:
    """What a name is assigned at the top level of the project; None for something else."""
    return made_by(reading, reading.symbol(path, node))


def made_by(reading: Reading, symbol: Symbol | None) -> Maker | None:
    graph = reading.snapshot.graph
    if symbol is None:
        return None
    if symbol.kind is Kind.EXTERNAL:
        return Maker(symbol, None, frozenset({symbol.name}), None)
    shape = graph.names.value_shape(symbol) if symbol.kind is Kind.VALUE else None
    if isinstance(shape, Name):
        other = graph.names.resolve(symbol.path, shape.dotted)
        return made_by(reading, other) if other != symbol else None
    if not isinstance(shape, Call) or not isinstance(shape.function, Name):
        return None
    cls = graph.names.resolve(symbol.path, shape.function.dotted)
    if cls is None:
        return None
    if cls.kind is Kind.EXTERNAL:
        return Maker(symbol, None, frozenset({cls.name}), shape)
    return Maker(symbol, cls, frozenset(graph.classes.info(cls).outside), shape) if cls.kind is Kind.CLASS else None
