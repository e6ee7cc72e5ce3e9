"""Queries taken out of the loop that repeats them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass

from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


@dataclass(frozen=True, slots=True)
class _Place:
    """A query in a loop, the statement that the loop is a part of, and what is around the query inside of it."""

    query: ast.expr
    loop: ast.AST
    statement: ast.stmt
    inside: tuple[ast.AST, ...]


def out_of_loop(path: str, text: str, span: Span, loop: Span, name: str) -> tuple[Edit, ...]:
    """Edits that run the query at `span` once, before the loop at `loop`, under a name. Raises RewriteRefused."""
    place = _place(text, span, loop)
    if _names(place.query) & _bound(place.statement):
        raise RewriteRefused("it uses what the loop changes")
    return _with_statement(path, text, span, place, name, text_at(text, span), name)


def look_up_in_bulk(
    path: str, text: str, span: Span, loop: Span, name: str, key: str, unique: Collection[str]
) -> tuple[Edit, ...]:
    """Edits that turn `get(pk=…)` at `span` into a look-up in what one `in_bulk(…)` before the loop has fetched.

    `key` is the name of the primary key, `unique` those of other columns that `in_bulk()` takes. Raises RewriteRefused.
    """
    place = _place(text, span, loop)
    match place.query:
        case ast.Call(
            func=ast.Attribute(attr="get", value=rows), args=[], keywords=[ast.keyword(arg=str(given), value=value)]
        ):
            pass
        case _:
            raise RewriteRefused("not one row by its key")
    if given not in ("pk", key, *unique):
        raise RewriteRefused("not one row by its key")
    match place.loop:
        case ast.For(target=target, iter=iterable):
            pass
        case (
            ast.ListComp(generators=[only])
            | ast.SetComp(generators=[only])
            | ast.GeneratorExp(generators=[only])
            | ast.DictComp(generators=[only])
        ):
            target, iterable = only.target, only.iter
        case _:
            raise RewriteRefused("several loops")
    targets = _bound(target)
    if not isinstance(iterable, ast.Name | ast.Attribute) or not _is_simple(value) or not _names(value) <= targets:
        raise RewriteRefused("the keys cannot be collected before the loop")
    if _names(rows) & _bound(place.statement) or any(isinstance(one, ast.Try) for one in place.inside):
        raise RewriteRefused("it uses what the loop changes, or waits for an error")
    words = _text(text, value)
    keys = _text(text, iterable)
    if not isinstance(value, ast.Name):
        keys = f"[{words} for {_text(text, target)} in {keys}]"
    by = "" if given in ("pk", key) else f', field_name="{given}"'
    return _with_statement(
        path, text, span, place, name, f"{_text(text, rows)}.in_bulk({keys}{by})", f"{name}[{words}]"
    )


def _place(text: str, span: Span, loop: Span) -> _Place:
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    around = [node for node in ast.walk(tree) if _spans(lines, node, span)]
    query = next((n for n in around if isinstance(n, ast.expr) and _span(lines, n) == span), None)
    found = next((n for n in around if isinstance(n, _LOOPS) and _span(lines, n) == loop), None)
    outside = [n for n in around if isinstance(n, ast.stmt) and found is not None and _spans(lines, n, loop)]
    if query is None or found is None or not outside:
        raise RewriteRefused("no loop around it")
    inside = tuple(n for n in around if not _spans(lines, n, loop))
    return _Place(query, found, outside[-1], inside)


def _with_statement(
    path: str, text: str, span: Span, place: _Place, name: str, value: str, instead: str
) -> tuple[Edit, ...]:
    lines = split_lines(text)
    first = place.statement.lineno - 1
    before = lines[first].encode()[: place.statement.col_offset].decode()
    if before.strip() or "\n" in value or re.search(rf"\b{name}\b", text):
        raise RewriteRefused("no place for it, or the name is taken")
    if isinstance(place.statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.While):
        raise RewriteRefused("no statement to stand before")
    if lines[first].lstrip().startswith("elif") or lines[span.start.line][: span.start.column].endswith("await "):
        raise RewriteRefused("no statement to stand before")
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    start = Position(first, 0)
    return (Edit(path, Span(start, start), f"{before}{name} = {value}{newline}"), Edit(path, span, instead))


def _text(text: str, node: ast.AST) -> str:
    return ast.get_source_segment(text, node) or ""


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _bound(node: ast.AST) -> set[str]:
    stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}


def _is_simple(node: ast.expr) -> bool:
    """A variable, an attribute or an item of it: asked for twice it is the same."""
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=of) | ast.Subscript(value=of, slice=ast.Constant()):
            return _is_simple(of)
    return False


def _span(lines: list[str], node: ast.AST) -> Span | None:
    if not isinstance(node, ast.expr | ast.stmt) or node.end_lineno is None or node.end_col_offset is None:
        return None
    ends = ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
    start, end = (Position(line - 1, len(lines[line - 1].encode()[:byte].decode())) for line, byte in ends)
    return Span(start, end)


def _spans(lines: list[str], node: ast.AST, span: Span) -> bool:
    own = _span(lines, node)
    return own is not None and own.start <= span.start and span.end <= own.end
