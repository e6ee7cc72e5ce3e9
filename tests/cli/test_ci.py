"""The hooks, the action, the pipeline and the container file: valid, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.hosts import serving

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "ci" / "github" / "action.yml"
PIPELINE = ROOT / "ci" / "gitlab" / "scale-lsp.yml"
CONTAINER = ROOT / "ci" / "Containerfile"
BIN = Path(sys.executable).parent
LATER = "\n\ndef number():\n    return len(Order.objects.all())\n"


@pytest.fixture
def job(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as a repository with one commit, and `scale-lsp` on the path."""
    folder = project.parent / f"{project.name}-bin"
    folder.mkdir()
    (folder / "scale-lsp").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scale_lsp "$@"\n')
    (folder / "scale-lsp").chmod(0o755)
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "CI"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{folder}:{BIN}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("RUNNER_TEMP", str(folder))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    run("git", "init", "-q", "-b", "main")
    run("git", "config", "--global", "user.name", "a")
    run("git", "config", "--global", "user.email", "a@example.com")
    commit("before")
    return project


def run(*command: str, expected: int = 0, **environment: str) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def commit(message: str) -> str:
    run("git", "add", "-A")
    run("git", "commit", "-q", "-m", message)
    return run("git", "rev-parse", "HEAD").strip()


def test_they_are_valid() -> None:
    run("pre-commit", "validate-manifest", str(HOOKS), PATH=f"{BIN}:{os.environ['PATH']}")
    check = str(BIN / "check-jsonschema")
    run(check, "--builtin-schema", "vendor.github-actions", str(ACTION))
    run(check, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(PIPELINE))
    run(str(BIN / "hadolint"), str(CONTAINER))


# pre-commit


