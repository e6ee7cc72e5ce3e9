"""What calling a queryset method means: the rows it yields, what they load, the query it runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scale_lsp.flow.facts import RelationNamed
from scale_lsp.flow.loaded import ANYTHING, NOTHING, Loaded, Tri, closed, join_path
from scale_lsp.flow.machine import Machine, row_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Instance,
    ModelClass,
    Origin,
    PrefetchObject,
    QuerySet,
    Rows,
    Rowshape,
    Super,
    Tuple,
    Value,
    alternatives,
    join,
)
from scale_lsp.index.models import ManagerInfo, Relation
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind
from scale_lsp.orm.queryset_methods import METHODS, SERVED_FROM_PREFETCH, WRITING, Does, sync_name

Arguments = tuple[Sequence[Value], Mapping[str, Value]]


def manager(machine: Machine, model: Symbol, info: ManagerInfo, node: ast.AST) -> QuerySet:
    """`Model.objects`, before any method was called on it."""
    return QuerySet(
        model,
        Origin(machine.site(node), model),
        loaded=initially_loaded(machine, model, info),
        manager=info,
        born=machine.active,
    )


def related_manager(machine: Machine, parent: Instance, relation: Relation, node: ast.AST) -> Value:
    """`order.items`: the rows on the other side, taken from a prefetch if there is one."""
    if relation.target is None:
        return UNKNOWN
    info = machine.graph.default_manager(relation.target)
    return QuerySet(
        relation.target,
        Origin(machine.site(node), relation.target, fixable=True),
        loaded=initially_loaded(machine, relation.target, info),
        manager=info,
        parent=parent,
        relation=relation,
        pristine=True,
        born=machine.active,
    )


def initially_loaded(machine: Machine, model: Symbol, info: ManagerInfo) -> Loaded:
    """What the manager's own `get_queryset()` loads."""
    key = ("initially loaded", model, info)
    memo = machine.initial
    if key not in memo:
        memo[key] = NOTHING  # a manager that uses itself loads nothing by that
        memo[key] = _initially_loaded(machine, model, info)
    return memo[key]


def _initially_loaded(machine: Machine, model: Symbol, info: ManagerInfo) -> Loaded:
    from scale_lsp.flow.calls import call_function, find_method

    loaded = NOTHING if info.known else ANYTHING
    for symbol in info.classes:
        method = find_method(machine, symbol, "get_queryset")
        if method is None:
            continue
        bare = QuerySet(model, Origin(machine.site(method.node), model), loaded=loaded, manager=info)
        with machine.silently():
            result = call_function(machine, replace(method, bound=bare), [], {}, method.node)
        found = [v for v in alternatives(result) if isinstance(v, QuerySet)]
        if not found:
            return ANYTHING
        loaded = found[0].loaded
        for other in found[1:]:
            loaded = loaded.joined(other.loaded)
        return loaded
    return loaded


def evolve(machine: Machine, queryset: QuerySet, node: ast.Call | ast.Subscript) -> QuerySet:
    """The receiver of a chained call: its origin grows with the expression it is part of."""
    receiver = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    if isinstance(node, ast.Subscript):
        receiver = node.value
    if receiver is not None and queryset.origin.site == machine.site(receiver):
        return replace(queryset, origin=replace(queryset.origin, site=machine.site(node)), born=machine.active)
    return replace(queryset, born=machine.active)


