"""See rules/limits/rate-limit-not-enforced.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.surveys import Idle, RateLimitIdle
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit

_CLASSES = "DEFAULT_THROTTLE_CLASSES"


@checks
def rate_limit_not_enforced(limit: RateLimitIdle, ctx: Context) -> Iterator[Finding]:
    reason, advice = _words(limit)
    edited = ctx.location(limit.edited).span if limit.edited is not None else None
    fixable = edited is not None and (limit.why is not Idle.RATE or bool(limit.needed))
    if limit.why in (Idle.UNBLOCKED, Idle.DISABLED):
        fixable = True
    yield ctx.finding(
        limit.site,
        related=[Related(ctx.location(place), "this view asks for the rate") for place in limit.places],
        fixable=Safety.UNSAFE if fixable else None,
        name=limit.name,
        reason=reason,
        advice=advice,
        why=limit.why,
        needed=limit.needed,
        edited=edited,
        edited_path=limit.edited.path if limit.edited is not None else "",
        listed=limit.listed,
    )


def _words(limit: RateLimitIdle) -> tuple[str, str]:
    match limit.why:
        case Idle.FALLBACK:
            return "without the package, views are decorated with nothing", "let the import fail"
        case Idle.UNBLOCKED:
            return "what is too much is counted and answered all the same", "add `block=True`"
        case Idle.DISABLED:
            return "it is false in production", "set it to `True`"
        case Idle.UNCOUNTED:
            return (
                "requests are counted in a cache, and this one keeps nothing",
                "use one that all processes share, such as Redis",
            )
        case Idle.BYPASSED:
            return (
                f"`settings.{limit.setting}` makes it return the view as it is",
                "limit always, and set high rates in development",
            )
        case Idle.RATE if limit.needed:
            return (
                f'no active throttle class applies "{limit.rate}"',
                f"add `{limit.needed.rpartition('.')[2]}` to `{_CLASSES}`",
            )
    missing = "no view has it as `throttle_scope`" if limit.active else "no active throttle class reads this scope"
    return (
        f'"{limit.rate}" is applied nowhere: {missing}',
        "set `throttle_scope` in a view and use `ScopedRateThrottle`",
    )


@fixes
def enforce(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.keywords import set_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.throttles import add_string, key_before, remove_lines, replace_code

    values, path, span = finding.values, finding.location.path, finding.location.span
    text, edited = ctx.text(values["edited_path"] or path), values["edited"]
    try:
        match values["why"]:
            case Idle.FALLBACK:
                edits = replace_code(path, text, edited, "raise")
                return _fix("Let the import fail", edits, "the project does not start without the package")
            case Idle.UNBLOCKED:
                edits = set_keyword(path, text, span, "block", "True")
                return _fix("Add `block=True`", edits, "requests above the limit are refused")
            case Idle.DISABLED:
                edits = replace_code(path, text, span, "True")
                return _fix("Set it to `True`", edits, "requests above the limits are refused")
            case Idle.UNCOUNTED:
                return None
            case Idle.BYPASSED:
                edits = remove_lines(path, text, edited)
                return _fix("Limit always", edits, "requests above the limits are refused, in development too")
        name = values["needed"]
        if values["listed"]:
            edits = add_string(values["edited_path"], text, edited, name)
        else:
            edits = key_before(values["edited_path"], text, edited, _CLASSES, f'["{name}"]')
    except RewriteRefused:
        return None
    return _fix(f"Add `{name.rpartition('.')[2]}`", edits, "requests above the rate are answered with 429")


def _fix(title: str, edits: tuple[Edit, ...], reason: str) -> Fix:
    return Fix(title, Safety.UNSAFE, edits, reason)
