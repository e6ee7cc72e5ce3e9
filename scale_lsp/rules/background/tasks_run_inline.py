"""See rules/background/tasks-run-inline.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings, SettingAssigned
from scale_lsp.index.settings.environment import default_of
from scale_lsp.index.settings.values import FromEnvironment, Mapped, Setting, text_of, truth
from scale_lsp.rule import Context, checks, fixes

EAGER = frozenset({"CELERY_TASK_ALWAYS_EAGER", "CELERY_ALWAYS_EAGER"})
INLINE = {
    "django.tasks.backends.immediate.ImmediateBackend": "`ImmediateBackend` runs tasks where they are enqueued",
    "django.tasks.backends.dummy.DummyBackend": "`DummyBackend` runs no task at all",
}


@checks
def tasks_run_inline(assigned: SettingAssigned, ctx: Context) -> Iterator[Finding]:
    name, setting, production = assigned.name, assigned.setting, assigned.production
    if name in EAGER and _on(setting, production):
        yield ctx.finding(setting.site, fixable=Safety.UNSAFE, what=f"`{name}` is on", setting=setting)
    elif name == "CELERY_BROKER_URL" and text_of(setting.value).startswith("memory:"):
        yield ctx.finding(setting.site, what="The broker is in the memory of this process, and no worker can reach it")
    elif name == "HUEY" and (immediate := setting.get("immediate")) is not None and immediate.literal is True:
        what = "Huey is in immediate mode"
        yield ctx.finding(immediate.site, fixable=Safety.UNSAFE, what=what, setting=immediate)
    elif name == "RQ_QUEUES":
        yield from _synchronous(setting, ctx)
    elif name == "TASKS" and production.usage.of("django.tasks"):
        default = setting.get("default")
        backend = default.get("BACKEND") if default else None
        if backend is not None and backend.string in INLINE:
            yield ctx.finding(backend.site, what=INLINE[backend.string])
    elif name == "INSTALLED_APPS" and production.get("TASKS") is None and _uses_default(production, ctx):
        what = "`TASKS` is not set, and the default `ImmediateBackend` runs tasks where they are enqueued"
        yield ctx.finding(production.site, what=what)


def _synchronous(queues: Setting, ctx: Context) -> Iterator[Finding]:
    """https://github.com/rq/django-rq#synchronous-mode"""
    for alias, queue in queues.value.items if isinstance(queues.value, Mapped) else ():
        if (asynchronous := queue.get("ASYNC")) is not None and asynchronous.literal is False:
            what = f"RQ's queue `{alias}` is not asynchronous"
            yield ctx.finding(asynchronous.site, fixable=Safety.UNSAFE, what=what, setting=asynchronous)


def _on(setting: Setting, production: ProductionSettings) -> bool:
    if isinstance(setting.value, FromEnvironment):
        return setting.value.name not in production.environment and truth(default_of(setting.value)) is True
    return truth(setting.value) is True and setting.known


def _uses_default(production: ProductionSettings, ctx: Context) -> bool:
    """`django.tasks` is part of Django since 6.0: who can import it has it."""
    return production.has_application and production.usage.of("django.tasks") is not None


@fixes
def switch_it_off(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression

    setting: Setting = finding.values["setting"]
    place = setting
    if isinstance(setting.value, FromEnvironment):
        default = setting.value.default
        if default is None or default.literal is not True or default.site.path != finding.location.path:
            return None
        place = default
    if place.site.text not in ("True", "False"):
        return None
    other = "True" if place.site.text == "False" else "False"
    edits = replace_expression(finding.location.path, ctx.location(place.site).span, other)
    return Fix("Leave tasks to the workers", Safety.UNSAFE, edits, "tasks need a broker and a running worker")
