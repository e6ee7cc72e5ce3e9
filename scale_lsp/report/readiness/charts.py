"""Charts as SVG that needs no script: colours are variables of the page's style sheet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from scale_lsp.report.readiness.model import Problem, Readiness

_WIDTH = 520
_ROW = 58
_STEP = 26
_LEGEND = 48
_LONGEST = 48
"""The letters of a name that fit."""
_MOST_BARS = 12
_MOST_CURVES = 4
_COLOURS = 4
_SIZES = (1, 3, 10, 30, 100, 300, 1000)
"""The numbers of rows that the curves are drawn for."""


def queries(of: Readiness) -> str:
    """The most expensive entry points as bars, now and fixed; "" where none asks anything."""
    shown = [one for one in of.entry_points if one.queries.number][:_MOST_BARS]
    if not shown:
        return ""
    most = max(one.queries.number for one in shown)
    parts = []
    for row, one in enumerate(shown):
        top = row * _ROW
        parts.append(_text(0, top + 14, _short(one.name), "label"))
        for offset, amount, kind in ((21, one.queries, "now"), (36, one.fixed, "fixed")):
            width = _length(amount.number, most) * (_WIDTH - 80)
            parts.append(f'<rect class="{kind}" x="0" y="{top + offset}" width="{width:.1f}" height="12" rx="2"/>')
            parts.append(_text(width + 6, top + offset + 11, f"{amount.number:,}", "figure"))
    words = "; ".join(f"{one.name}: {one.queries.number:,} now, {one.fixed.number:,} fixed" for one in shown)
    return _svg("Queries of the most expensive entry points, now and fixed", words, len(shown) * _ROW, parts)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"…{name[1 - _LONGEST :]}"


def _length(number: int, most: int) -> float:
    """On a logarithmic scale: 10 beside 10,000 can be seen."""
    return math.log10(number + 1) / math.log10(most + 1)


def growth(of: Readiness) -> str:
    """How the queries of the most expensive entry points grow with n rows, now and fixed."""
    growing = {one.queries.formula: one for one in reversed(of.entry_points) if "n" in one.queries.formula}
    shown = sorted(growing.values(), key=lambda one: -one.queries.number)[:_MOST_CURVES]
    if not shown:
        return ""
    lines = [
        (one, [asked(one.queries.formula, n) for n in _SIZES], [asked(one.fixed.formula, n) for n in _SIZES])
        for one in shown
    ]
    most = max(number for _, now, fixed in lines for number in (*now, *fixed))
    left, height, right = 76, 260, _WIDTH - 24
    parts = []
    for power in range(math.ceil(math.log10(most + 1)) + 1):
        if 10**power <= most * 2:
            y = height - _length(10**power, most) * (height - 16)
            parts.append(f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
            parts.append(_text(left - 6, y + 4, f"{10**power:,}", "axis end"))
    xs = [left + math.log10(n) / math.log10(_SIZES[-1]) * (right - left) for n in _SIZES]
    parts += [_text(x, height + 18, f"{n:,}", "axis middle") for x, n in zip(xs, _SIZES, strict=True)]
    for index, (one, now, fixed) in enumerate(lines):
        for numbers, kind in ((now, "line"), (fixed, "line dashed")):
            points = " ".join(
                f"{x:.1f},{height - _length(number, most) * (height - 16):.1f}"
                for x, number in zip(xs, numbers, strict=True)
            )
            parts.append(f'<polyline class="{kind} c{index % _COLOURS}" points="{points}"/>')
        y = height + 50 + index * _LEGEND
        parts.append(f'<line class="line c{index % _COLOURS}" x1="0" y1="{y - 4}" x2="24" y2="{y - 4}"/>')
        parts.append(_text(32, y, _short(one.name), "label"))
        parts.append(_text(32, y + 20, f"{one.queries.formula} → {one.fixed.formula}", "figure"))
    words = "; ".join(f"{one.name}: {one.queries.formula} now, {one.fixed.formula} fixed" for one in shown)
    title = "Queries against rows: solid now, dashed fixed; both scales are logarithmic"
    return _svg(title, words, height + 36 + len(lines) * _LEGEND, parts)


def asked(formula: str, n: int) -> int:
    """A formula such as `5 + 7n + n·m` for n rows, with as many below each."""
    total = 0
    for term in formula.split(" + "):
        nested, row = term.endswith("n·m"), term.endswith("n")
        factor = term.removesuffix("n·m").removesuffix("n")
        total += int(factor or 1) * (n * n if nested else n if row else 1)
    return total


def categories(of: Readiness) -> str:
    """How many findings each category has, by how grave they are."""
    counts = Counter(problem.category for problem in of.problems)
    if not counts:
        return ""
    most, parts = max(counts.values()), []
    for row, (category, _) in enumerate(counts.most_common()):
        x, top = 130.0, row * _STEP
        parts.append(_text(122, top + 15, category, "label end"))
        for grade, number in _grades(problem for problem in of.problems if problem.category == category):
            width = number / most * (_WIDTH - 180)
            parts.append(f'<rect class="{grade}" x="{x:.1f}" y="{top + 3}" width="{width:.1f}" height="16"/>')
            x += width
        parts.append(_text(x + 6, top + 15, f"{counts[category]:,}", "figure"))
    words = "; ".join(f"{category}: {number}" for category, number in counts.most_common())
    return _svg("Findings by category, the gravest on the left", words, len(counts) * _STEP, parts)


def _grades(problems: Iterable[Problem]) -> Iterator[tuple[str, int]]:
    counts = Counter(problem.grade for problem in problems)
    yield from ((grade, counts[grade]) for grade in ("critical", "high", "medium", "low") if counts[grade])


def _svg(title: str, words: str, height: float, parts: Sequence[str]) -> str:
    """The words are for those who do not see it."""
    inner = "".join(parts)
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height:.0f}"><title>{escape(title)}</title>'
        f"<desc>{escape(words)}</desc>{inner}</svg>"
    )


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
