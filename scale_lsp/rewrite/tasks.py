"""Handing a call to a task: the task, at the end of its module, makes the very same call."""

from __future__ import annotations

import ast

from scale_lsp.rewrite.calls import call_at, wrap_call
from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def enqueue_call(
    path: str, text: str, span: Span, task: str, method: str, *, direct: bool, row: bool
) -> tuple[Edit, ...]:
    """Edits that enqueue `task` from `.tasks` with the arguments of the call at `span`, after the commit.

    `direct`: the method waits for the commit by itself. `row`: what the method was called of goes first, as its key.
    Raises RewriteRefused.
    """
    function, arguments = call_at(text, span)
    _check_arguments(text_at(text, arguments))
    first = f"{text_at(text, function).rpartition('.')[0]}.pk" if row else ""
    own = _import_beside(path, text, "tasks", task)
    if direct:
        opened = f"{task}.{method}({first + ', ' if first else ''}"
        return (*own, Edit(path, Span(span.start, arguments.start), opened))
    return (
        *own,
        *import_name(path, text, "functools", "partial"),
        *import_name(path, text, "django.db", "transaction"),
        *wrap_call(path, text, span, "transaction.on_commit", f"{task}.{method}{', ' + first if first else ''}"),
    )


def add_task(path: str, text: str, decorator: str, name: str, body: str, imports: tuple[str, str]) -> tuple[Edit, ...]:
    """Edits that append a task whose body is one line; none if it is there. Raises RewriteRefused."""
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    parameters = "user_pk, *args, **kwargs" if "user_pk" in body else "*args, **kwargs"
    lines = split_lines(text)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    wanted = ["", "", f"@{decorator}", f"def {name}({parameters}):", f"    {body}"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            if ast.unparse(node.body[-1]) == body:
                return ()
            raise RewriteRefused(f"{name} is something else")
    last = Position(len(lines) - 1, len(lines[-1].rstrip("\r\n"))) if lines else Position(0, 0)
    finished = bool(lines) and lines[-1].endswith(("\n", "\r"))
    place = Position(len(lines), 0) if finished else last
    code = newline.join(wanted) + newline
    return (*import_name(path, text, *imports), Edit(path, Span(place, place), code if finished else newline + code))


def _check_arguments(text: str) -> None:
    """Refuse what no queue can write down."""
    call = ast.parse(f"f({text})", mode="eval").body
    assert isinstance(call, ast.Call)
    if any(keyword.arg in ("connection", None) for keyword in call.keywords):
        raise RewriteRefused("a connection cannot be handed over")
    if any(isinstance(n, ast.GeneratorExp | ast.Lambda | ast.Await | ast.Set) for n in ast.walk(call)):
        raise RewriteRefused("an argument cannot be written down")


def _import_beside(path: str, text: str, module: str, name: str) -> tuple[Edit, ...]:
    """`from .module import name`, unless it is there."""
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] == module:
                    return ()
                raise RewriteRefused(f"{name} means something else here")
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    line = imports[-1].end_lineno or imports[-1].lineno if imports else 0
    return (Edit(path, Span(Position(line, 0), Position(line, 0)), f"from .{module} import {name}{newline}"),)
