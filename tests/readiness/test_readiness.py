"""What the report says, and where it takes it from."""

from __future__ import annotations

import pytest

from scale_lsp.report.entry_points import Place
from scale_lsp.report.readiness.model import Problem, Readiness
from tests.readiness.conftest import SETTINGS, SHOP, URLS, VIEWS, WELL, report_of


def problem(report: Readiness, rule: str, file: str, text: str = "") -> Problem:
    """The only problem of a rule in a file, or the one whose message has a text."""
    (found,) = (p for p in report.problems if p.rule == rule and p.place.file == file and text in p.message)
    return found


def test_a_project_with_nothing_wrong_is_ready_and_the_report_says_why() -> None:
    report = report_of(WELL)
    assert report.problems == ()
    assert report.verdict.status == "ready"
    assert report.verdict.users is not None
    assert report.verdict.users > 2 * report.verdict.target_users
    assert "No finding is critical or high" in report.verdict.reasons
    assert any(reason.startswith("What runs out first carries about") for reason in report.verdict.reasons)
    assert report.phases == ()
    assert report.files == ()


def test_what_is_good_is_named_with_its_place() -> None:
    good = {one.words: [str(place) for place in one.places] for one in report_of(WELL).good}
    query = ["shop/views.py:7"]
    assert good == {
        "1 of 1 pages ask the same number of queries, however many rows there are": ["shop/views.py:6"],
        "1 query of requests loads related rows along, with `select_related()` or `prefetch_related()`": query,
        "`shop.Order` has an index on `number`, which requests use": ["shop/views.py:8"],
        "PostgreSQL is the database: many processes write at once": ["settings.py:9"],
        "Connections to the database stay open between requests": ["settings.py:11"],
        "The cache is shared by all processes: `RedisCache`": ["settings.py:15"],
        "Sessions are read from the cache": ["settings.py:16"],
        "Answers are compressed by `GZipMiddleware`": ["settings.py:6"],
        "`DEBUG` is off in production": ["settings.py:4"],
        "`gunicorn` starts 4 processes": ["Procfile:1"],
    }


def test_what_is_not_sure_is_not_called_good() -> None:
    """A database from the environment, an index that no request uses, relations that a finding is about."""
    settings = SETTINGS.replace('"django.db.backends.postgresql"', "os.environ['ENGINE']").replace("60", "AGE")
    views = VIEWS.replace("number=number", "pk=number").replace('"customer"', '"custom"')
    words = " ".join(one.words for one in report_of({**WELL, "settings.py": settings, "shop/views.py": views}).good)
    for text in ("PostgreSQL", "stay open", "has an index", "related rows"):
        assert text not in words


def test_what_a_finding_is_about_is_not_called_good(shop: Readiness) -> None:
    """A page that is cached with what one visitor sees; tasks that run inside requests."""
    words = " ".join(one.words for one in shop.good)
    assert "kept in the cache" not in words
    assert "outside of requests" not in words
    assert any(one.cached for one in shop.entry_points)
    assert any(one.kind == "task" and one.emails for one in shop.entry_points)


