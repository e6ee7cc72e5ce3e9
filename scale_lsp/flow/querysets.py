"""What calling a queryset method means: the rows it yields, what they load, the query it runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow import asked_sizes, limits
from scale_lsp.flow.loaded import ANYTHING, NOTHING, Tri, join_path
from scale_lsp.flow.loading import columns, prefetching, selected
from scale_lsp.flow.lookups import looked_up, opposite, order_keys
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.queries import cut, query, query_in_loop, ran, wrote
from scale_lsp.flow.reading import read_relation
from scale_lsp.flow.rows import row_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Instance,
    ModelClass,
    Origin,
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
from scale_lsp.text.records import replace

Arguments = tuple[Sequence[Value], Mapping[str, Value]]


def manager(machine: Machine, model: Symbol, info: ManagerInfo, node: ast.AST) -> QuerySet:
    """`Model.objects`, before any method was called on it."""
    return initial(machine, Origin(machine.site(node), model), info)


def related_manager(machine: Machine, parent: Instance, relation: Relation, node: ast.AST) -> Value:
    """`order.items`: the rows on the other side, taken from a prefetch if there is one."""
    if relation.target is None:
        return UNKNOWN
    info = machine.graph.default_manager(relation.target)
    made = initial(machine, Origin(machine.site(node), relation.target), info)
    return replace(made, parent=parent, relation=relation, pristine=True)


def initial(machine: Machine, origin: Origin, info: ManagerInfo) -> QuerySet:
    """What a manager's own `get_queryset()` returns: what it loads, chooses and orders by."""
    key = (origin.model, info)
    if key not in machine.initial:
        found = machine.graph.models.get(origin.model)
        bare = QuerySet(
            origin.model,
            origin,
            loaded=NOTHING if info.known else ANYTHING,
            manager=info,
            every_lookup=info.known,
            perhaps=() if info.known else None,
            narrowed=not info.known,
            ordering=found.ordering if found else (),
        )
        machine.initial[key] = bare  # a manager that uses itself adds nothing by that
        machine.initial[key] = _initial(machine, bare, info)
    return replace(machine.initial[key], origin=origin, born=machine.active)


def _initial(machine: Machine, bare: QuerySet, info: ManagerInfo) -> QuerySet:
    from scale_lsp.flow.calls import call_function, find_method

    for symbol in info.classes:
        method = find_method(machine, symbol, "get_queryset")
        if method is None:
            continue
        made = replace(bare, origin=Origin(machine.site(method.node), bare.model))
        with machine.silently():
            result = call_function(machine, replace(method, bound=made), [], {}, method.node)
        found = [v for v in alternatives(result) if isinstance(v, QuerySet)]
        if not found:
            return replace(bare, loaded=ANYTHING, every_lookup=False, perhaps=None, narrowed=True, ordering=None)
        first = found[0]
        loaded = first.loaded
        for other in found[1:]:
            loaded = loaded.joined(other.loaded)
        alone = len(found) == 1
        return replace(
            bare,
            loaded=loaded,
            lookups=first.lookups if alone else (),
            every_lookup=alone and first.every_lookup,
            perhaps=first.perhaps if alone else None,
            narrowed=not alone or first.narrowed,
            ordering=first.ordering if alone else None,
        )
    return bare


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
    limits.called(machine, queryset, name, node)
    does = METHODS.get(name)
    if does is None:
        return UNKNOWN
    method_name = sync_name(name)
    if does is Does.REFINE:
        return refine(machine, evolve(machine, queryset, node), method_name, node, args)
    if does is Does.COMBINE:
        return replace(evolve(machine, queryset, node), combined=True, pristine=False)
    if does is Does.SHAPE:
        grouped = queryset.grouped or name in ("dates", "datetimes")
        return replace(evolve(machine, queryset, node), shape=Rowshape.VALUES, pristine=False, grouped=grouped)
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
            asked = looked_up(machine, queryset, name, node, args) if name == "get" else queryset
            query(machine, asked, name, node)
    else:
        if name in ("get_or_create", "update_or_create"):
            sought = {key: value for key, value in args[1].items() if key not in ("defaults", "create_defaults")}
            ran(machine, looked_up(machine, queryset, "get", node, ((), sought)), name, node)
        machine.wrote()
        wrote(machine, queryset, name, node)
    grown = evolve(machine, queryset, node)
    row: Value = UNKNOWN
    if grown.shape is Rowshape.INSTANCES:
        known = _back(grown)
        row = row_of(grown, None, known)
        if writes and isinstance(row, Instance):
            row = Instance(grown.model, known=known | frozenset(args[1]), written=True)
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


