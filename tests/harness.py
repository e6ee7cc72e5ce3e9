"""From one fixture file: what is found, what the fix writes, what Django says to both.

Marks in a fixture:
    # expect: slug, slug     on the line where a finding begins; all other lines are silent
    #   ^^^^ slug: text      below a line: the exact span, and a part of the message
    # severity: info         on the line of a finding whose severity is not that of the rule's page
    # elsewhere: slug        on a line that a finding in another file of the shop is related to
    # miss: slug             a known miss; fails the day it works
    # wrong: slug            a known false alarm; fails the day it is gone
    # queries: 1 + n -> 1    on the line of a `def`: counted on Django at two sizes, before and after the safe fixes
    # rows: 2n -> n          there too: the rows that are fetched from the database (a COUNT is one row)
    # rows: 2n => 3          the same after the unsafe fixes, which may change the result: `a -> b => c`, or `a => c`
    # => ['p0', 'p1']        on a line of its own below a `def`: the result after the unsafe fixes, at the larger size
    # raises: TypeError      on the line of a `def`: what it raises as it is, and no longer after the fixes
    # choose: [:100]         on a line of its own: instead of what `--fix --unsafe-fixes` takes, all offers whose title
    #                        has these words, one by one; the golden of either is NAME.unsafe.py
    # config: page-size = 2  on a line of its own: a line of the configuration
    # django: >=6.1          on a line of its own: what follows needs that version to run
    # django: <6.1           the same: what follows is counted on older versions only
    # needs: rest_framework  on a line of its own: proven only where that package is installed
    # template: shop/a.html  the string below is a template of that name; it has the same marks, in template comments
    # file: project/base.py  the string below is a file of that path, below the project's root; it has the same marks
    # at: project/live.py    on a line of its own: the fixture is that file, of a project without the shop

Of migrations that a fixture has, those with the number 0001 are old: git has them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scale_lsp.catalogue import entries
from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix_all, fixes
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.index.project import Project
from scale_lsp.text.positions import apply_edits
from tests.formulas import Counts
from tests.prove import WRITTEN

HERE = Path(__file__).parent
SHOP = HERE / "shop"
ROOT = "/fixture"


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

    @property
    def unsafe_golden(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.unsafe.py")


_GOLDEN = (".fixed.py", ".unsafe.py")


def fixtures() -> list[Fixture]:
    return [Fixture(p) for p in sorted((HERE / "rules").rglob("*.py")) if not p.name.endswith((*_GOLDEN, "__.py"))]


def goldens() -> list[Path]:
    return [p for p in sorted((HERE / "rules").rglob("*.py")) if p.name.endswith(_GOLDEN)]


@cache
def config(text: str) -> Config:
    """The configuration that a fixture asks for; rules in preview are on, as all others."""
    lines = ["preview = true", *re.findall(r"^# config: (.+)$", text, re.M)]
    return Config.model_validate(tomllib.loads("\n".join(lines)))


def marks(text: str, mark: str) -> dict[int, list[str]]:
    """Line number → slugs, for `# expect:` and its like."""
    found = {}
    for number, line in enumerate(text.splitlines()):
        if match := re.search(rf"# {mark}: ([\w, -]+)", line):
            found[number] = sorted(s.strip() for s in match[1].split(","))
    return found


@dataclass(frozen=True)
class Caret:
    """`# ^^^^ slug: text`: a finding on `line`, from column `start` to `end`, whose message has `text` in it."""

    line: int
    start: int
    end: int
    slug: str
    text: str

    def points_at(self, finding: Finding) -> bool:
        span = finding.location.span
        ends = span.end.column if span.end.line == span.start.line else -1
        here = (span.start.line, span.start.column, ends) == (self.line, self.start, self.end)
        return here and finding.rule == self.slug and self.text in finding.message


def carets(text: str) -> Iterator[Caret]:
    above = -1
    for number, line in enumerate(text.splitlines()):
        if match := re.fullmatch(r"\s*#\s*(\^+) ([\w-]+): (.+)", line):
            yield Caret(above, match.start(1), match.end(1), match[2], match[3])
        else:
            above = number


MINE = f"{ROOT}/shop/fixture.py"
TEMPLATES = f"{ROOT}/shop/templates"


def place(text: str) -> str:
    """The path that the analysis knows a fixture by."""
    elsewhere = re.search(r"^# at: (\S+)$", text, re.M)
    return f"{ROOT}/{elsewhere[1]}" if elsewhere else MINE


def _path(written: re.Match[str]) -> str:
    return f"{TEMPLATES if written[1] == 'template' else ROOT}/{written[2]}"


def project_with(text: str) -> tuple[Project, str]:
    """The shop with one file more, and the files written in it. Settings of its own stand for those of the shop."""
    project, mine = Project(ROOT), place(text)
    written = {_path(match): match[3] for match in WRITTEN.finditer(text)}
    left_out = SHOP / "settings.py" if any("settings" in path for path in written) else None
    for path in sorted(SHOP.rglob("*.py")) if mine == MINE else ():
        if path != left_out:
            project.put(f"{ROOT}/shop/{path.relative_to(SHOP).as_posix()}", path.read_text(encoding="utf-8"))
    project.put(mine, text)
    for name, inner in written.items():
        project.put(name, inner)
    project.know_migrations({path for path in (mine, *written) if "/0001_" in path})
    return project, mine


def _first_lines(text: str) -> dict[str, int]:
    """The files of a fixture, and the line of the fixture at which each begins."""
    return {place(text): 0} | {_path(match): text[: match.start(3)].count("\n") for match in WRITTEN.finditer(text)}


@cache
def findings(text: str) -> list[Finding]:
    """The findings in the fixture's Python."""
    return _by_path(text)[place(text)]


