"""The numbers of a hover: formula, figures, estimate, and what was assumed."""

from __future__ import annotations

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.impact import impact_text
from scale_lsp.finding import Finding, Growth, Impact, Severity
from scale_lsp.options import Options
from scale_lsp.text.positions import Location, Position, Span

HERE = Location("/a.py", Span(Position(0, 0), Position(0, 1)))


def text(impact: Impact, options: Options) -> str:
    finding = Finding("rule", HERE, "", Severity.WARNING, {"label": "shop.Order"}, impact)
    return impact_text(finding, impact, options)


@pytest.mark.parametrize(
    ("impact", "options", "expected"),
    [
        (
            Impact("queries", Growth(1, 1), Growth(1), "rows of Order"),
            Options(),
            "**queries: 1 + n → 1**, n = rows of Order: 101 → 1. ≈ 130 → 1.3 ms in the database. "
            "Assumes n = 100 (by default) and a round trip of 1 ms.",
        ),
        (
            Impact("queries", Growth(1, 1), Growth(1), "rows of Order"),
            Options(rows={"Shop.order": 1000}, db_rtt_ms=5),
            "**queries: 1 + n → 1**, n = rows of Order: 1,001 → 1. ≈ 5,300 → 5.3 ms in the database. "
            "Assumes n = 1,000 (configured) and a round trip of 5 ms.",
        ),
        (
            Impact("rows", Growth(0, 1), Growth(20), "rows of Order"),
            Options(),
            "**rows: n → 20**, n = rows of Order: 10,000 → 20. ≈ 100 → 0.2 ms, 22 MiB → 46 KiB of memory. "
            "Assumes n = 10,000 (by default).",
        ),
        (
            Impact("memory", Growth(0, 1), Growth(2000), "rows of Order"),
            Options(rows={"shop.Order": 100_000}),
            "**memory: n → 2000**, n = rows of Order: 100,000 → 2,000. ≈ 220 MiB → 4.5 MiB held at once. "
            "Assumes n = 100,000 (configured).",
        ),
        (
            Impact("connections", Growth(16), Growth(8), "workers"),
            Options(),
            "**connections: 16 → 8**, n = workers: 16 → 8.",
        ),
    ],
)
def test_impact(impact: Impact, options: Options, expected: str) -> None:
    assert text(impact, options) == expected


def test_the_defaults_are_said_once() -> None:
    assert Config().options == Options()
