"""Counting the queries of one run, as they are sent: each queryset once, each relation of a row once.

Where there are several ways through the code, that which asks most counts; a request is taken for a GET.
https://docs.djangoproject.com/en/5.2/topics/db/optimization/#understand-queryset-evaluation
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from scale_lsp.flow.frames import Loop
from scale_lsp.flow.ledger import Charge, Ledger, add, dearest
from scale_lsp.flow.loaded import Loaded, Tri, join_path
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Either, Instance, QuerySet, Rowshape, Value, alternatives
from scale_lsp.index.models import Relation

SESSION = Charge(None, "the session")
USER = Charge(None, "the user")
PERMISSIONS = Charge(None, "the user's permissions")
VISITOR: Mapping[str, tuple[Charge, ...]] = {
    "session": (SESSION,),
    "messages": (SESSION,),
    "user": (SESSION, USER),
    "perms": (SESSION, USER, PERMISSIONS),
}
"""What code and templates may read of the visitor, and what a request then asks the database for, once."""

T = TypeVar("T")
_ALL_ROWS = frozenset({"iterate", "len", "bool", "in"})
"""What fetches the rows of a queryset, which keeps them."""
_ANSWERED_BY_ROWS = frozenset({"count", "exists", "contains", "index"})
"""What asks nothing when the rows are there."""
_ROWS = _ALL_ROWS | {"get", "first", "last", "latest", "earliest", "index", "in_bulk"}


# ways through the code


class Ways:
    """Several ways that meet again: `begin()` before each of them, `end()` where they meet; only the dearest counts.

    An exception goes up to the function, which knows what it had asked before.
    """

    __slots__ = ("_asked", "_machine", "_outer")

    def __init__(self, machine: Machine) -> None:
        self._machine, self._outer = machine, machine.ledger
        self._asked: list[Ledger] = []

    def begin(self) -> Ledger:
        ledger: Ledger = {}
        self._asked.append(ledger)
        self._machine.ledger = ledger
        return ledger

    def end(self) -> None:
        self._machine.ledger = self._outer
        add(self._outer, dearest(self._asked))

    def outside(self) -> None:
        """Go on with what all of them have in common; what the ways have asked is left to `end()`, if it comes."""
        self._machine.ledger = self._outer


@contextmanager
def whole_function(machine: Machine) -> Iterator[None]:
    """Count what a function asks: on the way that asks most, wherever it leaves."""
    outer, frame = machine.ledger, machine.frame
    spent = machine.ledger = {}
    try:
        yield
    finally:
        machine.ledger = outer
        if spent or frame.left:
            add(outer, dearest([spent, *frame.left]))


def each_way(machine: Machine, *ways: Callable[[], T]) -> list[T]:
    """Interpret several ways that meet again; only the dearest of them is counted."""
    results, counted = [], Ways(machine)
    for way in ways:
        counted.begin()
        results.append(way())
    counted.end()
    return results


def of_any(machine: Machine, value: Value, do: Callable[[Value], T]) -> list[T]:
    """What is done with each thing that a value may be; only the dearest of them is counted."""
    if not isinstance(value, Either):
        return [do(value)]
    return each_way(machine, *(partial(do, one) for one in value.values))


@contextmanager
def uncounted(machine: Machine) -> Iterator[None]:
    """Interpret what a run does not usually come to."""
    ways = Ways(machine)
    ways.begin()
    yield
    ways.outside()


def leave(machine: Machine, ledger: Ledger) -> None:
    """A way through the function ends here, having asked this since it left the others."""
    spent = dict(machine.ledger)
    add(spent, ledger)
    machine.frame.left.append(dearest([spent, *machine.frame.left]))
    del machine.frame.left[:-1]


@contextmanager
def answering(machine: Machine, request: str) -> Iterator[None]:
    """Count what the answer to one kind of request asks."""
    known = machine.asked, machine.reads
    machine.asked, machine.reads = set(), {}
    ways = Ways(machine)
    spent = ways.begin()
    yield
    ways.outside()
    machine.asked, machine.reads = known
    add(machine.answers.setdefault(request, {}), spent)


def is_no_get(test: ast.expr) -> bool:
    """`request.method == "POST"`: a page that is only looked at does not come here."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str(verb))]):
            return _is_method(left) and verb.upper() not in ("GET", "HEAD")
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[ast.Constant(value="GET")]):
            return _is_method(left)
        case ast.BoolOp(op=ast.And(), values=values):
            return any(map(is_no_get, values))
    return False


