"""Functions of Python, Django and common packages that make, visit or pass on rows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from scale_lsp.flow import caches, effects, threads
from scale_lsp.flow.apply import apply_to_each
from scale_lsp.flow.asked_sizes import bounded
from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.kept import may_have
from scale_lsp.flow.loading import with_prefetch_object
from scale_lsp.flow.lookups import condition, looked_up
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.queries import cut, query
from scale_lsp.flow.querysets import bare_queryset, index, manager, rows_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    External,
    Instance,
    Method,
    ModelClass,
    Paginated,
    PrefetchObject,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.orm.effects import CALLS, OBJECTS
from scale_lsp.text.records import replace

Arguments = tuple[Sequence[Value], Mapping[str, Value]]
Handler = Callable[[Machine, ast.Call, Sequence[Value], Mapping[str, Value]], Value]


def call_external(
    machine: Machine, name: str, node: ast.Call, positional: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """The result of calling something outside the project."""
    handler = FUNCTIONS.get(name) or next((f.functions[name] for f in machine.frameworks if name in f.functions), None)
    if handler is None and name.startswith("logging.Logger."):
        handler = _printing
    if handler is not None:
        return handler(machine, node, positional, keywords)
    if (calling := CALLS.get(name)) is not None:
        return effects.called(machine, name, calling, node, positional, keywords)
    if name in OBJECTS:
        return effects.made(machine, OBJECTS[name], node, keywords)
    effects.reconfigured(machine, name, node)
    for framework in machine.frameworks:
        if framework.unlisted is not None:
            framework.unlisted(machine, name, node, positional, keywords)
    return UNKNOWN


# Python


def _listing(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    if not args:
        return Rows(UNKNOWN, 0)
    if key := keywords.get("key"):
        apply_to_each(machine, key, args[0], node)
        with machine.silently():
            over = iterate(machine, args[0], node)
    else:
        over = iterate(machine, args[0], node)
    query = args[0] if isinstance(args[0], QuerySet) else getattr(args[0], "query", None)
    size = args[0].size if isinstance(args[0], Rows) else len(args[0].items) if isinstance(args[0], Tuple) else None
    if over.small and size is None:
        size = 1
    return Rows(over.item, size, query)


def _enumerating(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    over = iterate(machine, args[0], node) if args else None
    return Rows(Tuple((UNKNOWN, over.item)), 1 if over.small else None) if over else UNKNOWN


def _zipping(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    overs = [iterate(machine, a, node) for a in args]
    small = any(o.small for o in overs)
    return Rows(Tuple(tuple(o.item for o in overs)), 1 if small else None)


def _mapping(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Rows(apply_to_each(machine, args[0], args[1], node)) if len(args) > 1 else UNKNOWN


def _filtering(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    if len(args) < 2:
        return UNKNOWN
    apply_to_each(machine, args[0], args[1], node)
    with machine.silently():
        return Rows(iterate(machine, args[1], node).item)


def _reducing(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`min`, `max`, `sum`, `any`, `all`: visit everything, return at most one item."""
    if not args:
        return UNKNOWN
    if key := keywords.get("key"):
        apply_to_each(machine, key, args[0], node)
        with machine.silently():
            item = iterate(machine, args[0], node).item
    else:
        item = iterate(machine, args[0], node).item if len(args) == 1 else UNKNOWN
    return revisited(item, None, machine.active)


