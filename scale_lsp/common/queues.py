"""Where a project keeps its tasks, and how it makes them."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.common.packages import has_at_least
from scale_lsp.index.names import Names
from scale_lsp.index.shape import Call, Name
from scale_lsp.orm.task_queues import queue_of
from scale_lsp.rule import Context

_RETRYING = "(autoretry_for=(OSError,), retry_backoff=True, max_retries=5, ignore_result=True)"


@dataclass(frozen=True, slots=True)
class TaskModule:
    """The module with the tasks of an app. `decorator` makes a task that is tried again; `enqueue` hands it over.

    `after_commit`: the method by itself waits for the commit.
    """

    path: str
    decorator: str
    enqueue: str
    after_commit: bool


def task_module(ctx: Context, path: str) -> TaskModule | None:
    """`tasks.py` beside a file, if it has tasks of Celery or of Django and does not import the file."""
    beside = f"{path.rpartition('/')[0]}/tasks.py"
    module = ctx.graph.names.summary(beside)
    if module is None or beside == path or _imports(ctx.graph.names, beside, path):
        return None
    for name, decorators in module.functions.items():
        made = ctx.graph.roles.task_decorator(beside, name)
        queue = queue_of(made) if made else None
        shape = decorators[0] if len(decorators) == 1 else None
        written = shape.function if isinstance(shape, Call) else shape
        if queue is None or not isinstance(written, Name):
            continue
        if queue.name == "Celery":
            direct = has_at_least(ctx, "celery", "5.4")
            return TaskModule(beside, written.dotted + _RETRYING, "delay_on_commit" if direct else "delay", direct)
        if queue.name == "django.tasks":
            return TaskModule(beside, written.dotted, "enqueue", False)
    return None


def _imports(names: Names, path: str, other: str) -> bool:
    module = names.summary(path)
    targets = (names.import_target(path, target) for target in (module.imports.values() if module else ()))
    return any(target is not None and target.path == other for target in targets)
