"""See rules/background/fire-and-forget-thread.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding
from scale_lsp.flow.facts import EffectRun
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from scale_lsp.rule import Context, checks

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
    yield ctx.finding(thread.site, call=thread.name, what=" and ".join(what))
