"""The lookups that a filter set of django-filter offers: each filter that clients may choose rows by.

https://django-filter.readthedocs.io/en/stable/ref/filters.html#core-arguments
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.values import Lookup, Site
from scale_lsp.index.assigned import assigned
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Literal, Name, string

_OWN_WAY = ("filter_queryset", "qs", "get_filters", "filters_for_model", "filter_for_field", "filter_for_lookup")
"""A filter set that defines one of these chooses rows by more than its filters say."""
_DEFAULT_LOOKUP = "FILTERS_DEFAULT_LOOKUP_EXPR"
_MODULES = ("", "filters.", "rest_framework.", "rest_framework.filters.")
_EXACT = (
    *("CharFilter", "NumberFilter", "BooleanFilter", "ChoiceFilter", "TypedChoiceFilter", "MultipleChoiceFilter"),
    *("DateFilter", "DateTimeFilter", "IsoDateTimeFilter", "TimeFilter", "DurationFilter", "UUIDFilter"),
    *("ModelChoiceFilter", "ModelMultipleChoiceFilter", "TypedMultipleChoiceFilter", "AllValuesFilter"),
)
_RANGES = (
    *("RangeFilter", "NumericRangeFilter", "DateFromToRangeFilter", "DateTimeFromToRangeFilter"),
    *("IsoDateTimeFromToRangeFilter", "TimeRangeFilter", "DateRangeFilter"),
)
_LOOKUPS = {
    f"django_filters.{module}{name}": lookup
    for module in _MODULES
    for names, lookup in ((_EXACT, "exact"), (_RANGES, "range"))
    for name in names
}


def lookups_of(snapshot: Snapshot, symbol: Symbol) -> tuple[Lookup, ...]:
    """Those that are known; none where the filter set chooses rows in a way of its own, or a filter is required."""
    classes = snapshot.graph.classes
    if any(classes.owner_of(symbol, name) is not None for name in _OWN_WAY):
        return ()
    if any(assigned(snapshot, _DEFAULT_LOOKUP)):
        return ()
    found: dict[str, Lookup] = {}
    seen: set[str] = set()
    for ancestor in classes.info(symbol).ancestors:
        summary, where = classes.summary(ancestor), definitions(snapshot, ancestor.path)
        for name, shape in summary.attributes.items() if summary else ():
            block, node = where.values.get(f"{ancestor.name}.{name}", (None, None)) if where else (None, None)
            if name in seen or not isinstance(shape, Call) or block is None or node is None:
                continue
            if dict(shape.keywords).get("required", Literal(False)) != Literal(False):
                return ()
            if (path := _path(snapshot, ancestor.path, name, shape)) is not None:
                found[name] = Lookup(path, "filter", Site(ancestor.path, block, node))
        seen |= summary.attributes.keys() if summary else set()
    for lookup in _of_meta(snapshot, symbol):
        if lookup.path not in seen:
            found.setdefault(lookup.path, lookup)
    for lookup in found.values():
        snapshot.reads.note(lookup.site.block)
    return tuple(found.values())


def _path(snapshot: Snapshot, path: str, name: str, made: Call) -> str | None:
    """`n__gte` for `NumberFilter(field_name="n", lookup_expr="gte")`; None where a method chooses the rows."""
    called = snapshot.graph.names.resolve(path, made.function.dotted) if isinstance(made.function, Name) else None
    usual = _LOOKUPS.get(called.name) if called is not None and called.kind is Kind.EXTERNAL else None
    given = dict(made.keywords)
    if usual is None or given.keys() & {"method", "exclude", "action"}:
        return None
    field = string(made.argument(0, "field_name") or Literal(name))
    lookup = string(made.argument(1, "lookup_expr") or Literal(usual))
    if field is None or lookup is None:
        return None
    return field if lookup == "exact" else f"{field}__{lookup}"


def _of_meta(snapshot: Snapshot, symbol: Symbol) -> Iterator[Lookup]:
    """`fields` of the nearest `Meta`, where nothing says that its lookups are others."""
    classes = snapshot.graph.classes
    for ancestor in classes.info(symbol).ancestors:
        summary, where = classes.summary(ancestor), definitions(snapshot, ancestor.path)
        meta = summary.nested.get("Meta") if summary else None
        if meta is not None:
            placed = where.values.get(f"{ancestor.name}.Meta.fields") if where else None
            if placed is not None and not meta.attributes.keys() & {"filter_overrides", "exclude"}:
                for path, node in written(placed[1]):
                    yield Lookup(path, "filter", Site(ancestor.path, placed[0], node))
            return


def written(value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The lookups in `["status"]` and in `{"created_at": ["gte", "lte"]}`."""
    if isinstance(value, ast.List | ast.Tuple):
        yield from ((name, item) for item in value.elts if (name := text(item)))
    elif isinstance(value, ast.Dict):
        for key, kinds in zip(value.keys, value.values, strict=True):
            name = text(key) if key is not None else ""
            for kind in kinds.elts if name and isinstance(kinds, ast.List | ast.Tuple) else ():
                how = text(kind)
                yield (name if how == "exact" else f"{name}__{how}"), kind


def text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
