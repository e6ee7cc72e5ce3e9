"""`--diff-base` and `--baseline`: of all findings, those that a change or the time since has added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
from rich.console import Console

from scale_lsp.cli import budget
from scale_lsp.cli.budget import Key
from scale_lsp.cli.projects import Projects
from scale_lsp.cli.reading import Wanted
from scale_lsp.config import Config
from scale_lsp.engine.changes import Change, Changes
from scale_lsp.engine.known import Known, compare, known
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding
from scale_lsp.report.full import relative
from scale_lsp.text.folders import relative_to
from scale_lsp.workspace.baseline import BaselineError, load
from scale_lsp.workspace.git import GitError, tree
from scale_lsp.workspace.since import changes_since, migrations_of


@dataclass(frozen=True, slots=True)
class Before:
    """What was found before, and what to call that time. `changes` are those of the texts since then, where known."""

    words: str
    findings: tuple[Known, ...]
    changes: Changes = field(default_factory=Changes)
    queries: Mapping[Key, int] = field(default_factory=dict)
    """What requests asked, where somebody wanted to know."""
    unchanged: bool = False
    """Whether no text that is looked at has changed: then nothing is new."""

    def without_places(self) -> Before:
        """For texts that are being changed further."""
        return replace(self, findings=tuple(replace(one, start=None) for one in self.findings))


@dataclass(frozen=True, slots=True)
class News:
    """Findings that are new or worse; how many of the others there are; by the words of Before, what is gone."""

    findings: list[Finding]
    known: int = 0
    gone: dict[str, tuple[Known, ...]] = field(default_factory=dict)


def at_revision(project: Projects, root: Path, revision: str, config: Config, *, counted: bool = False) -> Before:
    """What the project had at a revision, the number of its queries too if they are `counted`.

    It is analysed as it was then, and left as it is now.
    """
    try:
        stored = tree(root, revision)
        changed = changes_since(stored, project.texts, config)
    except GitError as error:
        raise click.UsageError(f"--diff-base {revision}: {error}") from error
    project.know_migrations(migrations_of(stored))
    if not changed.files:
        queries = _queries(project, config) if counted else {}
        return Before(revision, (), changed, queries, unchanged=True)
    for change in changed.files.values():
        _put_back(project, change)
    found = tuple(known(project.snapshot(), everything(project, config)))
    queries = _queries(project, config) if counted else {}
    for change in changed.files.values():
        put(project, change)
    return Before(revision, found, changed, queries)


def _queries(project: Projects, config: Config) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for one in project:
        found |= budget.numbers(one.snapshot(), config)
    return found


def in_baseline(file: Path) -> Before:
    try:
        return Before(file.name, tuple(load(file)))
    except BaselineError as error:
        raise click.UsageError(str(error)) from error


def put(project: Projects, change: Change) -> None:
    """Make the project what it is after a change."""
    if change.renamed_from is not None:
        project.remove(change.renamed_from)
    if change.after is None:
        project.remove(change.path)
    else:
        project.put(change.path, change.after)


def _put_back(project: Projects, change: Change) -> None:
    if change.renamed_from is not None:
        project.remove(change.path)
    if change.before is None:
        project.remove(change.path)
    else:
        project.put(change.renamed_from or change.path, change.before)


def everything(project: Projects, config: Config) -> list[Finding]:
    return [finding for path in project.paths for finding in project.check(path, config)]


def news(project: Projects, befores: Iterable[Before], targets: Collection[str], config: Config) -> News:
    """What of today's findings in some files is not known. All files are compared, for code may come from others."""
    befores = list(befores)
    if any(before.unchanged for before in befores):
        return News([])
    found = everything(project, config)
    compared = {one.words: compare(one.findings, project.snapshot(), found, one.changes) for one in befores}
    added = set.intersection(*(one.added for one in compared.values()))
    places = {path: number for number, path in enumerate(targets)}
    here = [one for one in found if one.location.path in places]
    here.sort(key=lambda one: places[one.location.path])
    mine = [one for one in here if id(one) in added]
    for before in befores:
        mine = project.with_causes(mine, before.changes, config)
    return News(mine, len(here) - len(mine), {words: one.gone for words, one in compared.items()})


def stale(entries: Iterable[Known], of: Wanted) -> list[Known]:
    """What is found no more, of what would be: in the files that were looked at, by the rules that run on them."""
    return [one for one in entries if of.has(one.path) and _runs(one, of)]


def _runs(one: Known, of: Wanted) -> bool:
    entry = registry().entries.get(one.rule)
    path = relative_to(one.path, of.root.as_posix())
    return entry is None or (of.config.enabled(entry, path) and path != one.path)


def say_stale(file: Path, gone: Iterable[Known], of: Wanted, errors: Console) -> None:
    found = stale(gone, of)
    if found:
        what = "1 finding is" if len(found) == 1 else f"{len(found)} findings are"
        text = f"warning: {file}: {what} not there any more; `scale-lsp baseline prune` forgets them:"
        errors.print(text, markup=False, highlight=False)
        for one in found:
            errors.print(f"  {relative(one.path)}: {one.rule} {one.message}", markup=False, highlight=False)
