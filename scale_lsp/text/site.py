"""A place that findings and fixes speak about: an expression of a file, wherever the file's lines move."""

from __future__ import annotations

import ast
from typing import Any

from scale_lsp.text.blocks import Block
from scale_lsp.text.compact import is_compact
from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Location
from scale_lsp.text.source import SourceFile
from scale_lsp.text.trees import walk


class Site:
    """An expression in a file. Two sites are equal when they are the same place of the same block.

    It says where it is as nodes do, and keeps its node unless that can be made again (`text/folding.py`).
    """

    __slots__ = ("block", "col_offset", "end_col_offset", "end_lineno", "kept", "lineno", "path")

    path: str
    block: Block
    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int
    kept: ast.AST | type[ast.AST]
    """The node, or its class: then it stands in a function that may be folded."""

    def __new__(cls, path: str, block: Block, node: ast.AST) -> Site:
        """There is one site for each node of a function, as long as its tree is there."""
        known: dict[int, Site] | None = block.sites
        if known is not None and (same := known.get(id(node))) is not None:
            return same
        self = object.__new__(cls)
        located: Any = node
        self.path, self.block, self.kept = path, block, node
        self.lineno, self.col_offset = located.lineno, located.col_offset
        self.end_lineno, self.end_col_offset = located.end_lineno, located.end_col_offset
        if known is not None:
            known[id(node)] = self
        return self

    @property
    def node(self) -> Any:
        kept = self.kept
        if not isinstance(kept, type):
            return kept
        return next(node for node in _nodes(self.block) if type(node) is kept and _extent(node) == _extent(self))

    def fold(self) -> None:
        """Keep no node of a tree; one that is made up is kept.

        No two nodes of a class have one place, but for the pieces of text in an f-string before Python 3.12.
        """
        if not isinstance(self.kept, type) and is_compact(self.kept):
            self.kept = type(self.kept)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Site) or self.block is not other.block:
            return False
        return self is other or _extent(self) == _extent(other)

    def __hash__(self) -> int:
        return id(self.block) ^ (self.lineno << 8) ^ self.col_offset

    def location(self, source: SourceFile | TextFile) -> Location:
        return source.location(self.block, self.block.span(self if isinstance(self.kept, type) else _head(self.kept)))

    @property
    def start(self) -> tuple[int, int]:
        """Where it begins in its block: places of one block are in this order."""
        return (self.lineno, self.col_offset)

    @property
    def text(self) -> str:
        return self.block.text_of(self)


def _extent(located: Any) -> tuple[int, int, int, int]:
    return (located.lineno, located.col_offset, located.end_lineno, located.end_col_offset)


def _nodes(block: Block) -> list[ast.AST]:
    """The nodes in the body of a function, for as long as they are there."""
    known: list[ast.AST] | None = block.memo.get("nodes")
    if known is None:
        body = block.function.body if block.function is not None else ()
        known = block.memo["nodes"] = [node for statement in body for node in walk(statement)]
    return known


def _head(node: ast.AST) -> ast.AST:
    """A class or function is pointed at by its name, not by all of its body."""
    match node:
        case ast.ClassDef():
            keyword = "class "
        case ast.FunctionDef():
            keyword = "def "
        case ast.AsyncFunctionDef():
            keyword = "async def "
        case _:
            return node
    end = node.col_offset + len(keyword) + len(node.name.encode())
    return ast.Pass(lineno=node.lineno, col_offset=node.col_offset, end_lineno=node.lineno, end_col_offset=end)
