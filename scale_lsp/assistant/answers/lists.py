"""Answers that list findings: a review, what is slow, what comes first, the N+1s of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scale_lsp.assistant.answer import Answer, Turn, joined
from scale_lsp.assistant.scope import Nothing, Scope, scope
from scale_lsp.assistant.things import PROJECT, Thing
from scale_lsp.engine.impact import assumed_rows, saved_ms
from scale_lsp.engine.priority import WHOLE_SITE
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety, Severity

SIZE = 5
"""Findings of one answer."""
MOST = 20


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def review(turn: Turn) -> Answer:
    """Of a file, of the project, of whatever has a name."""
    return _of(turn, turn.meant.thing or (None if turn.question.path else PROJECT), _summary)


def why_slow(turn: Turn) -> Answer:
    """The findings of a place, the most expensive first."""
    found = scope(turn, turn.meant.thing)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    options = turn.view.config.options
    costly = sorted(found.findings, key=lambda f: -saved_ms(f, options))
    if not costly:
        return Answer(
            f"I find nothing in {found.words} that grows with the data. Whether it is slow for another reason, such as "
            "one query that the database is slow with, I can’t tell from the code."
        )
    time = sum(saved_ms(finding, options) for finding in costly)
    cost = f"; to fix it saves about {duration(time)} at the assumed rows." if time >= 1 else "."
    head = f"I find {counted(len(costly), 'cause')} in {found.words}"
    return listed(turn, costly, head + cost)


def first(turn: Turn) -> Answer:
    """What to begin with, and why that."""
    found = scope(turn, PROJECT)
    assert isinstance(found, Scope)
    if not found.findings:
        return _nothing_in(turn, found)
    size = min(turn.number or 3, MOST)
    start = turn.start
    chosen = found.findings[start : start + size]
    lines = [
        f"{line}  \n   *{_reason(turn, f)}*" for line, f in zip(lines_of(turn, chosen, start), chosen, strict=True)
    ]
    more = len(found.findings) - start - len(chosen)
    head = "First what fails or limits the whole site, then what saves most time:" if not start else ""
    text = joined([head, "\n".join(lines), _more(more)])
    return Answer(text, tuple(chosen), start, next(iter(chosen), None), suggestions=_next_steps(chosen, more))


def list_(turn: Turn) -> Answer:
    """Of a topic, of a model, of both."""
    topic, thing = turn.meant.things.get("topic"), turn.meant.thing
    if topic is None:
        return _of(turn, thing, _summary)
    found = scope(turn, thing) if thing is not None else scope(turn, PROJECT)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    fitting = [finding for finding in found.findings if topic.covers(finding)]
    where = f" of {found.words}" if thing is not None and thing.kind == "model" else f" in {found.words}"
    title = f"`{topic.name}`" if topic.kind == "rule" else topic.name
    if not fitting:
        return Answer(f"I find nothing about {title}{where}.{_preview(topic)}")
    return listed(turn, fitting, f"{counted(len(fitting), 'finding')} about {title}{where}:")


def count(turn: Turn) -> Answer:
    """How many, by severity and by rule."""
    found = scope(turn, turn.meant.thing or PROJECT)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    if not found.findings:
        return _nothing_in(turn, found)
    rules = Counter(finding.rule for finding in found.findings).most_common()
    rows = [f"| {number} | `{rule}` | {registry().entries[rule].title} |" for rule, number in rules[:MOST]]
    table = "\n".join(["| | rule | |", "|---:|---|---|", *rows])
    rest = f"and {counted(len(rules) - MOST, 'rule')} more" if len(rules) > MOST else ""
    return Answer(joined([_summary(found), table, rest]), suggestions=("what should I fix first?",))


def listed(turn: Turn, findings: Sequence[Finding], head: str) -> Answer:
    """A page of a list. Numbers go on from one page to the next."""
    start = turn.start if turn.start < len(findings) else 0
    chosen = findings[start : start + SIZE]
    more = len(findings) - start - len(chosen)
    text = joined([head if not start else "", "\n".join(lines_of(turn, chosen, start)), _more(more)])
    current = chosen[0] if len(findings) == 1 else None
    return Answer(text, tuple(chosen), start, current, suggestions=_next_steps(chosen, more))


def lines_of(turn: Turn, findings: Iterable[Finding], start: int = 0) -> list[str]:
    return [f"{number}. {_line(turn, finding)}" for number, finding in enumerate(findings, start + 1)]


def _line(turn: Turn, finding: Finding) -> str:
    fix = f" ({finding.fixable.value} fix)" if finding.fixable is not None else ""
    place = turn.links.place(finding.location)
    return f"{place} **{finding.severity.value}** `{finding.rule}`: {finding.message}{_figures(turn, finding)}{fix}"


def _figures(turn: Turn, finding: Finding) -> str:
    impact = finding.impact
    if impact is None or not (impact.now.per_row or impact.now.per_nested_row):
        return ""
    n = assumed_rows(finding, turn.view.config.options).number
    return f" [{impact.now.at(n):,} → {impact.fixed.at(n):,} {impact.resource} at n = {n:,}]"


def _reason(turn: Turn, finding: Finding) -> str:
    if finding.severity is Severity.ERROR:
        return "an error: it fails, leaks or does nothing in production"
    if registry().entries[finding.rule].category in WHOLE_SITE:
        return "it limits every page"
    saved = saved_ms(finding, turn.view.config.options)
    return f"fixed, it saves about {duration(saved)} each time" if saved >= 1 else "the next in severity"


def duration(ms: float) -> str:
    return f"{ms:,.0f} ms" if ms < 1000 else f"{ms / 1000:,.1f} s"


def _of(turn: Turn, thing: Thing | None, head: object) -> Answer:
    found = scope(turn, thing)
    if isinstance(found, Nothing):
        return Answer(found.reason, keeps=True)
    if not found.findings:
        return _nothing_in(turn, found)
    return listed(turn, found.findings, _summary(found))


def _summary(found: Scope) -> str:
    severities = Counter(finding.severity for finding in found.findings)
    by_severity = ", ".join(counted(severities[s], s.value) for s in Severity if severities[s])
    files = len({finding.location.path for finding in found.findings})
    safe = sum(finding.fixable is Safety.SAFE for finding in found.findings)
    fixes = f"; {safe} can be fixed safely" if safe else ""
    where = f" in {counted(files, 'file')}" if files > 1 else ""
    return f"**{counted(len(found.findings), 'finding')}** in {found.words}{where}: {by_severity}{fixes}."


def _nothing_in(turn: Turn, found: Scope) -> Answer:
    """Silence, and what it is worth."""
    unsure = [f"{turn.links.place(where)}: {why}" for where, why in turn.view.problems() if _is_of(where.path, found)]
    doubt = "What does not parse could not be judged:\n" + "\n".join(f"- {line}" for line in unsure[:SIZE])
    return Answer(joined([f"I find nothing to change in {found.words}.", doubt if unsure else ""]))


def _is_of(path: str, found: Scope) -> bool:
    return found.paths is None or path in found.paths


def _preview(topic: Thing) -> str:
    pages = topic.topic.pages() if topic.topic else [topic.name]
    off = [slug for slug in pages if registry().entries[slug].preview]
    names = ", ".join(f"`{slug}`" for slug in off)
    return f" {names} {'is' if len(off) == 1 else 'are'} in preview and off until selected." if off else ""


def _more(number: int) -> str:
    return f"{number:,} more: say “next”." if number > 0 else ""


def _next_steps(chosen: Sequence[Finding], more: int) -> tuple[str, ...]:
    steps = ["why?", "fix it"] if len(chosen) == 1 else ["explain the first one", "fix the first one"]
    return (*steps, "next") if more > 0 else tuple(steps)
