"""Fingerprints of the example's findings: each its own, and the same after a formatter and after a move."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from scale_lsp.config import Config, load_config
from scale_lsp.engine.check import check
from scale_lsp.engine.fingerprints import fingerprint, fingerprints
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.workspace import discover

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"


@cache
def texts() -> dict[str, str]:
    config = load_config(EXAMPLE, {}).config
    return {path: Path(path).read_text() for path in discover(EXAMPLE, config)}


def checked(files: dict[str, str]) -> tuple[Snapshot, list[Finding]]:
    project = Project(EXAMPLE.as_posix())
    for path, text in files.items():
        project.put(path, text)
    snapshot = project.snapshot()
    return snapshot, [finding for path in snapshot.paths for finding in check(snapshot, path, Config())]


@pytest.fixture(scope="module")
def known() -> list[str]:
    snapshot, findings = checked(texts())
    return [fingerprint(snapshot, finding) for finding in findings]


def test_each_finding_has_its_own_but_for_equal_code_in_two_files(known: list[str]) -> None:
    """`product.save()` in the `Command.handle` of two commands."""
    assert len(set(known)) == len(known) - 1 > 60


def test_they_survive_a_formatter(known: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=60", "-"]
    command += ["--config", "format.quote-style='single'"]
    files = dict(texts())
    for path in files:
        if path.endswith(".py"):
            done = subprocess.run(command, input=files[path], capture_output=True, text=True, check=True)
            files[path] = "# Another first line\n\n" + done.stdout
    assert files != texts()
    snapshot, findings = checked(files)
    assert sorted(fingerprint(snapshot, finding) for finding in findings) == sorted(known)


def test_they_survive_a_move() -> None:
    views, moved = EXAMPLE / "shop/tasks.py", EXAMPLE / "shop/jobs/nightly.py"
    files = dict(texts())
    before = checked(files)
    files[moved.as_posix()] = files.pop(views.as_posix()).replace("from .", "from ..")
    after = checked(files)

    def of(path: Path, snapshot: Snapshot, findings: list[Finding]) -> list[str]:
        mine = [finding for finding in findings if finding.location.path == path.as_posix()]
        return [fingerprint(snapshot, finding) for finding in mine]

    assert of(moved, *after) == of(views, *before) != []


def test_equal_ones_are_numbered(known: list[str]) -> None:
    files = dict(texts())
    files[(EXAMPLE / "shop/copy.py").as_posix()] = files[(EXAMPLE / "shop/tasks.py").as_posix()]
    snapshot, findings = checked(files)
    numbered = fingerprints(snapshot, findings)
    assert len(set(numbered)) == len(numbered)
    assert set(known) <= set(numbered)
    assert any(each.count("-") == 2 for each in numbered)


def test_they_are_those_of_earlier_versions() -> None:
    """Baselines hold them: when this fails, all of them have to be written anew."""
    snapshot, findings = checked(texts())
    golden = {(f.rule, Path(f.location.path).name): fingerprint(snapshot, f) for f in findings}
    assert golden["len-of-queryset", "tidy_shop.py"] == "9292ed30cb046ef8-ebbc4be61322e7de"
    assert golden["debug-in-production", "settings.py"] == "e4a6a0577479b2b4-d4d50417cd7c18fc"
    assert golden["template-repeated-query", "shop.html"] == "a009138f4d3b593d-8ce10ce6aa9563a7"
