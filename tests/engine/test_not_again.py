"""What is not done again after an edit: linking what files say, interpreting what has not changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.findings import Findings
from scale_lsp.finding import Finding
from scale_lsp.flow.analysis import followed
from scale_lsp.flow.facts import ModelDeclared, QuerysetUsed
from scale_lsp.frameworks import ALL
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.text.positions import Position, Span
from tests.harness import ROOT

MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)


class Note(models.Model):
    text = models.TextField()
"""
VIEWS = """from shop.models import Customer, Note, Order


def labels():
    return [label(order) for order in every()]


def every():
    return Order.objects.all()


def label(order):
    return order.customer.name


def notes():
    texts = []
    for note in Note.objects.all():
        texts.append(note.text)
    return texts


def names():
    return [customer.name for customer in Customer.objects.all()]


def plain(number):
    return [number for _ in range(number)]


def outer():
    return [each for each in middle()]


def second():
    return [each for each in middle()]


def middle():
    return inner()


def inner():
    return [1, 2]
"""
PATHS = {f"{ROOT}/shop/models.py": MODELS, f"{ROOT}/shop/views.py": VIEWS}


@pytest.fixture
def shop() -> Project:
    made = Project(ROOT)
    for path, text in PATHS.items():
        made.put(path, text)
    everything(made)
    return made


def everything(project: Project) -> None:
    for path in project.texts:
        check(project.snapshot(), path, Config())


def insert(project: Project, file: str, behind: str, text: str) -> None:
    """Type at the end of the line that has some words."""
    path = f"{ROOT}/shop/{file}"
    lines = project.texts[path].splitlines()
    line = next(number for number, line in enumerate(lines) if behind in line)
    end = Position(line, len(lines[line]))
    project.edit(path, Span(end, end), text)


def again(project: Project) -> list[str]:
    """The functions and classes that have to be interpreted again."""
    analysis = followed(project.snapshot())
    analysis.follow(project.snapshot(), ALL)
    return sorted(entry.name for entry in analysis.pending.values())


@pytest.mark.parametrize(
    ("behind", "text", "expected"),
    [
        ("def plain", " # words", []),
        ("return texts", "  # words", []),
        ("return texts", "\n\n\n", []),
        ("texts.append", "; texts.append(", []),
        ("return texts", "[:5]", ["notes"]),
        ("return order.customer.name", ".title()", ["label", "labels"]),
        ("return Order.objects.all()", ".order_by('pk')", ["every", "labels"]),
        ("return [number", " + [1]", ["plain"]),
    ],
)
def test_only_who_uses_what_was_edited_is_interpreted(
    shop: Project, behind: str, text: str, expected: list[str]
) -> None:
    graph = shop.snapshot().graph
    insert(shop, "views.py", behind, text)
    assert shop.snapshot().graph is graph, "what a file says to the others is the same"
    assert again(shop) == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("Note", ["notes"]),
        ("Order", ["every", "labels"]),
        ("Customer", ["labels", "names"]),
    ],
)
def test_a_new_field_has_those_interpreted_that_used_its_model(shop: Project, model: str, expected: list[str]) -> None:
    insert(shop, "models.py", f"class {model}(", "\n    more = models.IntegerField(default=1)")
    assert again(shop) == expected


def test_who_uses_a_call_through_another_is_interpreted_each_time(shop: Project) -> None:
    """`outer` and `second` share what `middle()` was found to mean, and that rests on `inner()`."""
    for _ in range(2):
        insert(shop, "views.py", "return [1, 2]", " + [3]")
        assert again(shop) == ["inner", "middle", "outer", "second"]
        everything(shop)


def test_what_was_pending_once_is_not_gone_through_again(shop: Project) -> None:
    assert sys.getsizeof(followed(shop.snapshot()).pending) == sys.getsizeof({})


MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n'
SETTINGS = """SECRET_KEY = "one"
INSTALLED_APPS = ["rest_framework", "shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
"""
API = """from rest_framework.generics import ListAPIView
from shop.models import Order


class Orders(ListAPIView):
    queryset = Order.objects.all()
"""


@pytest.mark.parametrize(
    ("behind", "text", "asks_again"),
    [
        ('SECRET_KEY = "one"', " + 'two'", False),
        ("INSTALLED_APPS", "  # words", False),
        ("DATABASES", "\nREST_FRAMEWORK = {'PAGE_SIZE': 10}", False),
        ("DATABASES", "\nDATABASES['default']['ENGINE'] = 'django.db.backends.sqlite3'", True),
    ],
)
def test_rules_look_at_models_and_querysets_again_only_when_settings_tell_them_something_else(
    shop: Project, monkeypatch: pytest.MonkeyPatch, behind: str, text: str, asks_again: bool
) -> None:
    for path, written in (("manage.py", MANAGE), ("shop/settings.py", SETTINGS), ("shop/api.py", API)):
        shop.put(f"{ROOT}/{path}", written)
    everything(shop)
    looked_at: list[object] = []
    said = Findings._said

    def noted(self: Findings, snapshot: Snapshot, facts: Sequence[object]) -> Iterator[Finding]:
        looked_at.extend(facts)
        return said(self, snapshot, facts)

    monkeypatch.setattr(Findings, "_said", noted)
    insert(shop, "settings.py", behind, text)
    everything(shop)
    assert looked_at, "at the settings themselves"
    assert any(isinstance(fact, ModelDeclared | QuerysetUsed) for fact in looked_at) is asks_again
