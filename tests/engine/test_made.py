"""Fixes are made once, and again when something that they were made from has changed."""

from __future__ import annotations

import dataclasses

import pytest

from scale_lsp.config import Config
from scale_lsp.engine import fix
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fixes, made
from scale_lsp.engine.made import Made
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import Project
from scale_lsp.text.positions import NewFile, Position, Span
from tests.harness import ROOT

CONFIG = Config()
MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    number = models.CharField(max_length=50)

    class Meta:
        indexes = []
"""
VIEWS = """from shop.models import Order


def first():
    return 1


def names():
    orders = Order.objects.all()
    return [order.customer.name for order in orders]


def rows(form):
    for number in ("1", "2"):
        number = "x" + number
    return list(Order.objects.values("number"))


def reload():
    return [order.number for order in Order.objects.only("customer_id")]
"""
PATH = f"{ROOT}/shop/views.py"
N1 = "related-access-in-loop"


@pytest.fixture
def shop() -> Project:
    project = Project(ROOT)
    project.put(f"{ROOT}/shop/models.py", MODELS)
    project.put(PATH, VIEWS)
    return project


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules of the findings that fixes were made for."""
    found: list[str] = []

    def noted(snapshot: object, finding: Finding, config: Config) -> object:
        found.append(finding.rule)
        return fixes(snapshot, finding, config)  # type: ignore[arg-type]

    monkeypatch.setattr(fix, "fixes", noted)
    return found


def found(shop: Project, rule: str = N1) -> Finding:
    (finding,) = (one for one in check(shop.snapshot(), PATH, CONFIG, first=True) if one.rule == rule)
    return finding


def known(shop: Project, rule: str = N1) -> tuple[Fix, ...]:
    """The fixes, which are those that would be made now."""
    finding = found(shop, rule)
    mine = made(shop.snapshot(), finding, CONFIG)
    assert mine == tuple(fixes(shop.snapshot(), finding, CONFIG))
    return mine


def replace(shop: Project, before: str, after: str) -> None:
    lines = shop.texts[PATH].splitlines()
    line = next(number for number, line in enumerate(lines) if before in line)
    column = lines[line].index(before)
    shop.edit(PATH, Span(Position(line, column), Position(line, column + len(before))), after)


def test_once(shop: Project, making: list[str]) -> None:
    assert [one.title for one in known(shop)] == ['Add `select_related("customer")`']
    known(shop)
    assert making == [N1]


def test_they_move_with_the_lines(shop: Project, making: list[str]) -> None:
    (before,) = known(shop)
    replace(shop, "return 1", "x = 1\n    return x")
    (after,) = known(shop)
    assert after.edits[0].span == before.edits[0].span.shifted(1)
    assert making == [N1]


def test_an_edit_in_their_function(shop: Project, making: list[str]) -> None:
    known(shop)
    replace(shop, "Order.objects.all()", "Order.objects.filter(number=1)")
    (after,) = known(shop)
    assert after.edits[0].span.start == Position(8, len("    orders = Order.objects.filter(number=1)"))
    assert making == [N1, N1]


def test_a_comment_in_their_function(shop: Project, making: list[str]) -> None:
    """The function stays the same thing, and has another text."""
    known(shop)
    replace(shop, "    orders =", "    # some\n    orders =")
    (after,) = known(shop)
    assert after.edits[0].span.start.line == 9
    assert making == [N1, N1]


def test_another_field_that_is_read(shop: Project, making: list[str]) -> None:
    """The text where the fix goes is the same, the finding has other values."""
    known(shop, "deferred-field-reload")
    replace(shop, "return [order.number for", "return [order.number + str(order.pk) for")
    known(shop, "deferred-field-reload")
    replace(shop, "Order.objects.only(", "Order.objects.order_by().only(")
    known(shop, "deferred-field-reload")
    assert making == ["deferred-field-reload"] * 3


def test_a_fix_that_is_gone_is_not_known(shop: Project) -> None:
    before = found(shop)
    assert made(shop.snapshot(), before, CONFIG)
    replace(shop, "Order.objects.all()", 'Order.objects.select_related("customer")')
    assert made(shop.snapshot(), before, CONFIG) == ()


def test_one_that_fails_is_tried_once(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def fail(*_: object) -> object:
        tries.append(1)
        raise KeyError

    monkeypatch.setattr(fix, "fixes", fail)
    with pytest.raises(KeyError):
        made(shop.snapshot(), found(shop), CONFIG)
    assert made(shop.snapshot(), found(shop), CONFIG) == ()
    assert len(tries) == 1


def test_what_creates_files_counts_until_the_next_edit(shop: Project) -> None:
    snapshot, finding = shop.snapshot(), found(shop)
    (plain,) = fixes(snapshot, finding, CONFIG)
    for new_files, after in (((), (plain,)), ((NewFile(f"{ROOT}/new.py", ""),), None)):
        kept = Made()
        kept.keep(snapshot, ((), 0), (dataclasses.replace(plain, new_files=new_files),), ())
        assert kept.get(snapshot, ((), 0))
        kept.follow(frozenset())
        assert kept.get(snapshot, ((), 0)) == after
