"""Fixes: computed when somebody asks, applied to texts, never to the project."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.config import Config
from scale_lsp.engine.check import check, context, findings_of, project_findings
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.steps import Interrupted, never
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.text.positions import Edit, NewFile, OverlappingEdits, apply_edits
from scale_lsp.text.source import SourceFile

MAX_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class FixResult:
    """New texts of the files that changed, files that were not there before, and how many findings were fixed."""

    texts: Mapping[str, str]
    applied: int
    new_files: tuple[NewFile, ...] = ()


def fix(snapshot: Snapshot, finding: Finding, config: Config | None = None) -> Fix | None:
    """The preferred fix of a finding; None when there is none, or when it would not leave the file in order."""
    return next(iter(fixes(snapshot, finding, config)), None)


def fixes(
    snapshot: Snapshot, finding: Finding, config: Config | None = None, new: Sequence[NewFile] = ()
) -> Iterator[Fix]:
    """All ways to fix a finding that leave the files in order, the preferred one first. `new`: files that other fixes
    are about to write.
    """
    if finding.fixable is None:
        return
    if "edits" in finding.values:  # the engine's own rules bring theirs along
        yield Fix(finding.values["title"], finding.fixable, tuple(finding.values["edits"]))
        return
    config = config or Config()
    current = project_findings(snapshot, config, first=finding.location.path).current(snapshot, finding)
    if current is None:
        return
    finding, rule = current, registry().rules[finding.rule]
    later = snapshot.beside(new) if new else snapshot
    for make in rule.fixes:
        made = make(finding, context(later, rule, config))
        if made is not None and made.edits and _in_order(later, made):
            yield made


def made(snapshot: Snapshot, finding: Finding, config: Config) -> tuple[Fix, ...]:
    """The same for somebody who asks often: they are made again when something they were made from has changed."""
    found = project_findings(snapshot, config, first=finding.location.path)
    place = found.place_of(finding)
    if place is None or "edits" in finding.values:
        return tuple(fixes(snapshot, finding, config))
    if (known := found.made.get(snapshot, place)) is not None:
        return known
    new: tuple[Fix, ...] = ()
    with snapshot.reads.noted() as uses:
        try:
            new = tuple(fixes(snapshot, finding, config))
        finally:  # one that fails is tried once
            found.made.keep(snapshot, found.place_of(finding) or place, new, uses)
    return new


def applied(snapshot: Snapshot, made: Fix) -> FixResult:
    """What one fix makes of the files."""
    texts = {path: apply_edits(snapshot.sources[path].text, mine) for path, mine in _by_path(made.edits).items()}
    return FixResult(texts, 1, made.new_files)


def _in_order(snapshot: Snapshot, made: Fix) -> bool:
    """Whether the edits touch known files, do not overlap, and leave Python that parses where it did before; whether
    the new files are new, and parse.
    """
    if any(snapshot.source(new.path) is not None or not _parses(new.text) for new in made.new_files):
        return False
    for path, mine in _by_path(made.edits).items():
        source = snapshot.sources.get(path)
        if isinstance(source, SourceFile) and source.takes_inside(mine):
            continue
        snapshot.reads.note_file(path)
        if source is None:
            return False
        try:
            apply_edits(source.text, mine)
        except OverlappingEdits:
            return False
        if isinstance(source, SourceFile) and not source.problems and not source.parses_with(mine):
            return False
    return True


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _by_path(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    grouped: dict[str, list[Edit]] = {}
    for edit in edits:
        grouped.setdefault(edit.path, []).append(edit)
    return grouped


def fix_all(
    project: Project,
    paths: Iterable[str],
    config: Config,
    unsafe: bool = False,
    creates: bool = True,
    rules: Collection[str] = (),
    among: Callable[[], Collection[Finding]] | None = None,
    within: Collection[str] | None = None,
    stop: Callable[[], bool] = never,
) -> FixResult:
    """Apply the safe fixes (and the unsafe ones if asked) of all findings in `paths`, until nothing more is to fix.

    `creates`: also those that create files. `rules`: of these alone, if there are any. `among`: of these alone, as the
    project is at each moment. `within`: only those that edit no other files. The project is left as it was; the caller
    writes the texts. Raises Interrupted when `stop` says so.
    """
    wanted = frozenset((Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,))
    paths = list(paths)
    original: dict[str, str] = {}
    created: dict[str, NewFile] = {}
    applied = 0
    try:
        for _ in range(MAX_ROUNDS):
            findings_of(project.snapshot(), config).update(project.snapshot(), stop=stop)
            texts, new, count = _round(project.snapshot(), paths, config, wanted, creates, rules, among, within, stop)
            if not count:
                break
            applied += count
            for file in new:
                created[file.path] = file
                project.put(file.path, file.text)
            for path, text in texts.items():
                source = project.snapshot().source(path)
                original.setdefault(path, source.text if source else "")
                project.put(path, text)
        snapshot = project.snapshot()
        changed = {p: snapshot.sources[p].text for p in original if snapshot.sources[p].text != original[p]}
    finally:
        for path, text in original.items():
            project.put(path, text)
        for path in created:
            project.remove(path)
    return FixResult(changed, applied, tuple(created.values()))


def _round(
    snapshot: Snapshot,
    paths: list[str],
    config: Config,
    wanted: frozenset[Safety],
    creates: bool,
    rules: Collection[str],
    among: Callable[[], Collection[Finding]] | None,
    within: Collection[str] | None,
    stop: Callable[[], bool],
) -> tuple[dict[str, str], list[NewFile], int]:
    """One pass: the fixes that do not touch each other's statements.

    Each is made with the files that the ones before it create, so that of two migrations one follows the other.
    """
    edits: dict[str, list[Edit]] = {}
    new: list[NewFile] = []
    count = 0
    chosen = frozenset(among()) if among is not None else None
    for path in paths:
        if stop():
            raise Interrupted
        for finding in check(snapshot, path, config):
            if chosen is not None and finding not in chosen:
                continue
            if finding.fixable not in wanted or (rules and finding.rule not in rules):
                continue
            if stop():
                raise Interrupted
            ways = fixes(snapshot, finding, config, new)
            may = (one for one in ways if one.safety in wanted and (creates or not one.new_files))
            made = next((one for one in may if within is None or {edit.path for edit in one.edits} <= {*within}), None)
            if made is None or _collides(edits, made.edits):
                continue
            new += made.new_files
            for edit in made.edits:
                if edit not in edits.setdefault(edit.path, []):
                    edits[edit.path].append(edit)
            count += 1
    texts = {path: apply_edits(snapshot.sources[path].text, mine) for path, mine in edits.items()}
    return texts, new, count


def _collides(taken: Mapping[str, list[Edit]], edits: Iterable[Edit]) -> bool:
    """Whether an edit shares a line with an earlier fix, unless it is the very same edit (a shared import)."""
    return any(
        edit != other and edit.span.start.line <= other.span.end.line and other.span.start.line <= edit.span.end.line
        for edit in edits
        for other in taken.get(edit.path, ())
    )
