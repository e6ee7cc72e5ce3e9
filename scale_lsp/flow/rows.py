"""Rows of querysets."""

from __future__ import annotations

from scale_lsp.flow.values import UNKNOWN, Instance, QuerySet, Value


def row_of(queryset: QuerySet, loop: int | None, known: frozenset[str] = frozenset()) -> Value:
    """A row that a queryset yields by itself (not through a related manager)."""
    if not queryset.model_known:
        return UNKNOWN
    return Instance(queryset.model, queryset.origin, "", queryset.loaded, loop, known)