def is_prefetched(queryset: QuerySet) -> bool:
    """Whether a prefetch may have the rows, so that asking for them is free."""
    return queryset.pristine and _prefetched(queryset) is not Tri.NO


def _back(queryset: QuerySet) -> frozenset[str]:
    """The way back to the parent, which Django fills in on rows of a reverse foreign key."""
    if queryset.relation is not None and queryset.relation.back:
        return frozenset((queryset.relation.back,))
    return frozenset()


def refine(machine: Machine, queryset: QuerySet, name: str, node: ast.Call, args: Arguments) -> Value:
    from scale_lsp.flow.scans import shuffled

    positional, keywords = args
    if name in ("all", "get_queryset", "get_query_set"):
        return queryset
    derived = replace(queryset, pristine=False)
    match name:
        case "filter" | "complex_filter":
            unique = any(_is_unique(machine, queryset.model, key) for key in keywords)
            chosen = looked_up(machine, derived, name, node, args)
            return replace(chosen, bound=1) if unique else chosen
        case "exclude":
            return looked_up(machine, derived, name, node, args)
        case "order_by":
            shuffled(machine, queryset, node, positional)
            return replace(derived, ordering=order_keys(positional, node))
        case "reverse":
            return replace(derived, ordering=opposite(derived.ordering))
        case "none":
            return replace(derived, empty=True)
        case "extra":
            return replace(derived, every_lookup=False, perhaps=None, narrowed=True, ordering=None)
        case "annotate" | "alias":
            names = frozenset(keywords) if name != "alias" else frozenset()
            loaded = replace(derived.loaded, annotations=derived.loaded.annotations | names)
            return replace(derived, loaded=loaded, grouped=derived.grouped or derived.shape is Rowshape.VALUES)
        case "distinct":
            return replace(derived, grouped=derived.grouped or derived.shape is Rowshape.VALUES)
        case "select_related":
            return replace(derived, loaded=selected(machine, derived, node, positional))
        case "prefetch_related":
            return replace(derived, loaded=prefetching(machine, derived, node, positional))
        case "only" | "defer":
            return replace(derived, loaded=replace(derived.loaded, columns=columns(machine, derived, node, positional)))
        case "fetch_mode":
            return replace(derived, loaded=replace(derived.loaded, peers=True))
    return derived


def _is_unique(machine: Machine, model: Symbol, lookup: str) -> bool:
    name = lookup.removesuffix("__exact")
    if name in ("pk", "id"):
        return True
    field = machine.graph.field(model, name)
    return bool(field and (field.unique or field.kind is FieldKind.ONE_TO_ONE))


# rows


def rows_of(machine: Machine, queryset: QuerySet, node: ast.AST, why: str = "iterate") -> Value:
    """A row as a loop over the queryset sees it; runs the query, or reads the relation it stands for.

    `why` it is evaluated: `iterate`, or `len`, `bool` and `in`, which need less than all rows.
    """
    if queryset.parent is not None and queryset.relation is not None and queryset.pristine:
        if _prefetched(queryset) is Tri.NO:
            ran(machine, queryset, why, node)
        return _related_row(machine, queryset, queryset.parent, queryset.relation, node)
    ran(machine, queryset, why, node)
    query_in_loop(machine, queryset, "iterate", node, cached=True)
    if queryset.shape is Rowshape.VALUES:
        return UNKNOWN
    row = row_of(queryset, None, _back(queryset))
    if isinstance(row, Instance) and queryset.streamed and row.loaded.peers:
        return replace(row, loaded=replace(row.loaded, peers=False))
    return row


def _related_row(machine: Machine, queryset: QuerySet, parent: Instance, relation: Relation, node: ast.AST) -> Value:
    read_relation(machine, parent, relation, node)
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
    limits.subscripted(machine, queryset, node)
    if isinstance(node.slice, ast.Slice):
        asked_sizes.sliced(machine, queryset, node.slice)
        stop = node.slice.upper
        size = stop.value if isinstance(stop, ast.Constant) and isinstance(stop.value, int) else None
        start = node.slice.lower
        if size is not None and isinstance(start, ast.Constant) and isinstance(start.value, int):
            size -= start.value
        elif start is not None:
            size = None
        if stop is not None and start is not None and not (isinstance(start, ast.Constant) and start.value == 0):
            cut(machine, grown, node)
        bound = size if size is not None and size >= 0 else queryset.bound
        pristine = queryset.pristine and _prefetched(queryset) is not Tri.NO
        return replace(grown, bound=bound, pristine=pristine, sliced=queryset.sliced or stop is not None)
    if not (queryset.pristine and _prefetched(queryset) is not Tri.NO):
        query(machine, queryset, "index", node)
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
