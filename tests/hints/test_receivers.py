"""Receivers that our own analysis does not know, and jedi does."""

from __future__ import annotations

from pathlib import Path

import pytest

from scale_lsp.engine.names import Written, suggestions, written_at
from scale_lsp.hints.classes import classes
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.text.positions import Position

FILES = {
    "shop/__init__.py": "",
    "shop/models.py": """\
from django.db import models


class OrderQuerySet(models.QuerySet):
    def recent(self):
        return self.filter(placed__isnull=False)


class Order(models.Model):
    placed = models.DateTimeField()

    objects = OrderQuerySet.as_manager()


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
""",
    "shop/selectors.py": """\
from django.db.models import QuerySet
from shop.models import Order
from somewhere import load


def visible() -> QuerySet[Order]:
    return load()


def newest() -> Order:
    return load()
""",
    ".venv/lib/python3.11/site-packages/library.py": """\
from typing import Generic, Type, TypeVar
from django.db.models import QuerySet

T = TypeVar("T")


class Repository(Generic[T]):
    def __init__(self, model: Type[T]) -> None: ...

    def rows(self) -> QuerySet[T]: ...
""",
}
TOP = """\
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from django.db.models import QuerySet
from library import Repository
from shop import selectors
from shop.models import Line, Order, OrderQuerySet
from somewhere import load


"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path.as_posix())
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        if not name.startswith("."):
            project.put((tmp_path / name).as_posix(), text)
    return project


def asked(project: Project, code: str) -> tuple[Snapshot, Written | None, Written | None]:
    """What is written at `¦`: before somebody has guessed, and then. The text is not on disk."""
    path, text = f"{project.root}/shop/views.py", TOP + code
    before, behind = text.split("¦")
    position = Position(before.count("\n"), len(before.rpartition("\n")[2]))
    project.put(path, before + behind)
    snapshot = project.snapshot()
    known = written_at(snapshot, path, position)
    if known is None or known.question is None:
        return snapshot, known, None
    places = [(place.line, place.column) for place in known.question.places]
    guesses = classes(project.root, path, known.question.text, places)
    return snapshot, known, written_at(snapshot, path, position, guesses)


RECEIVERS = {
    "annotated variable": "def f():\n    orders: QuerySet[Order] = load()\n    orders.filter(¦)\n",
    "union": "def f(orders: Union[QuerySet[Order], None]):\n    orders.filter(¦)\n",
    "alias": "Orders = QuerySet[Order]\n\n\ndef f(orders: Orders):\n    orders.filter(¦)\n",
    "class of a model": "def f(model: type[Order]):\n    model.objects.filter(¦)\n",
    "custom queryset": "def f(orders: 'OrderQuerySet[Order]'):\n    orders.recent().filter(¦)\n",
    "docstring": 'def f(orders):\n    """:type orders: QuerySet[Order]"""\n    orders.filter(¦)\n',
    "comment": "def f():\n    orders = load()  # type: QuerySet[Order]\n    orders.filter(¦)\n",
    "answer of a function": "def f():\n    selectors.visible().filter(¦)\n",
    "answer of a library": "def f():\n    Repository(Order).rows().filter(¦)\n",
    "attribute of the class": "class V:\n    rows: QuerySet[Order]\n\n    def f(self):\n        self.rows.filter(¦)\n",
    "field": "@dataclass\nclass D:\n    orders: QuerySet[Order]\n\n\ndef f(d: D):\n    d.orders.filter(¦)\n",
    "what it is called with": "def f(orders):\n    orders.filter(¦)\n\n\ndef g():\n    f(Order.objects.all())\n",
    "arguments of `__init__`": """\
class V:
    def __init__(self, orders: QuerySet[Order]):
        self.orders = orders

    def f(self):
        self.orders.filter(¦)
""",
    "queryset class": "class Orders(QuerySet['Order']):\n    def f(self):\n        return self.filter(¦)\n",
    "global": "orders: QuerySet[Order] = load()\n\n\ndef f():\n    return orders.filter(¦)\n",
    "module": "orders: QuerySet[Order] = load()\nsome = orders.filter(¦)\n",
    "comprehension": "def f(days):\n    orders: QuerySet[Order] = load()\n    [orders.filter(¦) for day in days]\n",
    "lambda": "def f():\n    orders: QuerySet[Order] = load()\n    return lambda: orders.filter(¦)\n",
    "inner function": """\
