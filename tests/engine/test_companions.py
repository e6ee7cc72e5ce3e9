"""Companions: which places get one, what it says, and that nothing is checked twice for them."""

from __future__ import annotations

import pytest

from scale_lsp.config import Config
from scale_lsp.engine import check as engine_check
from scale_lsp.engine.check import check
from scale_lsp.engine.companions import Companion, companions, places_beside
from scale_lsp.engine.explain import explain
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Position, Span

N1 = "related-access-in-loop"
ROOT = "/site"
MODELS, VIEWS, OTHER, PAGE = (
    f"{ROOT}/shop/{name}" for name in ("models.py", "views.py", "other.py", "templates/page.html")
)
MODELS_TEXT = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    def __str__(self):
        return self.customer.name
"""
VIEW = """\
from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "page.html", {"orders": Order.objects.all()})
"""
READS = "<p>\n{% for order in orders %}{{ order.customer.name }}{% endfor %}\n"
PRINTS = "{% for order in orders %}{{ order }}{% endfor %}\n"


def project(**texts: str) -> Project:
    made = Project(ROOT)
    made.put(MODELS, MODELS_TEXT)
    for name, text in texts.items():
        made.put({"views": VIEWS, "other": OTHER, "page": PAGE}[name], text)
    return made


def seen(made: Project, path: str, config: Config | None = None) -> tuple[Companion, ...]:
    return companions(made.snapshot(), path, config or Config())


def texts(made: Project, found: tuple[Companion, ...]) -> list[str]:
    """What the companions point at."""
    result = []
    for companion in found:
        span = companion.location.span
        line = made.snapshot().sources[companion.location.path].lines[span.start.line]
        result.append(line[span.start.column : span.end.column])
    return result


def test_a_template_that_reads_the_rows_of_a_view() -> None:
    made = project(views=VIEW, page=READS)
    (companion,) = seen(made, PAGE)
    assert texts(made, (companion,)) == ["order.customer.name"]
    assert companion.rule == N1
    (finding,) = companion.findings
    assert finding.location.path == VIEWS
    assert companion.message == f"`customer` is read here once per row: {finding.message}"
    assert seen(made, VIEWS) == seen(made, MODELS) == ()


def test_a_method_that_a_template_calls() -> None:
    made = project(views=VIEW, page=PRINTS)
    assert texts(made, seen(made, PAGE)) == ["order"]
    assert texts(made, seen(made, MODELS)) == ["self.customer"]
    assert "is read once per row in Order.__str__()" in seen(made, PAGE)[0].message
    assert "is read here once per row" in seen(made, MODELS)[0].message


LOOP = """\
from shop.models import Order


def names():
    orders = Order.objects.all()
    return [order.customer.name for order in orders]
"""
HELPER = """\
from shop.models import Order


def name_of(order):
    return order.customer.name


def names():
    return [name_of(order) for order in Order.objects.all()]
"""
MEMBERS = """\
from django.contrib import admin
from shop.models import Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["customer_name"]

    def customer_name(self, order):
        return order.customer.name
"""
STATEMENTS = """\
from shop.models import Order

orders = Order.objects.all()
for order in orders:
    print(order.customer.name)
"""


@pytest.mark.parametrize(
    ("views", "there", "beside"),
    [
        pytest.param(LOOP, [], ["order.customer"], id="the same function"),
        pytest.param(HELPER, ["order.customer"], ["name_of(order)"], id="another function"),
        pytest.param(MEMBERS, ['"customer_name"', "order.customer"], [], id="other members of the class"),
        pytest.param(STATEMENTS, ["order.customer"], [], id="another statement of the module"),
    ],
)
def test_places_in_the_block_of_the_finding_have_none(views: str, there: list[str], beside: list[str]) -> None:
    made = project(views=views)
    assert texts(made, seen(made, VIEWS)) == there
    (finding,) = check(made.snapshot(), VIEWS, Config())
    lines = views.splitlines()
    near = [location.span for location in places_beside(made.snapshot(), finding)]
    assert [lines[span.start.line][span.start.column : span.end.column] for span in near] == beside


def test_a_query_that_a_loop_elsewhere_repeats() -> None:
    helper = """\
from shop.models import Order


def orders_of(customer):
    return Order.objects.filter(customer=customer).count()
"""
    loop = """\
from shop.models import Customer
from shop.other import orders_of


def counts():
    return [orders_of(customer) for customer in Customer.objects.all()]
