"""See rules/limits/rate-limit-per-process.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Related
from scale_lsp.flow.surveys import RateLimitPerProcess
from scale_lsp.rule import Context, checks


@checks
def rate_limit_per_process(limit: RateLimitPerProcess, ctx: Context) -> Iterator[Finding]:
    counted = [Related(ctx.location(limit.counted), "requests are counted here")] if limit.counted is not None else []
    yield ctx.finding(
        limit.site,
        related=counted,
        name=limit.name,
        store=limit.store,
        times=f"{limit.processes} times" if limit.processes else "as many times as there are processes",
    )
