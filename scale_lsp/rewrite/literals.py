"""Changing dictionaries, lists and assignments as settings have them. Every function raises RewriteRefused."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def replace_expression(path: str, span: Span, code: str) -> tuple[Edit, ...]:
    return (Edit(path, span, code),)


def set_keys(path: str, text: str, inside: Span, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` gets keys; those that it has get another value."""
    tree = _Tree(text)
    return tree.with_keys(path, tree.dictionary(inside), items)


def add_keywords(path: str, text: str, call: Span, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """The call at `call` gets keyword arguments behind those it has."""
    tree = _Tree(text)
    node = next((n for n in tree.walk(ast.Call) if tree.span(n) == call), None)
    if node is None or any(k.arg in items for k in node.keywords):
        raise RewriteRefused("no call that lacks them")
    code = ", ".join(f"{name}={value}" for name, value in items.items())
    every = [*node.args, *(k.value for k in node.keywords)]
    if not every:
        end = tree.span(node).end
        place = Position(end.line, end.column - 1)
        return (Edit(path, Span(place, place), code),)
    last = max(tree.span(argument).end for argument in every)
    return (Edit(path, Span(last, last), f", {code}"),)


def set_nested_keys(path: str, text: str, inside: Span, key: str, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """A dictionary inside a dictionary gets keys, those that it lacks; it is made where it is missing."""
    tree = _Tree(text)
    outer = tree.dictionary(inside)
    found = next((v for k, v in tree.pairs(outer) if isinstance(k, ast.Constant) and k.value == key), None)
    if found is None:
        inner = [f"{tree.quoted(name)}: {code}" for name, code in items.items()]
        return (tree.added(path, outer, [f"{tree.quoted(key)}: {tree.nested(outer, inner)}"]),)
    if not isinstance(found, ast.Dict):
        raise RewriteRefused("no dictionary")
    return tree.with_keys(path, found, items)


def replace_dictionary(path: str, text: str, inside: Span, code: str) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` is another one, indented as its first line."""
    tree = _Tree(text)
    span = tree.span(tree.dictionary(inside))
    first = tree.lines[span.start.line]
    lead = first[: len(first) - len(first.lstrip())]
    return (Edit(path, span, code.replace("\n", tree.newline + lead)),)


def remove_key(path: str, text: str, inside: Span, key: str) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` loses a key; no edit when it has none."""
    tree = _Tree(text)
    node = tree.dictionary(inside)
    for i, name in enumerate(node.keys):
        if isinstance(name, ast.Constant) and name.value == key:
            return (tree.removed(path, i, [(k or v, v) for k, v in tree.pairs(node)]),)
    return ()


def replace_keys(path: str, text: str, inside: Span, old: Sequence[str], new: Mapping[str, str]) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` loses some keys; others stand where the first of them was."""
    tree = _Tree(text)
    node = tree.dictionary(inside)
    pairs = [(key, value) for key, value in tree.pairs(node) if isinstance(key, ast.Constant)]
    if len(pairs) != len(node.keys):
        raise RewriteRefused("a dictionary inside")
    gone = [i for i, (key, _) in enumerate(pairs) if key.value in old]
    if not gone:
        return ()
    kept = [tree.text(key, value) for i, (key, value) in enumerate(pairs) if i not in gone]
    made = [f"{tree.quoted(name)}: {code}" for name, code in new.items()]
    if len(gone) > 1 or made:
        going = {pairs[i][0].lineno for i in gone}
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if any("#" in tree.lines[line - 1] and line not in going for line in lines):
            raise RewriteRefused("comments would be lost")
        at = sum(1 for i in range(gone[0]) if i not in gone)
        items = [*kept[:at], *made, *kept[at:]]
        return (Edit(path, tree.span(node), tree.written(node, items)),)
    return (tree.removed(path, gone[0], list(pairs)),)


def move_item(path: str, text: str, item: Span, before: Span) -> tuple[Edit, ...]:
    """An item of a list goes in front of another one, on a line of its own where that has one."""
    tree = _Tree(text)
    for node in tree.walk(ast.List, ast.Tuple):
        spans = [tree.span(each) for each in node.elts]
        if item in spans and before in spans:
            moved = node.elts[spans.index(item)]
            place = before.start
            lead = tree.lines[place.line][: place.column]
            between = f"{tree.newline}{lead}" if not lead.strip() else " "
            return (
                Edit(path, Span(place, place), f"{tree.text(moved, moved)},{between}"),
                tree.removed(path, spans.index(item), [(each, each) for each in node.elts]),
            )
    raise RewriteRefused("no items of one list")


def remove_statement(path: str, text: str, inside: Span) -> tuple[Edit, ...]:
    """The assignment around `inside` goes, with its lines; refused where it is all that a block has."""
    tree = _Tree(text)
    statement, alone_in_block = tree.assignment(inside)
    if alone_in_block:
        raise RewriteRefused("the block would be empty")
    return (Edit(path, tree.whole_lines(statement), ""),)


def replace_statements(path: str, text: str, inside: Sequence[Span], code: str) -> tuple[Edit, ...]:
    """The assignments of the top level around some places go; `code` stands where the first of them was."""
    tree = _Tree(text)
    found = [tree.assignment(span)[0] for span in inside]
    if not found or any(statement not in tree.module.body for statement in found):
        raise RewriteRefused("no assignment of the top level")
    first, *others = found
    made = Edit(path, tree.span(first), code.replace("\n", tree.newline))
    return (made, *(Edit(path, tree.whole_lines(statement), "") for statement in others))


def add_statement(path: str, text: str, after: Span, code: str) -> tuple[Edit, ...]:
    """A statement of the top level, on a line of its own behind the top-level statement around `after`."""
    tree = _Tree(text)
    for statement in tree.module.body:
        if _within(after, tree.span(statement)):
            return (tree.line_below(path, statement.end_lineno or statement.lineno, code),)
    raise RewriteRefused("no statement")


def add_import(path: str, text: str, module: str) -> tuple[Edit, ...]:
    """`import module` at the top; no edit when the file has it."""
    tree = _Tree(text)
    imports = [s for s in tree.module.body if isinstance(s, ast.Import | ast.ImportFrom)]
    plain = [s for s in imports if isinstance(s, ast.Import)]
    if any(alias.name == module and not alias.asname for s in plain for alias in s.names):
        return ()
    later = [s for s in imports if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
    if plain and (later == [] or plain[0].lineno > later[-1].lineno):
        place = Position(plain[0].lineno - 1, 0)
        return (Edit(path, Span(place, place), f"import {module}{tree.newline}"),)
    documented = tree.module.body[:1] if ast.get_docstring(tree.module) is not None else []
    above = later[-1:] or documented
    if above:
        return (tree.line_below(path, above[-1].end_lineno or 1, f"{tree.newline}import {module}"),)
    end = "" if imports else tree.newline
    return (Edit(path, Span(Position(0, 0), Position(0, 0)), f"import {module}{tree.newline}{end}"),)


def append_line(path: str, text: str, line: str) -> tuple[Edit, ...]:
    """A line at the end of a text."""
    lines = split_lines(text)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    unfinished = bool(lines) and not lines[-1].endswith(("\n", "\r"))
    place = Position(len(lines) - 1, len(lines[-1])) if unfinished else Position(len(lines), 0)
    return (Edit(path, Span(place, place), (newline if unfinished else "") + line + newline),)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


_WIDE = 80


class _Tree:
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
                    if isinstance(statement, ast.Assign | ast.AnnAssign) and _within(inside, self.span(statement)):
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
        around = [node for node in self.walk(ast.Dict) if _within(inside, self.span(node))]
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
