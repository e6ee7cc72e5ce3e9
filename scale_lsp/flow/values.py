"""Abstract values: what an expression may be at run time, as far as it matters for queries."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Union

from scale_lsp.flow.chosen import on_some_ways
from scale_lsp.flow.loaded import NOTHING, Loaded
from scale_lsp.index.models import ManagerInfo, Relation
from scale_lsp.index.names import Symbol
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace
from scale_lsp.text.site import Site as Site


class Hook(Enum):
    """How a class that has no queryset expression of its own can load relations."""

    NONE = ""
    LIST_SELECT_RELATED = "list_select_related"
    GET_QUERYSET = "get_queryset()"
    GET_QUERYSET_OF_ADMIN = "get_queryset(request)"


@dataclass(frozen=True, slots=True)
class Origin:
    """The expression that made a queryset: where loading relations can be added.

    `fixable` is False for a parameter: its callers are to blame. `edited` is False where there is no queryset
    expression to change, as with `model = Order` in a view; `hook` is then what the class can define instead.
    """

    site: Site
    model: Symbol
    fixable: bool = True
    edited: bool = True
    hook: Hook = Hook.NONE


class Rowshape(Enum):
    INSTANCES = "instances"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Unknown:
    pass


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Const:
    """A literal. `None` counts as a value of its own, so that `qs = None` before a branch is no mystery."""

    value: Any


@dataclass(frozen=True, slots=True)
class Instance:
    """A row. `path` leads from the rows of `origin` to this one; `loop` is the loop that visits it, None for one row.

    `known` are relations that were assigned or that Django fills in by itself, as names on this very row.
    """

    model: Symbol
    origin: Origin | None = None
    path: str = ""
    loaded: Loaded = NOTHING
    loop: int | None = None
    known: frozenset[str] = frozenset()
    inner: tuple[Origin, str] | None = None
    """The related manager that gave the row, and the path from its rows, when an outer queryset answers for it."""
    sealed: bool = False
    """The row came from a place we do not see (a parameter): what is loaded on it cannot be called missing."""
    outer: int | None = None  # below a to-many relation: the loop that visits the rows of `origin` itself
    written: bool = False  # saved since the transaction began, if there is one: others do not see it yet


@dataclass(frozen=True, slots=True)
class Lookup:
    """`filter(customer__name__icontains=words)`: the path as it is written, and what it is compared with.

    `value` is a constant, a row, a list or UNKNOWN; `method` is `filter`, `exclude`, `get` and the like.
    """

    path: str
    method: str
    site: Site
    value: Value = field(default_factory=lambda: UNKNOWN)
    alternative: bool = False
    """Below an `|`: rows that do not match it can be chosen too."""
    argument: Site | None = None
    """The whole keyword argument; None where code that is made up has no place for it."""


@dataclass(frozen=True, slots=True)
class QuerySet:
    """A queryset or manager. `parent` and `relation` are set for a related manager and what is derived from it;
    `pristine` as long as prefetched rows would be used instead of a query. `born` are the loops that make it anew."""

    model: Symbol
    origin: Origin
    loaded: Loaded = NOTHING
    shape: Rowshape = Rowshape.INSTANCES
    bound: int | None = None
    manager: ManagerInfo | None = None
    parent: Instance | None = None
    relation: Relation | None = None
    pristine: bool = False
    combined: bool = False
    empty: bool = False
    born: frozenset[int] = frozenset()
    streamed: bool = False
    model_known: bool = True
    lookups: tuple[Lookup, ...] = ()
    """What its rows were chosen by; `every_lookup` says whether these are all."""
    every_lookup: bool = True
    perhaps: tuple[Lookup, ...] | None = ()
    """What its rows were chosen by on some ways only, each of them alone; None where some of these are not known."""
    narrowed: bool = False
    """There may be more of them on every way here: then it is not known to yield that many rows on any."""
    ordering: tuple[str, ...] | None = None
    """The keys its rows are ordered by, () for none; None where they cannot be read."""
    sliced: bool = False
    paged: bool = False
    """One page of it, of a size that need not be known."""
    grouped: bool = False
    """Its rows are groups or distinct values, of which there may be few."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list, tuple, set or iterator of similar items. `size` is its length where that is known and small."""

    item: Value
    size: int | None = None
    query: QuerySet | None = None
    """The queryset whose rows these are, when they are all of them."""
    each: QuerySet | None = None
    """The queryset that has a row for each item."""


