"""A module with the places of its nodes, for edits on its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_WIDE = 80


class Tree:
    """A module with the places of its nodes."""

    def __init__(self, text: str) -> None:
        tree = parse_module(text)
        if isinstance(tree, SyntaxProblem):
            raise RewriteRefused("the file is not in order")
        self.module = tree
        self.lines = split_lines(text)
        self.newline = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    def walk(self, *kinds: type[ast.AST]) -> Iterator[Any]:
        return (node for node in ast.walk(self.module) if isinstance(node, kinds))

    def position(self, line: int, byte: int) -> Position:
        return Position(line - 1, len(self.lines[line - 1].encode()[:byte].decode()))

    def span(self, node: Any) -> Span:
        first, last = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
        return Span(self.position(*first), self.position(*last))

    def whole_lines(self, node: Any) -> Span:
        return Span(Position(node.lineno - 1, 0), Position(node.end_lineno, 0))

    def assignment(self, inside: Span) -> tuple[ast.stmt, bool]:
        """The assignment around a place, alone on its lines, and whether it is all that a nested block has."""
        for node in self.walk(ast.AST):
            for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
                for statement in block if isinstance(block, list) else ():
                    if isinstance(statement, ast.Assign | ast.AnnAssign) and within(inside, self.span(statement)):
                        if not self.alone(statement):
                            raise RewriteRefused("it shares its line")
                        return statement, not isinstance(node, ast.Module) and bool(block) and len(block or ()) == 1
        raise RewriteRefused("no assignment")

    def alone(self, node: Any) -> bool:
        """Whether nothing but a comment stands on the lines of a statement."""
        place = self.span(node)
        rest = self.lines[place.end.line][place.end.column :].strip()
        return not self.lines[place.start.line][: place.start.column].strip() and (not rest or rest.startswith("#"))

    def line_below(self, path: str, line: int, code: str) -> Edit:
        if self.lines[line - 1].endswith(("\n", "\r")):
            return Edit(path, Span(Position(line, 0), Position(line, 0)), code + self.newline)
        place = Position(line - 1, len(self.lines[line - 1]))
        return Edit(path, Span(place, place), self.newline + code + self.newline)

    def quoted(self, name: str) -> str:
        text = "".join(self.lines)
        return f"'{name}'" if text.count("'") > text.count('"') else f'"{name}"'

    def dictionary(self, inside: Span) -> ast.Dict:
        """The innermost dictionary around a place; the outermost of those that stand exactly there."""
        around = [node for node in self.walk(ast.Dict) if within(inside, self.span(node))]
        if not around:
            raise RewriteRefused("no dictionary")
        node: ast.Dict = max(around, key=lambda n: self.span(n).start)
        return node

    def nested(self, outer: ast.Dict, items: list[str]) -> str:
        """A dictionary for one of the lines of another one: on lines of its own where one would be too long."""
        line = f"{{{', '.join(items)}}}"
        first = outer.keys[0] if outer.keys else None
        if first is None or first.lineno == outer.lineno or first.col_offset + len(line) < _WIDE:
            return line
        lead = self.lines[first.lineno - 1][: first.col_offset]
        step = lead[
            : max(len(lead) - len(self.lines[outer.lineno - 1]) + len(self.lines[outer.lineno - 1].lstrip()), 1)
        ]
        return "".join((f"{{{self.newline}", *(f"{lead}{step}{item},{self.newline}" for item in items), f"{lead}}}"))

    def text(self, first: ast.expr, last: ast.expr) -> str:
        start, end = self.span(first).start, self.span(last).end
        lines = list(self.lines[start.line : end.line + 1])
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        return "".join(lines)

    def written(self, node: ast.Dict, items: list[str]) -> str:
        """A dictionary with these items, over several lines if it was."""
        if node.end_lineno == node.lineno or not items or node.keys[0] is None:
            return f"{{{', '.join(items)}}}"
        lead = self.lines[node.keys[0].lineno - 1][: node.keys[0].col_offset]
        end = self.span(node).end
        close = self.lines[end.line][: end.column - 1]
        if lead.strip() or close.strip():
            return f"{{{', '.join(items)}}}"
        return f"{{{self.newline}{''.join(f'{lead}{item},{self.newline}' for item in items)}{close}}}"

    def pairs(self, node: ast.Dict) -> list[tuple[ast.expr | None, ast.expr]]:
        return list(zip(node.keys, node.values, strict=True))

    def with_keys(self, path: str, node: ast.Dict, items: Mapping[str, str]) -> tuple[Edit, ...]:
        """Edits that give a dictionary keys, or other values for them."""
        present = {k.value: v for k, v in self.pairs(node) if isinstance(k, ast.Constant)}
        edits = [Edit(path, self.span(present[name]), code) for name, code in items.items() if name in present]
        new = [f"{self.quoted(name)}: {code}" for name, code in items.items() if name not in present]
        return (*edits, *([self.added(path, node, new)] if new else []))

    def added(self, path: str, node: ast.Dict, items: list[str]) -> Edit:
        """Items behind the last one: on lines of their own where the others have one."""
        end = self.span(node).end
        if not node.values:
            place = Position(end.line, end.column - 1)
            return Edit(path, Span(place, place), ", ".join(items))
        last = self.span(node.values[-1]).end
        first = self.span(node.keys[-1] or node.values[-1]).start
        lead = self.lines[first.line][: first.column]
        if lead.strip() or first.line == self.span(node).start.line:
            return Edit(path, Span(last, last), "".join(f", {item}" for item in items))
        lines = [f"{lead}{item},{self.newline}" for item in items]
        rest = self.lines[last.line][last.column :]
        comma, comment = rest.startswith(","), rest.removeprefix(",").strip()
        if end.line > last.line and (not comment or comment.startswith("#")):
            below = Position(last.line + 1, 0)
            if comma:
                return Edit(path, Span(below, below), "".join(lines))
            return Edit(path, Span(last, below), f",{rest}{''.join(lines)}")
        after = Position(last.line, last.column + comma)
        return Edit(path, Span(after, after), f"{'' if comma else ','}{self.newline}{''.join(lines).rstrip()}")

    def removed(self, path: str, i: int, items: list[tuple[ast.expr, ast.expr]]) -> Edit:
        """Item `i` goes, with its comma, and with its line where it has one for itself."""
        start, end = self.span(items[i][0]).start, self.span(items[i][1]).end
        rest = self.lines[end.line][end.column :]
        alone = not self.lines[start.line][: start.column].strip() and rest.strip().rstrip(",") == ""
        if alone and (rest.strip() == "," or i + 1 == len(items)):
            return Edit(path, Span(Position(start.line, 0), Position(end.line + 1, 0)), "")
        if i + 1 < len(items):
            return Edit(path, Span(start, self.span(items[i + 1][0]).start), "")
        if i:
            start = self.span(items[i - 1][1]).end
        return Edit(path, Span(start, end), "")


def within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
