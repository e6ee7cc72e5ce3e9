"""The order of the house: a rule is one name in three places, files are small, the core does no I/O."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scale_lsp.engine.registry import ENGINE_RULES, registry
from tests.harness import fixtures

ROOT = Path(__file__).parent.parent
CORE = ("text", "orm", "index", "flow", "frameworks", "rewrite", "rules", "engine")
SOURCES = sorted((ROOT / "scale_lsp").rglob("*.py"))


@pytest.mark.parametrize("slug", sorted(set(registry().entries) - ENGINE_RULES))
def test_a_rule_is_one_name_in_three_places(slug: str) -> None:
    entry = registry().entries[slug]
    name = slug.replace("-", "_")
    assert (ROOT / "scale_lsp" / "rules" / entry.category / f"{name}.py").is_file()
    assert any(f.name.startswith(f"{entry.category}/{name}") for f in fixtures())
    assert registry().rules[slug].check is not None
    assert (registry().rules[slug].fix is not None) == (entry.fix != "none")


def test_every_rule_module_has_its_page() -> None:
    modules = {p.stem.replace("_", "-") for p in (ROOT / "scale_lsp" / "rules").glob("*/*.py") if p.stem != "__init__"}
    assert modules == set(registry().entries) - ENGINE_RULES


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


FORBIDDEN = {"open", "exec", "eval", "compile", "__import__", "input"}
FORBIDDEN_MODULES = {"os", "subprocess", "socket", "shutil", "pathlib", "tempfile", "urllib"}


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.parts[len(ROOT.parts) + 1] in CORE], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_the_core_does_no_io_and_runs_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN, f"line {node.lineno}: {node.func.id}()"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {a.name for a in node.names} if isinstance(node, ast.Import) else {node.module or ""}
            assert not {n.partition(".")[0] for n in names} & FORBIDDEN_MODULES, f"line {node.lineno}"


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_nothing_names_a_path_of_somebodys_machine() -> None:
    private = re.compile(r"/(?:root|work)/\w+|\.pyenv/shims")
    for path in committed():
        if path.suffix in (".py", ".md", ".toml", ".lua", "") and path.is_file() and path != Path(__file__):
            assert not private.search(path.read_text(encoding="utf-8", errors="ignore")), path


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_new_rule_begins_with_three_files_that_work(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scale_lsp", "dev", "new-rule", "writes", "save-in-loop", "--root", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 0
    made = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert made == [
        "rules/writes/save-in-loop.md",
        "scale_lsp/rules/writes/__init__.py",
        "scale_lsp/rules/writes/save_in_loop.py",
        "tests/rules/writes/save_in_loop.py",
    ]
    for path in tmp_path.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))
    assert subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 2, "not twice"
    wrong = [*command[:5], "writes", "Save_In_Loop", "--root", str(tmp_path)]
    assert subprocess.run(wrong, capture_output=True, check=False, cwd=ROOT).returncode == 2


def test_the_example_shop_shows_every_query_rule() -> None:
    command = [sys.executable, "-m", "scale_lsp", "check", "examples/shop", "--output-format", "concise"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    for slug in ("related-access-in-loop", "query-in-loop", "prefetch-bypassed", "unknown-related-name"):
        assert slug in done.stdout
