"""Counting queries with a wrapper around their execution, instead of by the length of the log.

https://docs.djangoproject.com/en/5.2/topics/db/instrumentation/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

COUNTER = '''\
class QueryCounter:
    """Counts the queries that run while it wraps them, whatever DEBUG is."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


'''


def count_by_wrapper(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits for a function that takes the length of the log before and after some statements.

    `span` is the first read of the log in it. Raises RewriteRefused for any other shape.
    """
    lines = split_lines(text)
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    top, function = _around(lines, tree, span)
    taken = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} | {getattr(n, "name", "") for n in tree.body}
    if {"counter", "QueryCounter"} & taken:
        raise RewriteRefused("the names are taken")
    body, i, before = _start(function)
    log = ast.unparse(before.value)
    name = ast.unparse(before.targets[0])
    differences = [n for n in ast.walk(function) if _is_difference(n, log, name)]
    reads = [n for n in ast.walk(function) if isinstance(n, ast.Attribute) and n.attr in ("queries", "queries_log")]
    uses = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == name]
    last = next((j for j, s in enumerate(body) if j > i and any(n in differences for n in ast.walk(s))), i)
    measured = body[i + 1 : last]
    if not measured or len(reads) != len(differences) + 1 or len(uses) != len(differences) + 1:
        raise RewriteRefused("the log is read in another way")
    return (
        *_class_above(path, lines, top),
        Edit(path, node_span(lines, before), "counter = QueryCounter()"),
        *_wrapped(path, lines, measured, log.removeprefix("len(").rpartition(".")[0]),
        *(Edit(path, node_span(lines, n), "counter.count") for n in differences if isinstance(n, ast.expr)),
    )


def _around(lines: list[str], tree: ast.Module, span: Span) -> tuple[ast.stmt, ast.FunctionDef]:
    """The statement of the module and the innermost function that hold a place."""
    for top in tree.body:
        inside = [n for n in ast.walk(top) if isinstance(n, ast.FunctionDef) and _holds(node_span(lines, n), span)]
        if inside:
            return top, inside[-1]
    raise RewriteRefused("not inside a function")


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _start(function: ast.FunctionDef) -> tuple[list[ast.stmt], int, ast.Assign]:
    """`before = len(connection.queries)`, and where it stands."""
    for i, statement in enumerate(function.body):
        match statement:
            case ast.Assign(
                targets=[ast.Name()],
                value=ast.Call(func=ast.Name(id="len"), args=[ast.Attribute(attr="queries" | "queries_log")]),
            ):
                return function.body, i, statement
    raise RewriteRefused("the length of the log is not taken before")


def _is_difference(node: ast.AST, log: str, name: str) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=ast.Name(id=other)):
            return other == name and ast.unparse(left) == log
    return False


def _class_above(path: str, lines: list[str], top: ast.stmt) -> Iterator[Edit]:
    decorators = getattr(top, "decorator_list", [])
    line = (decorators[0].lineno if decorators else top.lineno) - 1
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    yield Edit(path, Span(Position(line, 0), Position(line, 0)), COUNTER.replace("\n", newline))


def _wrapped(path: str, lines: list[str], statements: list[ast.stmt], connection: str) -> Iterator[Edit]:
    """The statements, as they are, inside of `with`."""
    first, last = statements[0].lineno - 1, statements[-1].end_lineno or statements[-1].lineno
    indent = lines[first][: statements[0].col_offset]
    if indent.strip() or any(_is_long_text(n) for s in statements for n in ast.walk(s)):
        raise RewriteRefused("the lines cannot be indented")
    newline = "\r\n" if lines[first].endswith("\r\n") else "\n"
    start = Position(first, 0)
    yield Edit(path, Span(start, start), f"{indent}with {connection}.execute_wrapper(counter):{newline}")
    for line in range(first, last):
        if lines[line].strip():
            yield Edit(path, Span(Position(line, 0), Position(line, 0)), "    ")


def _is_long_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant | ast.JoinedStr) and node.lineno != node.end_lineno