def test_more_users_than_the_workers_serve_are_too_many() -> None:
    """The same code: what it carries decides, and the first limit is named."""
    ready = report_of(WELL).verdict
    assert ready.users is not None
    twice, fewer = report_of(WELL, target_users=ready.users + 1), report_of(WELL, target_users=ready.users * 2 // 3)
    assert (twice.verdict.status, fewer.verdict.status) == ("not ready", "partially ready")
    assert twice.verdict.limit.startswith("requests, at about ")
    (scale,) = (one for one in twice.scales if one.users == ready.users + 1)
    assert scale.breaks == ("requests",)


def test_without_a_view_what_is_carried_is_not_known() -> None:
    report = report_of({name: text for name, text in WELL.items() if name not in ("urls.py", "shop/views.py")})
    assert report.verdict.status == "not known"
    assert (report.verdict.users, report.verdict.requests_per_second) == (None, None)
    assert "What a request costs is not known: no view was found that can be followed" in report.verdict.reasons


LOOP = """from django.http import JsonResponse

from .models import Order


def orders(request, number):
    found = Order.objects.order_by("number"){slice}
    return JsonResponse({{"names": [order.customer.name for order in found]}})
"""


def loop(cut: str, **options: object) -> Problem:
    report = report_of({**WELL, "shop/views.py": LOOP.format(slice=cut)}, **options)
    return problem(report, "related-access-in-loop", "shop/views.py")


def test_a_loop_over_a_slice_of_fifteen_is_no_loop_over_a_table() -> None:
    short, long = loop("[:15]"), loop("")
    assert (short.costs.partition(":")[0], long.costs.partition(":")[0]) == (
        "15 queries too many in `shop.views.orders`",
        "100 queries too many in `shop.views.orders`",
    )
    assert short.busy_workers is not None
    assert long.busy_workers is not None
    assert long.busy_workers / short.busy_workers == pytest.approx(100 / 15)


def test_the_grade_follows_the_target() -> None:
    """100 × 1.3 ms too many for each request of 33.3 a second: 4.3 workers; for 10 users, 0.04."""
    many, few = loop(""), loop("", target_users=10, rows={"shop.Order": 20})
    assert many.busy_workers == pytest.approx(100 * 1.3 / 1000 * 1000 * 2 / 60)
    assert (many.grade, few.grade) == ("critical", "medium")


def test_who_waits_counts() -> None:
    """The same loop in a page, in the admin and in a command."""
    admin = """from django.contrib import admin

from .models import Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "name"]

    def name(self, order):
        return order.customer.name
"""
    command = """from django.core.management.base import BaseCommand

from shop.models import Order


class Command(BaseCommand):
    def handle(self, **options):
        print([order.customer.name for order in Order.objects.all()])
"""
    pages = "from django.contrib import admin\n" + URLS.replace("]", ', path("admin/", admin.site.urls)]')
    files = {
        **WELL,
        "urls.py": pages,
        "shop/views.py": LOOP.format(slice=""),
        "shop/admin.py": admin,
        "shop/management/commands/names.py": command,
    }
    assert grades(report_of(files, target_users=1)) == ["medium", "medium", "high"]
    assert grades(report_of(files, target_users=1, default_rows=1000)) == ["high", "medium", "critical"]


def grades(report: Readiness) -> list[str]:
    """Of loops, in the order of their files."""
    loops = [one for one in report.problems if one.rule == "related-access-in-loop"]
    return [one.grade for one in sorted(loops, key=lambda one: one.place.file)]


def test_a_site_that_fails_is_limited_by_what_fails() -> None:
    settings = SETTINGS.replace("DEBUG = False", "DEBUG = True")
    verdict = report_of({**WELL, "settings.py": settings}).verdict
    assert (verdict.status, verdict.limit) == ("not ready", "DEBUG in production (`settings.py:4`)")


def test_the_shop_is_not_ready_and_the_limit_is_named(shop: Readiness) -> None:
    assert shop.verdict.status == "not ready"
    assert shop.verdict.limit.startswith("requests, at about ")
    assert shop.verdict.users is not None
    assert shop.verdict.fixed_users is not None
    assert shop.verdict.users < 1000 < shop.verdict.fixed_users
    carried = {scale.users: (bool(scale.breaks), bool(scale.fixed_breaks)) for scale in shop.scales}
    assert carried[50] == (False, False)
    assert carried[1000] == (True, False)
    assert carried[100_000] == (True, True)
    assert list(carried) == sorted(carried)


def test_findings_come_in_the_order_of_what_they_cost(shop: Readiness) -> None:
    grades = [one.grade for one in shop.problems]
    assert grades == sorted(grades, key=["critical", "high", "medium", "low"].index)
    assert [one.number for one in shop.problems] == list(range(1, len(shop.problems) + 1))
    first = shop.problems[0]
    assert (first.rule, first.place.file) == ("related-access-in-loop", "shop/employee_views.py")
    assert first.costs.startswith("10,498 queries too many in `shop.employee_views.dashboard`: ≈ 14 s")
    busy = [one.busy_workers for one in shop.of("high") if one.busy_workers is not None]
    assert busy == sorted(busy, reverse=True)


def test_every_place_is_a_line_of_a_file(shop: Readiness) -> None:
    lines = {place: (SHOP / place.file).read_text().splitlines() for place in every_place(shop)}
    assert lines
    for place, text in lines.items():
        assert 1 <= place.line <= len(text), place


def every_place(report: Readiness) -> set[Place]:
    found = {place for one in report.good for place in one.places}
    found |= {place for one in report.problems for place in (one.place, *one.related)}
    found |= {place for one in report.entry_points for place in (one.place, *(step.place for step in one.steps))}
    others = (*report.limits, *report.settings, *report.unjudged)
    return found | {one.place for one in others if one.place is not None}


def test_files_to_update_are_those_that_fixes_change(shop: Readiness) -> None:
    for file in shop.files:
        assert (SHOP / file.file).exists() != file.created
        for number in (*file.safe, *file.unsafe, *file.manual):
            fix = shop.problem(number).fix
            assert fix is not None
            assert file.file in (*fix.files, *fix.new_files)
        assert all(shop.problem(number).fix.safety == "safe" for number in file.safe)  # type: ignore[union-attr]


def test_each_finding_has_one_phase_and_safe_fixes_come_first(shop: Readiness) -> None:
    planned = [number for phase in shop.phases for number in phase.problems]
    assert sorted(planned) == [one.number for one in shop.problems]
    assert [phase.title for phase in shop.phases] == [
        "Safe fixes",
        "Settings and deployment",
        "Queries, pages and writes",
        "Indexes and migrations",
        "Caches, queues and live connections",
    ]
    safe, settings, _, indexes, _ = shop.phases
    assert all(shop.problem(number).fix.safety == "safe" for number in safe.problems)  # type: ignore[union-attr]
    assert safe.command.startswith("scale-lsp check --fix --select ")
    assert "debug-in-production" in {shop.problem(number).rule for number in settings.problems}
    assert {shop.problem(number).category for number in indexes.problems} <= {"schema", "search"}
    users = [phase.users or 0 for phase in shop.phases]
    assert users == sorted(users)
    assert (shop.verdict.users, shop.verdict.fixed_users) == (shop.verdict.users, users[-1])
    assert users[0] > (shop.verdict.users or 0)


def test_what_the_seeds_said_of_a_shop_is_found_in_its_report(shop: Readiness) -> None:
    """ "Can it handle 1,000 customers?": what they list is in the report, each with its place."""
    found = {(one.rule, one.place.file) for one in shop.problems}
    assert {
        ("unbounded-view-queryset", "shop/views.py"),  # all products on one page
        ("related-access-in-loop", "shop/employee_views.py"),  # the dashboard
        ("identifier-fuzzy-lookup", "shop/views.py"),  # customers looked up by a part of their number
        ("rate-limit-not-enforced", "shop/limits.py"),  # limits that do nothing in development
        ("debug-in-production", "project/settings.py"),
        ("per-process-cache", "project/settings.py"),
        ("invalid-queryset-limiting", "shop/tasks.py"),  # `.limit()` does not exist
        ("websocket-without-connection-limit", "shop/consumers.py"),
        ("sqlite-under-concurrency", "project/settings_live.py"),
        ("connection-budget-exceeded", "project/settings_live.py"),
    } <= found
    limits = {limit.resource for limit in shop.limits}
    assert {"requests", "connections", "WebSockets", "e-mails", "database writes"} <= limits
    assert any("GZipMiddleware" in one.words for one in shop.good)


def test_what_could_not_be_judged_is_said(shop: Readiness) -> None:
    said = [(one.words, str(one.place) if one.place else "") for one in shop.unjudged]
    login = "what `django.contrib.auth.views.LoginView` does for `/employee/login/`"
    assert (login, "shop/employee_urls.py:9") in said
    broken = report_of({**WELL, "shop/tasks.py": "from django.db import models\n\ndef broken(:\n"})
    assert [str(one.place) for one in broken.unjudged if "does not parse" in one.words] == ["shop/tasks.py:3"]


def test_assumptions_name_what_sets_them(shop: Readiness) -> None:
    said = " ".join(shop.assumptions)
    for key in ("default-rows", "page-size", "default-table-rows", "db-rtt-ms", "db-max-connections"):
        assert f"`{key}`" in said
    assert "`shop.Order` has 7 rows" in " ".join(report_of(WELL, rows={"shop.Order": 7}).assumptions)


def test_a_setting_costs_each_request(shop: Readiness) -> None:
    """Two queries of 1.3 ms more for each of 33.3 requests a second, whichever page is asked for."""
    session = problem(shop, "session-backend-load", "project/settings.py")
    assert session.busy_workers == pytest.approx(2 * 1.3 / 1000 * 1000 * 2 / 60)
    assert session.entry_points == ()


def test_only_what_is_meant_is_reported() -> None:
    """Findings and entry points of some files; comments that suppress nothing cost the site nothing."""
    files = {**WELL, "shop/views.py": LOOP.format(slice="") + "\n\nX = 1  # scale: ignore[query-in-loop]\n"}
    assert {one.category for one in report_of(files).problems}.isdisjoint({"suppressions"})
    elsewhere = report_of(files, below=lambda path: not path.endswith("views.py"))
    assert (elsewhere.problems, elsewhere.entry_points) == ((), ())
    assert elsewhere.verdict.users == report_of(files).verdict.users


def test_a_fix_elsewhere_mends_no_page_that_shares_the_code(shop: Readiness) -> None:
    """What an item costs is asked of its product: the fix of the dashboard loads that, none does for the checkout."""
    pages = {one.name: one for one in shop.entry_points}
    shared = {
        name: [step.fixed for step in pages[name].steps if str(step.place) == "shop/models.py:130"]
        for name in ("shop.employee_views.dashboard", "shop.views.checkout_view")
    }
    assert shared == {"shop.employee_views.dashboard": [True], "shop.views.checkout_view": [False]}
    files = {one.place.file for one in pages["shop.employee_views.dashboard"].findings}
    assert files <= {"shop/employee_views.py", "shop/context_processors.py"}
