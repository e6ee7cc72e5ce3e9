"""See rules/settings/debug-in-production.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.environment import default_of
from scale_lsp.index.settings.values import FromEnvironment, Known, Setting, truth
from scale_lsp.rule import Context, checks, fixes

_DEVELOPMENT = ("runserver", "runserver_plus")
SILK = "silk.middleware.SilkyMiddleware"


@checks
def debug_in_production(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    if not production.has_application:
        return
    setting = production.get("DEBUG")
    if setting is not None and (reason := _on(setting, production)):
        yield ctx.finding(setting.site, fixable=Safety.UNSAFE, what=f"`DEBUG` {reason}", setting=setting)
    middleware = production.get("MIDDLEWARE")
    for item in middleware.items() if middleware else ():
        if item.literal == SILK:
            what = "Silk writes every request and its queries to the database; it belongs under `if DEBUG`"
            yield ctx.finding(item.site, what=what)
    composed = any(
        "compose" in path.rpartition("/")[2] for path in ctx.snapshot.paths if path.endswith(("yml", "yaml"))
    )
    for command in production.commands:
        name = command.site.path.rpartition("/")[2]
        served = name.startswith("Procfile") or ("Dockerfile" in name and not production.servers and not composed)
        name = next((word for word in command.words if word in _DEVELOPMENT), "") if served else ""
        if name:
            what = f"`{name}` is for development: one process, no limits, checked for neither security nor load"
            yield ctx.finding(command.site, what=what)


def _on(setting: Setting, production: ProductionSettings) -> str:
    """Why DEBUG is on; "" where it is off, or where it depends on something that is not known."""
    match setting.value:
        case Known(value=value):
            if isinstance(value, str) and value:
                return f'is the string "{value}", which is true: every string but the empty one is'
            return "is on" if value else ""
        case FromEnvironment(name=name, default=default, cast=cast):
            if name in production.environment:
                return ""
            if (
                cast in ("str", "truth")
                and default is not None
                and isinstance(known := default_of(default.value), Known)
            ):
                if isinstance(known.value, str) and known.value:
                    return f'is on whatever `{name}` says: every string but the empty one is true, "False" too'
            return f"is on unless `{name}` says otherwise" if truth(default_of(setting.value)) else ""
    return ""


@fixes
def off_unless_told(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_import

    setting: Setting | None = finding.values.get("setting")
    if setting is None:
        return None
    path, span = finding.location.path, finding.location.span
    value, text = setting.value, ctx.text(path)
    reason = "whoever develops has to set the variable from then on"
    if isinstance(value, FromEnvironment) and value.default is not None and value.default.literal is True:
        if value.default.site.path == path and value.default.site.text == "True":
            edits = replace_expression(path, ctx.location(value.default.site).span, "False")
            return Fix(f"Default to False: `{value.name}=1` switches it on", Safety.UNSAFE, edits, reason)
    name = value.name if isinstance(value, FromEnvironment) else "DJANGO_DEBUG"
    code = f'os.environ.get("{name}", "").lower() in ("1", "true", "yes", "on")'
    try:
        edits = (*replace_expression(path, span, code), *add_import(path, text, "os"))
    except RewriteRefused:
        return None
    return Fix(f"Read `{name}` from the environment, off by default", Safety.UNSAFE, edits, reason)
