"""A folder with two Django projects: apps, relations and settings of the same names, and code that both use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.repository import Repository, repository, run

MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{0}_site.settings")\n'
MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    {0} = models.ForeignKey(Customer, on_delete=models.CASCADE)
"""
VIEWS = """\
from django.http import HttpResponse
from shop.models import Order


def names(request):
    orders = Order.objects.all()[:100]
    return HttpResponse("".join(order.customer.name for order in orders))
"""
TOTALS = """\
from shop.models import Order


def names():
    return [order.customer.name for order in Order.objects.all()]
"""
URLS = """\
from django.urls import path

from shop import views

urlpatterns = [path("orders/", views.names)]
"""
N1 = "related-access-in-loop"


@pytest.fixture
def two(tmp_path: Path) -> Repository:
    """In `blue` an order has a customer, in `green` a buyer."""
    repo = repository(tmp_path / "repo")
    repo.git("rm", "-rq", ".")
    for name, relation in (("blue", "customer"), ("green", "buyer")):
        settings = f'DEBUG = {name == "blue"}\nROOT_URLCONF = "{name}_site.urls"\n'
        repo.write(f"{name}/manage.py", MANAGE.format(name))
        repo.write(f"{name}/{name}_site/settings.py", f'{settings}WSGI_APPLICATION = "{name}_site.wsgi.application"\n')
        repo.write(f"{name}/{name}_site/urls.py", URLS)
        repo.write(f"{name}/shop/__init__.py", "")
        repo.write(f"{name}/shop/models.py", MODELS.format(relation))
        repo.write(f"{name}/shop/views.py", VIEWS)
    repo.commit()
    return repo


def found(repo: Repository, *options: str) -> list[tuple[str, str]]:
    result = run("check", str(repo.folder), "--output-format=json", "--exit-zero", *options)
    items = json.loads(result.out)
    return [(Path(one["filename"]).relative_to(repo.folder).as_posix(), one["rule"]) for one in items]


def test_each_project_is_checked_with_its_own_models_and_settings(two: Repository) -> None:
    rules = found(two, f"--select={N1},debug-in-production")
    assert rules == [("blue/blue_site/settings.py", "debug-in-production"), ("blue/shop/views.py", N1)]


def test_shared_code_is_checked_with_each_and_reported_once(two: Repository) -> None:
    two.write("common/totals.py", TOTALS)
    two.write("common/buyers.py", TOTALS.replace("customer", "buyer"))
    two.write("common/keys.py", TOTALS.replace("customer.name", "pk"))
    two.write("common/joined.py", TOTALS.replace("all()", 'select_related("customer").all()'))
    shared = [one for one in found(two) if one[0].startswith("common/")]
    assert shared == [("common/buyers.py", N1), ("common/totals.py", N1)]


def test_fixes_of_both(two: Repository) -> None:
    two.write("green/shop/views.py", VIEWS.replace("customer", "buyer"))
    two.write("common/totals.py", TOTALS)
    shown = run("check", str(two.folder), "--diff").out
    assert shown.count("+++ ") == 3
    assert found(two, f"--select={N1}", "--fix") == []
    assert 'select_related("customer")' in (two.folder / "blue/shop/views.py").read_text()
    assert 'select_related("buyer")' in (two.folder / "green/shop/views.py").read_text()
    assert 'select_related("customer")' in (two.folder / "common/totals.py").read_text()


def test_what_is_new_since_a_revision(two: Repository) -> None:
    assert found(two, "--diff-base=HEAD") == []
    two.write("green/shop/models.py", MODELS.format("customer"))
    (two.folder / "blue/blue_site/urls.py").unlink()
    assert found(two, "--diff-base=HEAD", f"--select={N1}") == [("green/shop/views.py", N1)]


def test_a_baseline_of_both(two: Repository) -> None:
    two.write("common/totals.py", TOTALS)
    file = str(two.folder / "known.json")
    said = run("baseline", "create", str(two.folder), "--file", file, "--select", N1)
    assert "2 findings" in said.out
    assert found(two, f"--baseline={file}", f"--select={N1}") == []
    two.write("green/shop/views.py", VIEWS.replace("customer", "buyer"))
    assert found(two, f"--baseline={file}", f"--select={N1}") == [("green/shop/views.py", N1)]


def test_a_budget_of_queries_for_each(two: Repository) -> None:
    result = run("check", str(two.folder), "--exit-zero", "--max-queries=20")
    over = [line for line in result.err.splitlines() if "the budget is" in line]
    assert len(over) == 1
    assert "blue.shop.views.names (/orders/)" in over[0]


@pytest.mark.parametrize("command", ["report", "endpoints"])
def test_what_is_said_of_one_project_wants_to_know_which(two: Repository, command: str) -> None:
    refused = run(command, str(two.folder))
    assert refused.code == 2
    assert "several Django projects" in refused.err
    assert "blue" in refused.err
    assert "green" in refused.err
    assert run(command, str(two.folder / "blue")).code == 0


def test_the_text_of_an_editor_counts_in_its_project(two: Repository) -> None:
    path = str(two.folder / "green/shop/views.py")
    options = ("check", "-", "--stdin-filename", path, f"--select={N1}", "--output-format=json", "--exit-zero")
    assert len(json.loads(run(*options, text=VIEWS.replace("customer", "buyer")).out)) == 1
    assert json.loads(run(*options, text=VIEWS).out) == []