def call_method(machine: Machine, queryset: QuerySet, name: str, node: ast.Call, args: Arguments) -> Value:
    """The value of `queryset.name(*args)`."""
    from scale_lsp.flow.calls import call_function, find_method

    positional, keywords = args
    for symbol in queryset.manager.classes if queryset.manager else ():
        method = find_method(machine, symbol, name)
        if method is not None and name != "get_queryset":
            grown = evolve(machine, queryset, node)
            result = call_function(machine, replace(method, bound=grown), positional, keywords, node)
            return _custom_result(grown, result)
    does = METHODS.get(name)
    if does is None:
        return UNKNOWN
    method_name = sync_name(name)
    if does is Does.REFINE:
        return refine(machine, evolve(machine, queryset, node), method_name, node, args)
    if does is Does.COMBINE:
        return replace(evolve(machine, queryset, node), combined=True, pristine=False)
    if does is Does.SHAPE:
        return replace(evolve(machine, queryset, node), shape=Rowshape.VALUES, pristine=False)
    if does is Does.ROWS:
        streamed = replace(evolve(machine, queryset, node), pristine=False, streamed=True)
        if queryset.loaded.prefetch and not (positional or keywords):
            streamed = replace(streamed, loaded=replace(streamed.loaded, anything=True))
        return streamed
    if does is Does.RAW:
        return replace(evolve(machine, queryset, node), pristine=False)
    return _evaluating(machine, queryset, method_name, does, node, args)


def _custom_result(receiver: QuerySet, result: Value) -> Value:
    """What a project's own queryset method returned, as seen by the caller: made by this expression."""
    return join(
        *(
            replace(v, origin=receiver.origin) if isinstance(v, QuerySet) and v.model == receiver.model else v
            for v in alternatives(result)
        )
    )


def _evaluating(machine: Machine, queryset: QuerySet, name: str, does: Does, node: ast.Call, args: Arguments) -> Value:
    writes = does in (Does.WRITE, Does.LIST) or name in WRITING
    if not writes:
        served = queryset.pristine and name in SERVED_FROM_PREFETCH
        if not (served and _prefetched(queryset) is not Tri.NO):
            machine.query(queryset, name, node)
    else:
        machine.wrote()
    grown = evolve(machine, queryset, node)
    row: Value = UNKNOWN
    if grown.shape is Rowshape.INSTANCES:
        known = _back(grown)
        row = row_of(grown, None, known)
        if writes and isinstance(row, Instance):
            row = Instance(grown.model, known=known | frozenset(args[1]))
    match does:
        case Does.ROW:
            return row
        case Does.ROW_OR_NONE:
            return join(row, Const(None))
        case Does.PAIR:
            return Tuple((row, UNKNOWN))
        case Does.MAPPING:
            return Dict(values=row, key=UNKNOWN)
        case Does.LIST:
            return Rows(row)
    return UNKNOWN


def _prefetched(queryset: QuerySet) -> Tri:
    """Whether the rows of a related manager are there already."""
    if queryset.parent is None or queryset.relation is None:
        return Tri.NO
    if queryset.parent.sealed:
        return Tri.MAYBE
    return queryset.parent.loaded.has(join_path(queryset.parent.path, queryset.relation.name))


def _back(queryset: QuerySet) -> frozenset[str]:
    """The way back to the parent, which Django fills in on rows of a reverse foreign key."""
    if queryset.relation is not None and queryset.relation.back:
        return frozenset((queryset.relation.back,))
    return frozenset()


def refine(machine: Machine, queryset: QuerySet, name: str, node: ast.Call, args: Arguments) -> Value:
    positional, keywords = args
    if name in ("all", "get_queryset", "get_query_set"):
        return queryset
    derived = replace(queryset, pristine=False)
    match name:
        case "filter" | "complex_filter":
            unique = any(_is_unique(machine, queryset.model, key) for key in keywords)
            return replace(derived, bound=1) if unique else derived
        case "none":
            return replace(derived, empty=True)
        case "annotate" | "alias" | "extra":
            names = frozenset(keywords) if name != "alias" else frozenset()
            loaded = replace(derived.loaded, annotations=derived.loaded.annotations | names)
            return replace(derived, loaded=loaded)
        case "select_related":
            return replace(derived, loaded=_selected(machine, derived, node, positional))
        case "prefetch_related":
            return replace(derived, loaded=_prefetching(machine, derived, node, positional))
        case "fetch_mode":
            return replace(derived, loaded=replace(derived.loaded, peers=True))
    return derived