def _next(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    item = iterate(machine, args[0], node).item if args else UNKNOWN
    return join(revisited(item, None, machine.active), *args[1:])


def _length(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    for one in alternatives(args[0]) if args else ():
        if isinstance(one, QuerySet):
            rows_of(machine, one, node, "len" if isinstance(node.func, ast.Name) and node.func.id == "len" else "bool")
    return UNKNOWN


def _printing(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    for value in args:
        to_string(machine, value, node)
    return UNKNOWN


def _getting(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    if len(args) < 2 or not isinstance(args[1], Const) or not isinstance(args[1].value, str):
        return UNKNOWN
    name = args[1].value
    found = join(*(attribute(machine, one, name, node) for one in alternatives(args[0])))
    sure = len(args) < 3 or all(may_have(machine, one, name) for one in alternatives(args[0]))
    return found if sure else join(found, args[2])


def _having(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`hasattr()` reads the attribute, and says only whether it is there."""
    _getting(machine, node, args, keywords)
    return UNKNOWN


def _setting(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`setattr(order, "customer", customer)` on a variable."""
    target = node.args[0] if node.args else None
    if isinstance(target, ast.Name) and len(args) > 1 and isinstance(args[1], Const) and isinstance(args[0], Instance):
        machine.frame.variables[target.id] = replace(args[0], known=args[0].known | {str(args[1].value)})
    return UNKNOWN


def _range(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    numbers = [a.value for a in args if isinstance(a, Const) and isinstance(a.value, int)]
    if len(numbers) != len(args) or not numbers:
        return Rows(UNKNOWN)
    return Rows(UNKNOWN, len(range(*numbers[:3])) if len(numbers) < 3 or numbers[2] else 0)


def _locals(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Dict(tuple(machine.frame.variables.items()))


def _dictionary(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    result = Dict(tuple(keywords.items()))
    if args and isinstance(args[0], Dict):
        return args[0]
    if args:
        item = iterate(machine, args[0], node).item
        if isinstance(item, Tuple) and len(item.items) == 2:
            return replace(result, key=item.items[0], values=item.items[1])
    return result


def _type(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return ModelClass(args[0].model) if len(args) == 1 and isinstance(args[0], Instance) else UNKNOWN


def _first_argument(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return args[0] if args else UNKNOWN


def _last_argument(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return args[-1] if args else UNKNOWN


def _chaining(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    overs = [iterate(machine, a, node) for a in args]
    items = [o.item for o in overs if o.item is not UNKNOWN]
    return Rows(join(*items)) if items else Rows(UNKNOWN)


def _chaining_lists(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    if not args:
        return UNKNOWN
    outer = iterate(machine, args[0], node)
    with machine.looping(node, outer.rows, frozenset(), outer.over_rows, outer.small, outer.visit) as loop:
        item = revisited(outer.item, None if outer.small else loop.token, machine.active - {loop.token})
        return Rows(iterate(machine, item, node).item)


def _chunking(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Rows(Rows(iterate(machine, args[0], node).item)) if args else UNKNOWN


def _grouping(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    key = args[1] if len(args) > 1 else keywords.get("key")
    group = apply_to_each(machine, key, args[0], node) if key and args else UNKNOWN
    with machine.silently():
        item = iterate(machine, args[0], node).item if args else UNKNOWN
    return Rows(Tuple((group, Rows(item))))


def _attrgetter(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Method(args[0], "attrgetter") if len(args) == 1 and isinstance(args[0], Const) else UNKNOWN


def _logger(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return External("logging.Logger")


def _gather(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Tuple(tuple(args))


# Django


def _get_object(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    queryset = _queryset(machine, args[0], node) if args else UNKNOWN
    if not isinstance(queryset, QuerySet):
        return UNKNOWN
    query(machine, looked_up(machine, queryset, "get", node, (args[1:], keywords)), "get", node)
    return Instance(queryset.model, queryset.origin, "", queryset.loaded)


def _get_list(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    queryset = _queryset(machine, args[0], node) if args else UNKNOWN
    return Rows(rows_of(machine, queryset, node), None, queryset) if isinstance(queryset, QuerySet) else UNKNOWN


def _queryset(machine: Machine, value: Value, node: ast.Call) -> Value:
    if isinstance(value, ModelClass):
        return manager(machine, value.model, machine.graph.default_manager(value.model), node)
    return value


def _user_model(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    user = machine.graph.user_model
    return ModelClass(user) if user else UNKNOWN


def _get_model(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    given = [*args, *(keywords[k] for k in ("app_label", "model_name") if k in keywords)]
    texts = [a.value for a in given if isinstance(a, Const) and isinstance(a.value, str)]
    label = ".".join(texts[:2])
    app, _, name = label.rpartition(".")
    found = machine.graph.by_label.get((app, name.lower()))
    return ModelClass(found) if found else UNKNOWN


def _prefetch(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    named = dict(zip(("lookup", "queryset", "to_attr"), args, strict=False)) | dict(keywords)
    lookup, queryset, to_attr = (named.get(k, Const(None)) for k in ("lookup", "queryset", "to_attr"))
    if isinstance(lookup, Const) and isinstance(lookup.value, str) and isinstance(to_attr, Const):
        if isinstance(queryset, QuerySet):
            return PrefetchObject(lookup.value, queryset, to_attr.value)
        known = isinstance(queryset, Const)
        return PrefetchObject(lookup.value, None, to_attr.value, known)
    return PrefetchObject(None, None, None, False)


def _prefetch_objects(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`prefetch_related_objects(rows, *lookups)` loads relations on rows that are there already."""
    target = node.args[0] if node.args else None
    if not isinstance(target, ast.Name):
        return UNKNOWN
    rows = machine.lookup(target.id)
    if rows is not None:
        machine.frame.variables[target.id] = _with_lookups(rows, args[1:])
    return UNKNOWN


def _with_lookups(value: Value, lookups: Sequence[Value]) -> Value:
    match value:
        case Rows():
            return replace(value, item=_with_lookups(value.item, lookups))
        case Tuple(items=items):
            return Tuple(tuple(_with_lookups(i, lookups) for i in items))
        case Instance() | QuerySet():
            loaded = value.loaded
            for lookup in lookups:
                match lookup:
                    case Const(value=str(path)):
                        prefix = value.path + "__" if isinstance(value, Instance) and value.path else ""
                        loaded = loaded.with_prefetch(prefix + path)
                    case PrefetchObject(known=True, lookup=str()):
                        loaded = with_prefetch_object(loaded, lookup)
                    case _:
                        loaded = replace(loaded, anything=True)
            return replace(value, loaded=loaded)
    return join(*(_with_lookups(v, lookups) for v in alternatives(value))) if len(alternatives(value)) > 1 else value


def _paginator(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    rows = args[0] if args else keywords.get("object_list", UNKNOWN)
    size = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "per_page"), None)
    for one in alternatives(rows):
        if isinstance(one, QuerySet):
            cut(machine, one, node)
            if size is not None:
                bounded(machine, one, size)
    return Paginated(rows)


def _new_queryset(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return bare_queryset(machine, args[0] if args else keywords.get("model", UNKNOWN), node)


FUNCTIONS: dict[str, Handler] = {
    **caches.FUNCTIONS,
    **effects.FUNCTIONS,
    **threads.FUNCTIONS,
    **dict.fromkeys(
        [f"builtins.{n}" for n in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "aiter")]
        + ["collections.deque"],
        _listing,
    ),
    "builtins.enumerate": _enumerating,
    "builtins.zip": _zipping,
    "itertools.zip_longest": _zipping,
    "builtins.map": _mapping,
    "builtins.filter": _filtering,
    **dict.fromkeys([f"builtins.{n}" for n in ("min", "max", "sum", "any", "all")], _reducing),
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.len": _length,
    "builtins.bool": _length,
    **dict.fromkeys([f"builtins.{n}" for n in ("str", "print", "format", "repr")], _printing),
    "django.utils.encoding.force_str": _printing,
    "django.utils.encoding.smart_str": _printing,
    "builtins.getattr": _getting,
    "builtins.hasattr": _having,
    "builtins.setattr": _setting,
    "builtins.locals": _locals,
    "builtins.range": _range,
    "builtins.dict": _dictionary,
    "collections.OrderedDict": _dictionary,
    "collections.defaultdict": lambda *_: Dict(),
    "collections.Counter": lambda *_: Dict(),
    "builtins.type": _type,
    "itertools.chain": _chaining,
    "itertools.chain.from_iterable": _chaining_lists,
    "itertools.islice": _listing,
    "itertools.groupby": _grouping,
    **dict.fromkeys(
        ["itertools.batched", "more_itertools.chunked", "more_itertools.ichunked", "more_itertools.batched"], _chunking
    ),
    "operator.attrgetter": _attrgetter,
    "copy.copy": _first_argument,
    "copy.deepcopy": _first_argument,
    "typing.cast": _last_argument,
    "asgiref.sync.async_to_sync": _first_argument,
    "functools.partial": _first_argument,
    "asyncio.gather": _gather,
    "logging.getLogger": _logger,
    "structlog.get_logger": _logger,
    "django.shortcuts.get_object_or_404": _get_object,
    "django.shortcuts.aget_object_or_404": _get_object,
    "rest_framework.generics.get_object_or_404": _get_object,
    "django.shortcuts.get_list_or_404": _get_list,
    "django.shortcuts.aget_list_or_404": _get_list,
    "django.contrib.auth.get_user_model": _user_model,
    "django.apps.apps.get_model": _get_model,
    **dict.fromkeys(["django.db.models.Q", "django.db.models.query_utils.Q"], condition),
    **dict.fromkeys(["django.db.models.Prefetch", "django.db.models.query.Prefetch"], _prefetch),
    **dict.fromkeys(
        ["django.db.models.prefetch_related_objects", "django.db.models.query.prefetch_related_objects"],
        _prefetch_objects,
    ),
    "django.core.paginator.Paginator": _paginator,
    "django.core.paginator.AsyncPaginator": _paginator,
    **dict.fromkeys(["django.db.models.QuerySet", "django.db.models.query.QuerySet"], _new_queryset),
}

__all__ = ["FUNCTIONS", "call_external", "index"]
