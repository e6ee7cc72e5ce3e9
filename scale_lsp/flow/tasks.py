"""Tasks of a queue: functions of the project that another process runs when they are handed over."""

from __future__ import annotations

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Function
from scale_lsp.orm.task_queues import AFTER_COMMIT_DECORATORS, TaskQueue, queue_of


def queue_of_task(machine: Machine, function: Function) -> TaskQueue | None:
    """The queue that a function is a task of."""
    decorator = machine.graph.roles.task_decorator(function.path, function.qualname)
    return queue_of(decorator) if decorator else None


def sends(machine: Machine, function: Function, method: str) -> bool:
    """Whether a method of a task hands it over."""
    queue = queue_of_task(machine, function)
    return queue is not None and method in queue.enqueues | queue.after_commit


def is_handed_over(machine: Machine, function: Function) -> bool:
    """Whether to call a task is to hand it over, as Huey has it."""
    queue = queue_of_task(machine, function)
    return queue is not None and queue.called


def waits_for_commit(machine: Machine, function: Function, method: str) -> bool:
    """Whether a task is handed over when the transaction has committed."""
    decorator = machine.graph.roles.task_decorator(function.path, function.qualname)
    queue = queue_of(decorator) if decorator else None
    return decorator in AFTER_COMMIT_DECORATORS or (queue is not None and method in queue.after_commit)