def found_lines(text: str) -> dict[int, list[str]]:
    """Line number → rules of the findings there, in Python and in templates."""
    found: dict[int, list[str]] = {}
    for path, first in _first_lines(text).items():
        for finding in _by_path(text)[path]:
            found.setdefault(first + finding.location.span.start.line, []).append(finding.rule)
    return found


def severities(text: str) -> dict[int, list[str]]:
    """Line number → severities of the findings in the fixture's Python that are not those of the rule's page."""
    usual = entries()
    found: dict[int, list[str]] = {}
    for finding in findings(text):
        if finding.severity is not usual[finding.rule].severity:
            found.setdefault(finding.location.span.start.line, []).append(finding.severity.value)
    return found


def elsewhere(text: str) -> dict[int, list[str]]:
    """Line number → rules of findings in other files, of the shop or of the fixture, that name this line."""
    found: dict[int, set[str]] = {}
    for path, first in _first_lines(text).items():
        for other, there in _by_path(text).items():
            for finding in there if other != path else ():
                for related in finding.related:
                    if related.location.path == path and not related.shared:
                        found.setdefault(first + related.location.span.start.line, set()).add(finding.rule)
    return {line: sorted(rules) for line, rules in found.items()}


@cache
def _by_path(text: str) -> dict[str, list[Finding]]:
    project, _ = project_with(text)
    snapshot = project.snapshot()
    found = {path: list(check(snapshot, path, config(text))) for path in snapshot.sources}
    broken = project_findings(snapshot, config(text)).broken
    assert not broken, "\n".join(broken.values())
    return found


@cache
def fixed(text: str) -> str:
    """The fixture after all safe fixes."""
    project, _ = project_with(text)
    return _written(text, fix_all(project, _first_lines(text), config(text)).texts)


@cache
def unsafely_fixed(text: str) -> str:
    """The fixture after the unsafe fixes as well, or after those that it chooses."""
    words = re.findall(r"^# choose: (.+)$", text, re.M)
    if words:
        return _chosen(text, words)
    if not any(finding.fixable is Safety.UNSAFE for path in _first_lines(text) for finding in _by_path(text)[path]):
        return fixed(text)
    project, _ = project_with(text)
    return _written(text, fix_all(project, _first_lines(text), config(text), unsafe=True).texts)


def _chosen(text: str, words: list[str]) -> str:
    for _ in range(20):
        project, mine = project_with(text)
        snapshot = project.snapshot()
        offers = (fix for one in check(snapshot, mine, config(text)) for fix in fixes(snapshot, one, config(text)))
        fix = next((fix for fix in offers if any(word in fix.title for word in words)), None)
        if fix is None:
            return text
        text = _written(text, _applied(project, fix))
    raise AssertionError(f"{words}: offered again and again")


def _applied(project: Project, fix: Fix) -> dict[str, str]:
    sources = project.snapshot().sources
    edits = {path: [edit for edit in fix.edits if edit.path == path] for path in {edit.path for edit in fix.edits}}
    return {path: apply_edits(sources[path].text, mine) for path, mine in edits.items()}


def _written(text: str, texts: Mapping[str, str]) -> str:
    """The fixture with new texts of its Python and of the files in it."""
    new = texts.get(place(text), text)
    return WRITTEN.sub(lambda match: match[0].replace(match[3], texts.get(_path(match), match[3])), new)


def proven(python: str = sys.executable, part: int = 0, parts: int = 1) -> Counts:
    """What Django counts for every fixture, as written and as fixed, in one process of a Python that has Django; or for
    the fixtures of one part of several.

    The examples of the rules' pages are run with them: they count nothing, but have to be code that Django accepts.
    """
    with tempfile.TemporaryDirectory() as folder:
        names: dict[str, str] = {}
        for fixture in fixtures()[part::parts]:
            before = fixture.text
            for kind, text in (("before", before), ("after", fixed(before)), ("unsafe", unsafely_fixed(before))):
                path = Path(folder) / f"{fixture.name.replace('/', '-')}.{kind}.py"
                path.write_text(text, encoding="utf-8")
                names[str(path)] = f"{fixture.name}:{kind}"
        for entry in list(entries().values())[part::parts]:
            for i, text in enumerate((*entry.bad_examples, *entry.good_examples)):
                path = Path(folder) / f"{entry.slug}-{i}.py"
                path.write_text(text, encoding="utf-8")
                names[str(path)] = f"{entry.slug}:{i}"
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
