"""Context processors: variables that each template has which is rendered for a request.

https://docs.djangoproject.com/en/5.2/ref/templates/api/#writing-your-own-context-processors
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.calls import call_function, function_of
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import UNKNOWN, Dict, Function, Value, alternatives, join
from scale_lsp.index.project import Snapshot

_SETTING = "TEMPLATES"


def variables_for_requests(machine: Machine, node: ast.AST) -> dict[str, Value]:
    """What the context processors of the project put into a context."""
    found: dict[str, Value] = {}
    for processor in _processors(machine):
        context = call_function(machine, processor, [UNKNOWN], {}, node, keep_origins=True)
        for one in alternatives(context):
            for key, value in one.keys if isinstance(one, Dict) else ():
                if isinstance(key, str):
                    found[key] = join(found[key], value) if key in found else value
    return found


def processors_of(snapshot: Snapshot) -> list[str]:
    """The dotted names of all context processors in the settings."""
    return list(dict.fromkeys(name for path in _settings(snapshot) for name in _named(snapshot, path)))


def _processors(machine: Machine) -> list[Function]:
    known = machine.snapshot.memo.get("context processors")
    if known is None or known[0] is not machine.snapshot:
        functions = (_function(machine, name) for name in processors_of(machine.snapshot))
        known = (machine.snapshot, [f for f in functions if f is not None])
        machine.snapshot.memo["context processors"] = known
    found: list[Function] = known[1]
    return found


def _settings(snapshot: Snapshot) -> Iterator[str]:
    """The modules that assign `TEMPLATES`."""
    return (path for path, module in snapshot.graph.names.modules.items() if _SETTING in module.assigns)


def _named(snapshot: Snapshot, path: str) -> Iterator[str]:
    """The names below the key `context_processors`."""
    where = definitions(snapshot, path)
    placed = where.values.get(_SETTING) if where else None
    for node in ast.walk(placed[1]) if placed else ():
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "context_processors":
                    yield from (
                        n.value for n in ast.walk(value) if isinstance(n, ast.Constant) and type(n.value) is str
                    )


def _function(machine: Machine, dotted: str) -> Function | None:
    module, _, name = dotted.rpartition(".")
    path = machine.graph.names.module(module, "")
    return function_of(machine, path, name) if path else None
