"""`docs/ci.md`: what it shows can be pasted."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import yaml

from tests.cli.test_ci import BIN, LATER, commit, job, run

PAGE = Path(__file__).parents[2] / "docs" / "ci.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = [
    line.partition("  # ")[0].partition("   #")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S)
    for line in block.splitlines()
]
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.M | re.S)

__all__ = ["job"]


def block(word: str) -> str:
    (found,) = [text for text in BLOCKS if re.search(word, text)]
    return str(found).replace("OWNER", "owner")


def test_the_commands(job: Path) -> None:
    Path("shop/views.py").write_text(Path("shop/views.py").read_text() + LATER)
    run("git", "checkout", "-q", "-b", "more")
    commit("after")
    for command in COMMANDS:
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert done.returncode <= 1, command + done.stderr
        assert done.stdout or "--report" in command or ">" in command, command
    assert "scale-lsp review" not in COMMANDS
    assert len(COMMANDS) == 8


def test_the_configurations_are_valid(tmp_path: Path) -> None:
    checks = {
        "rev: v": [str(BIN / "pre-commit"), "validate-config"],
        "repo: local": [str(BIN / "pre-commit"), "validate-config"],
        "^on: ": [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows"],
        "^include:": [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci"],
    }
    for word, command in checks.items():
        file = tmp_path / "config.yaml"
        file.write_text(block(word))
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_shows_what_the_commit_causes_elsewhere(job: Path) -> None:
    """The view is not touched: a template begins to read a relation of its rows."""
    views = Path("shop/views.py")
    views.write_text(
        "from django.shortcuts import render\nfrom .models import Order\n\n\ndef page(request):\n"
        '    return render(request, "page.html", {"orders": Order.objects.all()})\n'
    )
    page = Path("shop/templates/page.html")
    page.parent.mkdir()
    page.write_text("{% for order in orders %}{{ order.pk }}{% endfor %}\n")
    Path(".pre-commit-config.yaml").write_text(block("repo: local"))
    commit("a page")
    page.write_text("{% for order in orders %}{{ order.customer.name }}{% endfor %}\n")
    run("git", "add", "-A")
    said = run("pre-commit", "run", expected=1)
    assert re.search(r"--> shop/views\.py:6", said)
    assert "1 new finding since HEAD" in said


def test_every_format_and_file_is_named() -> None:
    from scale_lsp.report.formats import FORMATS

    assert set(re.findall(r"^\| `([\w-]+)`(?:, `concise`)? \|", TEXT, re.M)) == {"full", *FORMATS}
    steps = yaml.safe_load(block("^on: "))["jobs"]["scale-lsp"]["steps"]
    assert steps[1]["uses"].startswith("owner/scale-lsp/ci/github@")
    assert (PAGE.parents[1] / "ci" / "github" / "action.yml").is_file()
    assert os.path.exists(PAGE.parents[1] / ".pre-commit-hooks.yaml")
