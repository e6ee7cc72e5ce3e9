"""From one fixture file: what is found, what the fix writes, what Django says to both.

Marks in a fixture:
    # expect: slug, slug     on the line where a finding begins; all other lines are silent
    # queries: 1 + n -> 1    on the line of a `def`: counted on Django at two sizes, before and after the safe fixes
    # miss: slug             a known miss; fails the day it works
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix_all
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project

HERE = Path(__file__).parent
SHOP = HERE / "shop"
ROOT = "/fixture"
SIZES = (2, 5)


@dataclass(frozen=True)
class Fixture:
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(HERE / "rules").as_posix().removesuffix(".py")

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def golden(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.fixed.py")


def fixtures() -> list[Fixture]:
    return [Fixture(p) for p in sorted((HERE / "rules").rglob("*.py")) if not p.name.endswith((".fixed.py", "__.py"))]


def marks(text: str, mark: str) -> dict[int, list[str]]:
    """Line number → slugs, for `# expect:` or `# miss:`."""
    found = {}
    for number, line in enumerate(text.splitlines()):
        if match := re.search(rf"# {mark}: ([\w, -]+)", line):
            found[number] = sorted(s.strip() for s in match[1].split(","))
    return found


def project_with(text: str) -> tuple[Project, str]:
    """The shop with one file more."""
    project = Project(ROOT)
    for path in sorted(SHOP.glob("*.py")):
        project.put(f"{ROOT}/shop/{path.name}", path.read_text(encoding="utf-8"))
    mine = f"{ROOT}/shop/fixture.py"
    project.put(mine, text)
    return project, mine


def findings(text: str) -> list[Finding]:
    project, mine = project_with(text)
    snapshot = project.snapshot()
    found = list(check(snapshot, mine, Config()))
    broken = project_findings(snapshot, Config()).broken
    assert not broken, "\n".join(broken.values())
    return found


def fixed(text: str) -> str:
    project, mine = project_with(text)
    return fix_all(project, [mine], Config()).texts.get(mine, text)


def formula(text: str, n: int) -> int:
    """`1 + 2n + n*n` for a number n."""
    total = 0
    for term in text.split("+"):
        factors = re.fullmatch(r"\s*(\d*)\s*((?:n\s*\*?\s*)*)", term)
        assert factors, f"not a formula: {text}"
        total += int(factors[1] or 1) * n ** factors[2].count("n")
    return total


def formulas(text: str) -> dict[str, tuple[str, str]]:
    """Function → its numbers of queries before and after the fix."""
    found = {}
    for match in re.finditer(r"def (\w+)\(.*# queries: (.+)", text):
        before, _, after = match[2].partition("->")
        found[match[1]] = (before.strip(), after.strip() or before.strip())
    return found


Counts = dict[str, dict[str, dict[str, list[object]]]]


def proven(python: str = sys.executable) -> Counts:
    """What Django counts for every fixture, as written and as fixed, in one process of a Python that has Django."""
    with tempfile.TemporaryDirectory() as folder:
        names: dict[str, str] = {}
        for fixture in fixtures():
            for kind, text in (("before", fixture.text), ("after", fixed(fixture.text))):
                path = Path(folder) / f"{fixture.name.replace('/', '-')}.{kind}.py"
                path.write_text(text, encoding="utf-8")
                names[str(path)] = f"{fixture.name}:{kind}"
        done = subprocess.run(
            [python, "-m", "tests.prove", *names],
            cwd=HERE.parent,
            env={**os.environ, "PYTHONPATH": str(HERE.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return {names[path]: counts for path, counts in json.loads(done.stdout).items()}