@dataclass(frozen=True, slots=True)
class Tuple:
    """`names` are the fields of a named tuple."""

    items: tuple[Value, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dict:
    """A dictionary: the values of literal keys, and what all other values are."""

    keys: tuple[tuple[Any, Value], ...] = ()
    values: Value = UNKNOWN
    key: Value = UNKNOWN

    def get(self, key: Any) -> Value:
        for name, value in self.keys:
            if name == key:
                return value
        return self.values


@dataclass(frozen=True, slots=True)
class ModelClass:
    model: Symbol


@dataclass(frozen=True, slots=True)
class ClassRef:
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class External:
    """Something defined outside the project, by its qualified name."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a project class that is no model. `model` is the model a manager, admin or view works on."""

    symbol: Symbol
    attributes: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Super:
    """`super()` inside a method: attributes are looked up behind `owner` in the ancestors of `self`."""

    of: Value
    owner: Symbol


@dataclass(frozen=True, eq=False, slots=True)
class Function:
    """A function of the project, with the object it is bound to and the variables it closes over."""

    path: str
    block: Block
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    qualname: str
    owner: Symbol | None = None
    bound: Value | None = None
    closure: dict[str, Value] | None = field(default=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and self.node is other.node and self.bound == other.bound

    def __hash__(self) -> int:
        return hash(id(self.node))


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a queryset, of rows, or of an external object, not yet called."""

    of: Value
    name: str


class Elsewhere(Enum):
    THREAD = "a thread whose end is awaited"
    BACKGROUND = "a thread whose end nobody awaits"
    QUEUE = "another process"


@dataclass(frozen=True, slots=True)
class Moved:
    """A function that runs elsewhere: `sync_to_async(f)`, `Thread(target=f, args=given)`, of the class `name`."""

    of: Value
    to: Elsewhere
    given: tuple[Value, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class PrefetchObject:
    """`Prefetch(lookup, queryset=…, to_attr=…)`; `lookup` None when it is not a literal."""

    lookup: str | None
    queryset: QuerySet | None
    to_attr: str | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """`Q(…)`, or several of them put together. `known`: nothing else is in it."""

    lookups: tuple[Lookup, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Paginated:
    """A paginator, or one of its pages, over rows."""

    of: Value


@dataclass(frozen=True, slots=True)
class Either:
    """One of several values, after branches."""

    values: tuple[Value, ...]


Value = Union[  # noqa: UP007 - recursive alias, evaluated at run time
    Unknown,
    Const,
    Instance,
    QuerySet,
    Rows,
    Tuple,
    Dict,
    ModelClass,
    ClassRef,
    External,
    Module,
    Object,
    Super,
    Function,
    Method,
    Moved,
    PrefetchObject,
    Condition,
    Paginated,
    Either,
]

NOTHING_YET = Either(())
"""What a call returns that waits for itself, before anything is known: no alternative at all."""
_MOST_ALTERNATIVES = 6


def is_plain(value: Value) -> bool:
    """Whether a value is the same in any context: it holds no rows of a queryset and no variables of a function."""
    match value:
        case Unknown() | Const() | External() | ClassRef() | ModelClass() | Module():
            return True
        case Instance(origin=None, loop=None):
            return True
        case Object(attributes=attributes):
            return all(is_plain(v) for _, v in attributes)
        case Tuple(items=items) | Either(values=items):
            return all(map(is_plain, items))
        case Rows(item=item, query=None):
            return is_plain(item)
        case Dict(keys=keys, values=values, key=key):
            return is_plain(values) and is_plain(key) and all(is_plain(v) for _, v in keys)
        case Function(closure=None, bound=bound):
            return bound is None or is_plain(bound)
        case Moved(of=of, given=given):
            return is_plain(of) and all(map(is_plain, given))
    return False


def alternatives(value: Value) -> tuple[Value, ...]:
    return value.values if isinstance(value, Either) else (value,)


def join(*values: Value) -> Value:
    """The value after branches that may each have happened."""
    found: list[Value] = []
    for value in values:
        for one in alternatives(value):
            _merge(found, one)
        if len(found) > _MOST_ALTERNATIVES:
            return UNKNOWN
    if not found:
        return UNKNOWN
    if len(found) == 1:
        return found[0]
    return Either(tuple(found)) if len(found) <= _MOST_ALTERNATIVES else UNKNOWN


def merged(first: Dict, second: Dict) -> Dict:
    """`{**first, **second}`."""
    keys = dict(first.keys) | dict(second.keys)
    return Dict(tuple(keys.items()), join(first.values, second.values), join(first.key, second.key))


def _merge(found: list[Value], value: Value) -> None:
    for i, other in enumerate(found):
        if other == value:
            return
        both = _joined(other, value)
        if both is not None:
            found[i] = both
            return
    found.append(value)


def _joined(a: Value, b: Value) -> Value | None:
    """One value for two that differ only in what is loaded; None when they are really two."""
    match a, b:
        case QuerySet(), QuerySet() if (a.origin, a.model, a.relation) == (b.origin, b.model, b.relation):
            if a.empty != b.empty:
                return b if a.empty else a
            return replace(
                a,
                loaded=a.loaded.joined(b.loaded),
                bound=a.bound if a.bound == b.bound else None,
                pristine=a.pristine and b.pristine,
                shape=a.shape if a.shape is b.shape else Rowshape.VALUES,
                empty=a.empty and b.empty,
                born=a.born & b.born,
                lookups=tuple(lookup for lookup in a.lookups if lookup in b.lookups),
                every_lookup=a.every_lookup and b.every_lookup and a.lookups == b.lookups,
                perhaps=on_some_ways(a.lookups, b.lookups, a.perhaps, b.perhaps),
                narrowed=all(
                    one.narrowed or any(lk not in other.lookups for lk in one.lookups)
                    for one, other in ((a, b), (b, a))
                ),
                ordering=a.ordering if a.ordering == b.ordering else None,
                sliced=a.sliced and b.sliced,
                paged=a.paged and b.paged,
                grouped=a.grouped or b.grouped,
            )
        case Instance(), Instance() if (a.model, a.origin, a.path) == (b.model, b.origin, b.path):
            return replace(
                a,
                loaded=a.loaded.joined(b.loaded),
                loop=a.loop if a.loop == b.loop else None,
                known=a.known & b.known,
                sealed=a.sealed or b.sealed,
                written=a.written and b.written,
            )
        case Rows(), Rows():
            for one, other in ((a, b), (b, a)):
                if isinstance(one.item, Unknown) and one.size == 0:
                    return other
            query, each = (one if one == other else None for one, other in ((a.query, b.query), (a.each, b.each)))
            return Rows(join(a.item, b.item), None, query, each)
        case Dict(), Dict():
            keys = dict(a.keys)
            for key, value in b.keys:
                keys[key] = join(keys[key], value) if key in keys else value
            return Dict(tuple(keys.items()), join(a.values, b.values), join(a.key, b.key))
        case Tuple(items=left), Tuple(items=right) if len(left) == len(right):
            return Tuple(tuple(join(x, y) for x, y in zip(left, right, strict=True)))
        case Const(), Const():
            return UNKNOWN if a.value is not None and b.value is not None else None
    return None


def revisited(value: Value, loop: int | None, active: frozenset[int]) -> Value:
    """The value as an item that `loop` visits: rows that no running loop visits belong to it now."""
    match value:
        case Instance():
            return value if value.loop in active and value.loop is not None else replace(value, loop=loop)
        case Tuple(items=items):
            return replace(value, items=tuple(revisited(i, loop, active) for i in items))
        case Dict(keys=keys, values=values, key=key):
            return Dict(
                tuple((k, revisited(v, loop, active)) for k, v in keys),
                revisited(values, loop, active),
                revisited(key, loop, active),
            )
        case Object(attributes=attributes) if attributes:
            return replace(value, attributes=tuple((k, revisited(v, loop, active)) for k, v in attributes))
        case Either(values=values):
            return Either(tuple(revisited(v, loop, active) for v in values))
    return value
