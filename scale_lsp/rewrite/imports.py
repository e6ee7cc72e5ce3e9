"""A name that a fix needs, imported where the file imports its like."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.rewrite.snippet import RewriteRefused, difference
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, apply_edits, split_lines


def import_name(path: str, text: str, module: str, name: str) -> tuple[Edit, ...]:
    """The edit that makes `from module import name` hold at the top level; none when it does.

    Raises RewriteRefused when the name means something else in the file.
    """
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                if isinstance(node, ast.ImportFrom) and node.module == module and not node.level and not alias.asname:
                    return ()
                raise RewriteRefused(f"{name} means something else here")
    if any(_binds(node, name) for node in tree.body):
        raise RewriteRefused(f"{name} means something else here")
    for node in imports:
        if isinstance(node, ast.ImportFrom) and node.module == module and not node.level and node.names[0].name != "*":
            return (_appended(path, lines, node, name),)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    place = Position(_line(tree, imports, module), 0)
    return (Edit(path, Span(place, place), f"from {module} import {name}{newline}"),)


def import_names(path: str, text: str, module: str, names: Sequence[str]) -> tuple[Edit, ...]:
    """The edit that imports several names. Raises RewriteRefused."""
    new = text
    for name in names:
        new = apply_edits(new, import_name(path, new, module, name))
    lines = split_lines(text)
    whole = (
        Span(Position(0, 0), Position(len(lines) - 1, len(lines[-1])))
        if lines
        else Span(Position(0, 0), Position(0, 0))
    )
    return difference(path, whole, text, new)


def _binds(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return False


def _appended(path: str, lines: list[str], node: ast.ImportFrom, name: str) -> Edit:
    """One name more, in alphabetical order if the others are."""
    after = next((alias for alias in reversed(node.names) if alias.name.lower() < name.lower()), None)
    if after is None:
        first = node.names[0]
        place = _start(lines, first)
        return Edit(path, Span(place, place), f"{name}, ")
    line = (after.end_lineno or 1) - 1
    place = Position(line, len(lines[line].encode()[: after.end_col_offset].decode()))
    alone = lines[line].strip().rstrip(",") == after.name and len(node.names) > 1
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    return Edit(path, Span(place, place), f",\n{indent}{name}" if alone else f", {name}")


def _start(lines: list[str], alias: ast.alias) -> Position:
    return Position(alias.lineno - 1, len(lines[alias.lineno - 1].encode()[: alias.col_offset].decode()))


def _line(tree: ast.Module, imports: list[ast.Import | ast.ImportFrom], module: str) -> int:
    """Behind the last import of the same package that comes before it in the alphabet, else behind all imports."""
    package = module.partition(".")[0]
    kin = [n for n in imports if isinstance(n, ast.ImportFrom) and not n.level]
    kin = [n for n in kin if (n.module or "").partition(".")[0] == package]
    before = [n for n in kin if (n.module or "") < module]
    if before:
        return before[-1].end_lineno or before[-1].lineno
    if kin:
        return kin[0].lineno - 1
    if imports:
        return imports[-1].end_lineno or imports[-1].lineno
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return first.end_lineno or first.lineno
    return first.lineno - 1 if first is not None else 0
