"""House rules that no other tool checks: names that belong together, what each layer may touch, links that resolve."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scale_lsp.catalogue import Entry, entries
from scale_lsp.engine.registry import ENGINE_RULES, registry

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scale_lsp"
MODULES = sorted(PACKAGE.rglob("*.py"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").rglob("*.md")])
RULES = [pytest.param(entry, id=entry.slug) for entry in entries().values()]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# a rule is one name in three places


@pytest.mark.parametrize("entry", RULES)
def test_a_rule_is_three_files(entry: Entry) -> None:
    name = entry.slug.replace("-", "_")
    if entry.slug not in ENGINE_RULES:
        assert (PACKAGE / "rules" / entry.category / f"{name}.py").is_file(), "how it sees"
        assert registry().rules[entry.slug].check is not None
        assert bool(registry().rules[entry.slug].fixes) == (entry.fix != "none"), "what the page says of the fix"
    fixture = ROOT / "tests" / "rules" / entry.category / name
    assert fixture.with_suffix(".py").is_file() or any(fixture.glob("*.py")), "how we know"


def test_no_code_and_no_fixture_without_a_page() -> None:
    slugs = {(entry.category, entry.slug.replace("-", "_")) for entry in entries().values()}
    code = {(p.parent.name, p.stem) for p in (PACKAGE / "rules").glob("*/*.py") if p.stem != "__init__"}
    found = [p for p in (ROOT / "tests" / "rules").glob("*/*") if not p.name.startswith((".", "__"))]
    fixtures = {(p.parent.name, p.name.partition(".")[0]) for p in found}
    assert code | fixtures <= slugs


def test_a_new_rule_is_one_command(tmp_path: Path) -> None:
    """The three files find each other; the fixture is the only thing that fails, and names the line."""
    for folder in ("scale_lsp", "rules", "tests/rules", "tests/shop"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (ROOT / "tests").glob("*.py"):
        shutil.copy(file, tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        done = [sys.executable, *command]
        alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        return subprocess.run(done, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)

    made = run("-m", "scale_lsp", "dev", "new-rule", "things", "slow-thing")
    assert made.returncode == 0, made.stderr
    for category, slug in (("other", "slow-thing"), ("Things", "new"), ("things", "Slow_Thing")):
        assert run("-m", "scale_lsp", "dev", "new-rule", category, slug).returncode == 2
    assert run("-m", "scale_lsp", "rule", "slow-thing").stdout.startswith("# Slow thing (slow-thing)")
    new = [line for line in made.stdout.splitlines() if line.endswith(".py") and " " not in line]
    linted = run("-m", "ruff", "check", "--isolated", "--line-length=120", *new)
    assert linted.returncode == 0, linted.stdout
    formatted = run("-m", "ruff", "format", "--isolated", "--line-length=120", "--check", *new)
    assert formatted.returncode == 0, formatted.stdout
    tested = run("-m", "pytest", "-p", "no:cacheprovider", "tests/test_fixtures.py", "-k", "slow_thing or slow-thing")
    failed = {line.split()[1] for line in tested.stdout.splitlines() if line.startswith("FAILED")}
    finds, documents = "test_finds[things/slow_thing]", "test_documents[slow-thing]"
    assert {name.partition("::")[2] for name in failed} == {finds, documents}, tested.stdout


# what each layer may touch

IO_MODULES = frozenset(
    {"os", "pathlib", "shutil", "tempfile", "glob", "subprocess", "socket", "urllib", "http", "importlib", "runpy"}
)
PURE_MODULES = frozenset({"urllib.parse"})
"""They only read the texts they are given."""
IO_CALLS = frozenset({"open", "eval", "exec", "compile", "__import__", "input", "print"})
EDGES = ("cli", "lsp", "mcp", "report", "workspace", "hints")
ALLOWED_IO = {
    "catalogue.py": "reads the rule pages that ship with the package",
    "config.py": "reads the configuration files",
    "engine/registry.py": "imports the rules of the package",
    "text/blocks.py": "has Python parse a text as one that is not complete; no code is made of it",
    "text/compact.py": "writes functions for the classes of `ast`, as `dataclasses` does; it is given no texts",
}


def test_only_the_edges_touch_the_outside() -> None:
    found = []
    for path in MODULES:
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] not in EDGES and inside.as_posix() not in ALLOWED_IO:
            found += [f"{named(path)}:{line}: {what}" for line, what in outside(ast.parse(path.read_text("utf-8")))]
    assert not found, "\n".join(found)


def outside(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where code could read or write something, or run code that it was given."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case ast.Call(func=ast.Name(id=name)) if name in IO_CALLS:
                yield node.lineno, f"{name}()"
                continue
            case _:
                continue
        touching = (m for m in modules if m.partition(".")[0] in IO_MODULES and m not in PURE_MODULES)
        yield from ((node.lineno, f"import {m}") for m in touching)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("import os.path", True),
        ("from pathlib import Path", True),
        ("def f():\n    return open(name)", True),
        ("eval(text)", True),
        ("from scale_lsp.text import source", False),
        ("re.compile(pattern)", False),
        ("import ast", False),
        ("from urllib.parse import urlsplit", False),
        ("from urllib.request import urlopen", True),
    ],
)
def test_what_counts_as_touching_the_outside(code: str, seen: bool) -> None:
    assert bool(list(outside(ast.parse(code)))) is seen


def test_the_command_line_starts_light(tmp_path: Path) -> None:
    """A check without anything to fix needs neither the editor's libraries nor libcst nor jedi nor jinja2."""
    (tmp_path / "a.py").write_text("x = 1\n")
    code = (
        "import sys\n"
        "from scale_lsp.cli.main import cli\n"
        f"cli.main(['check', {str(tmp_path)!r}], standalone_mode=False)\n"
        "print(sorted({'pygls', 'lsprotocol', 'libcst', 'jedi', 'jinja2', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr


def test_the_server_starts_light() -> None:
    """What writes reports and fixes waits until somebody wants one."""
    code = (
        "import sys, scale_lsp.lsp.server\n"
        "print(sorted({'libcst', 'jedi', 'jinja2', 'rich', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr


# sizes

MOST_LINES = 300
MAY_SHRINK = {
    "scale_lsp/flow/expressions.py": 400,
    "scale_lsp/flow/library.py": 400,
    "scale_lsp/flow/machine.py": 330,
    "scale_lsp/flow/querysets.py": 350,
    "scale_lsp/flow/values.py": 440,
    "scale_lsp/index/models.py": 310,
    "scale_lsp/text/template.py": 400,
}
"""Files that are longer than they should be, and how long they may be at most."""


def test_no_module_is_two_things() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    long = {path: n for path, n in lengths.items() if n > MAY_SHRINK.get(path, MOST_LINES)}
    assert not long, "ask what two things it is"
    settled = [path for path in MAY_SHRINK if lengths.get(path, 0) <= MOST_LINES]
    assert not settled, "short enough now: take it off the list"


# texts


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_text_names_a_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/" + r"(?:work|root)/")
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{named(path)}: {line.strip()}" for line in text.splitlines() if pattern.search(line)]
    assert not found, "\n".join(found)


def test_nothing_is_left_for_later() -> None:
    pattern = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XXX)\b|mark\.(?:skip|xfail)|pytest\.(?:skip|xfail)\b")
    found = []
    for path in committed():
        if path.suffix in (".py", ".md", ".toml") and path != Path(__file__):
            lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
            found += [f"{named(path)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if pattern.search(line)]
    assert not found, "\n".join(found)


def test_every_module_says_what_it_is() -> None:
    silent = [p for p in MODULES if (tree := ast.parse(p.read_text("utf-8"))).body and not ast.get_docstring(tree)]
    assert not silent


@pytest.mark.parametrize("document", [pytest.param(d, id=named(d)) for d in DOCUMENTS])
def test_links_resolve(document: Path) -> None:
    broken = []
    for target in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", prose(document)):
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


def prose(document: Path) -> str:
    return re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.M | re.S)


def anchors(document: Path) -> set[str]:
    """The ids that a Markdown reader gives to headings."""
    heads = re.findall(r"^#+ (.+)$", prose(document), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_changelog_is_one() -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert heads[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", head) for head in heads[1:])
    kinds = re.findall(r"^### (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_verbs_that_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    explained = set(re.findall(r"^([a-z-]+):.*  ## .", makefile, re.M))
    assert verbs == explained, "`make help` shows every verb"
    named_in = {verb for d in DOCUMENTS for verb in re.findall(r"`make ([a-z-]+)", d.read_text("utf-8"))}
    assert named_in <= verbs


# the example


UNSEEN = {
    *("email-in-request", "no-rate-limit", "persistent-connections-under-asgi", "unused-suppression"),
    *("blocking-index-migration", "constraint-check-under-lock", "data-migration-under-lock"),
    "table-rewrite-migration",
}
"""What the shop cannot show beside the rest: it prints its mail, its limit limits nothing, it runs under WSGI, and its
migrations are not new.
"""


def test_the_example_shows_every_rule() -> None:
    command = [sys.executable, "-m", "scale_lsp", "check", "--output-format", "concise", "examples/shop"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    slugs = {entry.slug for entry in entries().values() if not entry.preview} - UNSEEN
    assert {slug for slug in entries() if f" {slug} " in done.stdout} >= slugs, done.stdout + done.stderr


def test_the_readme_shows_what_is_said() -> None:
    pictures = re.findall(r"^```text\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    shop, path = ROOT / "examples" / "shop", {**os.environ, "PYTHONPATH": str(ROOT)}
    for picture, more in zip(pictures, ([], ["--statistics"]), strict=True):
        command = [sys.executable, "-m", "scale_lsp", "check", *more]
        done = subprocess.run(command, cwd=shop, env=path, capture_output=True, text=True, check=False)
        assert picture in done.stdout, "take the picture again"
