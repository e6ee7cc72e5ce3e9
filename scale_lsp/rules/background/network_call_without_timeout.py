"""See rules/background/network-call-without-timeout.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.facts import EffectRun
from scale_lsp.flow.usage import has_default_timeout
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.rule import Context, checks, fixes


@checks
def network_call_without_timeout(call: EffectRun, ctx: Context) -> Iterator[Finding]:
    calling = call.calling
    if call.effect is not Effect.NETWORK or call.limited or calling.limit is None or not call.site.path.endswith(".py"):
        return
    if calling.stdlib and has_default_timeout(ctx.snapshot):
        return
    mail = calling.server == "the mail server"
    yield ctx.finding(
        call.site,
        fixable=Safety.UNSAFE if call.limited is None else Safety.SAFE,
        rare=call.roles == {Role.COMMAND},
        call=call.name,
        server=calling.server,
        worker="process" if call.roles == {Role.COMMAND} else "worker",
        keyword=calling.limit,
        seconds=ctx.options.email_timeout_s if mail else ctx.options.http_timeout_s,
    )


@fixes
def limit_the_wait(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.keywords import set_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, keyword, seconds = finding.location.path, finding.values["keyword"], finding.values["seconds"]
    try:
        edits = set_keyword(path, ctx.text(path), finding.location.span, keyword, str(seconds))
    except RewriteRefused:
        return None
    reason = "somebody chose to wait for ever" if finding.fixable is Safety.UNSAFE else ""
    return Fix(f"Wait at most {seconds} s", finding.fixable or Safety.SAFE, edits, reason)
