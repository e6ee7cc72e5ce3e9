"""See rules/settings/removed-or-ignored-setting.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import SettingAssigned
from scale_lsp.index.settings.removed import REMOVED
from scale_lsp.index.settings.values import Alternatives, Listed, Setting
from scale_lsp.rule import Context, checks, fixes

OLDEST = (4, 2)
"""What is taken for a version that is not known: what that one ignores, all later ones do."""
_WITHOUT_LOSS = frozenset(REMOVED) - {
    *("MIDDLEWARE_CLASSES", "PASSWORD_RESET_TIMEOUT_DAYS", "DEFAULT_FILE_STORAGE", "STATICFILES_STORAGE")
}
STORAGES = {
    "default": ("DEFAULT_FILE_STORAGE", "django.core.files.storage.FileSystemStorage"),
    "staticfiles": ("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"),
}
_WITH_TIMEOUT = ("locmem.LocMemCache", "filebased.FileBasedCache", "db.DatabaseCache")


@checks
def removed_or_ignored_setting(assigned: SettingAssigned, ctx: Context) -> Iterator[Finding]:
    name, setting = assigned.name, assigned.setting
    if isinstance(setting.value, Alternatives) or setting.target is None or assigned.read:
        return
    if name in REMOVED:
        yield from _removed(assigned, ctx)
    elif name == "PERMISSIONS_POLICY" and _lacks_policy(assigned):
        reason = "does nothing: no middleware reads it, `django_permissions_policy.PermissionsPolicyMiddleware` would"
        yield ctx.finding(setting.target, name=name, reason=reason)
    elif name == "NEW_RELIC_CONFIG_FILE" and name not in assigned.production.environment:
        yield ctx.finding(setting.target, name=name, reason="does nothing: the agent reads it from the environment")
    elif name == "CACHES":
        yield from _timeouts(setting, ctx)


def _removed(assigned: SettingAssigned, ctx: Context) -> Iterator[Finding]:
    since, instead = REMOVED[assigned.name]
    if (ctx.django or OLDEST) < since or assigned.setting.target is None:
        return
    storages = assigned.production.get("STORAGES")
    moves = any(assigned.name == old for old, _ in STORAGES.values()) and storages is None
    deletes = assigned.name in _WITHOUT_LOSS or storages is not None
    yield ctx.finding(
        assigned.setting.target,
        fixable=Safety.SAFE if deletes else Safety.UNSAFE if moves else None,
        name=assigned.name,
        reason=f"is ignored without a message since Django {since[0]}.{since[1]}: {instead}",
        settings=assigned.production.settings,
        moves=moves,
    )


def _lacks_policy(assigned: SettingAssigned) -> bool:
    middleware = assigned.production.value("MIDDLEWARE")
    if not isinstance(middleware, Listed) or middleware.open:
        return False
    return not any("ermissions" in (item.string or "?ermissions") for item in middleware.items)


def _timeouts(caches: Setting, ctx: Context) -> Iterator[Finding]:
    """https://docs.djangoproject.com/en/6.1/ref/settings/#timeout"""
    for _, cache in getattr(caches.value, "items", ()):
        options, backend = cache.get("OPTIONS"), cache.get("BACKEND")
        timeout = options.get("TIMEOUT") if options else None
        if timeout and backend and (backend.string or "").endswith(_WITH_TIMEOUT):
            reason = "inside `OPTIONS` of a cache is not read: it belongs beside `BACKEND`"
            yield ctx.finding(timeout.target or timeout.site, name="TIMEOUT", reason=reason)


@fixes
def delete_or_move(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import remove_statement, replace_statements

    path, span = finding.location.path, finding.location.span
    name, text = finding.values["name"], ctx.text(path)
    try:
        if not finding.values["moves"]:
            return Fix(f"Delete `{name}`", Safety.SAFE, remove_statement(path, text, span))
        settings = finding.values["settings"]
        code = [f'"{key}": {{"BACKEND": {_code(settings.get(old), usual)}}}' for key, (old, usual) in STORAGES.items()]
        statement = "STORAGES = {\n    " + ",\n    ".join(code) + ",\n}"
        both = [s for old, _ in STORAGES.values() if (s := settings.get(old)) and s.target and s.target.path == path]
        edits = replace_statements(path, text, [ctx.location(s.target).span for s in both], statement)
    except RewriteRefused:
        return None
    reason = "what was ignored takes effect; a manifest storage needs `collectstatic` and every file it names"
    return Fix("Move it to `STORAGES`", Safety.UNSAFE, edits, reason)


def _code(setting: Setting | None, usual: str) -> str:
    return setting.site.text if setting else f'"{usual}"'
