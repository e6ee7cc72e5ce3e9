"""See rules/background/enqueue-inside-transaction.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.packages import has_at_least
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.declared import ProductionSettings, current_facts
from scale_lsp.flow.facts import EffectRun
from scale_lsp.flow.transactions import transaction_of
from scale_lsp.index.settings.values import Setting
from scale_lsp.orm.effects import Effect
from scale_lsp.orm.task_queues import IN_DATABASE
from scale_lsp.rule import Context, checks, fixes

_MOST_PLACES = 3
_REASON = "the task is enqueued after the commit, not after a rollback; a TestCase needs captureOnCommitCallbacks()"


@checks
def enqueue_inside_transaction(sent: EffectRun, ctx: Context) -> Iterator[Finding]:
    if sent.effect is not Effect.ENQUEUE or not sent.written or _waits_itself(sent.calling.server, ctx):
        return
    inside = list(dict.fromkeys(filter(None, (transaction_of(ctx.snapshot, entry) for entry in sent.entries))))
    if not inside:
        return
    begun = dict.fromkeys(entry.around.begun for entry in sent.entries if entry.around.begun is not None)
    more = f" (or {len(inside) - 1} more)" if len(inside) > 1 else ""
    yield ctx.finding(
        sent.site,
        related=[Related(ctx.location(place), "the transaction begins here") for place in list(begun)[:_MOST_PLACES]],
        fixable=None if sent.kept else Safety.UNSAFE,
        task=sent.name,
        row=", ".join(f"`{text}`" for text in sent.written),
        transaction=f"{inside[0]}{more}",
        queue=sent.calling.server,
    )


def _waits_itself(queue: str, ctx: Context) -> bool:
    """Whether tasks are rows of the database, or wait for the commit as they did before django-tasks 0.10, or may.

    https://github.com/RealOrangeOne/django-tasks/pull/194
    """
    if queue != "django.tasks":
        return False
    production = [fact for fact in current_facts(ctx.snapshot) if isinstance(fact, ProductionSettings)]
    if any(one.usage.of("django_tasks") for one in production) and not has_at_least(ctx, "django-tasks", "0.10"):
        return True
    return any(_in_database(tasks) for one in production if (tasks := one.get("TASKS")) is not None)


def _in_database(tasks: Setting) -> bool:
    default = tasks.get("default")
    backend = default.get("BACKEND") if default is not None else None
    options = backend.options() if backend is not None else ()
    return any((option.unless_told().string or "").startswith(IN_DATABASE) for _, option in options)


@fixes
def enqueue_after_commit(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.calls import extend_name, wrap_call
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        if finding.values["queue"] == "Celery" and has_at_least(ctx, "celery", "5.4"):
            edits = extend_name(path, text, span, "_on_commit")
            return Fix("Enqueue after the commit", Safety.UNSAFE, edits, _REASON)
        edits = (
            *import_name(path, text, "functools", "partial"),
            *import_name(path, text, "django.db", "transaction"),
            *wrap_call(path, text, span, "transaction.on_commit"),
        )
    except RewriteRefused:
        return None
    return Fix("Enqueue after the commit", Safety.UNSAFE, edits, _REASON)
