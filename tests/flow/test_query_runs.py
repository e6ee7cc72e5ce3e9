"""The fact that a query runs: by what it chooses rows, how many, in what order, and who started the code."""

from __future__ import annotations

import pytest

from scale_lsp.flow.analysis import analyse
from scale_lsp.flow.assembly import facts
from scale_lsp.flow.facts import QueryRun
from scale_lsp.frameworks import ALL
from scale_lsp.index.roles import Role
from tests.harness import MINE, project_with

HEAD = """
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.generic import ListView
from shop.models import Brand, Category, Customer, Order

"""


def observed(code: str) -> list[QueryRun]:
    """The queries of the code, in the order they are found."""
    project, _ = project_with(HEAD + code)
    found = facts(analyse(project.snapshot(), ALL))
    return [fact for fact in found if isinstance(fact, QueryRun) and fact.site.path == MINE]


def only(code: str) -> QueryRun:
    (found,) = observed(code)
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("list(Order.objects.all())", "iterate"),
        ("len(Order.objects.all())", "len"),
        ("bool(Order.objects.all())", "bool"),
        ("Order.objects.first() in Order.objects.filter(pk=1)", "in"),
        ("Order.objects.count()", "count"),
        ("get_object_or_404(Order, pk=1)", "get"),
        ("Customer.objects.get(pk=1).orders.all()[0]", "index"),
    ],
)
def test_why_it_runs(code: str, expected: str) -> None:
    methods = [query.method for query in observed(f"def f():\n    return {code}\n")]
    assert expected in methods


@pytest.mark.parametrize(
    ("code", "paths", "every"),
    [
        ("Order.objects.filter(status='new', customer__name=x)", ["status", "customer__name"], True),
        ("Order.objects.filter(status='new').exclude(pk=x)", ["status", "pk"], True),
        ("Order.objects.filter(Q(status='new') | ~Q(customer=x))", ["status", "customer"], True),
        ("Order.objects.filter(x, status='new')", ["status"], False),
        ("Order.objects.filter(**x)", [], False),
        ("Order.objects.filter(pk=1) | x", ["pk"], False),
    ],
)
def test_what_it_chooses_by(code: str, paths: list[str], every: bool) -> None:
    run = only(f"def f(x):\n    return list({code})\n")
    assert [lookup.path for lookup in run.lookups] == paths
    assert run.every_lookup is every


@pytest.mark.parametrize(
    ("code", "perhaps"),
    [
        ("if x:\n        q = q.filter(status=x)", ["status"]),
        ("if x:\n        q = q.filter(status=x)\n    if y:\n        q = q.filter(number=y)", ["status", "number"]),
        ("if x:\n        q = q.filter(status=x)\n    else:\n        q = q.filter(number=y)", None),
        ("if x:\n        q = q.filter(**x)", None),
    ],
)
def test_what_it_chooses_by_on_some_ways(code: str, perhaps: list[str] | None) -> None:
    run = only(f"def f(x, y):\n    q = Order.objects.filter(open=True)\n    {code}\n    return list(q)\n")
    assert [lookup.path for lookup in run.lookups] == ["open"]
    assert (None if run.perhaps is None else [lookup.path for lookup in run.perhaps]) == perhaps
    assert not run.every_lookup


def test_q_objects_say_whether_they_decide_alone() -> None:
    run = only("def f(x):\n    return list(Order.objects.filter(Q(status='new') | Q(pk=x), ~Q(customer=x)))\n")
    assert [(one.path, one.method, one.alternative) for one in run.lookups] == [
        ("status", "filter", True),
        ("pk", "filter", True),
        ("customer", "exclude", False),
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Order.objects.order_by('-created_at', 'pk')", ("-created_at", "pk")),
        ("Order.objects.order_by('-created_at').reverse()", ("created_at",)),
        ("Order.objects.order_by()", ()),
        ("Order.objects.order_by(x)", None),
    ],
)
def test_its_order(code: str, expected: tuple[str, ...] | None) -> None:
    assert only(f"def f(x):\n    return list({code})\n").ordering == expected


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("Order.objects.all()", (None, False, False)),
        ("Order.objects.all()[:20]", (20, True, False)),
        ("Order.objects.all()[:x]", (None, True, False)),
        ("Order.objects.all()[20:]", (None, False, False)),
        ("Paginator(Order.objects.all(), 20).get_page(x)", (None, False, True)),
        ("Order.objects.filter(pk=x)", (1, False, False)),
    ],
)
def test_its_limits(code: str, limits: tuple[int | None, bool, bool]) -> None:
    run = only(f"def f(x):\n    return list({code})\n")
    assert (run.bound, run.sliced, run.paged) == limits


def test_who_starts_it() -> None:
    code = """
def helper():
    return list(Order.objects.all())
def routed(request):
    helper()
def unrouted(request):
    return list(Customer.objects.all())
@require_POST
def decorated(request):
    return list(Brand.objects.all())
class Orders(ListView):
    def shown(self):
        return list(Category.objects.all())
urlpatterns = [path("", routed)]
"""
    asked = {query.origin.model.name: query for query in observed(code)}
    assert asked["Order"].roles == {Role.REQUEST}
    assert {entry.name for entry in asked["Order"].entries} == {"helper", "routed"}
    assert asked["Customer"].roles == {Role.CODE}
    assert asked["Brand"].roles == {Role.REQUEST}
    assert asked["Category"].roles == {Role.REQUEST}
