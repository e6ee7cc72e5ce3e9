"""Pagination classes of REST framework whose clients choose the size of a page.

https://www.django-rest-framework.org/api-guide/pagination/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.surveys import PageSizeOpen
from scale_lsp.flow.values import Site
from scale_lsp.index.classes import Classes
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Literal, Shape

_NUMBERS = "rest_framework.pagination.PageNumberPagination"
_OFFSETS = "rest_framework.pagination.LimitOffsetPagination"
_KNOWN = ("rest_framework.", "builtins.", "typing.", "abc.")
_NONE = Literal(None)


def open_page_sizes(snapshot: Snapshot, declared: Sequence[DeclaredFact]) -> Iterator[PageSizeOpen]:
    classes = snapshot.graph.classes
    for path, module in snapshot.graph.names.modules.items():
        for name, summary in module.classes.items():
            symbol = Symbol(Kind.CLASS, path, name)
            found = _open(classes, symbol) if summary.bases else None
            if any(_open(classes, base) for base in classes.info(symbol).ancestors[1:]):
                continue  # what limits the base limits it too
            where = definitions(snapshot, path) if found else None
            if found and where and (placed := where.classes.get(name)):
                yield PageSizeOpen(Site(path, placed.block, placed.node), name, *found)


def _open(classes: Classes, symbol: Symbol) -> tuple[str, str] | None:
    """The parameter by which clients choose, and the attribute that would limit them."""
    info = classes.info(symbol)
    if not all(name.startswith(_KNOWN) for name in info.outside):
        return None
    if any(classes.owner_of(symbol, name) for name in ("get_page_size", "get_limit", "paginate_queryset")):
        return None
    if _NUMBERS in info.outside:
        parameter = _attribute(classes, symbol, "page_size_query_param")
        if isinstance(parameter, Literal) and isinstance(parameter.value, str):
            return (parameter.value, "max_page_size") if _attribute(classes, symbol, "max_page_size") == _NONE else None
    if _OFFSETS in info.outside and _attribute(classes, symbol, "max_limit") == _NONE:
        parameter = _attribute(classes, symbol, "limit_query_param")
        chosen = parameter.value if isinstance(parameter, Literal) else None
        return (chosen if isinstance(chosen, str) else "limit", "max_limit")
    return None


def _attribute(classes: Classes, symbol: Symbol, name: str) -> Shape | None:
    """What a class or its nearest ancestor assigns; REST framework's own default is None for all of them."""
    owner = classes.owner_of(symbol, name)
    summary = classes.summary(owner) if owner else None
    return summary.attributes.get(name) if summary else _NONE


PAGE_SIZES = Framework(survey=open_page_sizes)
