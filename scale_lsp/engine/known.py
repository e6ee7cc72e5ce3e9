"""Findings that were there before, and which of today's are not among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from scale_lsp.engine.changes import Changes
from scale_lsp.engine.fingerprints import fingerprint
from scale_lsp.finding import Finding, Severity
from scale_lsp.index.project import Snapshot
from scale_lsp.text.positions import Position

Cost = tuple[int, int]
_ROWS = 100
_SEVERITIES = list(reversed(Severity))


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as it was, or as it is. `start` and `cost` are None where they are not known any more."""

    fingerprint: str
    rule: str
    path: str
    message: str
    start: Position | None = None
    cost: Cost | None = None

    @property
    def definition(self) -> str:
        """The definition around the place."""
        return self.fingerprint.partition("-")[0]

    @property
    def content(self) -> str:
        """What is written at the place, whatever the definition around it is called."""
        return self.fingerprint.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings that are new, those that cost more than they did, and what is not found any more."""

    new: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    gone: tuple[Known, ...]

    @property
    def added(self) -> set[int]:
        """The identities of those that are new or worse."""
        return {id(one) for one in (*self.new, *self.worse)}


def known(snapshot: Snapshot, findings: Iterable[Finding]) -> Iterator[Known]:
    for one in findings:
        path, start = one.location.path, one.location.span.start
        yield Known(fingerprint(snapshot, one), one.rule, path, one.message, start, cost(one))


def cost(finding: Finding) -> Cost:
    """How bad a finding is: by its severity, then by what is spent on some rows."""
    return _SEVERITIES.index(finding.severity), finding.impact.now.at(_ROWS) if finding.impact else 0


_KEYS: tuple[Callable[[Known], tuple[object, ...]], ...] = (
    lambda one: (one.rule, one.path, one.start, one.message),
    lambda one: (one.rule, one.path, one.start),
    lambda one: (one.fingerprint, one.path, one.message),
    lambda one: (one.fingerprint, one.path),
    lambda one: (one.fingerprint, one.message),
    lambda one: (one.fingerprint,),
    lambda one: (one.content, one.path),
    lambda one: (one.definition, one.rule, one.path),
)
"""What makes two findings the same, the surest first: the place; what is written there and around it; what is written
there in the same file, when the definition around it has another name; the definition, when what is written is new.
"""
_BY_PLACE, _REWRITTEN = 2, len(_KEYS) - 1


def compare(before: Iterable[Known], snapshot: Snapshot, findings: Iterable[Finding], changes: Changes) -> Compared:
    """Each finding of before stands for one of today. `changes`: those of the texts since then, if known."""
    found = [(one, _as_before(now, one, changes)) for one, now in _today(snapshot, findings)]
    old, left = list(before), list(range(len(found)))
    matches: dict[int, Known] = {}
    for number, key in enumerate(_KEYS):
        there: dict[tuple[object, ...], list[Known]] = defaultdict(list)
        for one in old:
            if _holds(number, one):
                there[key(one)].append(one)
        for index in left:
            if number >= _BY_PLACE or found[index][1].start is not None:
                if same := there.get(key(found[index][1])):
                    matches[index] = same.pop(0)
        taken = {id(one) for one in matches.values()}
        old = [one for one in old if id(one) not in taken]
        left = [index for index in left if index not in matches]
    return Compared(
        tuple(found[index][0] for index in left),
        tuple(found[i][0] for i, one in sorted(matches.items()) if one.cost is not None and _grew(one, found[i][1])),
        tuple(old),
    )


def _holds(number: int, before: Known) -> bool:
    """Whether a key says something of a finding. One that is written anew is the same as long as it costs no more."""
    if number < _BY_PLACE:
        return before.start is not None
    return number < _REWRITTEN or before.cost is not None


def _today(snapshot: Snapshot, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Known]]:
    for one in findings:
        yield one, next(known(snapshot, (one,)))


def _as_before(one: Known, finding: Finding, changes: Changes) -> Known:
    return replace(one, path=changes.path_before(one.path), start=changes.start_before(finding.location))


def _grew(before: Known, now: Known) -> bool:
    return before.cost is not None and now.cost is not None and now.cost > before.cost
