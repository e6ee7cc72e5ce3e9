"""The pieces of code that are interpreted by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.orm.effects import AT_IMPORT
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of code that is interpreted by itself: a function, a method, or the statements of a module."""

    path: str
    block: Block
    name: str
    node: ast.AST
    owner: Symbol | None = None


def entries(snapshot: Snapshot, path: str, frameworks: Frameworks = ()) -> Iterator[Entry]:
    """The functions of a file, and those statements of the module and its classes that may hold something to find."""
    found = definitions(snapshot, path)
    source = snapshot.source(path)
    if found is None or source is None:
        return
    before, known = snapshot.memo.get(("entries", path), {}), {}
    for name, definition in found.functions.items():
        held = before.get(id(definition))
        if held is None or held[0] is not definition:
            owner = Symbol(Kind.CLASS, path, definition.owner) if definition.owner else None
            held = (definition, Entry(path, definition.block, name, definition.node, owner))
        known[id(definition)] = held
        yield held[1]
    snapshot.memo["entries", path] = known
    for item in source.items:
        if isinstance(item.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom):
            continue
        if isinstance(item.node, ast.ClassDef):
            symbol = Symbol(Kind.CLASS, path, item.node.name)
            if _is_visitor(snapshot, symbol, frameworks):
                yield Entry(path, item.block, item.node.name, item.node, symbol)
            for block, member in item.members:
                if isinstance(member, ast.Assign | ast.AnnAssign) and may_matter(block, member):
                    yield Entry(path, block, item.node.name, member, symbol)
        elif may_matter(item.block, item.node):
            yield Entry(path, item.block, "", item.node)


def _is_visitor(snapshot: Snapshot, symbol: Symbol, frameworks: Frameworks) -> bool:
    info = snapshot.graph.classes.info(symbol)
    return any(f.visits is not None and f.owns(info) for f in frameworks)


_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_VISITING = frozenset(
    {"select_related", "prefetch_related", "prefetch_related_objects", "sorted", "min", "max", "map", "filter", "sort"}
    | {"GenericSitemap"}
)


def may_matter(block: Block, node: ast.AST) -> bool:
    """Whether code has a loop, visits rows, names relations or uses the network.

    All other code is interpreted only when it is called.
    """
    memo = block.memo.setdefault("may matter", {})
    if id(node) not in memo:
        memo[id(node)] = any(_matters(n) for n in ast.walk(node))
    return bool(memo[id(node)])


def _matters(node: ast.AST) -> bool:
    if isinstance(node, _LOOPS):
        return True
    if isinstance(node, ast.Call) and node.keywords and isinstance(node.func, ast.Attribute):
        return node.func.attr == "as_view"
    if isinstance(node, ast.Attribute):
        return node.attr in _VISITING
    return isinstance(node, ast.Name) and (node.id in _VISITING or node.id in AT_IMPORT)
