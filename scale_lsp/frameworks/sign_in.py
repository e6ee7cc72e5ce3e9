"""Where visitors sign in, and whether anything limits how often they try.

https://docs.djangoproject.com/en/5.2/topics/auth/default/#auth-web-requests
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import code, definition, mentions, nodes_with, outside_name
from scale_lsp.flow.surveys import RateLimitAbsent
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.counting import Counting
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.index.settings.values import Listed
from scale_lsp.orm.entry_points import ROUTES

_AUTHENTICATE = frozenset({"django.contrib.auth.authenticate", "django.contrib.auth.aauthenticate"})
_VIEWS = frozenset(
    {
        "django.contrib.auth.views.LoginView",
        "django.contrib.auth.views.PasswordResetView",
        "rest_framework.authtoken.views.obtain_auth_token",
        "rest_framework.authtoken.views.ObtainAuthToken",
    }
)
_UNLIMITED = ("django.", "whitenoise.", "corsheaders.", "debug_toolbar.", "django_htmx.", "object")
"""Packages whose middlewares, decorators and classes do not limit requests."""
_FRAMEWORKS = ("django.", "rest_framework.", "object")
_PACKAGES = ("django_ratelimit", "ratelimit", "axes", "defender", "allauth")


def sign_ins(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[RateLimitAbsent]:
    """Places where a password is tried or a mail is sent for whoever asks, if all that stands before them is known."""
    production = [fact for fact in declared if isinstance(fact, ProductionSettings)]
    if not production or any(_may_be_limited(snapshot, settings) for settings in production):
        return
    packaged = any(settings.requirements.has("django-ratelimit") for settings in production)
    for path in snapshot.paths:
        found = definitions(snapshot, path) if mentions(snapshot, path, "authenticate") else None
        for name, function in found.functions.items() if found is not None else ():
            call = _tries(snapshot, path, function)
            if call is not None and snapshot.graph.roles.of_function(path, name) is Role.REQUEST:
                if not _is_limited(snapshot, path, function):
                    decorated = Site(path, function.block, function.node) if packaged and not function.owner else None
                    yield RateLimitAbsent(Site(path, function.block, call), name, decorated)
    for path, site in nodes_with(snapshot, *(name.rpartition(".")[2] for name in _VIEWS)):
        view = _routed(snapshot, path, site.node)
        if view is not None:
            yield RateLimitAbsent(Site(path, site.block, view[0]), view[1], None)


def _tries(snapshot: Snapshot, path: str, function: Definition) -> ast.Call | None:
    for node in code(function):
        if isinstance(node, ast.Call) and outside_name(snapshot, path, node.func, function.node) in _AUTHENTICATE:
            return node
    return None


def _routed(snapshot: Snapshot, path: str, node: ast.AST) -> tuple[ast.expr, str] | None:
    """`path("login/", LoginView.as_view())` of the framework's own view."""
    match node:
        case ast.Call(func=function, args=[_, view, *_]) if outside_name(snapshot, path, function) in ROUTES:
            match view:
                case ast.Call(func=ast.Attribute(value=shown, attr="as_view")) | shown:
                    name = outside_name(snapshot, path, shown)
            if name in _VIEWS:
                return view, name.rpartition(".")[2]
    return None


def _is_limited(snapshot: Snapshot, path: str, function: Definition) -> bool:
    """Whether the view counts, or a decorator or base class of it may."""
    owner = Symbol(Kind.CLASS, path, function.owner) if function.owner else None
    counting = Counting(snapshot, owner)
    if counting.in_function(path, function):
        return True
    decorators = list(function.node.decorator_list)
    if owner is not None:
        info = snapshot.graph.classes.info(owner)
        if any(not name.startswith(_FRAMEWORKS) for name in info.outside):
            return True
        for ancestor in info.ancestors:
            found = definition(snapshot, ancestor)
            decorators += found.node.decorator_list if found is not None else []
            summary = snapshot.graph.classes.summary(ancestor)
            if summary is not None and {"throttle_classes", "throttle_scope"} & summary.attributes.keys():
                return True
            if any(counting.in_function(ancestor.path, m) for m in _methods(snapshot, ancestor)):
                return True
    return any(_may_limit(snapshot, path, counting, decorator) for decorator in decorators)


def _methods(snapshot: Snapshot, owner: Symbol) -> list[Definition]:
    found = definitions(snapshot, owner.path)
    names = ("dispatch", "setup", "post")
    return [m for n in names if found is not None and (m := found.functions.get(f"{owner.name}.{n}")) is not None]


def _may_limit(snapshot: Snapshot, path: str, counting: Counting, decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = outside_name(snapshot, path, function)
    if name.startswith("rest_framework.decorators."):
        return name.endswith("throttle_classes")
    return counting.by_wrapper(path, function)


def _may_be_limited(snapshot: Snapshot, settings: ProductionSettings) -> bool:
    """Whether something before all views may limit requests: a middleware, a backend, the proxy, default throttles."""
    if settings.usage.of(*_PACKAGES[2:]) or any(settings.installed(package) for package in _PACKAGES[2:]):
        return True
    framework = settings.get("REST_FRAMEWORK")
    if framework is not None and not framework.lacks("DEFAULT_THROTTLE_CLASSES"):
        return True
    for name in ("MIDDLEWARE", "AUTHENTICATION_BACKENDS"):
        listed = settings.get(name)
        if listed is None and name == "AUTHENTICATION_BACKENDS":
            continue
        if listed is None or not isinstance(listed.value, Listed) or listed.value.open:
            return True
        if any(_may_count(snapshot, item.string) for item in listed.value.items):
            return True
    return any(mentions(snapshot, path, "limit_req") for path in snapshot.sources if not path.endswith(".py"))


def _may_count(snapshot: Snapshot, name: str | None) -> bool:
    if name is None:
        return True
    module, _, member = name.rpartition(".")
    path = snapshot.graph.names.module(module, f"{snapshot.root}/manage.py")
    symbol = snapshot.graph.names.resolve(path, member) if path else None
    found = definition(snapshot, symbol) if symbol is not None else None
    if symbol is None or found is None:
        return not name.startswith(_UNLIMITED)
    return Counting(snapshot, symbol if symbol.kind is Kind.CLASS else None).in_function(symbol.path, found)


SIGN_INS = Framework(survey=sign_ins)
