"""What each queryset method does with the rows, as one table.

Source: https://docs.djangoproject.com/en/5.2/ref/models/querysets/
"""

from __future__ import annotations

from enum import Enum


class Does(Enum):
    REFINE = "a new queryset over the same kind of rows"
    COMBINE = "a new queryset that can no longer be refined"
    SHAPE = "a new queryset of dictionaries, tuples or values"
    ROW = "one row, by a query"
    ROW_OR_NONE = "one row or None, by a query"
    PAIR = "a pair of a row and a flag, by queries"
    VALUE = "a value, by a query"
    ROWS = "an iterator over the rows"
    MAPPING = "a dictionary of rows, by a query"
    WRITE = "a write"
    LIST = "a list of rows, by a write"
    RAW = "a raw queryset"


METHODS: dict[str, Does] = {
    **dict.fromkeys(
        (
            "all",
            "filter",
            "exclude",
            "order_by",
            "reverse",
            "distinct",
            "annotate",
            "alias",
            "select_related",
            "prefetch_related",
            "only",
            "defer",
            "using",
            "select_for_update",
            "extra",
            "complex_filter",
            "none",
            "fetch_mode",
            "get_queryset",
            "get_query_set",
        ),
        Does.REFINE,
    ),
    **dict.fromkeys(("union", "intersection", "difference"), Does.COMBINE),
    **dict.fromkeys(("values", "values_list", "dates", "datetimes"), Does.SHAPE),
    **dict.fromkeys(("get", "latest", "earliest", "create", "aget", "acreate", "alatest", "aearliest"), Does.ROW),
    **dict.fromkeys(("first", "last", "afirst", "alast"), Does.ROW_OR_NONE),
    **dict.fromkeys(("get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"), Does.PAIR),
    **dict.fromkeys(
        (
            "count",
            "exists",
            "aggregate",
            "contains",
            "explain",
            "acount",
            "aexists",
            "aaggregate",
            "acontains",
            "aexplain",
        ),
        Does.VALUE,
    ),
    **dict.fromkeys(("iterator", "aiterator"), Does.ROWS),
    **dict.fromkeys(("in_bulk", "ain_bulk"), Does.MAPPING),
    **dict.fromkeys(
        (
            "update",
            "delete",
            "aupdate",
            "adelete",
            "add",
            "remove",
            "set",
            "clear",
            "aadd",
            "aremove",
            "aset",
            "aclear",
            "bulk_update",
            "abulk_update",
        ),
        Does.WRITE,
    ),
    **dict.fromkeys(("bulk_create", "abulk_create"), Does.LIST),
    "raw": Does.RAW,
}

OF_OTHER_LIBRARIES = frozenset({"limit", "offset", "take", "top"})
"""Methods that queries have elsewhere and querysets have not."""

WRITING = frozenset({"create", "acreate", "get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"})
"""Methods that return rows but write: rules about reading leave them alone."""

SERVED_FROM_PREFETCH = frozenset(
    {"all", "count", "exists", "contains", "acount", "aexists", "acontains", "get_queryset"}
)
"""Methods of a related manager that use prefetched rows instead of the database (measured on Django 4.2 to 6.1)."""

ONE_ROW = frozenset({"get", "first", "last", "latest", "earliest"})


def sync_name(method: str) -> str:
    """`aget` → `get`: the asynchronous variants do what the synchronous ones do."""
    return method[1:] if method.startswith("a") and method[1:] in METHODS and method not in ("all", "add") else method
