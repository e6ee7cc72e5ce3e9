"""See rules/background/fire-and-forget-thread.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.queues import task_module
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.facts import EffectRun
from scale_lsp.index.names import Kind
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.orm.task_queues import queue_of
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location

_SERVING = frozenset({Role.REQUEST, Role.ADMIN, Role.SIGNAL, Role.TEMPLATE_TAG})
_WORDS = {
    Effect.MAIL: "a mail",
    Effect.NETWORK: "a network call",
    Effect.WRITE: "database work",
    Effect.PROCESS: "another program",
}


@checks
def fire_and_forget_thread(thread: EffectRun, ctx: Context) -> Iterator[Finding]:
    what = [words for effect, words in _WORDS.items() if effect in thread.does]
    if thread.effect is not Effect.THREAD or thread.kept or not what or not thread.waiting & _SERVING:
        return
    safety, _ = _moved(ctx.location(thread.site), ctx)
    yield ctx.finding(thread.site, fixable=safety, call=thread.name, what=" and ".join(what))


@fixes
def hand_to_a_queue(finding: Finding, ctx: Context) -> Fix | None:
    safety, edits = _moved(finding.location, ctx)
    if safety is None:
        return None
    reason = "it runs later, in a worker, after the commit, and its errors do not come here"
    if safety is Safety.MANUAL:
        reason += "; see to it that the arguments are what a queue can write down: keys in the place of rows"
    return Fix("Hand it to the task queue", safety, edits, reason)


def _moved(place: Location, ctx: Context) -> tuple[Safety | None, tuple[Edit, ...]]:
    """Edits that enqueue a function that is a task, or that the app's tasks can call, and how sure they are."""
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.tasks import add_task, are_plain, enqueue_thread, thread_target

    path, span, text = place.path, place.span, ctx.text(place.path)
    try:
        target = thread_target(text, span)
        found = ctx.graph.names.resolve(path, target)
        if found is None or found.kind is not Kind.FUNCTION or "." in found.name:
            return None, ()
        safety = Safety.UNSAFE if are_plain(text, span) else Safety.MANUAL
        made = ctx.graph.roles.task_decorator(found.path, found.name)
        queue = queue_of(made) if made else None
        if queue is not None:
            method = "" if queue.called else _METHODS[queue.name]
            return safety, enqueue_thread(path, text, span, target, method, beside=False)
        tasks = task_module(ctx, path)
        if tasks is None or found.path != path:
            return None, ()
        task = f"{found.name}_task"
        module = path.rpartition("/")[2].removesuffix(".py")
        called = f"import_string(f'{{__package__}}.{module}.{found.name}')(*args, **kwargs)"
        imports = ("django.utils.module_loading", "import_string")
        method = tasks.enqueue.removesuffix("_on_commit")
        edits = enqueue_thread(path, text, span, task, method, beside=True)
        return safety, (*edits, *add_task(tasks.path, ctx.text(tasks.path), tasks.decorator, task, called, imports))
    except RewriteRefused:
        return None, ()


_METHODS = {"Celery": "delay", "django.tasks": "enqueue", "Dramatiq": "send", "RQ": "delay"}
