"""Adding, replacing and taking out statements. Every function raises RewriteRefused."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.tree import Tree, within
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def remove_statement(path: str, text: str, inside: Span) -> tuple[Edit, ...]:
    """The assignment around `inside` goes, with its lines; refused where it is all that a block has."""
    tree = Tree(text)
    statement, alone_in_block = tree.assignment(inside)
    if alone_in_block:
        raise RewriteRefused("the block would be empty")
    return (Edit(path, tree.whole_lines(statement), ""),)


def replace_statements(path: str, text: str, inside: Sequence[Span], code: str) -> tuple[Edit, ...]:
    """The assignments of the top level around some places go; `code` stands where the first of them was."""
    tree = Tree(text)
    found = [tree.assignment(span)[0] for span in inside]
    if not found or any(statement not in tree.module.body for statement in found):
        raise RewriteRefused("no assignment of the top level")
    first, *others = found
    made = Edit(path, tree.span(first), code.replace("\n", tree.newline))
    return (made, *(Edit(path, tree.whole_lines(statement), "") for statement in others))


def add_statement(path: str, text: str, after: Span, code: str) -> tuple[Edit, ...]:
    """A statement of the top level, on a line of its own behind the top-level statement around `after`."""
    tree = Tree(text)
    for statement in tree.module.body:
        if within(after, tree.span(statement)):
            return (tree.line_below(path, statement.end_lineno or statement.lineno, code),)
    raise RewriteRefused("no statement")


def add_import(path: str, text: str, module: str) -> tuple[Edit, ...]:
    """`import module` at the top; no edit when the file has it."""
    tree = Tree(text)
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
