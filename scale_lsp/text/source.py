"""Interim."""
from __future__ import annotations
import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from scale_lsp.text.positions import Location, Position, Span, apply_edits, Edit, split_lines


@dataclass(frozen=True)
class SyntaxProblem:
    message: str
    position: Position


@dataclass(frozen=True)
class Comment:
    position: Position
    text: str
    own_line: bool


class Block:
    def __init__(self, lines, statements, header=None, owner=None, offset=0):
        self.lines = lines; self.statements = statements; self.header = header; self.owner = owner
        self.ok = True; self.problem = None; self.memo = {}; self.offset = offset
    def _col(self, line, col):
        text = self.lines[line] if line < len(self.lines) else ""
        return col if text.isascii() else len(text.encode()[:col].decode(errors="ignore"))
    def span(self, node):
        a = node.lineno - 1 - self.offset; b = node.end_lineno - 1 - self.offset
        return Span(Position(a, self._col(a, node.col_offset)), Position(b, self._col(b, node.end_col_offset)))
    def text_of(self, node):
        s = self.span(node)
        ls = list(self.lines[s.start.line:s.end.line + 1])
        ls[-1] = ls[-1][:s.end.column]; ls[0] = ls[0][s.start.column:]
        return "".join(ls)


@dataclass(frozen=True)
class Item:
    block: Block
    node: ast.stmt
    members: tuple[tuple[Block, ast.stmt], ...] = ()


class SourceFile:
    def __init__(self, path, text, blocks, items, starts, problems):
        self.path = path; self.text = text; self.blocks = blocks; self.items = items; self._starts = starts; self.problems = problems
        self.lines = split_lines(text); self.comments = ()
    @classmethod
    def parse(cls, path, text):
        lines = split_lines(text)
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError) as e:
            return cls(path, text, (), (), {}, (SyntaxProblem(str(e), Position((getattr(e, "lineno", 1) or 1) - 1, 0)),))
        blocks = []; items = []; starts = {}
        first = lambda s: (s.decorator_list[0].lineno if getattr(s, "decorator_list", None) else s.lineno) - 1
        body = tree.body
        for i, st in enumerate(body):
            a = first(st) if i else 0
            b = first(body[i + 1]) if i + 1 < len(body) else len(lines)
            blk = Block(lines[a:b], (st,), offset=a); starts[id(blk)] = a; blocks.append(blk)
            items.append(Item(blk, st, tuple((blk, m) for m in st.body) if isinstance(st, ast.ClassDef) else ()))
        return cls(path, text, tuple(blocks), tuple(items), starts, ())
    def edited(self, span, text):
        return SourceFile.parse(self.path, apply_edits(self.text, [Edit(self.path, span, text)]))
    def start_of(self, block):
        return self._starts[id(block)]
    def location(self, block, span):
        return Location(self.path, span.shifted(self.start_of(block)))
