"""What settings put in front of every request: context processors and middleware.

https://docs.djangoproject.com/en/5.2/ref/templates/api/#writing-your-own-context-processors
https://docs.djangoproject.com/en/5.2/topics/http/middleware/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from scale_lsp.flow.definitions import definitions
from scale_lsp.index.assigned import assigned
from scale_lsp.index.derived import derived
from scale_lsp.index.names import Kind
from scale_lsp.index.project import Snapshot
from scale_lsp.text.site import Site

_PHASES = frozenset({"__call__", "process_request", "process_view", "process_response", "process_template_response"})


def hooks(snapshot: Snapshot) -> Mapping[tuple[str, str], str]:
    """The functions that run for each request, by file and name, with what they are in words."""
    return derived(snapshot, "request hooks", lambda snapshot: dict(_hooks(snapshot)))


def _hooks(snapshot: Snapshot) -> Iterator[tuple[tuple[str, str], str]]:
    for dotted in context_processors(snapshot):
        module, _, name = dotted.rpartition(".")
        if path := snapshot.graph.names.module(module, ""):
            yield (path, name), "context processor"
    for value in _assigned(snapshot, "MIDDLEWARE"):
        for dotted in _texts(value):
            module, _, name = dotted.rpartition(".")
            path = snapshot.graph.names.module(module, "")
            symbol = snapshot.graph.names.resolve(path, name) if path else None
            if symbol is not None and symbol.kind is Kind.CLASS:
                yield from (((symbol.path, f"{symbol.name}.{phase}"), "middleware") for phase in _PHASES)


def context_processors(snapshot: Snapshot) -> tuple[str, ...]:
    """The names below the key `context_processors` in each `TEMPLATES` of the project."""
    found: dict[str, None] = {}
    for value in _assigned(snapshot, "TEMPLATES"):
        for node in ast.walk(value):
            for key, named in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant) and key.value == "context_processors":
                    found |= dict.fromkeys(_texts(named))
    return tuple(found)


def runs_always(query: Site, function: Site) -> bool:
    """Whether an expression stands in a function itself, and no condition around it."""
    if query.block is not function.block:
        return False
    here = next((n for n in ast.walk(function.node) if n is query.node), None)
    choices = (n for n in ast.walk(function.node) if isinstance(n, _CHOICES) and n is not function.node)
    return here is not None and not any(n is query.node for choice in choices for n in ast.walk(choice))


_CHOICES = (ast.If, ast.IfExp, ast.Try, ast.BoolOp, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _assigned(snapshot: Snapshot, setting: str) -> Iterator[ast.AST]:
    for path, _ in assigned(snapshot, setting):
        where = definitions(snapshot, path)
        if where is not None and (placed := where.values.get(setting)):
            yield placed[1]


def _texts(node: ast.AST) -> list[str]:
    return [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
