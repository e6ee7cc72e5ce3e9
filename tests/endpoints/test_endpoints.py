"""What is predicted for each page of a site is what Django counts, at two sizes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.endpoints import Endpoint, endpoints, endpoints_in
from scale_lsp.flow.analysis import followed
from scale_lsp.index.project import Project
from scale_lsp.text.positions import span

HERE = Path(__file__).parent
SITE = HERE / "site"


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, int]]:
    """Address → rows → queries, as Django has counted."""
    command = [sys.executable, str(HERE / "count.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    counts: dict[str, dict[str, int]] = json.loads(done.stdout)
    return counts


def project() -> Project:
    made = Project(SITE.as_posix())
    for path in SITE.rglob("*"):
        if path.suffix in (".py", ".html"):
            made.put(path.as_posix(), path.read_text())
    return made


@pytest.fixture(scope="module")
def predicted() -> tuple[Endpoint, ...]:
    return endpoints(project().snapshot(), Config())


def test_each_page_asks_what_is_predicted(counted: dict[str, dict[str, int]], predicted: tuple[Endpoint, ...]) -> None:
    of_address = {_plain(route): one for one in predicted for route in one.routes if not one.name.endswith(".post")}
    said = {
        address: {str(n): of_address[_plain(address)].at(lambda visit, n=n: n) for n in (2, 5)}  # type: ignore[misc]
        for address in counted
    }
    assert said == counted


def test_those_of_one_file(predicted: tuple[Endpoint, ...]) -> None:
    """The same as when all are looked at; after an edit only what it concerns is looked at again."""
    site = project()
    views = f"{SITE.as_posix()}/books/views.py"
    for path in (f"{SITE.as_posix()}/books/api.py", views):
        there = endpoints_in(site.snapshot(), path, Config())
        assert {*map(_said, there)} == {_said(one) for one in predicted if one.location.path == path}
    endpoints(site.snapshot(), Config())
    line = site.snapshot().sources[views].lines.index("def lines(request):\n")
    site.edit(views, span(line + 1, 4, line + 1, 4), "len(Book.objects.all())\n    ")
    again = endpoints_in(site.snapshot(), views, Config())
    assert followed(site.snapshot()).interpreted == 1
    changed = [
        (one.name, str(one.queries)) for one, before in zip(again, there, strict=True) if one.queries != before.queries
    ]
    assert changed == [("books.views.lines", "3 + n")]
    cold = project()
    cold.put(views, "".join(site.snapshot().sources[views].lines))
    assert [*map(_said, endpoints_in(cold.snapshot(), views, Config()))] == [*map(_said, again)]


def _said(one: Endpoint) -> tuple[object, ...]:
    return (
        one.kind,
        one.name,
        one.routes,
        one.location,
        one.queries,
        one.fixed,
        one.n,
        one.steps,
        frozenset(one.findings),
    )


def _plain(address: str) -> str:
    return "/" + address.strip("/").replace("<int:pk>", "<pk>") + "/"


def test_what_cannot_be_counted_is_said() -> None:
    project = Project("/site")
    project.put("/site/urls.py", "from django.urls import path\nimport views\nurlpatterns = [path('', views.gone)]\n")
    project.put(
        "/site/views.py",
        "from django.shortcuts import render\n\ndef gone(request):\n    return render(request, 'gone.html', {})\n",
    )
    (one,) = endpoints(project.snapshot(), Config())
    assert one.unknown == ("the template gone.html is not found",)
    assert one.steps == ()
