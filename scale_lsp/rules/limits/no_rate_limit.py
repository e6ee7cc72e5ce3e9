"""See rules/limits/no-rate-limit.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.mail import waits_for_server
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.surveys import Cost, RateLimitAbsent
from scale_lsp.rule import Context, checks, fixes

_LIMIT = 'ratelimit(key="ip", rate="10/m", method="POST")'


_HASH = "about 0.3 s of CPU for the hash of the password"
_COSTS = {
    Cost.PASSWORD: f"each try costs {_HASH}, and passwords can be guessed",
    Cost.ACCOUNT: f"each account costs {_HASH}, and the table fills with accounts that nobody uses",
    Cost.MAIL: "each request sends a mail, and mail servers take only so many a day",
}


@checks
def no_rate_limit(absent: RateLimitAbsent, ctx: Context) -> Iterator[Finding]:
    if absent.cost is Cost.MAIL and not waits_for_server(ctx):
        return
    decorated = absent.decorated
    yield ctx.finding(
        absent.site,
        fixable=Safety.UNSAFE if decorated is not None else None,
        view=absent.view,
        cost=_COSTS[absent.cost],
        decorated=ctx.location(decorated).span if decorated is not None else None,
    )


@fixes
def limit(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.decorators import decorate
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, text = finding.location.path, ctx.text(finding.location.path)
    try:
        imports = import_name(path, text, "django_ratelimit.decorators", "ratelimit")
        edits = decorate(path, text, finding.values["decorated"], _LIMIT)
    except RewriteRefused:
        return None
    reason = "from the eleventh POST of an address within a minute, the answer is 403"
    return Fix(f"Add `@{_LIMIT}`", Safety.UNSAFE, (*imports, *edits), reason)
