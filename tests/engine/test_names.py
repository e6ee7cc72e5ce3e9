"""What a name may be that somebody writes costs no more in a long file."""

from __future__ import annotations

import pytest

from scale_lsp.engine.names import written_at
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Position
from tests.harness import ROOT

MODELS = "from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n"
VIEWS = """from shop.models import Order


def known():
    return Order.objects.filter()


def unknown(orders):
    return orders.filter()


class Report:
    def rows(self, orders):
        return orders.filter(
"""


@pytest.mark.parametrize(
    ("line", "models"),
    [("return Order.objects.filter(", 1), ("return orders.filter(", 0), ("        return orders", 0)],
)
def test_only_the_block_is_parsed(line: str, models: int, monkeypatch: pytest.MonkeyPatch) -> None:
    project, path = Project(ROOT), f"{ROOT}/shop/views.py"
    project.put(f"{ROOT}/shop/models.py", MODELS)
    project.put(path, VIEWS)
    snapshot = project.snapshot()
    monkeypatch.setattr("scale_lsp.text.source.SourceFile.parse", None)
    number = next(number for number, text in enumerate(VIEWS.splitlines()) if line in text)
    column = VIEWS.splitlines()[number].index("filter(") + len("filter(")
    written = written_at(snapshot, path, Position(number, column))
    assert written is not None
    assert len(written.models) == models
