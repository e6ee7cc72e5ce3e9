"""Entry points for people: a table, and the steps of one with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scale_lsp.report.entry_points import Amount, EntryPoint, EntryPoints, Unjudged
from scale_lsp.report.markdown_text import Links, code, escaped, linked, table

_MANY = 100
"""Queries that no page should need."""
_EFFECTS = ("paginated", "cached", "e-mails", "external calls", "writes")


def table_of(found: Sequence[EntryPoint]) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    shown.add_column("kind")
    shown.add_column("route", overflow="fold")
    shown.add_column("view", overflow="fold")
    for title in ("queries now", "", "fixed", ""):
        shown.add_column(title, justify="right" if not title else "left", no_wrap=True)
    shown.add_column("besides", overflow="fold")
    for one in found:
        worse = one.queries.number > one.fixed.number
        now = "bold red" if one.queries.number >= _MANY else "yellow" if worse else ""
        shown.add_row(
            one.kind,
            Text(routes_in_short(one)),
            Text(one.name),
            Text(one.queries.formula, style=now),
            Text(f"{one.queries.number:,}", style=now),
            Text(one.fixed.formula, style="green" if worse else ""),
            Text(f"{one.fixed.number:,}", style="green" if worse else ""),
            ", ".join(besides(one)),
        )
    return shown


def routes_in_short(one: EntryPoint) -> str:
    more = f" +{len(one.routes) - 1}" if len(one.routes) > 1 else ""
    return f"{one.routes[0]}{more}" if one.routes else ""


def besides(one: EntryPoint) -> Iterator[str]:
    if one.paginated is not None:
        yield "paginated" if one.paginated else "not paginated"
    if one.cached:
        yield "cached"
    numbers = (("e-mail", one.emails), ("external call", one.external_calls), ("write", one.writes))
    yield from (f"{number:,} {noun}{'' if number == 1 else 's'}" for noun, number in numbers if number)


def effects(one: EntryPoint) -> tuple[str, ...]:
    """Nothing is said where there is nothing to say."""
    paginated = {True: "yes", False: "no", None: ""}[one.paginated]
    numbers = (one.emails, one.external_calls, one.writes)
    return (paginated, "yes" if one.cached else "", *(f"{number:,}" if number else "" for number in numbers))


def explained(one: EntryPoint) -> RenderableType:
    """What one entry point asks, step by step, the most expensive step first."""
    head = Text(one.name, style="bold").append(f"  {one.kind}  {' '.join(one.routes)}\n{one.place}\n", style="not bold")
    head.append(f"queries: {_amount(one.queries)}")
    if one.fixed != one.queries:
        head.append(f"; {_amount(one.fixed)} when the findings are fixed", style="green")
    if one.n:
        head.append(f"; n = {one.n}")
    steps = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    steps.add_column(width=0)
    steps.add_column(justify="right", no_wrap=True)
    steps.add_column(justify="right", no_wrap=True)
    steps.add_column(overflow="fold")
    steps.add_column(overflow="fold")
    steps.add_column(no_wrap=True)
    for step in one.steps:
        cells = (step.queries.formula, f"{step.queries.number:,}", step.words, str(step.place))
        steps.add_row("", *map(Text, cells), Text("fixable", style="green") if step.fixed else "")
    parts: list[RenderableType] = [head, steps]
    for finding in one.findings:
        parts.append(Text(f"  {finding.place}: ").append(finding.rule, style="yellow").append(f" {finding.message}"))
    parts += [Text(f"  not judged: {words}") for words in one.unknown]
    return Group(*parts)


def _amount(amount: Amount) -> str:
    return amount.formula if amount.formula == str(amount.number) else f"{amount.formula} = {amount.number:,}"


def notes(of: EntryPoints) -> Text:
    """What the numbers are for, and what could not be judged."""
    text = Text("Assumes: " + "; ".join(of.assumptions) + ".\n", style="dim")
    for one in of.unjudged:
        text.append(f"Not judged: {_place(one)}{one.words}\n", style="dim")
    text.rstrip()
    return text


def _place(one: Unjudged) -> str:
    return f"{one.place}: " if one.place else ""


def markdown(of: EntryPoints, found: Sequence[EntryPoint], links: Links, *, steps: bool = False) -> str:
    """The same as Markdown, with links; `steps`: each with its steps."""
    lines = [*markdown_table(found, links), ""]
    if steps:
        for one in found:
            lines += [*_markdown_steps(one, links), ""]
    lines += [f"Assumes: {escaped('; '.join(of.assumptions))}.", ""]
    lines += [
        f"- Not judged: {linked(one.place, links) + ' ' if one.place else ''}{escaped(one.words)}"
        for one in of.unjudged
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def markdown_table(found: Sequence[EntryPoint], links: Links) -> Iterator[str]:
    head = ("kind", "route", "view", "queries now", "fixed", *_EFFECTS)
    rows = (
        (
            one.kind,
            code(routes_in_short(one)) if one.routes else "",
            linked(one.place, links, one.name),
            _amount(one.queries),
            _amount(one.fixed),
            *effects(one),
        )
        for one in found
    )
    yield from table(head, rows)


def _markdown_steps(one: EntryPoint, links: Links) -> Iterator[str]:
    yield f"### {escaped(one.name)}"
    yield ""
    rows = (
        (_amount(step.queries), code(step.words), linked(step.place, links), "yes" if step.fixed else "")
        for step in one.steps
    )
    yield from table(("queries", "what sends them", "where", "fixable"), rows)
    if one.findings or one.unknown:
        yield ""
    for finding in one.findings:
        yield f"- {linked(finding.place, links)} `{finding.rule}`: {escaped(finding.message)}"
    for words in one.unknown:
        yield f"- Not judged: {escaped(words)}"
