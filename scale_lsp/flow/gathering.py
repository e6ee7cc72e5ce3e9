"""The first step of assembly: observations of one subject become facts."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from scale_lsp.flow.entries import Entry
from scale_lsp.flow.facts import (
    AdminSelects,
    ChoicesListed,
    ColumnReload,
    ColumnsReloaded,
    EffectRun,
    EntryPoint,
    Fact,
    FormsetChoices,
    HookQueried,
    KeyDeferred,
    LimitRefused,
    Observation,
    PageSizeOpen,
    PropertyRead,
    QueriesInLoop,
    QueryInLoop,
    QueryRun,
    QuerysetPaged,
    Reached,
    RelationFetched,
    RelationNamed,
    RelationRead,
    RelationServed,
    RowsAnswered,
    RowsCached,
    RowsReduced,
    RowsVisited,
    RowWritten,
    Surrounded,
)
from scale_lsp.flow.hooks import hooks, runs_always
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.surroundings import NOTHING_AROUND
from scale_lsp.flow.surveys import Survey
from scale_lsp.flow.values import Site
from scale_lsp.index.project import Snapshot
from scale_lsp.text.records import replace

ROWS, COLUMNS, LOOP, PLACE = "rows", "columns", "loop", "place"
Gathered = Fact | Survey | RelationRead | RowsAnswered | QuerysetPaged | PropertyRead
"""Facts, and what only the next step wants: related rows that are read for their keys, answers, pages, properties."""


class Key:
    """What a group is about: its kind, and a queryset, a place, a table.

    Its hash goes deep, and is wanted wherever something is kept of the group: it is worked out once.
    """

    __slots__ = ("_hash", "kind", "of")

    def __init__(self, kind: str, of: Hashable) -> None:
        self.kind, self.of = kind, of
        self._hash = hash((kind, of))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Key):
            return NotImplemented
        return self is other or (self._hash == other._hash and self.kind == other.kind and self.of == other.of)

    def __hash__(self) -> int:
        return self._hash


class Seen(NamedTuple):
    """What is observed, where control came from, and which of the observations of an entry it is."""

    observation: Observation
    start: EntryPoint
    entry: Entry
    number: int

    def order(self, snapshot: Snapshot) -> tuple[str, int, tuple[int, int], int]:
        """Groups are put together in the order in which this is first seen, whichever order it came in."""
        node: Any = self.entry.node
        start = snapshot.sources[self.entry.path].start_of(self.entry.block)
        return (self.entry.path, start, (node.lineno, node.col_offset), self.number)


def subject(observation: Observation, start: EntryPoint) -> tuple[Key, Observation, EntryPoint]:
    """What an observation is about: the same place is one fact, however it is reached."""
    match observation:
        case RelationRead(origin=origin) | RelationServed(origin=origin):
            return Key(ROWS, origin), observation, start
        case ColumnReload(call=call):
            return Key(COLUMNS, call), observation, start
        case QueryInLoop(site=site):
            return Key(LOOP, site), observation, start
    if not isinstance(observation, Reached):
        return Key(PLACE, observation), observation, start
    if isinstance(observation, Surrounded) and observation.around != NOTHING_AROUND:
        start = replace(start, around=observation.around)
        observation = replace(observation, around=NOTHING_AROUND)
    return Key(PLACE, observation), observation, start


def gathered(snapshot: Snapshot, frameworks: Frameworks, key: Key, seen: Sequence[Seen]) -> Iterator[Gathered]:
    """The facts about one subject, and what is only for the next step."""
    observations = list(dict.fromkeys(one.observation for one in seen))
    starts = tuple(dict.fromkeys(one.start for one in seen))
    kind = key.kind if observations else ""
    if kind == ROWS:
        yield from _rows(observations)
    elif kind == COLUMNS:
        yield from _columns([one for one in observations if isinstance(one, ColumnReload)])
    elif kind == LOOP:
        runs = tuple(one for one in observations if isinstance(one, QueryInLoop))
        in_while = any(isinstance(run.loop.node, ast.While) for run in runs)
        yield QueriesInLoop(runs[0].site, runs, in_while, starts)
    else:
        for observation in observations:
            yield from _fact(snapshot, frameworks, observation, starts)


def _rows(observations: Iterable[Observation]) -> Iterator[RowsVisited | RelationRead]:
    serving = [one for one in observations if isinstance(one, RelationServed)]
    served = {one.path for one in serving}
    unknown = tuple(f"{one.path}__" for one in serving if one.assigned)
    reads: dict[tuple[str, Site], RelationRead] = {}
    for one in observations:
        if isinstance(one, RelationRead) and one.path not in served and not one.path.startswith(unknown):
            reads.setdefault((one.path, one.site), one)
    missing = list(reads.values())
    needed = [read for read in missing if not _is_for_key(read, missing)]
    if needed:
        yield RowsVisited(needed[0].origin, tuple(replace(read, key=None) for read in needed))
    for read in missing:
        if read.key is not None and read not in needed:
            yield read


def _is_for_key(read: RelationRead, reads: list[RelationRead]) -> bool:
    """Whether a related row is read for its key, and nothing else is read of it."""
    below = f"{read.path}__"
    others = (other for other in reads if other.path.startswith(below) or (other.path == read.path and not other.key))
    return read.key is not None and not any(others)


def _columns(observations: Iterable[ColumnReload]) -> Iterator[ColumnsReloaded]:
    reloads: dict[tuple[str, Site], ColumnReload] = {}
    for one in observations:
        reloads.setdefault((one.column, one.site), one)
    every = tuple(reloads.values())
    yield ColumnsReloaded(every[0].call, every[0].method, every)


def _fact(
    snapshot: Snapshot, frameworks: Frameworks, observation: Observation, starts: tuple[EntryPoint, ...]
) -> Iterator[Gathered]:
    match observation:
        case RowsAnswered() | QuerysetPaged():
            yield replace(observation, query=replace(observation.query, entries=starts))
        case PageSizeOpen(query=QueryRun() as query):
            yield replace(observation, query=replace(query, entries=starts))
        case QueryRun():
            run = replace(observation, entries=starts)
            yield run
            yield from _hooked(snapshot, run)
            for framework in frameworks:
                if framework.derive is not None:
                    yield from framework.derive(snapshot, run)
        case EffectRun() | RelationFetched() | RowsReduced() | RowWritten() | PropertyRead():
            yield replace(observation, entries=starts)
        case (
            RelationNamed()
            | LimitRefused()
            | KeyDeferred()
            | AdminSelects()
            | ChoicesListed()
            | FormsetChoices()
            | RowsCached()
        ):
            yield observation


def _hooked(snapshot: Snapshot, run: QueryRun) -> Iterator[HookQueried]:
    """The query, if something that settings put in front of every request runs it."""
    for start in run.entries:
        if hook := hooks(snapshot).get((start.path, start.name)):
            yield HookQueried(run, hook, start, runs_always(run.site, start.site))
