"""`--max-queries`: a budget for what one request asks the database."""

from __future__ import annotations

import pytest

from tests.cli.repository import Repository, run

SETTINGS = 'INSTALLED_APPS = ["shop"]\nROOT_URLCONF = "shop.urls"\n'
URLS = """from django.urls import path

from shop import pages

urlpatterns = [path("few/", pages.few), path("many/", pages.many)]
"""
PAGES = """from django.http import HttpResponse

from .models import Customer, Order


def few(request):
    return HttpResponse(str([Order.objects.count(), Customer.objects.count()]))


def many(request):
    return HttpResponse(str([order.customer.name for order in Order.objects.all()]))
"""


@pytest.fixture
def pages(repo: Repository) -> Repository:
    """Two pages, of two queries and of one for each order."""
    for name, text in (("settings", SETTINGS), ("urls", URLS), ("pages", PAGES)):
        repo.write(f"shop/{name}.py", text)
    repo.commit()
    return repo


def over(*arguments: str) -> tuple[list[str], int]:
    done = run("check", "--select", "query-in-loop", *arguments)
    return [line.removeprefix("error: ") for line in done.err.splitlines()], done.code


def test_a_request_that_asks_more_fails(pages: Repository) -> None:
    many = (
        "shop/pages.py:10:1: shop.pages.many (/many/) asks 1 + n queries, 101 at the usual size, n = rows of Order;"
        " the budget is {}"
    )
    few = "shop/pages.py:6:1: shop.pages.few (/few/) asks 2 queries; the budget is 1"
    assert over("--max-queries", "101") == ([], 0)
    assert over("--max-queries", "2") == ([many.format(2)], 1)
    assert over("--max-queries", "1") == ([many.format(1), few], 1)
    assert over("--max-queries", "1", "--exit-zero")[1] == 0
    assert over("--max-queries", "1", "shop/models.py") == ([], 0)


def test_since_a_revision_only_those_that_ask_more_than_they_did(pages: Repository) -> None:
    assert over("--max-queries", "1", "--diff-base", "HEAD") == ([], 0)
    pages.replace("shop/pages.py", "Order.objects.count(), ", "Order.objects.count(), Customer.objects.first(), ")
    few = "shop/pages.py:6:1: shop.pages.few (/few/) asks 3 queries, 2 before; the budget is 1"
    assert over("--max-queries", "1", "--diff-base", "HEAD") == ([few], 1)
    assert over("--max-queries", "3", "--diff-base", "HEAD") == ([], 0)
