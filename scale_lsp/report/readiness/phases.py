"""The roadmap: what to do first, and what the site carries after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scale_lsp.finding import Fix, Safety
from scale_lsp.report.readiness.model import Phase, Problem

PHASES = (
    ("Safe fixes", "The results stay the same: apply them all, look at the diff, run the tests"),
    ("Settings and deployment", "Few lines each, and every request profits"),
    ("Queries, pages and writes", "Fixes that change something observable, and code to change by hand"),
    ("Indexes and migrations", "Run them when there is little traffic: building an index takes time on large tables"),
    ("Caches, queues and live connections", "What a request need not do itself, or not each time"),
)
SAFE, SETTINGS, CODE, INDEXES, CACHES = range(1, 6)
_BY_CATEGORY = {
    "schema": INDEXES,
    "search": INDEXES,
    "settings": SETTINGS,
    "limits": SETTINGS,
    "caching": CACHES,
    "background": CACHES,
    "async": CACHES,
}


def phase_of(category: str, made: Fix | None, in_settings: bool) -> int:
    usual = _BY_CATEGORY.get(category, CODE)
    if made is not None and made.safety is Safety.SAFE and not made.new_files and usual != INDEXES:
        return SAFE
    return SETTINGS if in_settings else usual


def phases(found: Sequence[Problem], users_after: Callable[[int], int | None]) -> Iterator[Phase]:
    """Those that there is something to do in."""
    for number, (title, words) in enumerate(PHASES, 1):
        mine = [problem for problem in found if problem.phase == number]
        if mine:
            numbers = tuple(problem.number for problem in mine)
            yield Phase(number, title, words, numbers, _command(mine), users_after(number))


def _command(mine: Sequence[Problem]) -> str:
    """What applies the fixes of a phase; what only shows them where they are not safe."""
    fixes = {problem.rule: problem.fix.safety for problem in mine if problem.fix and problem.fix.safety != "manual"}
    if not fixes:
        return ""
    how = "--fix" if all(safety == "safe" for safety in fixes.values()) else "--unsafe-fixes --diff"
    return f"scale-lsp check {how} --select {','.join(sorted(fixes))}"
