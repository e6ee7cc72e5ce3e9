"""What of an answer depends on who asks: the user, the session, cookies and messages, in a view and its templates.

https://docs.djangoproject.com/en/5.2/topics/cache/#using-vary-headers
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.definitions import Definition
from scale_lsp.flow.scopes import FUNCTIONS, code, definition, dotted, meaning, method
from scale_lsp.flow.surveys import PersonalRead
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.visitor_templates import template_reads
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot

_PERSONAL = frozenset({"user", "session", "COOKIES", "auth"})
_READERS = {
    "django.contrib.messages.get_messages": "messages",
    "django.contrib.auth.get_user": "user",
    "django.middleware.csrf.get_token": "csrf_token",
    "django.template.context_processors.csrf": "csrf_token",
}
_RENDERERS = frozenset(
    {"django.shortcuts.render", "django.template.response.TemplateResponse", "django.template.loader.render_to_string"}
)
_DEPTH = 3


@dataclass(slots=True)
class Code:
    """A function with the name its request has: `request`, or `self.request` in the methods of `owner`."""

    path: str
    found: Definition
    request: str
    owner: Symbol | None = None


def personal_reads(
    snapshot: Snapshot, start: Code, seen: set[int] | None = None, depth: int = 0
) -> Iterator[PersonalRead]:
    """What a function reads of the visitor to make its answer, with what it gives the request to."""
    seen = set() if seen is None else seen
    node = start.found.node
    if id(node) in seen or depth > _DEPTH or not isinstance(node, FUNCTIONS):
        return
    seen.add(id(node))
    requests = {start.request} | ({"self.request"} if start.owner is not None else set())
    for inner in answering(node.body, requests):
        name = dotted(inner)
        of, _, attribute = name.rpartition(".")
        if of in requests and attribute in _PERSONAL and isinstance(getattr(inner, "ctx", None), ast.Load):
            yield PersonalRead(name, Site(start.path, start.found.block, inner))
        elif isinstance(inner, ast.Call):
            yield from _called(snapshot, start, inner, requests, seen, depth)


def _called(
    snapshot: Snapshot, start: Code, call: ast.Call, requests: set[str], seen: set[int], depth: int
) -> Iterator[PersonalRead]:
    of, _, name = dotted(call.func).rpartition(".")
    if of == "self" and start.owner is not None:
        member = method(snapshot, start.owner, name)
        if member is not None:
            inner = Code(member[0].path, member[1], request_of(member[1], 1), start.owner)
            yield from personal_reads(snapshot, inner, seen, depth + 1)
        return
    given = [dotted(argument) for argument in call.args]
    position = next((i for i, argument in enumerate(given) if argument in requests), None)
    if position is None and not any(dotted(keyword.value) in requests for keyword in call.keywords):
        return
    target = meaning(snapshot, start.path, call.func, start.found.node)
    if target is None:
        return
    if target.kind is Kind.EXTERNAL:
        if target.name in _READERS:
            yield PersonalRead(_READERS[target.name], Site(start.path, start.found.block, call))
        elif target.name in _RENDERERS:
            templates = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            yield from _rendered(snapshot, templates, given_names(start.found))
    elif target.kind is Kind.FUNCTION and position is not None:
        found = definition(snapshot, target)
        if found is not None:
            yield from personal_reads(snapshot, Code(target.path, found, request_of(found, position)), seen, depth + 1)


def _rendered(snapshot: Snapshot, templates: list[str], given: frozenset[str]) -> Iterator[PersonalRead]:
    for name in templates[:1]:
        yield from (PersonalRead(what, site) for what, site in template_reads(snapshot, name, given))


def request_of(found: Definition, position: int) -> str:
    """The name of a parameter, by its position."""
    arguments = getattr(found.node, "args", None)
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)] if arguments is not None else []
    return names[position] if position < len(names) else ""


def given_names(found: Definition) -> frozenset[str]:
    """The strings that a function writes as keys: what it may put into a context hides what a processor puts there."""
    return frozenset(n.value for n in code(found) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def answering(body: list[ast.stmt], requests: set[str]) -> Iterator[ast.AST]:
    """The nodes that an answer to GET may depend on: no plain calls, such as logging, and not what only POST does."""
    for statement in body:
        match statement:
            case ast.Expr():
                continue
            case ast.If(test=test, orelse=other) if _is_post(test, requests):
                yield from answering(other, requests)
            case ast.If() if _only_calls(statement):
                continue
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.With() | ast.AsyncWith() | ast.Try():
                yield from _compound(statement, requests)
            case _:
                set_items = {id(n.value) for n in ast.walk(statement) if isinstance(n, ast.Subscript) and _is_set(n)}
                yield from (n for n in ast.walk(statement) if id(n) not in set_items)


def _is_set(node: ast.Subscript) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _only_calls(statement: ast.If) -> bool:
    """Whether nothing but plain calls depends on a condition."""
    return all(
        isinstance(inner, ast.Expr | ast.Pass) or (isinstance(inner, ast.If) and _only_calls(inner))
        for inner in (*statement.body, *statement.orelse)
    )


def _compound(statement: ast.stmt, requests: set[str]) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(statement):
        if name in ("body", "orelse", "finalbody"):
            yield from answering(value, requests)
        elif name == "handlers":
            for handler in value:
                yield from answering(handler.body, requests)
        else:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, ast.AST):
                    yield from ast.walk(item)


def _is_post(test: ast.expr, requests: set[str]) -> bool:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value="POST" | "PUT" | "DELETE")]):
            return dotted(left) in {f"{request}.method" for request in requests}
    return dotted(test) in {f"{request}.POST" for request in requests}
