"""What is predicted for each page of a site is what Django counts, at two sizes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.endpoints import Endpoint, endpoints
from scale_lsp.index.project import Project

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


@pytest.fixture(scope="module")
def predicted() -> tuple[Endpoint, ...]:
    project = Project(SITE.as_posix())
    for path in SITE.rglob("*"):
        if path.suffix in (".py", ".html"):
            project.put(path.as_posix(), path.read_text())
    return endpoints(project.snapshot(), Config())


def test_each_page_asks_what_is_predicted(counted: dict[str, dict[str, int]], predicted: tuple[Endpoint, ...]) -> None:
    of_address = {_plain(route): one for one in predicted for route in one.routes if not one.name.endswith(".post")}
    said = {
        address: {str(n): of_address[_plain(address)].at(lambda visit, n=n: n) for n in (2, 5)}  # type: ignore[misc]
        for address in counted
    }
    assert said == counted


def _plain(address: str) -> str:
    return "/" + address.strip("/").replace("<int:pk>", "<pk>") + "/"