def _is_unique(machine: Machine, model: Symbol, lookup: str) -> bool:
    name = lookup.removesuffix("__exact")
    if name in ("pk", "id"):
        return True
    field = machine.graph.field(model, name)
    return bool(field and (field.unique or field.kind is FieldKind.ONE_TO_ONE))


def _selected(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> Loaded:
    loaded = queryset.loaded
    if not positional and not node.args and not node.keywords:
        _named(machine, queryset, "select_related", node, node, None)
        return replace(loaded, anything=True)
    for value, arg in _flattened(positional, node):
        match value:
            case Const(value=None):
                loaded = replace(loaded, select=frozenset(), may=loaded.may - loaded.select)
            case Const(value=str(path)):
                _named(machine, queryset, "select_related", arg, node, path)
                loaded = loaded.with_select(path)
                if not _exists(machine, queryset.model, path):
                    loaded = replace(loaded, anything=True)
            case _:
                loaded = replace(loaded, anything=True)
    return loaded


def _exists(machine: Machine, model: Symbol, path: str) -> bool:
    """Whether a path is known all the way; after a name that is not, nobody can say what is loaded."""
    hops = list(machine.graph.walk(model, path))
    return all(hop is not None for hop in hops)


def _prefetching(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> Loaded:
    loaded = queryset.loaded
    for value, arg in _flattened(positional, node):
        match value:
            case Const(value=None):
                loaded = replace(loaded, prefetch=frozenset(), by_queryset=(), attributes=())
            case Const(value=str(path)):
                _named(machine, replace(queryset, loaded=loaded), "prefetch_related", arg, node, path)
                if not _exists(machine, queryset.model, path) and not loaded.attributes:
                    loaded = replace(loaded, anything=True)
                loaded = loaded.with_prefetch(path)
            case PrefetchObject(known=True, lookup=str(path)):
                _named(machine, replace(queryset, loaded=loaded), "prefetch_related", arg, node, path)
                loaded = with_prefetch_object(loaded, value)
            case _:
                loaded = replace(loaded, anything=True)
    return loaded


def with_prefetch_object(loaded: Loaded, prefetch: PrefetchObject) -> Loaded:
    """What `Prefetch(lookup, queryset, to_attr)` adds."""
    path = prefetch.lookup or ""
    parent = path.rpartition("__")[0]
    if prefetch.to_attr:
        loaded = loaded.with_prefetch(parent) if parent else loaded
        attribute = join_path(parent, prefetch.to_attr)
        return replace(loaded, attributes=(*loaded.attributes, (attribute, prefetch.queryset)))
    loaded = loaded.with_prefetch(path)
    if prefetch.queryset is None:
        return loaded
    inner = prefetch.queryset.loaded
    below = frozenset(join_path(path, p) for p in inner.select | inner.prefetch)
    return replace(
        loaded,
        prefetch=loaded.prefetch | closed(below),
        by_queryset=(*loaded.by_queryset, (path, prefetch.queryset)),
        anything=loaded.anything or inner.anything,
    )


def _flattened(positional: Sequence[Value], node: ast.Call) -> list[tuple[Value, ast.AST]]:
    """Arguments with their nodes; `*names` contributes its items when they are known."""
    flat: list[tuple[Value, ast.AST]] = []
    nodes: list[ast.AST] = list(node.args)
    for i, value in enumerate(positional):
        arg = nodes[i] if i < len(nodes) else node
        if isinstance(arg, ast.Starred):
            flat += [(item, arg) for item in value.items] if isinstance(value, Tuple) else [(UNKNOWN, arg)]
        else:
            flat.append((value, arg))
    return flat


def _named(machine: Machine, queryset: QuerySet, method: str, arg: ast.AST, call: ast.AST, name: str | None) -> None:
    if isinstance(arg, ast.Starred) or not queryset.model_known:
        return
    loaded = queryset.loaded
    machine.observe(RelationNamed(machine.site(arg), machine.site(call), method, queryset.model, name, loaded))


# rows


def rows_of(machine: Machine, queryset: QuerySet, node: ast.AST) -> Value:
    """A row as a loop over the queryset sees it; runs the query, or reads the relation it stands for."""
    if queryset.parent is not None and queryset.relation is not None and queryset.pristine:
        return _related_row(machine, queryset, queryset.parent, queryset.relation, node)
    machine.query(queryset, "iterate", node, cached=True)
    if queryset.shape is Rowshape.VALUES:
        return UNKNOWN
    row = row_of(queryset, None, _back(queryset))
    if isinstance(row, Instance) and queryset.streamed and row.loaded.peers:
        return replace(row, loaded=replace(row.loaded, peers=False))
    return row


def _related_row(machine: Machine, queryset: QuerySet, parent: Instance, relation: Relation, node: ast.AST) -> Value:
    machine.read(parent, relation, node)
    path = join_path(parent.path, relation.name)
    back = _back(queryset)
    if parent.sealed:
        return Instance(queryset.model, sealed=True, known=back)
    if parent.origin is None:
        return row_of(queryset, None, back)
    for lookup, custom in parent.loaded.by_queryset:
        if lookup == path:
            return row_of(custom, None, back) if custom else Instance(queryset.model, sealed=True, known=back)
    if parent.loaded.has(path) is Tri.NO and not machine.visits(parent):
        return row_of(queryset, None, back)
    loaded = parent.loaded
    own = queryset.loaded
    if own.select or own.prefetch or own.anything:  # the default manager of the target loads more
        below = (join_path(path, p) for p in own.select | own.prefetch)
        loaded = replace(loaded.with_prefetch(*below), anything=loaded.anything or own.anything)
    outer = parent.loop if parent.outer is None else parent.outer
    return Instance(queryset.model, parent.origin, path, loaded, None, back, (queryset.origin, ""), outer=outer)


def index(machine: Machine, queryset: QuerySet, node: ast.Subscript, key: Value) -> Value:
    """`queryset[0]` and `queryset[:10]`."""
    grown = evolve(machine, queryset, node)
    if isinstance(node.slice, ast.Slice):
        stop = node.slice.upper
        size = stop.value if isinstance(stop, ast.Constant) and isinstance(stop.value, int) else None
        start = node.slice.lower
        if size is not None and isinstance(start, ast.Constant) and isinstance(start.value, int):
            size -= start.value
        elif start is not None:
            size = None
        bound = size if size is not None and size >= 0 else queryset.bound
        return replace(grown, bound=bound, pristine=queryset.pristine and _prefetched(queryset) is not Tri.NO)
    if not (queryset.pristine and _prefetched(queryset) is not Tri.NO):
        machine.query(queryset, "index", node)
    return row_of(grown, None, _back(grown)) if grown.shape is Rowshape.INSTANCES else UNKNOWN


def bare_queryset(machine: Machine, model: Value, node: ast.AST, manager_: ManagerInfo | None = None) -> Value:
    """`QuerySet(Model)` or a project's own queryset class called with a model."""
    if isinstance(model, ModelClass):
        return QuerySet(model.model, Origin(machine.site(node), model.model), manager=manager_, born=machine.active)
    return UNKNOWN


def parent_queryset(machine: Machine, parent: Super, name: str, node: ast.Call, args: Arguments) -> Value:
    """`super().filter(…)` inside a manager or queryset class: Django's own method, or an ancestor's."""
    from scale_lsp.flow.calls import call_function, find_method

    of = parent.of
    if not isinstance(of, QuerySet):
        return UNKNOWN
    for symbol in of.manager.classes if of.manager else (parent.owner,):
        method = find_method(machine, symbol, name, after=parent.owner)
        if method is not None:
            result = call_function(machine, replace(method, bound=of), args[0], args[1], node)
            return _custom_result(of, result)
    if name == "get_queryset":
        return replace(of, loaded=NOTHING if of.manager is None or of.manager.known else ANYTHING)
    result = call_method(machine, replace(of, manager=None), name, node, args)
    return replace(result, manager=of.manager) if isinstance(result, QuerySet) else result