def hooks(*wanted: str) -> None:
    """Use the hooks of the manifest, with the `scale-lsp` that is here instead of one that is installed for them."""
    known = {hook["id"]: {**hook, "language": "system"} for hook in yaml.safe_load(HOOKS.read_text())}
    config = {"repos": [{"repo": "local", "hooks": [known[name] for name in wanted]}]}
    Path(".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    run("git", "add", "-A")


def test_a_hook_looks_at_what_is_committed(job: Path) -> None:
    hooks("scale-lsp")
    Path("shop/views.py").write_text(Path("shop/views.py").read_text() + LATER)
    said = run("pre-commit", "run", "--all-files", expected=1)
    assert re.findall(r"--> (\S+):", said) == ["shop/views.py:5", "shop/views.py:9"]
    run("git", "add", "-A")
    run("pre-commit", "run", "--files", "shop/models.py")
    (job / "tests").mkdir()
    shutil.copy("shop/views.py", "tests/test_views.py")
    run("pre-commit", "run", "--files", "tests/test_views.py")


def test_the_fixing_hook_changes_files_and_leaves_staging_to_the_user(job: Path) -> None:
    hooks("scale-lsp-fix")
    staged = run("git", "ls-files", "--stage")
    assert "files were modified by this hook" in run("pre-commit", "run", "--all-files", expected=1)
    assert "select_related" in Path("shop/views.py").read_text()
    assert run("git", "ls-files", "--stage") == staged
    run("git", "add", "-A")
    run("pre-commit", "run", "--all-files")


# GitHub


def step(name: str) -> dict[str, Any]:
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    (found,) = [one for one in steps if one.get("name") == name]
    return dict(found)


def action(expected: int = 0, **values: str) -> str:
    """Run the step as GitHub does: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell"""
    check = step("Check")
    environment = {**dict.fromkeys(check["env"], ""), "PATHS": ".", **values}
    assert set(re.findall(r"\$\{?([A-Z_]+)", check["run"])) <= {*environment, "RUNNER_TEMP", "GITHUB_STEP_SUMMARY"}
    return run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"], expected=expected, **environment)


def test_the_action_annotates_and_sums_up(job: Path) -> None:
    said = action(1, SARIF="out.sarif", ARGUMENTS="--select queries")
    assert said.startswith("::warning title=scale-lsp (related-access-in-loop),file=shop/views.py,line=5,")
    summary = Path(os.environ["GITHUB_STEP_SUMMARY"])
    assert summary.read_text().startswith("### scale-lsp found 1 problem")
    assert json.loads(Path("out.sarif").read_text())["version"] == "2.1.0"
    assert action(PATHS="shop/models.py shop/__init__.py") == ""
    assert action(2, ARGUMENTS="--no-such-option") == ""
    assert summary.read_text().count("###") == 2


def test_the_action_reviews_what_a_pull_request_adds(job: Path) -> None:
    base = run("git", "rev-parse", "HEAD").strip()
    run("git", "checkout", "-q", "-b", "more")
    Path("shop/views.py").write_text(Path("shop/views.py").read_text() + LATER)
    commit("after")
    pull = "/repos/me/shop/pulls/7"
    answers = {f"GET {pull}/comments?per_page=100&page=1": [], f"POST {pull}/reviews": {}}
    with serving(**answers) as host:
        github = {"GITHUB_API_URL": host.url, "GITHUB_REPOSITORY": "me/shop", "GITHUB_REF": "refs/pull/7/merge"}
        said = action(1, BASE=base, REVIEW="true", GITHUB_TOKEN="secret", **github)
        assert [line.partition("::")[2][:43] for line in said.splitlines()] == [
            "warning title=scale-lsp (len-of-queryset),f",
            "",
        ]
        ((_, review),) = host.posted
        assert [(one["path"], one["line"]) for one in review["comments"]] == [("shop/views.py", 9)]
        assert "```suggestion\n    return Order.objects.all().count()\n```" in review["comments"][0]["body"]
        host.answers[f"POST {pull}/reviews"] = 403  # the token of a fork may only read
        said = action(1, BASE=base, REVIEW="true", GITHUB_TOKEN="secret", **github)
        assert "::warning::scale-lsp could not post its review" in said


def test_the_action_installs_what_it_lies_in() -> None:
    source = step("Install scale-lsp")["env"]["SOURCE"].replace("${{ github.action_path }}", str(ACTION.parent))
    assert (Path(source) / "pyproject.toml").resolve() == ROOT / "pyproject.toml"


# GitLab


def pipeline(expected: int = 0, **values: str) -> str:
    known = yaml.safe_load(PIPELINE.read_text())["scale-lsp"]
    script = "\n".join(known["script"])
    return run("bash", "-eo", "pipefail", "-c", script, expected=expected, **{**known["variables"], **values})


def test_the_pipeline_writes_its_artifacts(job: Path) -> None:
    pipeline(1)
    reports = yaml.safe_load(PIPELINE.read_text())["scale-lsp"]["artifacts"]["reports"]
    (issue,) = json.loads(Path(reports["codequality"]).read_text())
    assert issue["location"]["path"] == "shop/views.py"
    assert "<testsuites" in Path(reports["junit"]).read_text()
    pipeline(SCALE_LSP_PATHS="shop/models.py shop/__init__.py")
    pipeline(SCALE_LSP_ARGUMENTS="--ignore related-access-in-loop --exit-zero")


def test_the_pipeline_comments_on_what_a_merge_request_adds(job: Path) -> None:
    base = run("git", "rev-parse", "HEAD").strip()
    Path("shop/views.py").write_text(Path("shop/views.py").read_text() + LATER)
    merge = "/projects/3/merge_requests/5"
    commits = {"base_sha": base, "head_sha": "h", "start_sha": base}
    answers = {
        f"GET {merge}/discussions?per_page=100&page=1": [],
        f"GET {merge}": {"diff_refs": commits},
        f"POST {merge}/discussions": {},
    }
    with serving(**answers) as host:
        pipeline(
            1,
            CI_MERGE_REQUEST_DIFF_BASE_SHA=base,
            CI_API_V4_URL=host.url,
            CI_PROJECT_ID="3",
            CI_MERGE_REQUEST_IID="5",
            SCALE_LSP_TOKEN="secret",
        )
    ((_, discussion),) = host.posted
    assert discussion["position"] == {
        "position_type": "text",
        "old_path": "shop/views.py",
        "new_path": "shop/views.py",
        "new_line": 9,
        **commits,
    }
    assert "```suggestion:-0+0\n    return Order.objects.all().count()\n```" in discussion["body"]


# the container


def test_the_container_file_copies_what_a_build_needs() -> None:
    copied = {
        word for line in re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER.read_text(), re.M) for word in line.split()
    }
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = build["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert copied >= {"pyproject.toml", build["project"]["readme"], *wheel["packages"], *wheel["force-include"]}
    assert all((ROOT / name).exists() for name in copied)
