"""The state of one interpretation: where control is, which loops run, what was observed."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from scale_lsp.flow.facts import (
    ColumnReload,
    EffectRun,
    Observation,
    PropertyRead,
    QueryInLoop,
    RelationFetched,
    RelationRead,
    RelationServed,
    Surrounded,
)
from scale_lsp.flow.frames import Frame, Loop
from scale_lsp.flow.keys import Ahead, key_use
from scale_lsp.flow.loaded import Tri, join_path
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Instance, QuerySet, Site, Value
from scale_lsp.index.dependencies import Dependency
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Arity, Relation
from scale_lsp.index.project import Snapshot
from scale_lsp.orm.effects import Effect
from scale_lsp.text.blocks import Block

MAX_DEPTH = 9
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MAX_STEPS = 40_000
MAX_PENDING = 30


Remembered = tuple[Value, dict[Observation, None], dict[Dependency, None], set[Site]]
Calls = dict[Any, Remembered]


@dataclass(frozen=True, slots=True)
class Cut:
    """Something was left out that is unknown only because this call is pending."""

    pending: object


class OutOfSteps(Exception):
    """The interpretation of one function became too long; what was observed so far stays valid."""


class Machine:
    """Interprets code abstractly. One per entry function; not reused."""

    def __init__(self, snapshot: Snapshot, calls: Calls | None = None, frameworks: Frameworks = ()) -> None:
        self.snapshot = snapshot
        self.frameworks = frameworks
        self.calls: Calls = {} if calls is None else calls
        """Results of calls outside loops, shared by all entries of one analysis."""
        self.pending: dict[Any, None] = {}
        """Calls that are being interpreted by themselves, outermost first."""
        self.unfinished: set[object] = set()
        """Pending calls whose results were needed before they were there, and those with a `Cut`."""
        self.approximations: dict[object, Value] = {}
        """What pending calls in a cycle returned the last time they were interpreted."""
        self.provisional: dict[object, tuple[Remembered, frozenset[object]]] = {}
        """Results of calls that lack those of pending ones: good enough until all pending calls are done."""
        self.graph: ModelGraph = snapshot.graph
        self.frames: list[Frame] = []
        self.loops: list[Loop] = []
        self.left: list[frozenset[int]] = []
        """Loops that the block being interpreted leaves for sure: what it reads, it reads once."""
        self.observed: dict[Observation, None] = {}
        self.told: set[int] = set()
        """Expressions that an outer one was observed with."""
        self.written: set[Site] = set()
        self.initial: dict[object, QuerySet] = {}
        self.initial_values: dict[object, Value] = {}
        self.given_to_requests: dict[str, list[Value]] | None = None
        """What is assigned to attributes of a request, while somebody wants to know."""
        self.ahead: Ahead | None = None
        """What is done with the value of the expression that is evaluated now, where only a key may be wanted."""
        self.steps = 0
        self.quiet = 0
        self.caches = 0
        """How many caches keep what is being computed."""
        self.around = NOTHING_AROUND
        self.awaited: list[ast.expr] = []
        """The operands of `await` that are being evaluated."""
        self.discarded: list[ast.expr] = []
        """The expressions that stand alone as statements and are being evaluated."""
        self.asynchronous = False
        """Whether an `async for` asks for what is evaluated."""
        self.fetched: set[object] = set()
        """Querysets whose rows an `async for` has fetched: they keep them."""
        self._tokens = itertools.count(1)

    @property
    def uses(self) -> dict[Dependency, None]:
        """What the result depends on: the blocks whose code was looked at, and what else was read of the project."""
        return self.snapshot.reads.into

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def site(self, node: ast.AST) -> Site:
        return Site(self.frame.path, self.frame.block, node)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise OutOfSteps

    @contextmanager
    def inside(
        self,
        path: str,
        block: Block,
        name: str,
        node: ast.AST | None = None,
        call: ast.AST | None = None,
        *,
        shared: bool = False,
    ) -> Iterator[Frame]:
        """Interpret what stands in another place, on behalf of the place where control is: `call`, if it is known."""
        place = self.site(call) if call is not None else self.frame.call_site() if self.frames else None
        frame = Frame(path, block, name, {}, place, node=node, shared=shared)
        self.frames.append(frame)
        self.uses[block] = None
        try:
            yield frame
        finally:
            self.frames.pop()

    # loops

    @property
    def active(self) -> frozenset[int]:
        return frozenset(loop.token for loop in self.loops)

    def repeating(self) -> list[Loop]:
        """Running loops that go round more than a few times and are not being left."""
        gone = frozenset().union(*self.left)
        return [loop for loop in self.loops if not loop.small and loop.token not in gone]

    @contextmanager
    def looping(
        self, node: ast.AST, rows: str, names: frozenset[str], over_rows: bool, small: bool = False
    ) -> Iterator[Loop]:
        frame = len(self.frames) - 1
        loop = Loop(next(self._tokens), self.site(node), frame, rows, names, over_rows, small, self.caches)
        self.loops.append(loop)
        try:
            yield loop
        finally:
            self.loops.remove(loop)

    @contextmanager
    def silently(self) -> Iterator[None]:
        """Interpret without observing: only the value matters."""
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1

    @contextmanager
    def behind_cache(self) -> Iterator[None]:
        """Interpret what runs only when a cache has expired."""
        self.caches += 1
        try:
            yield
        finally:
            self.caches -= 1

    @contextmanager
    def amid(self, surroundings: Surroundings) -> Iterator[None]:
        """Interpret what is inside a transaction, an event loop or another thread."""
        outer = self.around
        self.around = surroundings.within(outer)
        try:
            yield
        finally:
            self.around = outer

    @contextmanager
    def asynchronously(self, yes: bool) -> Iterator[None]:
        """Evaluate what is asked for by an `async for`."""
        before, self.asynchronous = self.asynchronous, yes
        try:
            yield
        finally:
            self.asynchronous = before

    @contextmanager
    def by_itself(self, key: object) -> Iterator[tuple[dict[Observation, None], dict[Dependency, None], set[Site]]]:
        """Interpret without frames, loops and observations of the surroundings, with steps of its own."""
        saved = (self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished, self.caches)
        outer = (self.observed, self.uses, self.written, self.around)
        self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished = [], [], [], 0, 0, set()
        self.caches = 0
        self.observed, self.snapshot.reads.into, self.written, self.around = {}, {}, set(), NOTHING_AROUND
        self.pending[key] = None
        try:
            yield self.observed, self.uses, self.written
        finally:
            del self.pending[key]
            self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished, self.caches = saved
            self.observed, self.snapshot.reads.into, self.written, self.around = outer

    def wrote(self) -> None:
        """A write happens here: queries in the running loops may see it."""
        self.written.update(loop.site for loop in self.loops)

    def take(
        self, call: Site | None, observed: dict[Observation, None], uses: dict[Dependency, None], written: set[Site]
    ) -> None:
        """Add what a call observed and used."""
        if self.around == NOTHING_AROUND and not self.quiet:
            self.observed |= observed
        elif not self.quiet:
            around = self._surroundings(call)
            for observation in observed:
                self._observe(observation, around)
        self.uses.update(uses)
        self.written |= written

    def observations(self) -> Iterator[Observation]:
        """Everything observed, now that it is known which loops write, and whether anything does."""
        writes = any(isinstance(one, EffectRun) and one.effect is Effect.WRITE for one in self.observed)
        for observation in self.observed:
            match observation:
                case QueryInLoop(loop=loop) if loop in self.written:
                    observation = replace(observation, writes=True)
                case PropertyRead() if writes:
                    observation = replace(observation, writes=True)
            yield observation

    def observe(self, observation: Observation) -> None:
        if not self.quiet:
            self._observe(observation, self._surroundings(None))

    def _observe(self, observation: Observation, around: Surroundings) -> None:
        if isinstance(observation, Surrounded) and around != NOTHING_AROUND:
            observation = replace(observation, around=observation.around.within(around))
        self.observed[observation] = None

    def _surroundings(self, call: Site | None) -> Surroundings:
        """What surrounds this place, or what a call made here does."""
        if not self.around.loop:
            return self.around
        inner = max(i for i, frame in enumerate(self.frames) if isinstance(frame.node, ast.AsyncFunctionDef))
        coroutine = self.frames[inner]
        if (call is None and inner == len(self.frames) - 1) or coroutine.calling is None:
            return replace(self.around, through=None)
        return replace(self.around, through=Site(coroutine.path, coroutine.block, coroutine.calling))

    # reading

    def read(self, instance: Instance, relation: Relation, node: ast.AST) -> None:
        """An attribute read of a relation on a row: a query unless it is loaded."""
        if relation.name in instance.known or instance.sealed or instance.origin is None:
            return
        if instance.inner is not None:
            inner, below = instance.inner
            self.observe(RelationServed(inner, join_path(below, relation.name)))
        path = join_path(instance.path, relation.name)
        loaded = instance.loaded.has(path)
        if loaded is not Tri.NO or not instance.origin.fixable:
            self.observe(RelationServed(instance.origin, path))
            return
        if instance.loaded.peers and (relation.arity is Arity.ONE and relation.forward):
            return
        if self.around.loop and relation.arity is Arity.ONE and not self.visits(instance):
            self.observe(RelationFetched(self.site(node), instance.origin, path))
        if not self.visits(instance) or self.caches > min(loop.caches for loop in self.repeating()):
            return
        hops = list(self.graph.walk(instance.origin.model, path))
        many = not all(hop is not None and hop.selectable for hop in hops)
        nested = any(hop is not None and hop.arity is Arity.MANY for hop in hops[:-1])
        through = self._through(instance)
        via, handed = tuple(f.words() for f in through), through[0].call if through else None
        key = key_use(self, instance, relation, node)
        self.observe(
            RelationRead(instance.origin, path, many, self.site(node), nested, via, handed, self.caches > 0, key)
        )

    def read_column(self, instance: Instance, name: str, node: ast.AST) -> None:
        """An attribute read of a column on a row: a query if `only()` or `defer()` left it out."""
        columns = instance.loaded.columns
        if columns is None or instance.sealed or instance.origin is None or instance.loaded.peers:
            return
        if (instance.path and instance.path not in instance.loaded.select) or name in instance.known:
            return
        if name in ("pk", self.graph.primary_key(instance.model)) or not columns.lacks(instance.path, name):
            return
        if not self.visits(instance) or self.caches > min(loop.caches for loop in self.repeating()):
            return
        column = join_path(instance.path, name)
        self.observe(
            ColumnReload(columns.call, columns.method, instance.origin, column, self.site(node), self.caches > 0)
        )

    def _through(self, instance: Instance) -> list[Frame]:
        """The functions and the like to which the code of the loop passes the row on, outermost first."""
        frame = next(loop.frame for loop in self.loops if loop.token in (instance.outer, instance.loop))
        return [f for f in self.frames[frame + 1 :] if f.shared or isinstance(f.node, _FUNCTIONS)]

    def visits(self, instance: Instance) -> bool:
        """Whether a running loop goes over rows of which this is one."""
        return any(loop.token == instance.loop for loop in self.repeating())

    def via(self) -> tuple[str, ...]:
        """Names of the functions called since the innermost loop."""
        loops = self.repeating()
        frame = loops[-1].frame if loops else len(self.frames) - 1
        called = (f for f in self.frames[frame + 1 :] if isinstance(f.node, _FUNCTIONS))
        return tuple(f.name for f in called)

    # names

    def lookup(self, name: str) -> Value | None:
        frame = self.frame
        if name in frame.variables:
            return frame.variables[name]
        if frame.closure is not None and name in frame.closure:
            return frame.closure[name]
        return None
