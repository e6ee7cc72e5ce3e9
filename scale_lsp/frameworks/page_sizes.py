"""Pagination classes of REST framework and Django Ninja whose clients choose the size of a page.

https://www.django-rest-framework.org/api-guide/pagination/
https://django-ninja.dev/guides/response/pagination/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import PageSizeOpen
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.names import outside
from scale_lsp.index.classes import Classes
from scale_lsp.index.derived import of_classes, of_modules
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.values import Known, Unset
from scale_lsp.index.shape import Call, Literal, Name, Shape
from scale_lsp.index.summary import ClassSummary, ModuleSummary

_NUMBERS = "rest_framework.pagination.PageNumberPagination"
_OFFSETS = "rest_framework.pagination.LimitOffsetPagination"
_NINJA_OFFSETS = "ninja.pagination.LimitOffsetPagination"
_NINJA_SETTING = "NINJA_PAGINATION_MAX_LIMIT"
_PAGINATE = "ninja.pagination.paginate"
_KNOWN = ("rest_framework.", "builtins.", "typing.", "abc.")
_NONE = Literal(None)


def open_page_sizes(snapshot: Snapshot, declared: Sequence[DeclaredFact]) -> Iterator[PageSizeOpen]:
    """Classes of the project, and those of the packages where the project uses them as they are."""
    yield from of_classes(snapshot, "page sizes", _of_project, late=True)
    yield from of_classes(snapshot, "page sizes of views", _of_view, late=True)
    for fact in declared:
        if isinstance(fact, ProductionSettings):
            yield from _of_settings(fact)
            yield from _of_ninja(snapshot, fact)


def _of_view(snapshot: Snapshot, view: Symbol, summary: ClassSummary) -> Iterator[PageSizeOpen]:
    """`pagination_class = LimitOffsetPagination`: its `max_limit` is None."""
    used = summary.attributes.get("pagination_class")
    found = snapshot.graph.names.resolve(view.path, used.dotted) if isinstance(used, Name) else None
    where = definitions(snapshot, view.path) if found is not None and found.name == _OFFSETS else None
    placed = where.values.get(f"{view.name}.pagination_class") if where else None
    if placed is not None:
        yield PageSizeOpen(Site(view.path, *placed), "LimitOffsetPagination", "limit", "max_limit")


def _of_settings(production: ProductionSettings) -> Iterator[PageSizeOpen]:
    framework = production.get("REST_FRAMEWORK")
    default = framework.get("DEFAULT_PAGINATION_CLASS") if framework is not None else None
    if default is not None and default.string == _OFFSETS:
        yield PageSizeOpen(default.site, "LimitOffsetPagination", "limit", "max_limit")


def _of_ninja(snapshot: Snapshot, production: ProductionSettings) -> Iterator[PageSizeOpen]:
    """`@paginate` of Django Ninja as it is: `NINJA_PAGINATION_MAX_LIMIT` is infinite by default."""
    usual = production.value("NINJA_PAGINATION_CLASS")
    if isinstance(production.value(_NINJA_SETTING), Unset) and usual in (Unset(), Known(_NINJA_OFFSETS)):
        if places := tuple(of_modules(snapshot, "paginated operations", _paginated_operations, late=True)):
            yield PageSizeOpen(production.site, "@paginate", "limit", _NINJA_SETTING, setting=True, places=places)


def _paginated_operations(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[Site]:
    """The functions that are decorated with `@paginate`, or `@paginate(LimitOffsetPagination)`."""
    for name, decorators in module.functions.items():
        where = definitions(snapshot, path) if any(_is_open(snapshot, path, one) for one in decorators) else None
        if where is not None and (found := where.functions.get(name)) is not None:
            yield Site(path, found.block, found.node)


def _is_open(snapshot: Snapshot, path: str, decorator: Shape) -> bool:
    function, given, keywords = decorator, [], {}
    if isinstance(decorator, Call):
        function, keywords = decorator.function, dict(decorator.keywords)
        given = [outside(snapshot.graph.names, path, one) for one in decorator.arguments]
    decorates = outside(snapshot.graph.names, path, function) == _PAGINATE
    return decorates and given in ([], [_NINJA_OFFSETS]) and "max_limit" not in keywords


def _of_project(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[PageSizeOpen]:
    classes = snapshot.graph.classes
    found = _open(classes, symbol) if summary.bases else None
    if found is None or any(_open(classes, base) for base in classes.info(symbol).ancestors[1:]):
        return  # what limits the base limits it too
    where = definitions(snapshot, symbol.path)
    if where and (placed := where.classes.get(symbol.name)):
        yield PageSizeOpen(Site(symbol.path, placed.block, placed.node), symbol.name, *found, own=True)


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
