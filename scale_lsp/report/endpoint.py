"""What one run of an endpoint costs: in a line above its code, and step by step in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scale_lsp.engine.endpoints import Endpoint, Sizes, Step, grows
from scale_lsp.finding import Safety
from scale_lsp.text.positions import Location

_MENDED = {Safety.SAFE: "safe fix", Safety.UNSAFE: "fix to be confirmed", Safety.MANUAL: "fix to be finished by hand"}


def headline(one: Endpoint) -> str:
    """`1 + 3n queries → 2 · not paginated · n = rows of Order`."""
    parts = [_queries(one)]
    if one.paginated is False:
        parts.append("not paginated")
    if one.cached:
        parts.append("cached")
    parts += _others(one)
    if one.n:
        parts.append(f"n = {one.n}")
    return " · ".join(parts)


def breakdown(one: Endpoint, sizes: Sizes, place: Callable[[Location], str]) -> str:
    """`place` writes a location as a link."""
    return "\n".join(_lines(one, sizes, place)) + "\n"


def in_short(one: Endpoint, place: Callable[[Location], str]) -> str:
    """One line, for an editor that shows no more."""
    steps = "; ".join(f"{step.growth}: {step.words} ({place(step.location)})" for step in one.steps)
    return f"{one.name}: {headline(one)}" + (f" ({steps})" if steps else "")


def _queries(one: Endpoint) -> str:
    now, fixed = str(one.queries), str(one.fixed)
    noun = "query" if now == "1" else "queries"
    least = "at least " if one.unknown else ""
    return f"{least}{now} {noun}" + (f" → {fixed}" if fixed != now else "")


def _others(one: Endpoint) -> Iterator[str]:
    for number, noun in ((one.emails, "e-mail"), (one.external_calls, "external call")):
        if number:
            yield f"{number} {noun}{'' if number == 1 else 's'}"


def _lines(one: Endpoint, sizes: Sizes, place: Callable[[Location], str]) -> Iterator[str]:
    yield f"# {one.name}"
    yield ""
    yield " · ".join([one.kind, *(f"`{route}`" for route in one.routes), place(one.location)])
    yield ""
    yield f"**{headline(one)}**"
    yield ""
    yield _numbers(one, sizes)
    if one.steps:
        left = set(one.mended)
        yield from ("", "## What asks the database", "")
        yield from ("| queries | fixed | what | for each of | where |", "|---|---|---|---|---|")
        for step in one.steps:
            what = step.words if step.location == one.location else f"`{step.words}`"
            yield _row(step, str(step.growth), str(step.growth) if step in left else "0", what, place)
        for step in one.mended:
            if step not in one.steps:
                yield _row(step, "0", str(step.growth), f"what the fix of `{step.words}` asks instead", place)
    if one.findings:
        yield from ("", "## Findings", "")
        for finding in one.findings:
            fix = f" ({_MENDED[finding.fixable]})" if finding.fixable is not None else ""
            yield f"- {place(finding.location)}: {finding.message}{fix}: `{finding.rule}`"
    if one.unknown:
        yield from ("", "## Not known", "")
        yield from (f"- {words}" for words in one.unknown)


def _row(step: Step, now: str, fixed: str, what: str, place: Callable[[Location], str]) -> str:
    repeated = ", ".join(visit.rows for visit in step.around if grows(visit))
    return f"| {now} | {fixed} | {what.replace('|', '&#124;')} | {repeated} | {place(step.location)} |"


def _numbers(one: Endpoint, sizes: Sizes) -> str:
    """What the formula means for the assumed numbers of rows."""
    now, fixed = one.at(sizes), one.fixed_at(sizes)
    rows = "For the numbers of rows that are configured: " if one.n else ""
    said = f"{now:,} {'query' if now == 1 else 'queries'}"
    text = f"{rows}{said} in one run" + (f", {fixed:,} when all fixes are applied." if fixed != now else ".")
    return text[0].upper() + text[1:]
