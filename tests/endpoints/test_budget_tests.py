"""Django runs the tests that `scale-lsp budget` writes: they fail where there are findings, and pass without them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.fix import fix_all
from scale_lsp.index.project import Project
from tests.cli.repository import run

HERE = Path(__file__).parent


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site of the endpoint tests, with a test for each of its pages that can have one."""
    shutil.copytree(HERE / "site", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "manage.py").write_text("")
    monkeypatch.chdir(tmp_path)
    done = run("budget", "--file", "test_queries.py")
    assert done.code == 0, done.err
    return tmp_path


def failed(site: Path) -> set[str]:
    """The addresses of the pages whose tests fail, with rows."""
    path = site / "test_queries.py"
    text = path.read_text()
    assert "# Make at least two rows of Book here" in text
    made = text.replace("objects.create()\n", "objects.create(username='reader')\n        seed(3)\n")
    (site / "pinned.py").write_text(f"from tests.endpoints.count import seed\n{made}")
    command = [sys.executable, "-W", "ignore", "-m", "django", "test", "pinned", "--settings=settings"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(HERE.parents[1])])}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    assert re.search(r"Ran \d\d tests", done.stderr), done.stderr[-3000:]
    return set(re.findall(r"^(?:FAIL|ERROR): test_queries \(pinned\.(\w+)Queries", done.stderr, re.M))


def test_they_say_what_django_counts(site: Path) -> None:
    before = failed(site)
    assert {"ViewsTwice", "ViewsNested"} <= before
    assert not before & {"ViewsJoined", "ViewsValues", "ViewsNothing", "ViewsPrefetchedPages"}
    project = Project(site.as_posix())
    for path in site.rglob("*"):
        if path.suffix in (".py", ".html") and "test" not in path.name:
            project.put(path.as_posix(), path.read_text())
    for name, text in fix_all(project, project.snapshot().paths, Config()).texts.items():
        Path(name).write_text(text)
    after = failed(site)
    assert not after & {"ViewsTwice", "ApiTitles", "ViewsChapters"}
    assert after < before


def test_without_rows_none_of_those_that_grow_passes(site: Path) -> None:
    text = (site / "test_queries.py").read_text()
    assert text.count("self.assertGreater(Book.objects.count(), 1)") > 3
    assert "from books.models import Author\nfrom books.models import Book\n" in text


def test_one_page(site: Path) -> None:
    done = run("budget", "/twice/")
    assert done.code == 0
    assert done.out.count("class ") == 1
    assert 'with self.assertNumQueries(2):\n            response = self.client.get("/twice/")' in done.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("books.views.OneBook", "its address has parameters"),
        ("books.views.bypassed", "it asks 3 + n queries even when its findings are fixed"),
        ("books.views.Plain.post", "it is no page that is read"),
    ],
)
def test_a_page_that_can_have_none(site: Path, name: str, said: str) -> None:
    done = run("budget", name)
    assert (done.code, done.out) == (1, "")
    assert f"{name}: no test, {said}" in done.err


def test_a_page_that_is_not_there(site: Path) -> None:
    assert "no endpoint /nowhere/" in run("budget", "/nowhere/").err


def test_no_file_is_overwritten(site: Path) -> None:
    assert "File exists" in run("budget", "--file", "test_queries.py").err
