"""What the database does without and with the indexes that missing-index and composite-index-order propose."""

from __future__ import annotations

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fix, fix_all
from scale_lsp.finding import Finding, Safety, Severity
from tests.harness import MINE, project_with
from tests.schema.databases import on_each_database, told

HEAD = """
from django.db import models
from django.http import HttpResponse
from django.views.decorators.http import require_GET

STATES = [("new", "new"), ("out", "out"), ("done", "done")]


class Entry(models.Model):
    phone = models.CharField(max_length=20)
    status = models.CharField(max_length=9, choices=STATES{status})
    created_at = models.IntegerField({created})
{meta}

def rows():
    made = (Entry(phone=str(i), status="new" if i % 10 == 0 else "out", created_at=i) for i in range(ROWS))
    Entry.objects.bulk_create(made)


@require_GET
def view(request):
    return HttpResponse(str(list(plan_it())))


ROWS = 20000


def plan_it():
    return {queryset}
"""
NEWEST = 'Entry.objects.filter(status="new").order_by("-created_at")[:20]'
KNOWN = Config(preview=True, rows={"shop.Entry": 1_000_000})


def text(queryset: str, status: str = "", created: str = "", meta: str = "") -> str:
    return (
        HEAD.replace("{queryset}", queryset)
        .replace("{status}", status)
        .replace("{created}", created)
        .replace("{meta}", meta)
    )


def found(code: str, config: Config = KNOWN) -> list[Finding]:
    project, path = project_with(code)
    return list(check(project.snapshot(), path, config))


def mended(code: str) -> str:
    project, path = project_with(code)
    return fix_all(project, [path], KNOWN, unsafe=True).texts[path]


META = '\n    class Meta:\n        indexes = [models.Index(fields=["created_at", "status"])]\n'


@pytest.mark.parametrize(
    ("code", "rule", "columns"),
    [
        (text('Entry.objects.filter(phone="77")'), "missing-index", ["phone"]),
        (text("Entry.objects.filter(created_at__gt=int('19990'))"), "missing-index", ["created_at"]),
        (text('Entry.objects.order_by("-created_at")[:20]'), "missing-index", ["created_at"]),
        (text(NEWEST), "missing-index", ["status", "created_at"]),
        (text(NEWEST, status=", db_index=True"), "composite-index-order", ["status", "created_at"]),
        (text(NEWEST, created="db_index=True"), "composite-index-order", ["status", "created_at"]),
        (text(NEWEST, meta=META), "composite-index-order", ["status", "created_at"]),
    ],
    ids=["equal", "range", "order", "both", "beside status", "beside created_at", "wrong way round"],
)
@on_each_database
def test_the_plan_uses_the_index(database: str, code: str, rule: str, columns: list[str]) -> None:
    assert [finding.rule for finding in found(code)] == [rule]
    after = mended(code)
    assert rule not in [finding.rule for finding in found(after)], "nothing is left to say"
    answers = told(database, before=code, after=after)
    new = [
        index for index in answers["after"]["indexes"]["Entry"] if index not in answers["before"]["indexes"]["Entry"]
    ]
    assert new == [[columns, False]]
    before, plan = answers["before"]["plans"]["plan_it"], answers["after"]["plans"]["plan_it"]
    assert plan != before
    assert "_".join(columns)[:7] in plan.lower(), plan
    assert not sorts_or_scans(plan), plan
    if rule == "missing-index":
        assert sorts_or_scans(before), before


def sorts_or_scans(plan: str) -> bool:
    """Whether rows are sorted, or the whole table is read."""
    if "SCAN" in plan or "SEARCH" in plan:  # SQLite
        return "TEMP B-TREE" in plan or ("SCAN" in plan and "INDEX" not in plan)
    return "Seq Scan" in plan or "Sort" in plan


def test_the_order_of_an_index_is_turned_around() -> None:
    assert 'models.Index(fields=["status", "-created_at"])' in mended(text(NEWEST, meta=META))


@pytest.mark.parametrize(("rows", "severity"), [({}, Severity.INFO), ({"shop.Entry": 5000}, Severity.WARNING)])
def test_a_guess_is_no_warning(rows: dict[str, int], severity: Severity) -> None:
    code = text('Entry.objects.filter(phone="77")')
    project, _ = project_with(code)
    (finding,) = found(code, Config(preview=True, rows=rows))
    assert finding.severity is severity
    made = fix(project.snapshot(), finding, Config(preview=True, rows=rows))
    assert made is not None
    assert made.safety is Safety.UNSAFE
    assert "migration" in made.reason
    assert made.edits[0].path == MINE


def test_a_small_table_needs_no_index() -> None:
    assert found(text('Entry.objects.filter(phone="77")'), Config(preview=True, rows={"shop.Entry": 999})) == []
    assert (
        found(
            text('Entry.objects.filter(phone="77")'), Config(preview=True, rows={"shop.Entry": 999}, index_min_rows=500)
        )
        != []
    )


def test_there_are_only_so_many_indexes() -> None:
    both = '[*Entry.objects.filter(phone="77"), *Entry.objects.filter(created_at=3)]'
    assert len(found(text(both))) == 2
    assert len(found(text(both), Config(preview=True, index_max_per_model=1))) == 1


def test_one_row_says_what_it_costs() -> None:
    (finding,) = found(text('[Entry.objects.get(phone="77")]'))
    assert finding.impact is not None
    assert (finding.impact.resource, finding.impact.now.at(1000), finding.impact.fixed.at(1000)) == (
        "scanned rows",
        1000,
        1,
    )


def test_the_queries_are_named() -> None:
    (finding,) = found(text(NEWEST))
    assert '`filter(status=…).order_by("-created_at")` reads the whole table' in finding.message
    assert [related.location.path for related in finding.related] == [MINE]
