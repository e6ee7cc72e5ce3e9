"""Tasks of a queue: functions of the project that another process runs when they are handed over."""

from __future__ import annotations

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Function
from scale_lsp.index.names import Kind
from scale_lsp.index.shape import Call, Name
from scale_lsp.orm.task_queues import AFTER_COMMIT_DECORATORS, TaskQueue, queue_of

_HANDING_OVER = frozenset({"delay", "apply_async"})


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
    if decorator in AFTER_COMMIT_DECORATORS or _decides_itself(machine, function):
        return True
    return queue is not None and method in queue.after_commit


def _decides_itself(machine: Machine, function: Function) -> bool:
    """Whether the class of a task, given as `base`, hands it over in a way of its own, or may.

    https://docs.celeryq.dev/en/stable/userguide/tasks.html#custom-task-classes
    """
    names, classes = machine.graph.names, machine.graph.classes
    for shape in names.decorators(function.path, function.qualname):
        base = dict(shape.keywords).get("base") if isinstance(shape, Call) else None
        if base is None:
            continue
        found = names.resolve(function.path, base.dotted) if isinstance(base, Name) else None
        if found is None or found.kind is not Kind.CLASS:
            return found is None or not found.name.startswith("celery.")
        summaries = filter(None, map(classes.summary, classes.info(found).ancestors))
        if any(not _HANDING_OVER.isdisjoint(summary.methods) for summary in summaries):
            return True
        if any(not name.startswith(("celery.", "object")) for name in classes.info(found).outside):
            return True
    return False
