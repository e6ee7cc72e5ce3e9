"""Asking from a coroutine: `await`, `async for`, and other threads.

https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.rewrite.calls import call_at
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def await_method(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that await the asynchronous form of the method called at `span`: `await orders.aget(…)`.

    Raises RewriteRefused.
    """
    function, _ = call_at(text, span)
    node, parents = _found(text, span)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        raise RewriteRefused("no method is called")
    place = Position(function.end.line, function.end.column - len(node.func.attr))
    return (*_awaited(path, span, node, parents), Edit(path, Span(place, place), "a"))


def await_in_thread(
    path: str, text: str, span: Span, module: str = "asgiref.sync", name: str = "sync_to_async"
) -> tuple[Edit, ...]:
    """Edits that let another thread make the call at `span`: `await sync_to_async(f)(…)`. Raises RewriteRefused."""
    from scale_lsp.rewrite.imports import import_name

    function, _ = call_at(text, span)
    node, parents = _found(text, span)
    before, *after = _awaited(path, span, node, parents)
    opened = Edit(path, before.span, f"{before.text}{name}(")
    return (*import_name(path, text, module, name), opened, Edit(path, Span(function.end, function.end), ")"), *after)


def await_function(path: str, text: str, span: Span, function: str) -> tuple[Edit, ...]:
    """Edits that call and await another function instead, with the same arguments. Raises RewriteRefused."""
    old, _ = call_at(text, span)
    node, parents = _found(text, span)
    before, *after = _awaited(path, span, node, parents)
    return (Edit(path, Span(before.span.start, old.end), f"{before.text}{function}"), *after)


def iterate_asynchronously(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that go over what stands at `span` with an `async for`; `list(rows)` becomes a comprehension.

    Raises RewriteRefused.
    """
    node, parents = _found(text, span)
    user = parents[node]
    lines = split_lines(text)
    match user:
        case ast.For(iter=iterated) if iterated is node:
            start = node_span(lines, user).start
            return (Edit(path, Span(start, start), "async "),)
        case ast.comprehension(iter=iterated, target=target) if iterated is node:
            if isinstance(parents[user], ast.GeneratorExp):
                raise RewriteRefused("a generator would become an asynchronous one")
            place = _for_of(text, node_span(lines, target).start)
            return (Edit(path, Span(place, place), "async "),)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "list" and not node.keywords:
        function, arguments = call_at(text, span)
        last = Position(span.end.line, span.end.column - 1)
        head = Edit(path, Span(function.start, arguments.start), "[row async for row in ")
        return (head, Edit(path, Span(last, span.end), "]"))
    raise RewriteRefused("no loop")


def _for_of(text: str, target: Position) -> Position:
    line = split_lines(text)[target.line][: target.column]
    column = line.rfind("for ")
    if column < 0 or line[column:].strip() != "for":
        raise RewriteRefused("`for` stands on another line")
    return Position(target.line, column)


def _awaited(path: str, span: Span, node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[Edit]:
    """`await` in front of an expression, in parentheses where it is part of another one."""
    alone = isinstance(
        parents[node], ast.stmt | ast.keyword | ast.Call | ast.List | ast.Tuple | ast.Dict | ast.NamedExpr
    )
    if isinstance(parents[node], ast.Call) and parents[node].func is node:  # type: ignore[attr-defined]
        alone = False
    yield Edit(path, Span(span.start, span.start), "await " if alone else "(await ")
    if not alone:
        yield Edit(path, Span(span.end, span.end), ")")


def _found(text: str, span: Span) -> tuple[ast.expr, dict[ast.AST, ast.AST]]:
    """The expression at `span`, in the body of a coroutine, and the parents of all nodes."""
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    node = next((n for n in parents if isinstance(n, ast.expr) and node_span(lines, n) == span), None)
    if node is None:
        raise RewriteRefused("no expression here")
    around: ast.AST = node
    while around in parents and not isinstance(around, _FUNCTIONS):
        if isinstance(around, ast.GeneratorExp | ast.Await):
            raise RewriteRefused("a generator would become an asynchronous one")
        around = parents[around]
    if not isinstance(around, ast.AsyncFunctionDef):
        raise RewriteRefused("not in the body of a coroutine")
    return node, parents
