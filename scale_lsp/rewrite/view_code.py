"""The function of a view, around a queryset in it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Span, split_lines

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)


@dataclass(frozen=True, slots=True)
class View:
    """The function around a queryset, and the parents of its nodes."""

    path: str
    text: str
    lines: list[str]
    function: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None
    parents: dict[ast.AST, ast.AST]


def is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def inserted(view: View, behind: ast.expr, code: str) -> Iterator[Edit]:
    if code:
        end = node_span(view.lines, behind).end
        yield Edit(view.path, Span(end, end), code)


def view_at(path: str, text: str, span: Span, waits: bool = False) -> tuple[View, ast.expr]:
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = next((n for n in ast.walk(tree) if isinstance(n, ast.expr) and node_span(lines, n) == span), None)
    if found is None:
        raise RewriteRefused("no expression here")
    around = list(upwards(parents, found))
    function = next((node for node in around if isinstance(node, _Function | ast.Lambda)), None)
    if not isinstance(function, _Function if waits else ast.FunctionDef):
        raise RewriteRefused("not in a function that can wait for a page")
    owner = parents[function]
    return View(path, text, lines, function, owner if isinstance(owner, ast.ClassDef) else None, parents), found


def upwards(parents: dict[ast.AST, ast.AST], node: ast.AST) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node


def statement_of(view: View, place: ast.expr) -> ast.stmt:
    found = next(node for node in upwards(view.parents, place) if isinstance(node, ast.stmt))
    if not isinstance(found, _SIMPLE):
        raise RewriteRefused("there is no line before it for the page")
    return found


def indent_of(view: View, statement: ast.stmt) -> str:
    line = view.lines[statement.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if len(indent.encode()) != statement.col_offset:
        raise RewriteRefused("the statement shares its line")
    return indent


def ordering_of(view: View, queryset: ast.expr, order: Sequence[str]) -> str:
    if not isinstance(queryset, ast.Call | ast.Attribute | ast.Name):
        raise RewriteRefused("nothing can be appended to it")
    return f".order_by({', '.join(quoted(view, key) for key in order)})" if order else ""


def request_of(view: View, views: Collection[str]) -> str:
    """The request as the view has it: its first argument, or an attribute of the class's instance."""
    arguments = [argument.arg for argument in (*view.function.args.posonlyargs, *view.function.args.args)]
    if view.owner is None:
        if arguments and view.function.name in views:
            return arguments[0]
    elif "request" in arguments:
        return "request"
    elif view.owner.name in views and arguments[:1] == ["self"]:
        return "self.request"
    raise RewriteRefused("no request here")


def text_of(view: View, node: ast.expr) -> str:
    return ast.get_source_segment(view.text, node) or ""


def quoted(view: View, word: str) -> str:
    code = "".join(view.lines[view.function.lineno - 1 : view.function.end_lineno])
    mark = "'" if code.count("'") > code.count('"') else '"'
    return f"{mark}{word}{mark}"


def newline_of(view: View) -> str:
    return "\r\n" if view.lines[0].endswith("\r\n") else "\n"
