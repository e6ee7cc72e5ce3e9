"""Functions without their bodies: most of a project's trees are looked at once, and their texts are kept anyway.

A function that is folded is the same node as before, with decorators and arguments. Whoever reads its body has the
block parsed again, which says the same at the same places. A function with functions in it stays as it is: these are
told apart by their nodes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import Any

from scale_lsp.text.blocks import Block
from scale_lsp.text.compact import compact

_DEFINES = re.compile(r"\s*(?:async|def|class)\b")
MOST = 1000
"""Functions that may keep their bodies: more would be megabytes, and less is parsed again too often."""


class Trees:
    """The functions of a project that have bodies. One for each project, as a project has one owner."""

    __slots__ = ("_whole", "most")

    def __init__(self) -> None:
        self.most = MOST
        self._whole: dict[Block, None] = {}

    def replace(self, gone: Iterable[Block], new: Iterable[Block]) -> None:
        """Blocks have come to the project and gone from it."""
        for block in gone:
            self._whole.pop(block, None)
            block.sites = None
        for block in new:
            if block.function is not None:
                self._whole[block] = None
                block.sites = {}

    def fold(self, blocks: Iterable[Block] | None = None) -> None:
        """Let go of bodies if there are too many of them: of some blocks, or of all. Nobody holds a node of one now."""
        if len(self._whole) > self.most:
            for block in tuple(self._whole) if blocks is None else blocks:
                if block in self._whole:
                    del self._whole[block]
                    self._fold(block)

    def _fold(self, block: Block) -> None:
        function: Any = block.function
        sites, block.sites = block.sites or {}, None
        if function is None or _has_functions(block, function):
            return
        first = function.body[0]
        for site in sites.values():
            if site.start >= (first.lineno, first.col_offset):
                site.fold()
        block.forget()
        function.folded = _Folded(self, block)


class _Folded:
    """Makes the body of a function again."""

    __slots__ = ("block", "trees")

    def __init__(self, trees: Trees, block: Block) -> None:
        self.trees, self.block = trees, block

    def __call__(self, function: ast.AST) -> list[ast.stmt]:
        body: list[ast.stmt] = compact(self.block.parsed()).body  # type: ignore[attr-defined]
        if self.block.function is function:
            self.trees.replace((), (self.block,))
        return body


def _has_functions(block: Block, function: ast.AST) -> bool:
    """Whether a function has others in it, as far as lines show; it begins with its decorators."""
    first = block.span(function).start.line + 1
    return any("lambda" in line for line in block.told) or any(map(_DEFINES.match, block.told[first:]))
