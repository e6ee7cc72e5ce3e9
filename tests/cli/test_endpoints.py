"""`scale-lsp endpoints`, as its users and scripts see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validate

from scale_lsp.report.entry_points import EntryPoints
from scale_lsp.report.plain import schema
from tests.cli.inside import run

URLS = """from django.urls import path

from shop import views

urlpatterns = [path("orders/", views.orders), path("names/", views.names), path("all/", *computed())]
"""
VIEWS = """from django.core.mail import send_mail
from django.http import JsonResponse

from .models import Customer, Order


def orders(request):
    send_mail("Looked", "at", None, ["boss@shop.example"])
    return JsonResponse({"all": [order.customer.name for order in Order.objects.all()]})


def names(request):
    return JsonResponse({"one": Customer.objects.get(pk=1).name})
"""


@pytest.fixture
def site(project: Path) -> Path:
    (project / "urls.py").write_text(URLS)
    (project / "shop" / "views.py").write_text(VIEWS)
    return project


def test_the_most_expensive_comes_first(site: Path) -> None:
    done = run("endpoints")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()[:3]]
    assert lines[1] == "view /orders/ shop.views.orders 1 + n 101 1 1 not paginated, 1 e-mail"
    assert lines[2] == "view /names/ shop.views.names 1 1 1 1"
    assert "Assumes: a loop visits 100 rows" in done.stdout
    assert "Not judged: urls.py:5:" in done.stdout


def test_another_order_and_fewer(site: Path) -> None:
    done = run("endpoints", "--sort", "name", "--limit", "1")
    assert "shop.views.names" in done.stdout
    assert "shop.views.orders" not in done.stdout


def test_an_entry_point_is_explained_by_its_steps(site: Path) -> None:
    for name in ("shop.views.orders", "orders", "/orders/", "views.orders"):
        shown = run("endpoints", "--explain", name).stdout
        steps = [line.split() for line in shown.splitlines() if "shop/views.py:9" in line]
        assert ["n", "100", "order.customer", "shop/views.py:9", "fixable"] in steps
        assert "queries: 1 + n = 101; 1 when the findings are fixed; n = rows of Order" in shown
        assert "shop/views.py:9: related-access-in-loop" in shown
    unknown = run("endpoints", "--explain", "shop.views.order")
    assert unknown.returncode == 2
    assert "no entry point `shop.views.order`, did you mean `shop.views.orders`?" in unknown.stderr


def test_numbers_follow_the_configured_rows(site: Path) -> None:
    (site / "scale-lsp.toml").write_text('[rows]\n"shop.Order" = 7\n')
    shown = run("endpoints").stdout
    assert "1 + n 8 1 1" in " ".join(shown.split())
    assert "`shop.Order` has 7 rows" in shown


def test_json_keeps_to_its_schema(site: Path) -> None:
    found = json.loads(run("endpoints", "--output-format", "json").stdout)
    validate(found, schema(EntryPoints))
    first = found["entry_points"][0]
    assert first["place"] == {"file": "shop/views.py", "line": 7, "column": 1}
    assert (first["queries"], first["fixed"]) == ({"formula": "1 + n", "number": 101}, {"formula": "1", "number": 1})
    assert [one["rule"] for one in first["findings"]]
    assert [one["place"]["file"] for one in found["unjudged"]] == ["urls.py"]


def test_markdown_links_to_lines(site: Path) -> None:
    shown = run("endpoints", "--output-format", "markdown").stdout
    view = "[shop.views.orders](<shop/views.py#L7>)"
    assert f"| view | `/orders/` | {view} | 1 + n = 101 | 1 | no |  | 1 |  |  |" in shown
    explained = run("endpoints", "--output-format", "markdown", "--explain", "orders").stdout
    assert "| n = 100 | `order.customer` | [shop/views.py:9](<shop/views.py#L9>) | yes |" in explained


def test_only_what_lies_below_the_path(site: Path) -> None:
    (site / "other").mkdir()
    (site / "other" / "models.py").write_text("from django.db import models")
    shown = run("endpoints", "other")
    assert (shown.returncode, shown.stdout.splitlines()[0]) == (0, "No entry point was found.")


def test_what_is_no_django_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "tool.py").write_text("import json")
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path, tmp_path / "empty"):
        done = run("endpoints", str(folder))
        assert done.returncode == 2
        assert f"{folder}: there is no Django project" in done.stderr
