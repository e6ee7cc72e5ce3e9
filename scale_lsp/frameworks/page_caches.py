"""Views whose whole pages are cached for all visitors, and what of the visitor they show.

https://docs.djangoproject.com/en/5.2/topics/cache/#the-per-view-cache
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import FUNCTIONS, code, definition, dotted, meaning, method, nodes_with, outside_name
from scale_lsp.flow.surveys import CachedPage, PersonalRead
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.api_authentication import function_of_decorator, is_api, knows_sessions
from scale_lsp.frameworks.asking_who import CACHE_PAGE, PERMISSION_MIXINS
from scale_lsp.frameworks.view_templates import template_of_class
from scale_lsp.frameworks.visitor_templates import template_reads
from scale_lsp.frameworks.visitors import Code, given_names, personal_reads, request_of
from scale_lsp.index.derived import mentioning
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot

_METHOD = "django.utils.decorators.method_decorator"
_VARYING = (
    "django.views.decorators.vary.",
    "django.views.decorators.cache.never_cache",
    "django.views.decorators.cache.cache_control",
    "django.views.decorators.csrf.csrf_protect",
    "django.views.decorators.csrf.ensure_csrf_cookie",
    "django.utils.cache.",
)
"""What keeps a page from being stored for everybody, or stores it for each visitor."""
_PERMISSIONS = (
    "django.contrib.auth.decorators.",
    "django.contrib.admin.views.decorators.",
    "rest_framework.decorators.permission_classes",
)
_HANDLERS = ("dispatch", "setup", "get", "list", "retrieve", "render_to_response")
_HOOKS = (
    *("get_queryset", "get_object", "get_context_data", "get_template_names", "get_form_kwargs", "get_initial"),
    *("get_serializer_context", "get_serializer_class", "filter_queryset", "test_func", "has_permission"),
)
_HEADERS = frozenset({"Cache-Control", "Vary"})


def cached_pages(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[CachedPage]:
    """Every place where `cache_page` is put around a view of the project."""
    for path in mentioning(snapshot, "cache_page"):
        found = definitions(snapshot, path)
        if found is None:
            continue
        for name, each in found.functions.items():
            yield from _decorated(snapshot, path, Symbol(Kind.FUNCTION, path, name), each)
        for name, each in found.classes.items():
            yield from _decorated(snapshot, path, Symbol(Kind.CLASS, path, name), each)
    for path, site in nodes_with(snapshot, "cache_page"):
        match site.node:
            case ast.Call(func=ast.Call(func=function), args=[view]):
                if outside_name(snapshot, path, function) == CACHE_PAGE:
                    yield from _routed(snapshot, path, site, view)


def _decorated(snapshot: Snapshot, path: str, symbol: Symbol, found: Definition) -> Iterator[CachedPage]:
    decorators = found.node.decorator_list
    for i, decorator in enumerate(decorators):
        if _cached_by(snapshot, path, decorator):
            inside = decorators[i + 1 :]
            yield from _page(snapshot, symbol, Site(path, found.block, decorator), inside, _method_named(decorator))


def _cached_by(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=function, args=[ast.Call(func=inner), *_]) if (
            outside_name(snapshot, path, function) == _METHOD
        ):
            return outside_name(snapshot, path, inner) == CACHE_PAGE
        case ast.Call(func=function):
            return outside_name(snapshot, path, function) == CACHE_PAGE
    return False


def _method_named(decorator: ast.expr) -> str:
    """The method that `@method_decorator(…, name="dispatch")` on a class is for."""
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return ""


def _routed(snapshot: Snapshot, path: str, site: Site, view: ast.expr) -> Iterator[CachedPage]:
    """`cache_page(60)(view)`, with decorators between."""
    inside: list[ast.expr] = []
    while isinstance(view, ast.Call) and len(view.args) == 1 and not dotted(view.func).endswith(".as_view"):
        inside.append(view.func)
        view = view.args[0]
    if isinstance(view, ast.Call):
        symbol = meaning(snapshot, path, getattr(view.func, "value", None))
    else:
        symbol = meaning(snapshot, path, view)
    if symbol is not None and symbol.kind in (Kind.FUNCTION, Kind.CLASS):
        yield from _page(snapshot, symbol, site, inside, "dispatch" if symbol.kind is Kind.CLASS else "", routed=True)


def _page(
    snapshot: Snapshot, view: Symbol, site: Site, inside: list[ast.expr], target: str, *, routed: bool = False
) -> Iterator[CachedPage]:
    found = definition(snapshot, view)
    if found is None:
        return
    decorators = list(_with_decorators_of(view, found, inside, routed=routed, path=site.path))
    if any(_may_vary(snapshot, path, d) for path, d in decorators) or _varies(snapshot, view, found):
        return
    permission = next((Site(site.path, site.block, d) for path, d in decorators if _permits(snapshot, path, d)), None)
    owner = _class_of(view)
    api = is_api(snapshot, view, owner)
    if api and not knows_sessions(snapshot, view, owner):
        return
    reads = list(_reads(snapshot, view, found, target))
    permitted = permission is not None or (target == "dispatch" and _has_permission_mixin(snapshot, view))
    if reads or permitted:
        yield CachedPage(
            site=site,
            view=view.name,
            reads=tuple(reads),
            permission=permitted,
            form="route" if routed else "class" if target else "method" if owner is not None else "function",
            target=target,
            api=api,
        )


def _with_decorators_of(
    view: Symbol, found: Definition, inside: list[ast.expr], *, routed: bool, path: str
) -> Iterator[tuple[str, ast.expr]]:
    """What stands between the cache and the view, each with the file it is written in."""
    yield from ((path, decorator) for decorator in inside)
    if routed:
        yield from ((view.path, decorator) for decorator in found.node.decorator_list)


def _may_vary(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    """Whether a decorator below the cache may tell visitors apart, or forbid to store. Those of packages may."""
    found = meaning(snapshot, path, function_of_decorator(decorator))
    if found is None:
        return True
    if found.kind is Kind.EXTERNAL:
        return found.name.startswith(_VARYING) or not found.name.startswith(("django.", "rest_framework."))
    inside = definition(snapshot, found)
    return inside is None or _varies_itself(snapshot, found.path, inside)


def _varies(snapshot: Snapshot, view: Symbol, found: Definition) -> bool:
    """Whether the code of a view sets `Vary` or `Cache-Control`, or a base class that nobody can read may."""
    owner = view if view.kind is Kind.CLASS else _class_of(view)
    if owner is None:
        return _varies_itself(snapshot, view.path, found)
    info = snapshot.graph.classes.info(owner)
    if any(not name.startswith(("django.", "rest_framework.", "object")) for name in info.outside):
        return True
    inside = ((a, definition(snapshot, a)) for a in info.ancestors)
    return any(each is not None and _varies_itself(snapshot, a.path, each) for a, each in inside)


def _varies_itself(snapshot: Snapshot, path: str, found: Definition) -> bool:
    decorators = {id(n) for decorator in found.node.decorator_list for n in ast.walk(decorator)}
    for node in code(found):
        if id(node) in decorators:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in _HEADERS:
            return True
        if isinstance(node, ast.Name | ast.Attribute):
            name = outside_name(snapshot, path, node, found.node)
            if name.startswith(_VARYING) and name != CACHE_PAGE:
                return True
    return False


def _permits(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    return outside_name(snapshot, path, function_of_decorator(decorator)).startswith(_PERMISSIONS)


def _has_permission_mixin(snapshot: Snapshot, view: Symbol) -> bool:
    return snapshot.graph.classes.info(view).derives_from(PERMISSION_MIXINS)


def _class_of(view: Symbol) -> Symbol | None:
    owner = view.name.rpartition(".")[0]
    return Symbol(Kind.CLASS, view.path, owner) if view.kind is Kind.FUNCTION and owner else None


def _reads(snapshot: Snapshot, view: Symbol, found: Definition, target: str) -> Iterator[PersonalRead]:
    owner = view if view.kind is Kind.CLASS else _class_of(view)
    seen: set[int] = set()
    if owner is None:
        yield from personal_reads(snapshot, Code(view.path, found, request_of(found, 0)), seen)
        return
    start = target or view.name.rpartition(".")[2]
    names = _HANDLERS if start == "dispatch" else (start,)
    overridden = False
    for name in names:
        member = method(snapshot, owner, name)
        if member is not None:
            yield from personal_reads(snapshot, Code(member[0].path, member[1], request_of(member[1], 1), owner), seen)
            handles = name in ("get", "list", "retrieve")
            overridden = overridden or (handles and not any(dotted(n) == "super" for n in code(member[1])))
    if overridden:
        return
    given: frozenset[str] = frozenset()
    for name in _HOOKS:
        member = method(snapshot, owner, name)
        if member is not None and isinstance(member[1].node, FUNCTIONS):
            given |= given_names(member[1])
            yield from personal_reads(snapshot, Code(member[0].path, member[1], "", owner), seen)
    template = template_of_class(snapshot, owner)
    if template:
        yield from (PersonalRead(what, site) for what, site in template_reads(snapshot, template, given))


PAGE_CACHES = Framework(survey=cached_pages)
