"""Answers about the queries of views, and of whatever else starts code."""

from __future__ import annotations

from collections.abc import Sequence

from scale_lsp.assistant.answer import Answer, Turn, joined
from scale_lsp.assistant.answers.lists import SIZE, counted, lines_of
from scale_lsp.assistant.scope import Nothing, scope
from scale_lsp.engine.endpoints import Endpoint, Sizes, usual_sizes

MOST_STEPS = 6
MOST_FINDINGS = 3


def queries(turn: Turn) -> Answer:
    """Of one view: the formula, what it is made of, and what is left when it is fixed. Of several: a table."""
    thing = turn.meant.thing
    found = turn.view.endpoints
    if thing is not None and thing.kind in ("view", "route"):
        found = tuple(thing.endpoints(turn.view))
    elif thing is not None:
        files = scope(turn, thing)
        if isinstance(files, Nothing):
            return Answer(files.reason, keeps=True)
        found = tuple(e for e in found if files.paths is None or e.location.path in files.paths)
    if not found:
        what = f"`{thing.name}`" if thing is not None else "this project"
        return Answer(
            f"I know of nothing in {what} that a request, a task or a command starts, so I can’t count for it."
        )
    return _one(turn, found[0]) if len(found) == 1 else _several(turn, found)


def sizes_of(turn: Turn) -> Sizes:
    """The rows that are asked for, else the configured and usual ones."""
    asked = turn.number
    return (lambda visit: asked) if asked is not None else usual_sizes(turn.view.snapshot, turn.view.config.options)


def formula(turn: Turn, endpoint: Endpoint) -> str:
    """`1 + n → 1 queries, n = rows of Order: 101 → 1`."""
    sizes = sizes_of(turn)
    now, fixed = endpoint.at(sizes), endpoint.fixed_at(sizes)
    if not endpoint.n:
        return f"{counted(now, 'query')}" if now == 1 else f"{now:,} queries"
    rows = f"at {turn.number:,} rows a loop" if turn.number is not None else "at the assumed rows"
    after = f" → {endpoint.fixed}" if endpoint.fixed != endpoint.queries else ""
    figures = f"{now:,} → {fixed:,}" if after else f"{now:,}"
    return f"{endpoint.queries}{after} queries, n = {endpoint.n}: {figures} {rows}"


def _one(turn: Turn, endpoint: Endpoint) -> Answer:
    sizes = sizes_of(turn)
    routes = f" ({', '.join(endpoint.routes)})" if endpoint.routes else ""
    steps = [
        f"- {turn.links.place(step.location)} `{step.words}`: {step.at(sizes):,} ({step.growth})"
        for step in sorted(endpoint.steps, key=lambda step: -step.at(sizes))[:MOST_STEPS]
    ]
    rest = len(endpoint.steps) - len(steps)
    shown = turn.view.findings_of(endpoint)[:MOST_FINDINGS]
    text = joined(
        [
            f"**{endpoint.kind} `{endpoint.name}`**{routes} {turn.links.place(endpoint.location)}",
            f"**{formula(turn, endpoint)}.**",
            "\n".join([*steps, f"- and {counted(rest, 'step')} more" if rest else ""]).rstrip(),
            _traits(endpoint),
            "\n".join(["Found on its way:", *lines_of(turn, shown)]) if shown else "",
            f"Not counted: {'; '.join(endpoint.unknown)}." if endpoint.unknown else "",
        ]
    )
    steps_next = ("fix the first one", "and at 100,000?") if shown else ("and at 100,000?",)
    return Answer(text, tuple(shown), 0, shown[0] if len(shown) == 1 else None, suggestions=steps_next)


def _traits(endpoint: Endpoint) -> str:
    traits = [
        "it is cached" if endpoint.cached else "",
        "no list of it is cut into pages" if endpoint.paginated is False else "",
        f"{counted(endpoint.emails, 'mail')} sent on the way" if endpoint.emails else "",
        f"{counted(endpoint.external_calls, 'call')} to other services" if endpoint.external_calls else "",
    ]
    return ", ".join(filter(None, traits)).capitalize() + "." if any(traits) else ""


def _several(turn: Turn, found: Sequence[Endpoint]) -> Answer:
    sizes = sizes_of(turn)
    ranked = sorted(found, key=lambda endpoint: -endpoint.at(sizes))
    start = turn.start
    page = ranked[start : start + 2 * SIZE]
    rows = [
        f"| {e.at(sizes):,} | {e.fixed_at(sizes):,} | {e.queries} | `{e.name}` {turn.links.place(e.location)} |"
        for e in page
    ]
    table = "\n".join(["| queries | fixed | formula | |", "|---:|---:|---|---|", *rows])
    more = len(ranked) - start - len(page)
    example = page[0].name.rpartition(".")[2]
    note = f"{more} more. For one of them ask “how many queries does {example} run?”." if more > 0 else ""
    return Answer(joined([table, note]), suggestions=("what should I fix first?",))
