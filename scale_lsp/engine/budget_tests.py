"""Tests that pin what a request asks the database, for Django's test runner and for pytest-django.

https://docs.djangoproject.com/en/5.2/topics/testing/tools/#django.test.TransactionTestCase.assertNumQueries
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scale_lsp.engine.endpoints import Endpoint, grows
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.names import Symbol
from scale_lsp.text.folders import module_name

_WRITING = frozenset({"post", "put", "patch", "delete", "create", "update", "partial_update", "destroy"})
_HEAD = '''"""What pages may ask the database: the rows are yours to make, nothing is asked without."""

from django.contrib.auth import get_user_model
from django.test import TestCase
'''


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no test for an endpoint, in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class BudgetTest:
    """A test of a GET request. `model`: the module and the class of the rows, where the queries grow with them now."""

    endpoint: str
    route: str
    queries: int
    model: tuple[str, str] | None

    @property
    def words(self) -> str:
        return "1 query" if self.queries == 1 else f"{self.queries} queries"


def budget_test(endpoint: Endpoint, root: str) -> BudgetTest | Refused:
    """The test at the number of queries that are left when the findings are fixed, which does not grow with rows."""
    route = next((one for one in endpoint.routes if not re.search(r"[<(\[*+?\\]", one)), None)
    if endpoint.kind not in ("view", "api") or endpoint.name.rpartition(".")[2] in _WRITING:
        return Refused("it is no page that is read")
    if route is None:
        return Refused("its address has parameters")
    if endpoint.unknown:
        return Refused(f"not all of it is known: {endpoint.unknown[0]}")
    if endpoint.cached:
        return Refused("it is cached")
    if endpoint.fixed.per_row or endpoint.fixed.per_nested_row:
        return Refused(f"it asks {endpoint.fixed} queries even when its findings are fixed")
    visits = (visit for step in endpoint.steps for visit in step.around if grows(visit))
    model = next((visit.model for visit in visits if visit.model is not None), None)
    return BudgetTest(endpoint.name, route, endpoint.fixed.constant, _imported(model, root))


def _imported(model: Symbol | None, root: str) -> tuple[str, str] | None:
    if model is None or is_shipped(model.path):
        return None
    return module_name(model.path, root), model.name


def module(tests: Iterable[BudgetTest]) -> str:
    """A module of tests."""
    tests = list(tests)
    imports = sorted({f"from {one.model[0]} import {one.model[1]}\n" for one in tests if one.model is not None})
    head = _HEAD + ("\n" + "".join(imports) if imports else "")
    return head + "".join(f"\n\n{_class(one)}" for one in tests)


def _class(test: BudgetTest) -> str:
    name = "".join(part[:1].upper() + part[1:] for part in re.split(r"[._]", test.endpoint)[1:])
    rows = test.model[1] if test.model is not None else ""
    made = f"        # Make at least two rows of {rows} here, and what they point to.\n" if rows else ""
    there = f"        self.assertGreater({rows}.objects.count(), 1)\n" if rows else ""
    return f'''class {name}Queries(TestCase):
    """{test.endpoint}: {test.words}, however many rows there are."""

    @classmethod
    def setUpTestData(cls):
        cls.reader = get_user_model().objects.create()
{made}
    def test_queries(self):
{there}        self.client.force_login(self.reader)
        with self.assertNumQueries({test.queries}):
            response = self.client.get("{test.route}")
        self.assertEqual(response.status_code, 200)
'''
