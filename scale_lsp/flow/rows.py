"""Rows of querysets."""

from __future__ import annotations

from scale_lsp.flow.loaded import join_path
from scale_lsp.flow.values import UNKNOWN, Instance, QuerySet, Value
from scale_lsp.index.models import Relation
from scale_lsp.text.records import replace


def row_of(queryset: QuerySet, loop: int | None, known: frozenset[str] = frozenset()) -> Value:
    """A row that a queryset yields by itself (not through a related manager)."""
    if not queryset.model_known:
        return UNKNOWN
    return Instance(queryset.model, queryset.origin, "", queryset.loaded, loop, known)


def related_row(of: Instance, relation: Relation) -> Value:
    """The row that a row refers to."""
    if relation.target is None:
        return UNKNOWN
    back = frozenset((relation.back,)) if relation.back else frozenset[str]()
    if relation.name in of.known:
        return Instance(relation.target, sealed=of.origin is not None or of.sealed, known=back)
    if of.sealed or of.origin is None:
        return Instance(relation.target, sealed=of.sealed, known=back)
    path = join_path(of.path, relation.name)
    custom = of.loaded.queryset_for(path)
    if custom is not None:
        row = row_of(custom, of.loop)
        return replace(row, known=back) if isinstance(row, Instance) else row
    inner = (of.inner[0], join_path(of.inner[1], relation.name)) if of.inner else None
    return replace(of, model=relation.target, path=path, known=back, inner=inner)
