"""Rate limits that are written and never applied.

https://django-ratelimit.readthedocs.io/en/stable/usage.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import CacheConfigured, DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import FUNCTIONS, code, dotted, functions_with, nodes_with, outside_name
from scale_lsp.flow.surveys import Idle, RateLimitIdle
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.throttles import idle_rates
from scale_lsp.index.derived import mentioning
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.values import truth

_PACKAGES = ("django_ratelimit", "ratelimit")
_DECORATORS = frozenset(f"{package}.decorators.ratelimit" for package in _PACKAGES)
_METHOD = "django.utils.decorators.method_decorator"
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception"})
_KEEPS_NOTHING = "django.core.cache.backends.dummy.DummyCache"
_TOO_MANY = 429
"""https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/429"""


def idle_limits(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[RateLimitIdle]:
    production = [fact for fact in declared if isinstance(fact, ProductionSettings)]
    yield from _fallbacks(snapshot)
    yield from _unblocked(snapshot)
    for settings in production:
        yield from _disabled(settings)
        yield from _bypassed(snapshot, settings)
        yield from _uncounted(settings, [one for one in declared if isinstance(one, CacheConfigured)])
        yield from idle_rates(snapshot, settings)


def _fallbacks(snapshot: Snapshot) -> Iterator[RateLimitIdle]:
    """`except ImportError: def ratelimit(…): return lambda view: view`."""
    for path, site in nodes_with(snapshot, "ratelimit"):
        if not isinstance(site.node, ast.Try):
            continue
        imported = {
            alias.asname or alias.name
            for statement in site.node.body
            if isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] in _PACKAGES
            for alias in statement.names
        }
        for handler in site.node.handlers:
            if handler.type is None or not _IMPORT_ERRORS.isdisjoint(map(dotted, _each(handler.type))):
                for statement in handler.body:
                    name = _defined(statement)
                    if name in imported and _is_identity(statement):
                        everything = ast.copy_location(ast.Pass(), statement)
                        whole = Site(path, site.block, everything) if len(handler.body) == 1 else None
                        yield RateLimitIdle(Site(path, site.block, statement), name, Idle.FALLBACK, edited=whole)


def _each(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _defined(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _is_identity(statement: ast.stmt) -> bool:
    """Whether what is defined decorates a view with nothing: `lambda *args, **options: lambda view: view`."""
    match statement:
        case ast.Assign(value=ast.Lambda(body=ast.Lambda() as inner)):
            return _returns_first(inner.args, inner.body)
        case ast.FunctionDef(body=body):
            returned = body[-1]
            inner_functions = {s.name: s for s in body if isinstance(s, ast.FunctionDef)}
            match returned:
                case ast.Return(value=ast.Lambda() as inner):
                    return _returns_first(inner.args, inner.body)
                case ast.Return(value=ast.Name(id=name)) if name in inner_functions:
                    match inner_functions[name].body[-1]:
                        case ast.Return(value=ast.expr() as value):
                            return _returns_first(inner_functions[name].args, value)
    return False


def _returns_first(arguments: ast.arguments, value: ast.expr) -> bool:
    return bool(arguments.args) and dotted(value) == arguments.args[0].arg


def _unblocked(snapshot: Snapshot) -> Iterator[RateLimitIdle]:
    """`@ratelimit(…)` that only counts, while nothing asks `request.limited`."""
    if any(
        (isinstance(site.node, ast.Attribute) and site.node.attr == "limited")
        or (isinstance(site.node, ast.Constant) and site.node.value == "limited")
        for _, site in nodes_with(snapshot, "limited")
    ):
        return
    for path in mentioning(snapshot, "ratelimit"):
        found = definitions(snapshot, path)
        for name, function in found.functions.items() if found is not None else ():
            for decorator in function.node.decorator_list:
                call = _limiting_call(snapshot, path, decorator)
                if call is not None and not _blocks(snapshot, path, call):
                    yield RateLimitIdle(Site(path, function.block, call), name, Idle.UNBLOCKED)


def _limiting_call(snapshot: Snapshot, path: str, decorator: ast.expr) -> ast.Call | None:
    match decorator:
        case ast.Call(func=function, args=[ast.Call() as inner, *_]) if (
            outside_name(snapshot, path, function) == _METHOD
        ):
            return _limiting_call(snapshot, path, inner)
        case ast.Call(func=function) if outside_name(snapshot, path, function) in _DECORATORS:
            return decorator
    return None


def _blocks(snapshot: Snapshot, path: str, call: ast.Call) -> bool:
    """Whether what is too much is refused: since django-ratelimit 4.0 it is, unless the call says otherwise."""
    for keyword in call.keywords:
        if keyword.arg is None:
            return True
        if keyword.arg == "block":
            return not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
    return outside_name(snapshot, path, call.func).startswith("django_ratelimit.")


def _disabled(settings: ProductionSettings) -> Iterator[RateLimitIdle]:
    enabled = settings.get("RATELIMIT_ENABLE")
    if enabled is not None and enabled.known and not enabled.literal and settings.usage.of(*_PACKAGES):
        yield RateLimitIdle(enabled.site, "RATELIMIT_ENABLE", Idle.DISABLED)


def _uncounted(settings: ProductionSettings, caches: Sequence[CacheConfigured]) -> Iterator[RateLimitIdle]:
    """Requests are counted in a cache, and this one keeps nothing.

    https://docs.djangoproject.com/en/5.2/topics/cache/#dummy-caching-for-development
    """
    framework = settings.get("REST_FRAMEWORK")
    throttles = framework.get("DEFAULT_THROTTLE_CLASSES") if framework is not None else None
    packaged = settings.usage.of(*_PACKAGES)
    if throttles is None and not packaged:
        return
    chosen = settings.get("RATELIMIT_USE_CACHE")
    alias = chosen.string if packaged and chosen is not None else "default"
    for cache in caches:
        backend = cache.setting.get("BACKEND")
        if cache.production is settings and cache.alias == alias and not cache.condition and backend is not None:
            if backend.string == _KEEPS_NOTHING:
                yield RateLimitIdle(backend.site, "DummyCache", Idle.UNCOUNTED)


def _bypassed(snapshot: Snapshot, settings: ProductionSettings) -> Iterator[RateLimitIdle]:
    """A decorator of the project that answers 429, and returns the view as it is with the settings of production."""
    for path, name, function in functions_with(snapshot, str(_TOO_MANY)):
        if not function.owner and _refuses(function):
            for branch, setting in _returned_unchanged(snapshot, path, function, settings):
                yield RateLimitIdle(
                    Site(path, function.block, branch.test),
                    name,
                    Idle.BYPASSED,
                    setting=setting,
                    edited=Site(path, function.block, branch) if not branch.orelse else None,
                )


def _refuses(function: Definition) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == _TOO_MANY for node in code(function))


def _returned_unchanged(
    snapshot: Snapshot, path: str, function: Definition, settings: ProductionSettings
) -> Iterator[tuple[ast.If, str]]:
    for inner in ast.walk(function.node):
        if not isinstance(inner, FUNCTIONS) or not inner.args.args:
            continue
        for statement in inner.body:
            match statement:
                case ast.If(test=test, body=[ast.Return(value=ast.Name(id=name))]) if name == inner.args.args[0].arg:
                    found = _setting(snapshot, path, test, function)
                    if found and truth(settings.value(found[0])) is found[1]:
                        yield statement, found[0]


def _setting(snapshot: Snapshot, path: str, test: ast.expr, function: Definition) -> tuple[str, bool] | None:
    """The setting that a test asks, and what it has to be."""
    wanted = True
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, wanted = test.operand, not wanted
    of, _, name = outside_name(snapshot, path, test, function.node).rpartition(".")
    return (name, wanted) if of == "django.conf.settings" and name.isupper() else None


RATE_LIMITS = Framework(survey=idle_limits)