"""
    made = project(views=loop, other=helper)
    (companion,) = seen(made, OTHER, Config(preview=True))
    assert companion.rule == "per-row-count-or-exists"
    assert companion.message.startswith("the query runs here: ")
    assert texts(made, (companion,)) == ["Order.objects.filter(customer=customer).count()"]


def test_findings_that_share_a_place_share_the_companion() -> None:
    made = project(views=VIEW, other=VIEW, page=READS)
    (companion,) = seen(made, PAGE)
    assert [finding.location.path for finding in companion.findings] == [OTHER, VIEWS]
    assert companion.message == "`customer` is read here once per row (2 findings)"


def test_many_reads_at_one_place_are_counted() -> None:
    keys = "".join(f"    k{i} = models.ForeignKey(Customer, models.CASCADE, related_name='+')\n" for i in range(5))
    model = MODELS_TEXT.replace("    def __str__", f"{keys}\n    def __str__")
    joined = "self.customer.name + " + " + ".join(f"self.k{i}.name" for i in range(4))
    made = project(views=VIEW, page=PRINTS)
    made.put(MODELS, model.replace("self.customer.name", joined))
    (companion,) = seen(made, PAGE)
    assert companion.message.count("is read once per row in Order.__str__()") == 3
    assert "; and 2 more: " in companion.message


@pytest.mark.parametrize(
    ("views", "config"),
    [
        pytest.param(VIEW.replace("})", "})  # scale: ignore[related-access-in-loop]"), Config(), id="suppressed"),
        pytest.param(VIEW + "# scale: ignore-file\n", Config(), id="suppressed in the file"),
        pytest.param(VIEW, Config(ignore=(N1,)), id="ignored"),
        pytest.param(VIEW, Config(per_file_ignores={"shop/views.py": (N1,)}), id="ignored in the file of the finding"),
        pytest.param(VIEW, Config(per_file_ignores={"*.html": (N1,)}), id="ignored in the file of the read"),
        pytest.param(VIEW.replace(".all()", '.select_related("customer")'), Config(), id="fixed"),
    ],
)
def test_nothing_is_said_about_what_is_not_found(views: str, config: Config) -> None:
    made = project(views=views, page=READS)
    assert seen(made, PAGE, config) == ()


def test_an_unknown_file_has_none() -> None:
    assert seen(project(views=VIEW, page=READS), f"{ROOT}/nowhere.py") == ()


def test_they_follow_edits_of_both_files() -> None:
    made = project(views=VIEW, page=READS)
    assert texts(made, seen(made, PAGE)) == ["order.customer.name"]
    made.edit(PAGE, Span(Position(0, 0), Position(0, 0)), "<h1>🛒</h1>\n\n")
    (companion,) = seen(made, PAGE)
    assert companion.location.span.start.line == 3
    made.edit(VIEWS, Span(Position(0, 0), Position(0, 0)), "import os\n")
    (companion,) = seen(made, PAGE)
    assert companion.findings[0].location.span.start.line == 6
    made.put(PAGE, READS.replace("order.customer.name", "order.pk"))
    assert seen(made, PAGE) == ()


def test_lines_end_as_they_may() -> None:
    for end in ("\r\n", "\r"):
        made = project(views=VIEW, page=READS.replace("\n", end))
        assert texts(made, seen(made, PAGE)) == ["order.customer.name"]


def test_a_file_is_checked_once_for_all_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(views=VIEW, other=VIEW.replace("all()", "none()"), page=PRINTS)
    snapshot, config, calls = made.snapshot(), Config(), []
    original = engine_check.apply
    monkeypatch.setattr(
        engine_check, "apply", lambda source, *more: calls.append(source.path) or original(source, *more)
    )
    for path in (PAGE, MODELS, VIEWS, PAGE):
        companions(snapshot, path, config)
        check(snapshot, VIEWS, config)
    assert calls == [VIEWS], "neither twice, nor a file that says nothing about these"
    companions(snapshot, PAGE, Config(default_rows=7))
    assert calls == [VIEWS, VIEWS], "another configuration may find something else"


def test_the_explanation_says_where_to_silence_it() -> None:
    made = project(views=VIEW, page=READS)
    (finding,) = seen(made, PAGE)[0].findings
    assert explain(finding, Config()).endswith(f"`# scale: ignore[{N1}]`.")
    assert explain(finding, Config(), "shop/views.py:6").endswith(f"`# scale: ignore[{N1}]` in shop/views.py:6.")
