"""What several projects find in a file that all of them see."""

from __future__ import annotations

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.shared import agreed
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project

MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
"""
TOTALS = """\
from shop.models import Order


def names():
    return [order.customer.name for order in Order.objects.all()]  # scale: ignore[delete-in-loop]
"""
JOINED = MODELS.replace("customer =", "buyer =")


def found(models: str, totals: str = TOTALS) -> tuple[Finding, ...]:
    project = Project("/site")
    project.put("/site/shop/models.py", models)
    project.put("/site/common/totals.py", totals)
    return check(project.snapshot(), "/site/common/totals.py", Config())


def rules(*projects: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in agreed(projects)]


def test_a_problem_of_one_project_is_a_problem_once() -> None:
    one, none = found(MODELS), found(JOINED)
    both = ["related-access-in-loop", "unused-suppression"]
    assert rules(one, none) == rules(none, one) == rules(one, one) == both
    assert agreed([one]) == one


def test_a_suppression_has_to_be_of_no_use_to_all() -> None:
    needed = TOTALS.replace("delete-in-loop", "related-access-in-loop")
    assert [finding.rule for finding in found(JOINED, needed)] == ["unused-suppression"]
    assert rules(found(MODELS, needed), found(JOINED, needed)) == []


def test_a_name_that_one_project_knows_is_no_error() -> None:
    loads = TOTALS.replace("objects.all()", 'objects.select_related("buyer")').partition("  #")[0] + "\n"
    unknown = found(MODELS, loads)
    assert "unknown-related-name" in [finding.rule for finding in unknown]
    assert "unknown-related-name" not in rules(unknown, found(JOINED, loads))
    assert "unknown-related-name" in rules(unknown, unknown)


def test_nothing_is_found_in_the_file_of_no_project() -> None:
    assert agreed([()]) == ()
