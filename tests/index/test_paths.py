"""Every name that is offered in a path is one that Django takes, and Django's own names are all offered."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.paths import Naming, steps
from scale_lsp.index.project import Project

TESTS = Path(__file__).parents[1]
MODELS = TESTS / "shop" / "models.py"

REAL_DJANGO = """
import json, sys
from tests.prove import set_up
set_up()
from django.apps import apps
from django.core.exceptions import FieldError

CALLS = {
    "JOIN": lambda rows, path: rows.select_related(path),
    "LOADED": lambda rows, path: rows.only(path),
    "COLUMN": lambda rows, path: (rows.values(path), rows.order_by("-" + path))[0],
    "LOOKUP": lambda rows, path: rows.filter(**{path: [1, 2] if path.endswith(("__in", "__range")) else VALUE(path)}),
}

def VALUE(path):
    return True if path.endswith("__isnull") else 1

refused, missed = [], []
for name, offered in json.load(sys.stdin).items():
    model = apps.get_model("shop", name)
    for naming, paths in offered.items():
        for path in paths:
            try:
                if naming == "PREFETCH":
                    getattr(model, path.split("__")[0])
                elif naming == "OWN":
                    path == "pk" or model._meta.get_field(path)
                else:
                    str(CALLS[naming](model._base_manager.all(), path).query)
            except FieldError as error:
                refused.append((name, naming, path, str(error)))
            except (ValueError, TypeError) as error:
                pass  # the value, not the name
            except Exception as error:
                if type(error).__name__ not in ("EmptyResultSet", "ValidationError"):
                    refused.append((name, naming, path, repr(error)))
    names = {f.name for f in model._meta.get_fields() if not f.name.endswith("+")}
    generic = {f.name for f in model._meta.private_fields if type(f).__name__ == "GenericForeignKey"}
    missed += [(name, one) for one in names - generic - set(offered["LOOKUP"])]
json.dump([refused, missed], sys.stdout)
"""


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    project = Project(str(TESTS))
    for path in (MODELS, MODELS.with_name("__init__.py"), MODELS.with_name("settings.py")):
        project.put(str(path), path.read_text())
    return project.snapshot().graph


def paths(graph: ModelGraph, model: Symbol, naming: Naming) -> list[str]:
    """All of one name, and of two."""
    first = steps(graph, model, (), naming)
    return [*first, *(f"{name}__{below}" for name in first for below in steps(graph, model, (name,), naming))]


def test_django_takes_what_is_offered_and_has_no_other_names(graph: ModelGraph) -> None:
    shop = [model for model in graph.models.values() if model.symbol.path == str(MODELS) and not model.abstract]
    assert len(shop) > 10
    offered = {model.name: {naming.name: paths(graph, model.symbol, naming) for naming in Naming} for model in shop}
    assert sum(len(some) for names in offered.values() for some in names.values()) > 1000
    run = subprocess.run(
        [sys.executable, "-c", REAL_DJANGO],
        input=json.dumps(offered),
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
        check=True,
    )
    refused, missed = json.loads(run.stdout)
    assert refused == []
    assert missed == []


EVENTS = """\
from django.db import models


class Event(models.Model):
    at = models.DateTimeField()
    extra = models.JSONField()
    price = models.FancyField()
"""


def test_what_follows_a_lookup() -> None:
    project = Project("/project")
    project.put("/project/app/models.py", EVENTS)
    graph, event = project.snapshot().graph, Symbol(Kind.CLASS, "/project/app/models.py", "Event")

    def after(*names: str) -> set[str]:
        return set(steps(graph, event, names, Naming.LOOKUP))

    assert {"date", "hour", "gte"} <= after("at")
    assert {"gte", "year"} <= after("at", "date")
    assert "hour" not in after("at", "date")
    assert "has_key" in after("extra")
    assert after("price") == {"exact", "in", "isnull"}
    assert after("at", "date", "gte") == after("no_such_name") == set()
