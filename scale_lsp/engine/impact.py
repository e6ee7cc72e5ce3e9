"""What a finding costs in the user's numbers: how many rows are assumed, and estimates of time and memory.

The constants were measured on Django 4.2 to 6.1 with PostgreSQL on the same machine; they show the order of magnitude.
"""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.finding import Finding, Impact
from scale_lsp.options import Options

QUERY_MS = 0.3
"""What Django and the driver do for one small query, without the way to the database."""
ROW_MS = 0.01
"""A row becoming a model instance."""
INDEX_MS = 0.01
"""A row found through an index."""
SCAN_MS = 0.000055
"""A row that the database looks at and leaves."""
ROW_KIB = 2.3
"""The memory of a model instance with a dozen columns."""
REQUEST_MS = 1.0
"""What Django and the server do for a request that asks the database nothing."""
CONNECT_MS = 6.4
"""Opening a connection to PostgreSQL, without encryption and on the same machine."""


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows the figures are for, and where that number comes from."""

    number: int
    configured: bool


def assumed_rows(finding: Finding, options: Options) -> Rows:
    """The rows of the model's table if the user has said, else of a usual page, or of a usual table."""
    known = options.table_rows(str(finding.values.get("label", "")))
    if known is not None:
        return Rows(known, True)
    whole_table = finding.impact is not None and finding.impact.resource in ("rows", "scanned rows", "memory")
    return Rows(options.default_table_rows if whole_table else options.default_rows, False)


def saved_ms(finding: Finding, options: Options, asked: int | None = None) -> float:
    """What a fix saves each time, at the assumed rows or those that are asked for; 0 where there is no estimate."""
    impact = finding.impact
    if impact is None or impact.resource not in ("queries", "rows", "scanned rows", "memory"):
        return 0.0
    rows = asked or assumed_rows(finding, options).number
    each = {"queries": options.db_rtt_ms + QUERY_MS, "scanned rows": SCAN_MS}.get(impact.resource, ROW_MS)
    return (impact.now.at(rows) - impact.fixed.at(rows)) * each


def impact_text(finding: Finding, impact: Impact, options: Options, asked: int | None = None) -> str:
    """Markdown: the formula before and after, the numbers, an estimate, and last what was assumed.

    `asked`: the rows that somebody wants it for.
    """
    rows = assumed_rows(finding, options) if asked is None else Rows(asked, True)
    now, fixed = impact.now.at(rows.number), impact.fixed.at(rows.number)
    formula = f"**{impact.resource}: {impact.now} → {impact.fixed}**, n = {impact.n}"
    lines = [f"{formula}: {now:,} → {fixed:,}."]
    if estimate := _estimate(impact, now, fixed, options):
        lines.append(f"≈ {estimate}.")
    if assumption := _assumption(rows, impact, options, asked is not None):
        lines.append(f"Assumes {assumption}.")
    return " ".join(lines)


def _estimate(impact: Impact, now: int, fixed: int, options: Options) -> str:
    match impact.resource:
        case "queries":
            each = options.db_rtt_ms + QUERY_MS
            return f"{two_digits(now * each)} → {two_digits(fixed * each)} ms in the database"
        case "rows":
            times = f"{two_digits(now * ROW_MS)} → {two_digits(fixed * ROW_MS)} ms"
            return f"{times}, {_memory(now)} → {_memory(fixed)} of memory"
        case "scanned rows":
            return f"{two_digits(now * SCAN_MS)} → {two_digits(max(fixed * SCAN_MS, INDEX_MS))} ms in the database"
        case "memory":
            return f"{_memory(now)} → {_memory(fixed)} held at once"
    return ""


def _memory(rows: int) -> str:
    kib = rows * ROW_KIB
    return f"{two_digits(kib / 1024)} MiB" if kib >= 1024 else f"{two_digits(kib)} KiB"


def two_digits(number: float) -> str:
    """`1234` is `1,200`: an estimate has two digits that mean something."""
    if number == 0:
        return "0"
    rounded = float(f"{number:.1e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def _assumption(rows: Rows, impact: Impact, options: Options, asked: bool) -> str:
    parts = []
    if impact.now.per_row or impact.now.per_nested_row:
        origin = "as asked" if asked else "configured" if rows.configured else "by default"
        parts.append(f"n = {rows.number:,} ({origin})")
    if impact.resource == "queries":
        parts.append(f"a round trip of {options.db_rtt_ms:g} ms")
    return " and ".join(parts)
