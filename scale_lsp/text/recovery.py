"""Blocks of a file that is broken when it is opened: what parses by itself counts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scale_lsp.text.blocks import Block, SyntaxProblem, parse_module, tile
from scale_lsp.text.positions import Position

_TOP_LEVEL = re.compile(r"(?:async\s+def|def|class)\b|@")
_MERGED_PIECES = 3
_MEMBER = re.compile(r"([ \t]+)(?:(?:async\s+def|def|class)\b|@)")


def recover(lines: Sequence[str]) -> Iterator[Block]:
    """Blocks of a text that does not parse as a whole: each piece that parses by itself, and the others broken."""
    starts = [i for i, line in enumerate(lines) if _TOP_LEVEL.match(line) and not (i and lines[i - 1].startswith("@"))]
    pieces = list(_ranges(starts, len(lines)))
    i = 0
    while i < len(pieces):
        first, last = pieces[i]
        i += 1
        tree = parse_module("".join(lines[first:last]))
        for j in range(i, min(i + _MERGED_PIECES, len(pieces))) if isinstance(tree, SyntaxProblem) else ():
            merged = parse_module("".join(lines[first : pieces[j][1]]))  # a border inside a string is none
            if not isinstance(merged, SyntaxProblem):
                tree, last, i = merged, pieces[j][1], j + 1
                break
        if not isinstance(tree, SyntaxProblem):
            yield from tile(lines[first:last], tree.body)
        elif lines[first].startswith(("class", "@")):
            yield from _recovered_class(lines, first, last, tree)
        else:
            yield from _recovered_lines(lines, first, last, tree)


def _recovered_class(lines: Sequence[str], first: int, last: int, problem: SyntaxProblem) -> Iterator[Block]:
    starts = [
        i for i in range(first + 1, last) if (m := _MEMBER.match(lines[i])) and not _continues(lines, i, m.group(1))
    ]
    indent = _MEMBER.match(lines[starts[0]]).group(1) if starts else ""  # type: ignore[union-attr]
    starts = [i for i in starts if lines[i].startswith(indent) and lines[i][len(indent)] not in " \t"]
    if not starts:
        yield Block(tuple(lines[first:last]), (), 0, problem=problem)
        return
    head = parse_module("".join(lines[first : starts[0]]) + f"{indent}pass\n")
    if isinstance(head, SyntaxProblem) or len(head.body) != 1 or not isinstance(head.body[0], ast.ClassDef):
        yield Block(tuple(lines[first:last]), (), 0, problem=problem)
        return
    node = head.body[0]
    attributes = tuple(node.body[:-1])
    node.body = []
    header = Block(tuple(lines[first : starts[0]]), attributes, 0, header=node)
    yield header
    for start, end in _ranges(starts, last, first=starts[0]):
        piece = tuple(lines[start:end])
        tree = parse_module("class _:\n" + "".join(piece))
        if isinstance(tree, ast.Module) and len(tree.body) == 1 and isinstance(tree.body[0], ast.ClassDef):
            yield Block(piece, tuple(tree.body[0].body), 1, owner=header, indent=indent)
        else:
            yield Block(piece, (), 1, owner=header, indent=indent, problem=_relative(tree))


def _continues(lines: Sequence[str], i: int, indent: str) -> bool:
    return i > 0 and lines[i - 1].startswith(indent + "@")


def _relative(tree: ast.Module | SyntaxProblem) -> SyntaxProblem:
    if isinstance(tree, SyntaxProblem):
        return tree.shifted(-1)
    return SyntaxProblem("invalid syntax", Position(0, 0))


def _recovered_lines(lines: Sequence[str], first: int, last: int, problem: SyntaxProblem) -> Iterator[Block]:
    """Plain statements, one unindented line with what hangs below it at a time."""
    starts = [i for i in range(first, last) if lines[i][:1] not in (" ", "\t", "\n", "\r", "#", ")", "]", "}", "")]
    for start, end in _ranges(starts, last, first=first):
        piece = lines[start:end]
        tree = parse_module("".join(piece))
        if isinstance(tree, SyntaxProblem):
            yield Block(tuple(piece), (), 0, problem=tree)
        else:
            yield from tile(piece, tree.body)


def _ranges(starts: Sequence[int], last: int, first: int = 0) -> Iterator[tuple[int, int]]:
    borders = sorted({first, *starts, last})
    yield from pairwise(borders)
