"""Context processors: variables that each template has which is rendered for a request.

https://docs.djangoproject.com/en/5.2/ref/templates/api/#writing-your-own-context-processors
"""

from __future__ import annotations

import ast

from scale_lsp.flow.calls import call_function, function_of
from scale_lsp.flow.hooks import context_processors
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import UNKNOWN, Dict, Function, QuerySet, Value, alternatives, join
from scale_lsp.index.derived import derived
from scale_lsp.index.project import Snapshot
from scale_lsp.text.records import replace


def variables_for_requests(machine: Machine, node: ast.AST) -> dict[str, Value]:
    """What the context processors of the project put into a context."""
    found: dict[str, Value] = {}
    for name in derived(machine.snapshot, "context processors", processors_of):
        processor = _function(machine, name)
        if processor is None:
            continue
        context = call_function(machine, processor, [UNKNOWN], {}, node, keep_origins=True)
        for one in alternatives(context):
            for key, value in one.keys if isinstance(one, Dict) else ():
                if isinstance(key, str):
                    value = _of_a_menu(value)
                    found[key] = join(found[key], value) if key in found else value
    return found


def processors_of(snapshot: Snapshot) -> list[str]:
    """The dotted names of all context processors in the settings."""
    return list(context_processors(snapshot))


def _of_a_menu(value: Value) -> Value:
    """What every page shows: nothing says that it comes from a large table, and much that it does not."""
    return join(*(replace(one, narrowed=True) if isinstance(one, QuerySet) else one for one in alternatives(value)))


def _function(machine: Machine, dotted: str) -> Function | None:
    module, _, name = dotted.rpartition(".")
    path = machine.graph.names.module(module, "")
    return function_of(machine, path, name) if path else None
