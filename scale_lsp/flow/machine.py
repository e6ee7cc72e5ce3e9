"""The state of one interpretation: where control is, which loops run, what was observed."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from scale_lsp.flow.facts import (
    EffectRun,
    Observation,
    PropertyRead,
    QueryInLoop,
    Surrounded,
)
from scale_lsp.flow.frames import Frame, Loop
from scale_lsp.flow.keys import Ahead
from scale_lsp.flow.ledger import Ledger, Visit, add
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.steps import LOOKS, MAX_STEPS, Interrupted, OutOfSteps, never
from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Instance, Origin, QuerySet, Site, Value
from scale_lsp.index.dependencies import Dependency, Shared
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.project import Snapshot
from scale_lsp.orm.effects import Effect
from scale_lsp.text.blocks import Block

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


Written = set[Site | None]  # the loops that write, and None where anything does
Remembered = tuple[Value, dict[Observation, None], Collection[Dependency], Written, Ledger]
Calls = dict[Any, Remembered]  # finished ones: whoever takes one over notes one `Shared` dependency


class Machine:
    """Interprets code abstractly. One per entry function; not reused."""

    def __init__(
        self,
        snapshot: Snapshot,
        calls: Calls | None = None,
        frameworks: Frameworks = (),
        stop: Callable[[], bool] = never,
    ) -> None:
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
        self.written: Written = set()
        self.ledger: Ledger = {}
        """What was asked of the database since the function began, on the way that asks most."""
        self.asked: set[object] = set()
        """Querysets that were fetched: they keep their rows."""
        self.reads: dict[Origin | None, set[str]] = {}
        """What was fetched for the rows of a queryset: they keep it."""
        self.answers: dict[str, Ledger] = {}
        """What the answers to different requests ask, where one class gives several."""
        self.initial: dict[object, QuerySet] = {}
        self.initial_values: dict[object, Value] = {}
        self.given_to_requests: dict[str, list[Value]] | None = None
        """What is assigned to attributes of a request, while somebody wants to know."""
        self.ahead: Ahead | None = None
        """What is done with the value of the expression that is evaluated now, where only a key may be wanted."""
        self.steps = 0
        self.ticks = 0
        """All steps, those of calls that are interpreted by themselves among them."""
        self.stop = stop
        """Says that somebody waits."""
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
        self.ticks += 1
        if not self.ticks % LOOKS and self.stop():
            raise Interrupted

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
        self,
        node: ast.AST,
        rows: str,
        names: frozenset[str],
        over_rows: bool,
        small: bool = False,
        visit: Visit | None = None,
    ) -> Iterator[Loop]:
        frame = len(self.frames) - 1
        visit = visit or Visit(rows)
        loop = Loop(next(self._tokens), self.site(node), frame, rows, names, over_rows, visit, small, self.caches)
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
    def scratch(self) -> Iterator[None]:
        """Interpret only to count what is asked: nothing is observed."""
        outer, self.observed = self.observed, {}
        try:
            yield
        finally:
            self.observed = outer

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
    def by_itself(
        self, key: object
    ) -> Iterator[tuple[dict[Observation, None], dict[Dependency, None], Written, Ledger]]:
        """Interpret without frames, loops and observations of the surroundings, with steps of its own."""
        saved = (self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished, self.caches)
        outer = (self.observed, self.uses, self.written, self.around)
        account = (self.ledger, self.asked, self.reads)
        self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished = [], [], [], 0, 0, set()
        self.caches = 0
        self.observed, self.snapshot.reads.into, self.written, self.around = {}, {}, set(), NOTHING_AROUND
        self.ledger, self.asked, self.reads = {}, set(), {}
        self.pending[key] = None
        try:
            yield self.observed, self.uses, self.written, self.ledger
        finally:
            del self.pending[key]
            self.frames, self.loops, self.left, self.quiet, self.steps, self.unfinished, self.caches = saved
            self.observed, self.snapshot.reads.into, self.written, self.around = outer
            self.ledger, self.asked, self.reads = account

    def wrote(self) -> None:
        """A write happens here: queries in the running loops may see it, those around the call among them."""
        self.written.update((None, *(loop.site for loop in self.loops)))

    def take(
        self,
        call: Site | None,
        observed: dict[Observation, None],
        uses: Collection[Dependency],
        written: Written,
        ledger: Ledger,
    ) -> None:
        """Add what a call observed, used and asked."""
        self.enter(ledger, self.loops)
        if self.around == NOTHING_AROUND and not self.quiet:
            self.observed |= observed
        elif not self.quiet:
            around = self._surroundings(call)
            for observation in observed:
                self._observe(observation, around)
        self.uses.update(dict.fromkeys(uses))
        self.written |= written
        if None in written:
            self.wrote()

    def finish(self, key: object, call: Remembered) -> Remembered:
        """Remember a call that depends on nothing unfinished."""
        self.calls[key] = finished = (*call[:2], (Shared(call[2]),), *call[3:])
        return finished

    def enter(self, ledger: Ledger, loops: Iterable[Loop]) -> None:
        """Enter queries that are sent here in each round of the loops; not what a cache keeps, sent now and then."""
        if not self.quiet and not self.caches and ledger:
            gone = frozenset().union(*self.left)
            running = [loop for loop in loops if loop.token not in gone]
            times = math.prod(loop.visit.most for loop in running if loop.small and loop.visit.most is not None)
            add(self.ledger, ledger, tuple(loop.visit for loop in running if not loop.small), times)

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

    def visits(self, instance: Instance) -> bool:
        """Whether a running loop goes over rows of which this is one."""
        return any(loop.token == instance.loop for loop in self.repeating())

    def via(self) -> tuple[str, ...]:
        """Names of the functions called since the innermost loop."""
        loops = self.repeating()
        frame = loops[-1].frame if loops else len(self.frames) - 1
        called = (f for f in self.frames[frame + 1 :] if isinstance(f.node, FUNCTIONS))
        return tuple(f.name for f in called)

    # names

    def lookup(self, name: str) -> Value | None:
        frame = self.frame
        if name in frame.variables:
            return frame.variables[name]
        if frame.closure is not None and name in frame.closure:
            return frame.closure[name]
        return None
