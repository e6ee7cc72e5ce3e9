"""The pieces of code that are interpreted by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.definitions import Definitions, definitions
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block
from scale_lsp.text.source import items_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of code that is interpreted by itself: a function, a method, or the statements of a module."""

    path: str
    block: Block
    name: str
    node: ast.AST
    owner: Symbol | None = None


def entries(snapshot: Snapshot, path: str, frameworks: Frameworks = (), block: Block | None = None) -> Iterator[Entry]:
    """The functions of a file, and those statements of the module and its classes that may hold something to find.

    `block`: those of one block, which is not the header of a class.
    """
    found = definitions(snapshot, path)
    source = snapshot.source(path)
    if found is None or source is None:
        return
    for item in source.items if block is None else items_of((block,)):
        if isinstance(item.node, ast.ClassDef) and item.block.owner is None:
            symbol = Symbol(Kind.CLASS, path, item.node.name)
            if _is_visitor(snapshot, symbol, frameworks):
                yield Entry(path, item.block, item.node.name, item.node, symbol)
            for inner, member in item.members:
                yield from _entries_of(found, path, inner, member, symbol)
        else:
            header = item.block.owner.header if item.block.owner is not None else None
            owner = Symbol(Kind.CLASS, path, header.name) if header is not None else None
            yield from _entries_of(found, path, item.block, item.node, owner)


def _entries_of(found: Definitions, path: str, block: Block, node: ast.stmt, owner: Symbol | None) -> Iterator[Entry]:
    """The functions that a statement of a module or class defines, or the statement itself."""
    part = found.of(node)
    for name, definition in part.functions:
        if found.functions.get(name) is definition:  # the last one counts
            of = Symbol(Kind.CLASS, path, definition.owner) if definition.owner else None
            of = owner if of == owner else of
            yield Entry(path, definition.block, name, definition.node, of)
    if part.matters and (owner is None or isinstance(node, ast.Assign | ast.AnnAssign)):
        yield Entry(path, block, owner.name if owner is not None else "", node, owner)


def _is_visitor(snapshot: Snapshot, symbol: Symbol, frameworks: Frameworks) -> bool:
    info = snapshot.graph.classes.info(symbol)
    return any(f.visits is not None and f.owns(info) for f in frameworks)