def f():
    orders: QuerySet[Order] = load()

    def g():
        return orders.filter(¦)
""",
    "condition": "def f():\n    orders: QuerySet[Order] = load()\n    if orders.filter(¦\n",
    "asynchronous": "async def f():\n    orders: QuerySet[Order] = load()\n    await orders.aget(¦)\n",
    "keywords in `Q`": "def f():\n    orders: QuerySet[Order] = load()\n    orders.filter(Q(¦))\n",
    "parentheses": "def f(x):\n    orders: QuerySet[Order] = load()\n    (orders or x).filter(¦)\n",
    "half a line": "def f():\n    orders: QuerySet[Order] = load()\n    for o in orders.filter(¦\n\n\nx = 1\n",
    "a slice": "def f():\n    orders: QuerySet[Order] = load()\n    orders.exclude(pk=1)[:9].filter(¦)\n",
}
ROWS = {
    "inner function": "def f(o):\n    o: Order = load()\n\n    def g():\n        return o.lines.filter(¦)\n",
    "loop": "def f():\n    orders: list[Order] = load()\n    for order in orders:\n        order.lines.filter(¦)\n",
    "annotated variable": "def f():\n    order: Order = load()\n    order.lines.filter(¦)\n",
    "docstring": 'def f(order):\n    """:param Order order: which"""\n    order.lines.filter(¦)\n',
    "comment": "def f(order):\n    # type: (Order) -> None\n    order.lines.filter(¦)\n",
    "answer of a function": "def f():\n    selectors.newest().lines.filter(¦)\n",
    "assertion": "def f(order):\n    assert isinstance(order, Order)\n    order.lines.filter(¦)\n",
    "one of several classes": "def f(x):\n    if isinstance(x, (Order, str)):\n        x.lines.filter(¦)\n",
    "attribute": "class V:\n    order: Order\n\n    def f(self):\n        self.order.lines.filter(¦)\n",
    "values of a dictionary": "def f(by_key: dict[int, Order]):\n    by_key[1].lines.filter(¦)\n",
    "context manager": """\
@contextmanager
def locked(key):
    yield Order.objects.get(pk=key)


def f():
    with locked(1) as order:
        order.lines.filter(¦)
""",
    "two relations": "def f():\n    line: Line = load()\n    line.order.lines.filter(¦)\n",
}


@pytest.mark.parametrize("code", RECEIVERS.values(), ids=RECEIVERS)
def test_querysets(project: Project, code: str) -> None:
    names, before = names_of(project, code)
    assert before == []
    assert "placed" in names


@pytest.mark.parametrize("code", ROWS.values(), ids=ROWS)
def test_rows(project: Project, code: str) -> None:
    """What they are related to is for our own analysis to say: jedi does not know `lines`."""
    names, before = names_of(project, code)
    assert before == []
    assert "order" in names


def names_of(project: Project, code: str) -> tuple[list[str], list[str]]:
    """The names that are offered with guesses, and without."""
    snapshot, known, guessed = asked(project, code)
    assert known is not None
    before = [step.name for step in suggestions(snapshot, known)]
    return [step.name for step in suggestions(snapshot, guessed)] if guessed is not None else [], before


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    load().filter(¦)\n",
        "def f(d: dict[str, Order]):\n    d.values('¦')\n",
        "def f(orders: list[Order]):\n    orders.filter(¦)\n",
        "class NoModel:\n    pass\n\n\ndef f(x: QuerySet[NoModel]):\n    x.filter(¦)\n",
        "def f(text: str):\n    text.filter(¦)\n",
    ],
)
def test_what_is_no_queryset_stays_unknown(project: Project, code: str) -> None:
    _, known, guessed = asked(project, code)
    assert known is not None
    assert guessed is None


def test_nobody_is_asked_about_what_is_known(project: Project) -> None:
    _, known, _ = asked(project, "def f():\n    Order.objects.filter(¦)\n")
    assert known is not None
    assert known.models
    assert known.question is None


def test_positions_count_characters(project: Project) -> None:
    names, _ = names_of(project, 'def f():\n    orders: QuerySet[Order] = load()\n    "🛒ü", orders.filter(¦)\n')
    assert "placed" in names
