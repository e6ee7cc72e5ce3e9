"""`scale-lsp ask` as its users see it."""

from __future__ import annotations

import json
from pathlib import Path

from .test_check import run

N1 = "related-access-in-loop"


def test_a_question_is_answered(project: Path) -> None:
    done = run("ask", "what should I fix first?")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"1. shop/views.py:5 **warning** `{N1}`" in done.stdout


def test_a_place_is_a_path_with_a_line(project: Path) -> None:
    assert "1 cause in shop/views.py:5" in run("ask", "why is this slow?", "shop/views.py:5").stdout
    assert "1 cause in `names`" in run("ask", "why is this slow?", "shop/views.py:4:1").stdout
    assert "**1 finding** in `shop/views.py`" in run("ask", "review this file", "shop/views.py").stdout
    assert "find nothing" in run("ask", "review this file", "shop/models.py").stdout


def test_a_fix_needs_a_yes(project: Path) -> None:
    views = project / "shop" / "views.py"
    before = views.read_text()
    shown = run("ask", "fix it", "shop/views.py:5")
    assert "select_related" in shown.stdout
    assert views.read_text() == before
    command = shown.stdout.splitlines()[-1].removeprefix("To say yes: scale-lsp ").split()
    done = run(*command)
    assert done.stdout == 'Add `select_related("customer")`: `shop/views.py`.\n'
    assert 'select_related("customer")' in views.read_text()
    assert "another one by now" in run(*command).stdout


def test_a_conversation_over_standard_input(project: Path) -> None:
    views = project / "shop" / "views.py"
    done = run("ask", text="review the project\nfix it\nyes\nreview the project\nquit\nreview the project\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("**1 finding** in the project") == 1
    assert done.stdout.count("I find nothing to change in the project.") == 1, "read again; and nothing behind quit"
    assert "select_related" in views.read_text()


def test_json_for_programs(project: Path) -> None:
    first = json.loads(run("ask", "show n+1 queries", "--output-format", "json").stdout)
    assert (first["intent"], first["applied"], "fix it" in first["suggestions"]) == ("list", False, True)
    more = ("--conversation", first["conversation"], "--output-format", "json")
    second = json.loads(run("ask", "and at 100,000?", ".", *more).stdout)
    assert "100,001 → 1" in second["text"]


def test_what_is_not_there_is_an_error(project: Path) -> None:
    done = run("ask", "review this file", "shop/nothing.py")
    assert done.returncode == 2
    assert "no such file or folder" in done.stderr
    (project / "scale-lsp.toml").write_text("nonsense = 1\n")
    assert run("ask", "review").returncode == 2
