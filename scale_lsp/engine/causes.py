"""Which place of a change makes code worse that it does not touch.

A place that a finding names and that lies on changed lines is the cause. Else changed files, and then single hunks of
them, are put back as they were, one by one: the cause is what the finding goes away without. Each try costs what the
edit would cost in an editor: only the code that the findings come from is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scale_lsp.config import Config
from scale_lsp.engine.changes import Change, Changes, Hunk
from scale_lsp.engine.check import check
from scale_lsp.engine.fingerprints import fingerprint
from scale_lsp.engine.known import cost
from scale_lsp.finding import Finding, Related
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Location, Position, Span

MOST_TRIES = 40
_LONGEST = 60


def with_causes(project: Project, findings: Iterable[Finding], changes: Changes, config: Config) -> list[Finding]:
    """The findings; those that do not lie on changed lines have a cause, if it was found."""
    findings = list(findings)
    if not changes.files:
        return findings
    caused: dict[int, Related] = {}
    for index, finding in enumerate(findings):
        named = next((one for one in finding.related if changes.touch(one.location)), None)
        if changes.touch(finding.location):
            continue
        if named is not None:
            caused[index] = Related(named.location, f"caused by this change: {named.message}")
    lost = [i for i, one in enumerate(findings) if i not in caused and not changes.touch(one.location)]
    if lost:
        tries = _Tries(project, [findings[i] for i in lost], config)
        for position, related in _tried(tries, changes):
            caused[lost[position]] = related
    return [replace(one, cause=caused[i]) if i in caused else one for i, one in enumerate(findings)]


class _Tries:
    """The project with some text put back: which findings go away?"""

    def __init__(self, project: Project, findings: Sequence[Finding], config: Config) -> None:
        self.project, self.findings, self.config = project, findings, config
        self.left = MOST_TRIES
        self._keys = [self._key(finding) for finding in findings]
        self._counts = [self._count(number) for number in range(len(findings))]

    def without(self, change: Change, text: str | None) -> set[int]:
        """The numbers of the findings that are not there with another text of a changed file."""
        self.left -= 1
        _put(self.project, change.path, text)
        try:
            return {number for number in range(len(self.findings)) if self._count(number) < self._counts[number]}
        finally:
            _put(self.project, change.path, change.after)

    def _key(self, finding: Finding) -> str:
        return fingerprint(self.project.snapshot(), finding)

    def _count(self, number: int) -> int:
        finding, snapshot = self.findings[number], self.project.snapshot()
        return sum(
            one.rule == finding.rule and cost(one) >= cost(finding) and fingerprint(snapshot, one) == self._keys[number]
            for one in check(snapshot, finding.location.path, self.config, first=True)
        )


def _tried(tries: _Tries, changes: Changes) -> Iterator[tuple[int, Related]]:
    near = {finding.location.path for finding in tries.findings}
    files = sorted(changes.files.values(), key=lambda change: (change.path not in near, change.path))
    unexplained = set(range(len(tries.findings)))
    for change in files:
        if not unexplained or tries.left <= 0:
            return
        gone = tries.without(change, change.before) & unexplained
        yield from _in_file(tries, change, gone)
        unexplained -= gone


def _in_file(tries: _Tries, change: Change, gone: set[int]) -> Iterator[tuple[int, Related]]:
    """The hunk for each finding that the file as it was does not have."""
    if change.after is None or change.before is None:
        verb = "removed" if change.after is None else "added"
        name = change.path.rpartition("/")[2]
        for number in gone:
            place = tries.findings[number].location if change.after is None else _top(change.path)
            yield number, Related(place, f"caused by this change: {name} is {verb}")
        return
    for hunk in change.hunks:
        if not gone or tries.left <= 0:
            break
        alone = gone if len(change.hunks) == 1 else tries.without(change, change.without(hunk)) & gone
        for number in alone:
            yield number, Related(change.place(hunk), f"caused by this change{_before(hunk)}")
        gone = gone - alone
    for number in gone:
        yield number, Related(change.place(change.hunks[0]), "caused by this and other changes of the file")


def _before(hunk: Hunk) -> str:
    lines = [line.strip() for line in hunk.before if line.strip()]
    if not lines:
        return ""
    shown = lines[0] if len(lines[0]) <= _LONGEST else f"{lines[0][: _LONGEST - 1]}…"
    return f"; here was `{shown}`"


def _top(path: str) -> Location:
    return Location(path, Span(Position(0, 0), Position(0, 0)))


def _put(project: Project, path: str, text: str | None) -> None:
    if text is None:
        project.remove(path)
    else:
        project.put(path, text)
