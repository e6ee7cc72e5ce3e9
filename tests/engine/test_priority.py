"""What comes first."""

from __future__ import annotations

from scale_lsp.config import Config
from scale_lsp.engine.priority import by_priority
from scale_lsp.finding import Finding, Growth, Impact, Severity
from scale_lsp.text.positions import Location, span


def finding(rule: str, severity: Severity, line: int, now: Growth | None = None) -> Finding:
    impact = Impact("queries", now, Growth(1), "rows of Order") if now is not None else None
    return Finding(rule, Location("/a.py", span(line, 0, line, 1)), f"line {line}", severity, impact=impact)


def test_the_order() -> None:
    error = finding("unknown-related-name", Severity.ERROR, 9)
    site = finding("no-connection-reuse", Severity.WARNING, 8)
    nested = finding("related-access-in-loop", Severity.WARNING, 7, Growth(1, 1, 1))
    loop = finding("related-access-in-loop", Severity.WARNING, 6, Growth(1, 1))
    above, below = (finding("len-of-queryset", Severity.WARNING, line) for line in (1, 2))
    remark = finding("query-in-loop", Severity.INFO, 0, Growth(0, 0, 9))
    wanted = [error, site, nested, loop, above, below, remark]
    assert by_priority(reversed(wanted), Config()) == wanted


def test_configured_rows_count() -> None:
    small = Finding("query-in-loop", Location("/a.py", span(0, 0, 0, 1)), "", Severity.WARNING, {"label": "shop.Tag"})
    large = Finding("query-in-loop", Location("/a.py", span(1, 0, 1, 1)), "", Severity.WARNING, {"label": "shop.Order"})
    impact = Impact("queries", Growth(1, 1), Growth(1), "rows")
    found = [Finding(f.rule, f.location, "", f.severity, f.values, impact) for f in (small, large)]
    config = Config(rows={"shop.Order": 5000, "shop.Tag": 5})
    assert [f.values["label"] for f in by_priority(found, config)] == ["shop.Order", "shop.Tag"]
