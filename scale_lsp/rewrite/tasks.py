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


def enqueue_message(path: str, text: str, span: Span, task: str, method: str, *, direct: bool) -> tuple[Edit, ...]:
    """The same for `EmailMessage(…).send()` at `span`: the task gets what the message is made of.

    Raises RewriteRefused.
    """
    function, sending = call_at(text, span)
    made, _, name = text_at(text, function).rpartition(".")
    if name != "send" or text_at(text, sending).strip() or "\n" in text_at(text, Span(function.start, span.end)):
        raise RewriteRefused("the message is sent in another way")
    inner = Span(function.start, Position(function.start.line, function.start.column + len(made)))
    _, arguments = call_at(text, inner)
    written = ast.parse(f"f({text_at(text, arguments)})", mode="eval").body
    assert isinstance(written, ast.Call)
    if len(written.args) > _CONNECTION or any(keyword.arg == "attachments" for keyword in written.keywords):
        raise RewriteRefused("an attachment is too large for a queue")
    edits = enqueue_call(path, text, inner, task, method, direct=direct, row=False)
    return (*edits, Edit(path, Span(inner.end, span.end), ""))


_CONNECTION = 5
"""The place of the connection among the arguments of a message, with attachments behind it."""


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


def thread_target(text: str, span: Span) -> str:
    """The name of the function that `Thread(target=f, …).start()` or `pool.submit(f, …)` runs.

    Raises RewriteRefused.
    """
    return ast.unparse(_handed(text, span)[0])


def enqueue_thread(path: str, text: str, span: Span, task: str, method: str, *, beside: bool) -> tuple[Edit, ...]:
    """Edits that enqueue a task with the arguments of a thread, after the commit. `beside`: it is one of `.tasks`.

    Raises RewriteRefused.
    """
    _, arguments = _handed(text, span)
    name = f"{task}.{method}" if method else task
    own = _import_beside(path, text, "tasks", task) if beside else ()
    imports = import_name(path, text, "functools", "partial") if arguments else ()
    run = f"partial({', '.join([name, *arguments])})" if arguments else name
    edit = Edit(path, span, f"transaction.on_commit({run})")
    return (*own, *imports, *import_name(path, text, "django.db", "transaction"), edit)


def are_plain(text: str, span: Span) -> bool:
    """Whether each argument of the thread is surely something that a queue can write down: a literal, a text, a key."""
    _, arguments = _handed(text, span)
    return all(_is_plain(ast.parse(argument.rpartition("=")[2], mode="eval").body) for argument in arguments)


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.Attribute(attr="pk" | "id"):
            return True
        case ast.Subscript(value=ast.Attribute(attr="POST" | "GET")):
            return True
        case ast.Call(func=ast.Name(id="str" | "int")):
            return True
    return False


def _handed(text: str, span: Span) -> tuple[ast.expr, list[str]]:
    """The function and the arguments that a thread gets."""
    source = text_at(text, span)

    def written(node: ast.expr) -> str:
        return ast.get_source_segment(source, node) or ast.unparse(node)

    try:
        call = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise RewriteRefused("no call here") from error
    match call:
        case ast.Call(func=ast.Attribute(attr="submit"), args=[function, *rest], keywords=keywords):
            named = [f"{k.arg}={written(k.value)}" for k in keywords if k.arg is not None]
            found = function, [*map(written, rest), *named]
        case ast.Call(func=ast.Attribute(attr="start", value=ast.Call(func=made, args=[], keywords=keywords)), args=[]):
            given = {keyword.arg: keyword.value for keyword in keywords}
            args, target = given.get("args", ast.Tuple([])), given.get("target")
            if target is None or set(given) - {"target", "args", "daemon", "name"} or not isinstance(args, ast.Tuple):
                raise RewriteRefused("what it gets is not written here")
            if not ast.unparse(made).endswith("Thread"):
                raise RewriteRefused("it starts later")
            found = target, [written(each) for each in args.elts]
        case _:
            raise RewriteRefused("the thread is made elsewhere")
    if not isinstance(found[0], ast.Name | ast.Attribute) or any(one.startswith("*") for one in found[1]):
        raise RewriteRefused("no function with a name, or arguments that are not written here")
    return found
