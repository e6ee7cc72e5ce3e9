"""A place that findings and fixes speak about: an expression of a file, wherever the file's lines move."""

from __future__ import annotations

import ast
from typing import Any

from scale_lsp.text.blocks import Block
from scale_lsp.text.folding import unfolded
from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Location
from scale_lsp.text.source import SourceFile


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
    kept: ast.AST | int
    """The node, or its number in a function that is folded."""

    def __new__(cls, path: str, block: Block, node: ast.AST) -> Site:
        """There is one site for each node of a function, as long as its tree is there."""
        known: dict[int, Site] | None = block.sites
        if known is not None and (same := known.get(id(node))) is not None:
            return same
        self = super().__new__(cls)
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
        return unfolded(self.block)[kept] if isinstance(kept, int) else kept

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Site) or self.block is not other.block:
            return False
        return self is other or (
            self.lineno == other.lineno
            and self.col_offset == other.col_offset
            and self.end_lineno == other.end_lineno
            and self.end_col_offset == other.end_col_offset
        )

    def __hash__(self) -> int:
        return id(self.block) ^ (self.lineno << 8) ^ self.col_offset

    def location(self, source: SourceFile | TextFile) -> Location:
        return source.location(self.block, self.block.span(self if isinstance(self.kept, int) else _head(self.kept)))

    @property
    def start(self) -> tuple[int, int]:
        """Where it begins in its block: places of one block are in this order."""
        return (self.lineno, self.col_offset)

    @property
    def text(self) -> str:
        return self.block.text_of(self)


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
