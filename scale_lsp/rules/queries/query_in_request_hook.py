"""See rules/queries/query-in-request-hook.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import HookQueried
from scale_lsp.rule import Context, checks, fixes

_CHOOSES = re.compile(
    r"\.path\b|\.path_info\b|resolver_match|\.headers\b|view_func|\.session\[|is_staff|is_superuser|has_perm|has_module_perms"
)
"""A hook that looks at the request to tell for which of them it has something to do, or that works for few."""


@checks
def query_in_request_hook(fact: HookQueried, ctx: Context) -> Iterator[Finding]:
    run = fact.run
    if run.cached or _CHOOSES.search(fact.entry.site.text):
        return
    model = ctx.graph.models[run.model]
    processor = fact.hook == "context processor"
    if not processor and not fact.always:
        return
    here = run.site.path == fact.entry.path
    yield ctx.finding(
        run.site if here else fact.entry.site,
        related=[] if here else [Related(ctx.location(run.site), "the query runs here")],
        impact=Impact("queries", Growth(0, 1), Growth(0), "requests"),
        fixable=Safety.UNSAFE if processor and here else None,
        hook=fact.hook,
        name=fact.entry.name,
        method=run.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        when="for each page that is rendered" if processor else "for each request",
        advice="ask when the value is used" if processor else "ask where the answer is used, or cache it",
        processor=processor,
    )


@fixes
def ask_when_it_is_used(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.lazy import make_lazy
    from scale_lsp.rewrite.snippet import RewriteRefused

    if not finding.values["processor"]:
        return None
    path = finding.location.path
    try:
        edits = make_lazy(path, ctx.text(path), finding.location.span)
    except RewriteRefused:
        return None
    return Fix("Ask when a template uses it", Safety.UNSAFE, edits, _REASON)


_REASON = "a template that shows it twice asks twice, and Python code that reads the context finds a function"
