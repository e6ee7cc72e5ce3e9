"""`scale-lsp baseline` and `check --baseline`: an old code base shows only what comes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scale_lsp.workspace.baseline import load, save
from tests.cli.repository import VIEWS, Repository, run

FILE = "scale-lsp-baseline.json"
N_PLUS_ONE = "\n\ndef {name}():\n    return [order.seller.name for order in Order.objects.all()]\n"
RULE = "related-access-in-loop"


@pytest.fixture
def base(repo: Repository) -> Repository:
    """The project, with the one finding that it has written down."""
    assert run("baseline", "create").out == f"{FILE}: 1 finding.\n"
    return repo


def lines() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(FILE).read_text())["findings"]
    return found


def checked(*arguments: str) -> list[int]:
    """The lines of the findings that are not in the baseline."""
    done = run("check", "--baseline", FILE, "--output-format", "json", *arguments)
    found = [one["location"]["row"] for one in json.loads(done.out)]
    assert done.code == bool(found)
    return found


def test_it_is_read_by_people_and_merged_by_lines(base: Repository) -> None:
    base.write("shop/views.py", VIEWS + N_PLUS_ONE.format(name="one"))
    base.write("shop/another.py", VIEWS)
    assert run("baseline", "update").out == f"{FILE}: 3 findings (+2).\n"
    text = Path(FILE).read_text()
    assert text.splitlines()[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert [line["path"] for line in lines()] == ["shop/another.py", "shop/views.py", "shop/views.py"]
    assert lines()[0]["rule"] == RULE
    assert "`customer` loaded once per row" in lines()[0]["message"]
    assert len(text.splitlines()) == 3 + 3 + 2
    assert run("baseline", "update").code == 0
    assert Path(FILE).read_text() == text


def test_what_is_in_it_is_not_reported(base: Repository) -> None:
    done = run("check", "--baseline", FILE)
    assert (done.code, done.out, done.err) == (0, f"Nothing new since {FILE} (1 known).\n", "")


def test_what_is_not_in_it_is(base: Repository) -> None:
    base.write("shop/views.py", VIEWS + N_PLUS_ONE.format(name="one"))
    assert checked() == [18]


def test_a_finding_stays_known_when_it_moves(base: Repository) -> None:
    base.git("mv", "shop/views.py", "shop/pages.py")
    base.replace(
        "shop/pages.py",
        "order in Order.objects.all()]\n\n\ndef listed",
        "order in (\n        Order.objects.all()\n    )]\n\n\ndef listed",
    )
    base.replace("shop/pages.py", "from .models", "import os\n\nfrom .models")
    assert checked() == []


def test_a_finding_stays_known_when_its_function_is_renamed(base: Repository) -> None:
    base.replace("shop/views.py", "def names", "def titles")
    assert checked() == []


def test_equal_findings_are_counted(base: Repository) -> None:
    """Two files with the same text have the same fingerprints; a third is one too many."""
    for folder in ("one", "two"):
        base.write(f"{folder}/views.py", VIEWS.replace(".models", "shop.models").replace(".texts", "shop.texts"))
    run("baseline", "update")
    base.git("mv", "shop/views.py", "shop/pages.py")
    assert checked() == []
    base.write("three/views.py", (base.folder / "one" / "views.py").read_text())
    assert checked() == [6]


def test_what_is_the_same_in_one_file_is_one_line(base: Repository) -> None:
    known = load(Path(FILE))
    save(Path(FILE), known * 3)
    assert [line["count"] for line in lines()] == [3]
    assert load(Path(FILE)) == known * 3
    assert "2 findings are not there any more" in run("check", "--baseline", FILE).err


def test_what_is_not_there_any_more_is_named(base: Repository) -> None:
    base.replace("shop/views.py", "Order.objects.all()]\n\n\ndef listed", "Order.objects.listed()]\n\n\ndef listed")
    done = run("check", "--baseline", FILE)
    assert done.code == 0
    assert "1 finding is not there any more; `scale-lsp baseline prune` forgets them" in done.err
    assert f"shop/views.py: {RULE}" in done.err


def test_prune_forgets_and_adds_nothing(base: Repository) -> None:
    base.replace("shop/views.py", "Order.objects.all()]\n\n\ndef listed", "Order.objects.listed()]\n\n\ndef listed")
    base.write("shop/more.py", VIEWS)
    base.replace(
        "shop/more.py",
        "order.customer.name for order in Order.objects.all()",
        "o.seller.name for o in Order.objects.all()",
    )
    assert run("baseline", "prune").out == f"{FILE}: 0 findings (-1).\n"
    assert json.loads(Path(FILE).read_text()) == {"version": 1, "findings": []}
    assert checked() == [6]


def test_a_rule_that_does_not_run_makes_nothing_stale(base: Repository) -> None:
    assert run("check", "--baseline", FILE, "--ignore", RULE).err == ""
    run("baseline", "prune", "--ignore", RULE)
    run("baseline", "update", "--ignore", RULE)
    assert len(lines()) == 1


def test_files_that_are_not_checked_make_nothing_stale(base: Repository) -> None:
    (base.folder / "shop" / "views.py").write_text("")
    assert run("check", "--baseline", FILE, "shop/models.py").err == ""
    run("baseline", "update", "shop/models.py")
    assert len(lines()) == 1
    assert "not there any more" in run("check", "--baseline", FILE, "shop/views.py").err


def test_a_rule_that_is_gone_is_stale(base: Repository) -> None:
    save(Path(FILE), [replace(one, rule="a-rule-of-old", fingerprint="0-0") for one in load(Path(FILE))])
    assert "1 finding is not there any more" in run("check", "--baseline", FILE).err


def test_paths_are_seen_from_the_file(base: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base.folder / "shop")
    done = run("check", "--baseline", f"../{FILE}", "views.py")
    assert (done.code, done.err) == (0, "")


def test_create_overwrites_nothing(base: Repository) -> None:
    done = run("baseline", "create")
    assert done.code == 2
    assert "is there already" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "Input should be an object"),
        ("<<<<<<< HEAD\n", "Invalid JSON"),
        ('{"version": 2, "findings": []}', "version: Input should be 1"),
        ('{"version": 1, "findings": [{"path": "a.py"}]}', "findings.0.rule: Field required"),
    ],
)
def test_a_file_that_cannot_be_used(repo: Repository, text: str, said: str) -> None:
    Path(FILE).write_text(text)
    done = run("check", "--baseline", FILE)
    assert done.code == 2
    assert f"{FILE}: {said}" in done.err


def test_it_goes_with_a_revision(base: Repository) -> None:
    """New since the revision, and not in the baseline either."""
    base.write("shop/views.py", VIEWS + N_PLUS_ONE.format(name="one"))
    run("baseline", "update")
    base.write("shop/views.py", VIEWS + N_PLUS_ONE.format(name="one") + N_PLUS_ONE.format(name="two"))
    assert checked("--diff-base", "HEAD") == [22]


def test_only_what_is_not_in_it_is_fixed(base: Repository) -> None:
    base.write("shop/views.py", VIEWS + N_PLUS_ONE.format(name="one"))
    assert run("check", "--baseline", FILE, "--fix").code == 0
    text = (base.folder / "shop" / "views.py").read_text()
    assert text.startswith(VIEWS)
    assert text.count("select_related") == 1
