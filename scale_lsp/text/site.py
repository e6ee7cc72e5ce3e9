"""A place that findings and fixes speak about: an expression of a file, wherever the file's lines move."""

from __future__ import annotations

import ast
from typing import Any

from scale_lsp.text.blocks import Block
from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Location
from scale_lsp.text.source import SourceFile


class Site:
    """An expression in a file. Two sites are equal when they are the same place of the same block."""

    __slots__ = ("block", "node", "path")

    def __init__(self, path: str, block: Block, node: ast.AST) -> None:
        self.path = path
        self.block = block
        self.node: Any = node

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Site) or self.block is not other.block:
            return False
        return self.node is other.node or _extent(self.node) == _extent(other.node)

    def __hash__(self) -> int:
        return hash((id(self.block), self.node.lineno, self.node.col_offset))

    def location(self, source: SourceFile | TextFile) -> Location:
        return source.location(self.block, self.block.span(_head(self.node)))

    @property
    def start(self) -> tuple[int, int]:
        """Where it begins in its block: places of one block are in this order."""
        return (self.node.lineno, self.node.col_offset)

    @property
    def text(self) -> str:
        return self.block.text_of(self.node)


def _extent(node: Any) -> tuple[int, int, int, int]:
    return (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


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
