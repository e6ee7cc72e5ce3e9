"""Each format byte for byte; `pytest --update-golden` writes them, to be looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scale_lsp import __version__
from scale_lsp.report.formats import FORMATS, written
from tests.report.shop import WITHOUT_CUSTOMER, reported

GOLDENS = Path(__file__).parent / "goldens"
SUFFIXES = {"github": "txt", "junit": "xml", "checkstyle": "xml", "markdown": "md", "sarif": "sarif"}


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDENS / f"{name}.{SUFFIXES.get(name, 'json')}"
    text = written(reported(), name)
    if name == "sarif":
        text = without_pages(text)
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["github-review", "gitlab-review", "markdown"])
def test_golden_of_a_change(name: str, request: pytest.FixtureRequest) -> None:
    """Only the template has changed: the finding in the view is told there, the others are not its business."""
    golden = GOLDENS / f"{name}.change.{SUFFIXES.get(name, 'json')}"
    text = written(reported(before=WITHOUT_CUSTOMER, state="new"), name)
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def without_pages(text: str) -> str:
    """Without what changes with each rule page and each version."""
    log = json.loads(text)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        rule["help"] = dict.fromkeys(rule["help"], "…")
    return json.dumps(log, indent=2, ensure_ascii=False).replace(f'"{__version__}"', '"…"') + "\n"
