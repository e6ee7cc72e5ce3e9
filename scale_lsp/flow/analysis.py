"""The facts of the project: every function interpreted once, its observations put together by queryset."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scale_lsp.flow.entries import Entry, entries
from scale_lsp.flow.interpretation import Result, interpret
from scale_lsp.flow.machine import Calls, Remembered
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.steps import Interrupted, never
from scale_lsp.index.dependencies import PATHS, Dependency, Shared, Users, files
from scale_lsp.index.derived import renew
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block, only_change


class Analysis:
    """Results of all entries of a project, kept up to date with its snapshots.

    An entry is interpreted again when something that its result depends on has changed, and only then. Until somebody
    has it interpreted it is pending, and nothing that it observed counts.
    """

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.results: dict[int, tuple[Entry, Result]] = {}
        """By the identity of the entry's node."""
        self.pending: dict[int, Entry] = {}
        self.interpreted = 0
        """How many entries were interpreted since the last snapshot."""
        self.stop: Callable[[], bool] = never
        """Says that somebody waits: then interpretation is Interrupted."""
        self.touched: dict[int, None] = {}
        """Entries that were interpreted or have gone since somebody last asked."""
        self._of_path: dict[str, dict[int, Entry]] = {}
        self._blocks: dict[str, tuple[Block, ...]] = {}
        """The blocks whose entries these are."""
        self._listing: dict[str, dict[Dependency, None]] = {}
        self._listed = Users[str]()
        """What else says which entries a file has."""
        self._users = Users[int]()
        self._calls: Calls = {}
        self._callers = Users[Any]()

    def of(self, path: str) -> Iterator[tuple[Entry, Result]]:
        """What is known of the entries of a file."""
        for key in self._of_path.get(path, ()):
            if key in self.results:
                yield self.results[key]

    def follow(self, snapshot: Snapshot, frameworks: Frameworks) -> dict[int, None]:
        """Forget the results that do not hold in a snapshot; which entries these are."""
        renew(snapshot)
        changed = snapshot.changed_since(self.snapshot.revision) if self.snapshot is not None else None
        self.snapshot, self.interpreted = snapshot, 0
        if changed is None:
            stale = dict.fromkeys((*self.results, *self.pending))
            self._calls.clear()
            self._callers.clear()
            paths, changed = [*self._of_path, *snapshot.paths], frozenset()
            self._of_path.clear()
        else:
            stale = self._users.of(self._forgotten_calls(changed)) | self._users.of(changed)
            edited = [path for path in files(changed) if path in self._of_path]
            paths = [path for path in edited if not self._relisted(snapshot, path, frameworks, stale)]
            paths += [path for path in snapshot.paths if path not in self._of_path] if PATHS in changed else []
            paths += self._listed.of(changed)
        for path in dict.fromkeys(paths):
            self._list(snapshot, path, frameworks, stale)
        for key in stale:
            self._forget(key)
        return stale

    def _forgotten_calls(self, changed: Iterable[Dependency]) -> dict[Dependency, None]:
        """Forget the calls that do not hold any more, and those that took these over; what they shared is gone."""
        gone: dict[Dependency, None] = {}
        while calls := self._callers.of(changed):
            forgotten = {call: _shared(self._calls.pop(call)) for call in calls}
            for call, shared in forgotten.items():
                self._callers.remove(call, shared.uses)
            changed = dict.fromkeys(forgotten.values())
            gone |= changed
        return gone

    def _list(self, snapshot: Snapshot, path: str, frameworks: Frameworks, stale: dict[int, None]) -> None:
        """See which entries a file has: what is new is pending, what is gone is stale."""
        before = self._of_path.pop(path, {})
        self._listed.remove(path, self._listing.pop(path, ()))
        self._blocks[path] = _blocks(snapshot, path)
        with snapshot.reads.noted(whole_files=False) as uses:
            found = {id(entry.node): entry for entry in entries(snapshot, path, frameworks)}
        stale |= {key: None for key in before if key not in found}
        self._of_path[path] = found
        self._listing[path] = uses
        self._listed.add(path, uses)
        self.pending |= {key: entry for key, entry in found.items() if key not in self.results or key in stale}

    def _relisted(self, snapshot: Snapshot, path: str, frameworks: Frameworks, stale: dict[int, None]) -> bool:
        """See which entries an edited file has, if no more than one block of it is another one."""
        before, after = self._blocks[path], _blocks(snapshot, path)
        if before is after:
            return True
        if (change := only_change(before, after)) is None:
            return False
        old, new = change
        known = self._of_path[path]
        with snapshot.reads.noted(whole_files=False) as uses:
            found = {id(entry.node): entry for entry in entries(snapshot, path, frameworks, new)}
        gone = {key: entry for key, entry in known.items() if entry.block is old}
        if uses or [entry.name for entry in gone.values()] != [entry.name for entry in found.values()]:
            return False
        self._blocks[path] = after
        if gone:
            keys, order = [*known], [*known.values()]
            for was, (key, entry) in zip(gone, found.items(), strict=True):
                place = keys.index(was)
                keys[place], order[place] = key, entry
            self._of_path[path] = dict(zip(keys, order, strict=True))
        stale |= dict.fromkeys(gone)
        self.pending |= found
        return True

    def interpret(self, frameworks: Frameworks, wanted: Callable[[int, Entry], bool] | None = None) -> None:
        """Interpret pending entries: all, or those that are wanted."""
        for path, pending in itertools.groupby(list(self.pending.items()), lambda one: one[1].path):
            before = self.interpreted
            for key, entry in pending:
                if wanted is None or wanted(key, entry):
                    self._interpret(key, entry, frameworks)
            if self.snapshot is not None and self.interpreted > before:
                self.snapshot.trees.fold(_blocks(self.snapshot, path))
        if not self.pending:
            self.pending.clear()  # what has been taken out one by one leaves a table that each look would go through

    def _interpret(self, key: int, entry: Entry, frameworks: Frameworks) -> None:
        assert self.snapshot is not None, "there is something to interpret"
        del self.pending[key]
        known = len(self._calls)
        try:
            result = interpret(self.snapshot, entry, self._calls, frameworks, self.stop)
        except Interrupted:
            self.pending[key] = entry
            raise
        finally:
            for call in itertools.islice(reversed(self._calls), len(self._calls) - known):
                self._callers.add(call, _shared(self._calls[call]).uses)
        self.results[key] = (entry, result)
        self._users.add(key, result.uses)
        self.touched[key] = None
        self.interpreted += 1

    def _forget(self, key: int) -> None:
        """What an entry observed does not count any more. It is pending if it is still there."""
        known = self.results.pop(key, None)
        if known is not None:
            self._users.remove(key, known[1].uses)
            self.touched[key] = None
        there = known[0] if known is not None else self.pending.get(key)
        if there is None or key not in self._of_path.get(there.path, ()):
            self.pending.pop(key, None)
        else:
            self.pending.setdefault(key, there)


def _shared(call: Remembered) -> Shared:
    """What a finished call depends on."""
    (shared,) = call[2]
    assert isinstance(shared, Shared), "a call that is remembered is finished"
    return shared


def _blocks(snapshot: Snapshot, path: str) -> tuple[Block, ...]:
    source = snapshot.sources.get(path)
    return source.blocks if source is not None else ()


def followed(snapshot: Snapshot) -> Analysis:
    """The analysis of the project. There is one, whatever the snapshot."""
    analysis: Analysis | None = snapshot.memo.get("analysis")
    if analysis is None:
        analysis = snapshot.memo["analysis"] = Analysis()
    return analysis


def analyse(snapshot: Snapshot, frameworks: Frameworks = ()) -> Analysis:
    """The analysis of the project at the moment of the snapshot, with nothing pending."""
    analysis = followed(snapshot)
    if analysis.snapshot is not snapshot:
        analysis.follow(snapshot, frameworks)
    analysis.interpret(frameworks)
    return analysis