def is_get(test: ast.expr) -> bool:
    """`request.method == "GET"`: a page that is looked at comes here for sure."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value="GET")]):
            return _is_method(left)
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[ast.Constant(value="POST")]):
            return _is_method(left)
    return False


def _is_method(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "method" and "request" in ast.unparse(node.value)


# queries


def charge(
    machine: Machine,
    node: ast.AST,
    number: int = 1,
    *,
    words: str = "",
    repeats: Callable[[Loop], bool] = lambda loop: True,
    writes: bool = False,
) -> None:
    """Enter queries that are sent here; `repeats` are the running loops in which they are sent again.

    `words` say what is asked where a class does it, and no expression.
    """
    site = machine.site(node)
    shown = words if isinstance(node, ast.ClassDef) else ""
    entry = Charge(site, shown or " ".join(site.text.split()), writes=writes)
    machine.enter({entry: number}, [loop for loop in machine.loops if repeats(loop)])


def once(machine: Machine, *entries: Charge) -> None:
    """Enter what a request asks once, whoever wants it."""
    machine.enter(dict.fromkeys(entries, 1), ())


def unseen(machine: Machine, words: str) -> None:
    """Enter that something runs here which cannot be counted."""
    machine.enter({Charge(None, words): 0}, ())


def fetched(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> None:
    """A queryset asks the database, unless it has its rows already."""
    if queryset.empty:
        return
    rows = _identity(queryset)
    if rows in machine.asked and method in _ALL_ROWS | _ANSWERED_BY_ROWS:
        return
    number = 1
    if method in _ROWS and queryset.shape is Rowshape.INSTANCES:
        number += prefetches(queryset.loaded)
    machine.reads.pop(queryset.origin, None)  # these are other rows than those that were read before
    if method in _ALL_ROWS and not queryset.streamed:
        machine.asked.add(rows)
        charge(machine, node, number, words=_rows(queryset), repeats=lambda loop: loop.token in queryset.born)
    else:
        charge(machine, node, number, words=_rows(queryset))


def counted(machine: Machine, value: Value, node: ast.AST) -> None:
    """A paginator counts its rows, once."""
    for one in alternatives(value):
        if isinstance(one, QuerySet) and not one.empty:
            key = ("count", _identity(one))
            if key not in machine.asked and _identity(one) not in machine.asked:
                machine.asked.add(key)
                charge(machine, node, words=f"number of {_rows(one)}")


def fetched_object(machine: Machine, queryset: QuerySet, node: ast.AST) -> None:
    """A view fetches the one row that it shows, once."""
    key = ("object", _identity(queryset))
    if key not in machine.asked:
        machine.asked.add(key)
        charge(machine, node, 1 + prefetches(queryset.loaded), words=f"one of {_rows(queryset)}")


def _rows(queryset: QuerySet) -> str:
    return f"rows of {queryset.model.name.rpartition('.')[2]}"


def _identity(queryset: QuerySet) -> object:
    """What makes two querysets the same object at run time, as far as it can be seen."""
    parent = (queryset.parent.origin, queryset.parent.path) if queryset.parent else None
    chosen = (queryset.lookups, queryset.ordering, queryset.shape, queryset.bound, queryset.sliced, queryset.paged)
    return (queryset.origin, queryset.born, parent, queryset.relation and queryset.relation.name, chosen)


def prefetches(loaded: Loaded) -> int:
    """The queries of `prefetch_related()`: one for each step that is not joined, and those of `Prefetch` querysets."""
    given = dict(loaded.by_queryset)
    steps = {step for step in loaded.prefetch - loaded.select if not any(step.startswith(f"{p}__") for p in given)}
    inner = [*given.values(), *dict(loaded.attributes).values()]
    return len(steps | dict(loaded.attributes).keys()) + sum(prefetches(q.loaded) for q in inner if q)


def related(machine: Machine, row: Instance, relation: Relation, node: ast.AST) -> None:
    """A relation of a row to one other row is read: a query, the first time, unless it is loaded."""
    path = join_path(row.path, relation.name)
    if relation.name in row.known or row.sealed:
        return
    if row.origin is None:
        _first(machine, f"{row.model.path}:{row.model.name}.{path}", row, node)
    elif row.loaded.has(path) is Tri.NO:
        _first(machine, path, row, node)


def reloaded(machine: Machine, row: Instance, column: str, node: ast.AST) -> None:
    """A column is read that `only()` or `defer()` left out: a query for each row."""
    _first(machine, f"column {join_path(row.path, column)}", row, node)


def _first(machine: Machine, what: str, row: Instance, node: ast.AST) -> None:
    known = machine.reads.setdefault(row.origin, set())
    if what in known:
        return
    known.add(what)
    tokens = [loop.token for loop in machine.loops]
    if row.loop in tokens:
        outer = frozenset(tokens[: tokens.index(row.loop) + (0 if row.loaded.peers else 1)])
        charge(machine, node, repeats=lambda loop: loop.token in outer)
    else:
        charge(machine, node, repeats=lambda loop: _makes(loop, row))


def _makes(loop: Loop, row: Instance) -> bool:
    """Whether a loop goes through the code that fetches a row, so that it is another one each time."""
    if row.origin is None:
        return False
    site = row.origin.site
    if loop.site.block is not site.block:
        return True
    inside: Iterable[ast.AST] = getattr(loop.site.node, "body", None) or ()
    return any(n is site.node for part in inside for n in ast.walk(part))
