"""Where functions and classes of a file are: their syntax trees by qualified name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block
from scale_lsp.text.source import SourceFile


@dataclass(frozen=True, slots=True)
class Definition:
    """`owner` is the qualified name of the class a method belongs to, "" for a function."""

    block: Block
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    owner: str = ""
    members: tuple[tuple[Block, ast.stmt], ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    functions: dict[str, Definition]
    classes: dict[str, Definition]
    values: dict[str, tuple[Block, ast.expr]]
    """Top-level names and class attributes (`Order.objects`) with the expression assigned to them."""


def definitions(snapshot: Snapshot, path: str) -> Definitions | None:
    """The definitions of a file, computed once for each version of it. What is still there is the same object."""
    source = snapshot.source(path)  # notes all of the file, unless it is the interpreter that looks
    if not isinstance(source, SourceFile):
        return None
    known = snapshot.memo.get(("definitions", path))
    if known is not None and known[0] is source:
        found: Definitions = known[1]
        return found
    found, parts = _definitions(source, known[2] if known is not None else {})
    snapshot.memo["definitions", path] = (source, found, parts)
    return found


_Parts = dict[int, tuple[Block, ast.stmt, str, Definitions]]
"""What one statement defines, by its identity; it holds for this block and this class."""


def _definitions(source: SourceFile, before: _Parts) -> tuple[Definitions, _Parts]:
    found = Definitions({}, {}, {})
    parts: _Parts = {}

    def add(block: Block, node: ast.stmt, owner: str) -> None:
        known = before.get(id(node))
        if known is None or known[0] is not block or known[1] is not node or known[2] != owner:
            known = (block, node, owner, Definitions({}, {}, {}))
            _collect(known[3], block, node, (), owner)
        parts[id(node)] = known
        part = known[3]
        found.functions.update(part.functions)
        found.classes.update(part.classes)
        found.values.update(part.values)

    for item in source.items:
        if isinstance(item.node, ast.ClassDef) and item.members:
            found.classes[item.node.name] = Definition(item.block, item.node, "", item.members)
            for block, member in item.members:
                add(block, member, item.node.name)
        else:
            add(item.block, item.node, "")
    return found, parts


def _collect(
    found: Definitions, block: Block, node: ast.stmt, members: tuple[tuple[Block, ast.stmt], ...], owner: str
) -> None:
    prefix = f"{owner}." if owner else ""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            found.functions[prefix + name] = Definition(block, node, owner)
        case ast.ClassDef(name=name):
            members = members or tuple((block, m) for m in node.body)
            found.classes[prefix + name] = Definition(block, node, owner, members)
            for inner_block, member in members:
                _collect(found, inner_block, member, (), prefix + name)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    found.values[prefix + target.id] = (block, value)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            found.values[prefix + name] = (block, value)
        case ast.If() | ast.Try() | ast.With():
            for inner in _nested(node):
                _collect(found, block, inner, (), owner)


def _nested(node: ast.If | ast.Try | ast.With) -> Iterator[ast.stmt]:
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            yield from handler.body
    yield from node.body
    if not isinstance(node, ast.With):
        yield from node.orelse
