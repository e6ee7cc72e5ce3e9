"""What hears of a row that is saved, where that matters: functions that hand the row to a queue.

https://docs.djangoproject.com/en/5.2/ref/signals/#post-save
"""

from __future__ import annotations

import ast

from scale_lsp.flow.calls import call_function, function_of
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.surroundings import IN_TRANSACTION, NOTHING_AROUND
from scale_lsp.flow.values import Function, Instance, ModelClass, Value
from scale_lsp.index.names import Symbol

_ENQUEUEING = frozenset({"delay", "apply_async", "enqueue", "aenqueue", "send", "async_task"})
_IN_TRANSACTION = frozenset({"get_or_create", "update_or_create"})
"""Django puts a transaction around these: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get-or-create"""


def tell_saved(machine: Machine, model: Symbol, method: str, node: ast.AST) -> None:
    """Interpret the receivers of `post_save` that may enqueue something, with what surrounds the row that is saved.

    A receiver that names no model chooses in its code whose rows it looks at: it is left alone.
    """
    for one in machine.graph.receivers.of(model, "post_save"):
        function = function_of(machine, one.path, one.name) if one.sender is not None else None
        if function is not None and _may_enqueue(function):
            given: dict[str, Value] = {"instance": Instance(model, written=True), "sender": ModelClass(model)}
            machine.left.append(machine.active)
            with machine.amid(IN_TRANSACTION if method in _IN_TRANSACTION else NOTHING_AROUND):
                call_function(machine, function, [], given, node)
            machine.left.pop()


def _may_enqueue(function: Function) -> bool:
    calls = (node.func for node in ast.walk(function.node) if isinstance(node, ast.Call))
    names = {called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "") for called in calls}
    return not names.isdisjoint(_ENQUEUEING)
