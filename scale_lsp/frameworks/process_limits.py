"""Rate limits whose counters live in one process, while others answer requests as well.

https://www.django-rest-framework.org/api-guide/throttling/#setting-up-the-cache
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import code, dotted, has_word, outside_name
from scale_lsp.flow.surveys import RateLimitPerProcess
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.throttles import SCOPED, SCOPES
from scale_lsp.index.derived import mentioning
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block

_EMPTY = frozenset(
    {"dict", "list", "collections.defaultdict", "collections.Counter", "collections.OrderedDict", "collections.deque"}
)
_GROWING = frozenset({"append", "appendleft", "setdefault", "update", "add"})
_LOCAL = "django.core.cache.backends.locmem.LocMemCache"
_CACHE = "django.core.cache.cache"
_COUNTING = frozenset({"incr", "aincr", "set", "aset"})
_TOO_MANY = 429
_THROTTLED = "rest_framework.exceptions.Throttled"
_REFUSING = (str(_TOO_MANY), "Throttled")
_BASE_THROTTLE = frozenset({"rest_framework.throttling.BaseThrottle"})


def limits_per_process(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[RateLimitPerProcess]:
    production = [fact for fact in declared if isinstance(fact, ProductionSettings)]
    if any(settings.server.single for settings in production):
        return
    processes = next((s.server.processes for s in production if s.server.processes), None)
    local = bool(production) and all(map(_has_local_cache, production))
    for path in mentioning(snapshot, *_REFUSING, "BaseThrottle"):
        found = definitions(snapshot, path)
        if found is None:
            continue
        for name, refusing in _refusing(snapshot, path, found.functions):
            yield from _in_memory(snapshot, path, name, refusing, processes)
            if local:
                yield from _in_cache(snapshot, path, name, refusing, processes)
    if local:
        for settings in production:
            yield from _throttles(settings, processes)


def _refusing(snapshot: Snapshot, path: str, functions: dict[str, Definition]) -> Iterator[tuple[str, Definition]]:
    """Functions that compare a number and say that it is too much."""
    for name, found in functions.items():
        if not name.endswith(".allow_request") and not has_word(found.block, _REFUSING):
            continue
        nodes = list(code(found))
        ordered = any(
            isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE)
            for n in nodes
            if isinstance(n, ast.Compare)
            for op in n.ops
        )
        if ordered and (_is_throttle(snapshot, path, name) or any(_says_too_many(snapshot, path, n) for n in nodes)):
            yield name, found


def _is_throttle(snapshot: Snapshot, path: str, name: str) -> bool:
    owner, _, method = name.rpartition(".")
    if method != "allow_request" or not owner:
        return False
    return snapshot.graph.classes.info(Symbol(Kind.CLASS, path, owner)).derives_from(_BASE_THROTTLE)


def _says_too_many(snapshot: Snapshot, path: str, node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=value):
            return type(value) is int and value == _TOO_MANY
        case ast.Raise(exc=ast.Call(func=raised)) | ast.Raise(exc=ast.expr() as raised):
            return outside_name(snapshot, path, raised) == _THROTTLED
    return False


def _in_memory(
    snapshot: Snapshot, path: str, name: str, found: Definition, processes: int | None
) -> Iterator[RateLimitPerProcess]:
    """A dictionary or list of the module or the class, in which the function counts."""
    seen = set()
    for node in code(found):
        grown = _grown(node)
        held = _held(snapshot, path, found, grown) if grown else None
        if held is not None and held not in seen:
            seen.add(held)
            block, value = held
            yield RateLimitPerProcess(
                Site(path, block, value), name, f"`{grown}`", processes, Site(path, found.block, node)
            )


def _grown(node: ast.AST) -> str:
    """What grows: `COUNTS` in `COUNTS[key] += 1`, `COUNTS[key].append(now)`, `COUNTS.setdefault(key, [])`."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=held)]) | ast.AugAssign(target=ast.Subscript(value=held)):
            return dotted(held)
        case ast.Call(func=ast.Attribute(value=ast.Subscript(value=held), attr=attr)) if attr in _GROWING:
            return dotted(held)
        case ast.Call(func=ast.Attribute(value=held, attr=attr)) if attr in _GROWING:
            return dotted(held)
    return ""


def _held(snapshot: Snapshot, path: str, found: Definition, name: str) -> tuple[Block, ast.expr] | None:
    """The empty container that a name of the module, or an attribute of the class, holds from the start."""
    where = definitions(snapshot, path)
    head, _, rest = name.partition(".")
    if where is None:
        return None
    if head in ("self", "cls") or (rest and head == found.owner):
        key = f"{found.owner}.{rest}"
        if head == "self" and _is_set_on_self(snapshot, path, found, rest):
            return None
    else:
        key = name if not _is_local(found, name) else ""
    placed = where.values.get(key)
    return placed if placed is not None and _is_empty(snapshot, path, placed[1]) else None


def _is_local(found: Definition, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in code(found))


def _is_set_on_self(snapshot: Snapshot, path: str, found: Definition, name: str) -> bool:
    where = definitions(snapshot, path)
    methods = [d for d in where.functions.values() if d.owner == found.owner] if where is not None else []
    return any(
        isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) and dotted(n) == f"self.{name}"
        for method in methods
        for n in code(method)
    )


def _is_empty(snapshot: Snapshot, path: str, value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=function):
            return (outside_name(snapshot, path, function) or dotted(function)) in _EMPTY
    return False


def _in_cache(
    snapshot: Snapshot, path: str, name: str, found: Definition, processes: int | None
) -> Iterator[RateLimitPerProcess]:
    """A counter in the default cache, which is the memory of the process."""
    for node in code(found):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _COUNTING:
            if outside_name(snapshot, path, node.func.value, found.node) == _CACHE:
                yield RateLimitPerProcess(Site(path, found.block, node), name, "`LocMemCache`", processes, None)
                return


def _has_local_cache(settings: ProductionSettings) -> bool:
    """Whether the default cache is surely the memory of the process, as it is when nothing is said."""
    caches = settings.get("CACHES")
    if caches is None:
        return True
    default = caches.get("default")
    backend = default.get("BACKEND") if default is not None else None
    return backend is not None and backend.string == _LOCAL


def _throttles(settings: ProductionSettings, processes: int | None) -> Iterator[RateLimitPerProcess]:
    framework = settings.get("REST_FRAMEWORK")
    classes = framework.get("DEFAULT_THROTTLE_CLASSES") if framework is not None else None
    rates = framework.get("DEFAULT_THROTTLE_RATES") if framework is not None else None
    if classes is None or rates is None:
        return
    named = [item.string for item in classes.items()]
    if any(name in SCOPES or name == SCOPED for name in named):
        yield RateLimitPerProcess(
            classes.target or classes.site, "DEFAULT_THROTTLE_CLASSES", "`LocMemCache`", processes, None
        )


PROCESS_LIMITS = Framework(survey=limits_per_process)
