"""The facts of the project: what all entries observed, put together by queryset and by place.

Two steps, each a grouping that is kept up to date: observations by what they are about, then what these say by what
only several of them show. A group is assembled again when one of its sources has changed, or what it was derived from.
"""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.flow.analysis import Analysis
from scale_lsp.flow.entries import Entry
from scale_lsp.flow.gathering import Gathered, Key, Seen, gathered, subject
from scale_lsp.flow.grouping import Groups
from scale_lsp.flow.interpretation import Result
from scale_lsp.flow.joining import Part, joined, parts, parts_of_models
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.index.dependencies import Dependency, Users
from scale_lsp.index.project import Snapshot

Facts = tuple[Gathered, ...]
_MODELS = Key("models", None)


class Assembly:
    """All facts that rest on interpretation, by group, kept up to date with an analysis."""

    def __init__(self) -> None:
        self.facts: dict[Key, Facts] = {}
        self.changed: dict[Key, None] = {}
        """Groups whose facts have changed since somebody last asked."""
        self._observed = Groups[int, Key, Seen]()
        self._parts = Groups[Key, Key, tuple[Seen | None, Part]]()
        self._uses: dict[Key, tuple[Dependency, ...]] = {}
        self._users = Users[Key]()
        self._revision = 0

    def groups(self, entry: int) -> Iterator[Key]:
        """The groups that what an entry observed belongs to."""
        for key in self._observed.keys(entry):
            yield key
            yield from self._parts.keys(key)

    def update(self, analysis: Analysis, frameworks: Frameworks) -> None:
        snapshot = analysis.snapshot
        if snapshot is None or (snapshot.revision == self._revision and not analysis.touched):
            return
        changed = snapshot.changed_since(self._revision) if self._revision else None
        self._revision = snapshot.revision
        stale = self._users.of(changed) if changed is not None else {}
        touched, analysis.touched = analysis.touched, {}
        for key in touched:
            known = analysis.results.get(key)
            self._observed.put(key, _seen(*known) if known is not None else ())
        for group in self._observed.take() | {key: None for key in stale if key in self._observed}:
            self._gather(snapshot, frameworks, group)
        if changed is None or _MODELS in stale:
            with snapshot.reads.noted() as uses:
                self._parts.put(_MODELS, parts_of_models(snapshot, frameworks))
            self._depends(_MODELS, uses)
        for group in self._parts.take() | {key: None for key in stale if key in self._parts}:
            self._join(snapshot, group)

    def _gather(self, snapshot: Snapshot, frameworks: Frameworks, key: Key) -> None:
        said = self._observed.group(key)
        if len(said) > 1:
            said.sort(key=lambda seen: seen.order(snapshot))
        with snapshot.reads.noted() as uses:
            facts = tuple(gathered(snapshot, frameworks, key, said))
            found = [(of, (said[0], part)) for of, part in parts(snapshot, facts)]
        self._parts.put(key, found)
        self._keep(key, facts, uses)

    def _join(self, snapshot: Snapshot, key: Key) -> None:
        said = self._parts.group(key)
        if len(said) > 1:
            said.sort(key=lambda part: part[0].order(snapshot) if part[0] is not None else _FIRST)
        with snapshot.reads.noted() as uses:
            facts = tuple(joined(snapshot, key, [part for _, part in said]))
        self._keep(key, facts, uses)

    def _keep(self, key: Key, facts: Facts, uses: dict[Dependency, None]) -> None:
        self._depends(key, uses)
        self.changed[key] = None
        if facts:
            self.facts[key] = facts
        else:
            self.facts.pop(key, None)

    def _depends(self, key: Key, uses: dict[Dependency, None]) -> None:
        self._users.remove(key, self._uses.pop(key, ()))
        if uses:
            self._uses[key] = tuple(uses)
            self._users.add(key, uses)


_FIRST = ("", 0, (0, 0), 0)


def _seen(entry: Entry, result: Result) -> Iterator[tuple[Key, Seen]]:
    for index, observation in enumerate(result.observations):
        key, observed, start = subject(observation, result.start)
        yield key, Seen(observed, start, entry, index)


def assembly_of(snapshot: Snapshot) -> Assembly:
    """The facts of the project. There is one assembly, as there is one analysis."""
    assembly: Assembly | None = snapshot.memo.get("assembly")
    if assembly is None:
        assembly = snapshot.memo["assembly"] = Assembly()
    return assembly


def facts(analysis: Analysis, frameworks: Frameworks = ()) -> Iterator[Gathered]:
    """All facts that rest on interpretation."""
    if analysis.snapshot is not None:
        assembly = assembly_of(analysis.snapshot)
        assembly.update(analysis, frameworks)
        for some in assembly.facts.values():
            yield from some
