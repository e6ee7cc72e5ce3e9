"""Answers about how many users the site carries, with the arithmetic that the engine shows."""

from __future__ import annotations

from scale_lsp.assistant.answer import Answer, Turn, joined
from scale_lsp.assistant.answers.lists import counted
from scale_lsp.engine.capacity import Capacity, capacity
from scale_lsp.engine.caps import Cap
from scale_lsp.engine.load import requests
from scale_lsp.finding import Severity

MOST_CAPS = 4


def users(turn: Turn) -> Answer:
    """Whether so many users at once are carried, what breaks first, and what could not be judged."""
    view = turn.view
    found = capacity(view.snapshot, view.config, view.endpoints)
    asked = turn.number or view.config.target_users
    verdict = _verdict(found, asked) if turn.number else _number(found, asked)
    parts = [verdict, _rates(turn, found, asked), _caps(turn, found, asked), _besides(turn, found), _doubt(found)]
    steps = ("what should I fix first?", "which are the slowest pages?", "and at 100,000?")
    return Answer(joined(parts), suggestions=steps)


def _verdict(found: Capacity, asked: int) -> str:
    if found.users is None or found.first is None:
        return f"**I can’t tell** whether {asked:,} users at once are carried: I know no limit that counts users."
    limit = f"≈ {found.users:,} users at once: {found.first.words}"
    if found.users < asked:
        return f"**No**, not {asked:,} users at once. What runs out first carries {limit}."
    return f"**As far as the code tells, yes**: {asked:,} users at once. What runs out first carries {limit}."


def _number(found: Capacity, target: int) -> str:
    if found.users is None or found.first is None:
        return "**I can’t tell** how many users are carried: I know no limit that counts users."
    reached = "enough" if found.users >= target else "fewer than"
    goal = f"{reached} {'for ' if reached == 'enough' else ''}the {target:,} of `target-users`"
    return f"**≈ {found.users:,} users at once**, {goal}. What runs out first: {found.first.words}."


def _rates(turn: Turn, found: Capacity, asked: int) -> str:
    """What is asked for, and what is served now and with all fixes."""
    wanted = f"{asked:,} users ask for ≈ {requests(asked, turn.view.config.options):,.1f} requests a second"
    if found.requests_per_second is None:
        return f"{wanted}."
    served = f"the workers serve ≈ {found.requests_per_second:,.1f}"
    fixed = found.fixed_requests_per_second
    return f"{wanted}; {served}" + (f", with all findings fixed ≈ {fixed:,.1f}." if fixed is not None else ".")


def _caps(turn: Turn, found: Capacity, asked: int) -> str:
    """The limits that are below what is asked for; when there is none, the lowest."""
    below = [cap for cap in found.caps if cap.users is not None and cap.users < asked]
    shown = (below or [cap for cap in found.caps if cap.users is not None][:1])[:MOST_CAPS]
    return "\n".join(f"{number}. {_cap(turn, cap)}" for number, cap in enumerate(shown, 1))


def _cap(turn: Turn, cap: Cap) -> str:
    place = f" ({turn.links.place(cap.location)})" if cap.location is not None else ""
    carried = f" ≈ {cap.users:,} users." if cap.users is not None else ""
    detail = " ".join(filter(None, (cap.arithmetic and f"{cap.arithmetic}.", cap.assumption)))
    return f"**{cap.resource}**{place}: {cap.words}.{carried} {detail}".rstrip()


def _besides(turn: Turn, found: Capacity) -> str:
    """What fails or costs whatever the number of users is, the most severe first."""
    severe = list(Severity)[:2]
    others = [cap for cap in found.caps if cap.users is None and cap.severity in severe]
    others.sort(key=lambda cap: severe.index(cap.severity))
    lines = [f"- {_cap(turn, cap)}" for cap in others[:MOST_CAPS]]
    if len(others) > len(lines):
        lines.append(f"- and {len(others) - len(lines)} more")
    errors = sum(finding.severity is Severity.ERROR for finding in turn.view.findings)
    if errors:
        lines.append(f"- {counted(errors, 'finding')} of the severity error: ask “what should I fix first?”")
    return "\n".join(["Besides, with any number of users:", *lines]) if lines else ""


def _doubt(found: Capacity) -> str:
    return f"What I can’t know: {'; '.join(found.unknown)}." if found.unknown else ""
