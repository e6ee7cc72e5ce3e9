"""`--fail-on`: the exit status for gates."""

from __future__ import annotations

import pytest

from tests.cli.repository import VIEWS, Repository, run


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("error", 0),
        ("warning", 1),
        ("info", 1),
        ("queries", 1),
        ("writes", 0),
        ("related-access-in-loop", 1),
        ("query-in-loop", 0),
        ("error,queries", 1),
        ("error,writes", 0),
    ],
)
def test_only_some_findings_fail(repo: Repository, names: str, code: int) -> None:
    done = run("check", "--fail-on", names)
    assert done.code == code, done.err
    assert "Found 1 finding" in done.out


def test_new_findings_fail(repo: Repository) -> None:
    assert run("check", "--fail-on", "new", "--diff-base", "HEAD").code == 0
    repo.write("shop/more.py", VIEWS.replace("customer", "seller"))
    assert run("check", "--fail-on", "new", "--diff-base", "HEAD").code == 1
    assert run("check", "--fail-on", "error", "--diff-base", "HEAD").code == 0
    assert run("check", "--fail-on", "error,new", "--diff-base", "HEAD").code == 1


def test_exit_zero_fails_never(repo: Repository) -> None:
    assert run("check", "--fail-on", "warning", "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("warnings", "no severity, category or rule `warnings`, did you mean `warning`?"),
        ("new", "say since when, with --diff-base or --baseline"),
    ],
)
def test_what_it_does_not_know(repo: Repository, names: str, said: str) -> None:
    done = run("check", "--fail-on", names)
    assert done.code == 2
    assert said in done.err
