"""See rules/async/blocking-call-in-async.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import EffectRun
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.rule import Context, checks, fixes

_WAITS = {
    Effect.SLEEP: "sleeps",
    Effect.PROCESS: "waits for another program",
    Effect.NETWORK: "waits for a remote server",
    Effect.MAIL: "waits for the mail server",
}
_CONNECT_LATER = ("redis.", "http.client.")
"""Their objects are made without a connection."""


@checks
def blocking_call_in_async(call: EffectRun, ctx: Context) -> Iterator[Finding]:
    waits = _WAITS.get(call.effect)
    if waits is None or call.calling.asynchronous or call.name.startswith(_CONNECT_LATER):
        return
    entries = [entry for entry in call.entries if entry.around.loop and entry.role is not Role.COMMAND]
    for site in dict.fromkeys(entry.around.through or call.site for entry in entries):
        through = site != call.site
        if site.path.endswith(".py"):
            yield ctx.finding(
                site,
                related=[Related(ctx.location(call.site), f"`{call.name}` is called here")] if through else [],
                fixable=Safety.SAFE,
                call=f"this call, by `{call.name}`," if through else f"`{call.name}`",
                waits=waits,
                advice=_advice(call, through),
                sleeps=call.effect is Effect.SLEEP and not through,
            )


def _advice(call: EffectRun, through: bool) -> str:
    if call.effect is Effect.SLEEP and not through:
        return "use `await asyncio.sleep(…)`"
    return "use `await sync_to_async(function)(…)`" if through else f"use `await sync_to_async({call.name})(…)`"


@fixes
def wait_elsewhere(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.asynchronous import await_function, await_in_thread
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_import

    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        if not finding.values["sleeps"]:
            return Fix("Call it in a thread", Safety.SAFE, await_in_thread(path, text, span))
        edits = (
            *add_import(path, text, "asyncio"),
            *await_function(path, text, span, "asyncio.sleep"),
        )
    except RewriteRefused:
        return None
    return Fix("Use `asyncio.sleep()`", Safety.SAFE, edits)
