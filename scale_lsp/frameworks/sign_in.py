"""Where visitors sign in, register and have mails sent, and whether anything limits how often they may.

https://docs.djangoproject.com/en/5.2/topics/auth/default/#auth-web-requests
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import definition, nodes_with, outside_name
from scale_lsp.flow.surveys import Cost, RateLimitAbsent
from scale_lsp.flow.usage import is_limited_by_proxy
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.counting import Counting
from scale_lsp.frameworks.open_views import WORDS, costly, is_open, makes_account
from scale_lsp.index.derived import mentioning
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.index.settings.values import Listed
from scale_lsp.index.shape import Name
from scale_lsp.orm.entry_points import ROUTES
from scale_lsp.text.records import replace

_VIEWS = {
    **dict.fromkeys(
        (
            "django.contrib.auth.views.LoginView",
            "rest_framework.authtoken.views.obtain_auth_token",
            "rest_framework.authtoken.views.ObtainAuthToken",
            "rest_framework_simplejwt.views.TokenObtainPairView",
            "rest_framework_simplejwt.views.TokenObtainSlidingView",
            "rest_framework_simplejwt.views.token_obtain_pair",
            "rest_framework_simplejwt.views.token_obtain_sliding",
            "oauth2_provider.views.TokenView",
            "oauth2_provider.views.base.TokenView",
            "dj_rest_auth.views.LoginView",
        ),
        Cost.PASSWORD,
    ),
    **dict.fromkeys(
        (
            "dj_rest_auth.registration.views.RegisterView",
            "django_registration.backends.activation.views.RegistrationView",
            "django_registration.backends.one_step.views.RegistrationView",
        ),
        Cost.ACCOUNT,
    ),
    **dict.fromkeys(
        ("django.contrib.auth.views.PasswordResetView", "dj_rest_auth.views.PasswordResetView"),
        Cost.MAIL,
    ),
}
"""Views of packages that do something costly for whoever asks, and have no limit of their own."""
_UNLIMITED = ("django.", "whitenoise.", "corsheaders.", "debug_toolbar.", "django_htmx.", "object")
"""Packages whose middlewares, decorators and classes do not limit requests."""
_FRAMEWORKS = ("django.", "rest_framework.", "object", *{f"{name.partition('.')[0]}." for name in _VIEWS})
_RIDDLES = ("captcha", "django_recaptcha", "hcaptcha", "turnstile", "simplemathcaptcha", "friendly_captcha", "altcha")
"""Packages that let only people through, more or less."""
_SIGNED_IN = ".LoginRequiredMiddleware"
_PACKAGES = ("django_ratelimit", "ratelimit", "axes", "defender", "allauth")


def sign_ins(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[RateLimitAbsent]:
    """Places that try a password, make an account or send a mail for whoever asks, if all before them is known."""
    production = [fact for fact in declared if isinstance(fact, ProductionSettings)]
    if not production or any(_may_be_limited(snapshot, settings) for settings in production):
        return
    packaged = any(settings.requirements.has("django-ratelimit") for settings in production)
    among_people = any(_are_people(settings) for settings in production)
    for absent in (*_in_functions(snapshot), *_in_classes(snapshot), *_in_routes(snapshot)):
        if absent.cost is Cost.PASSWORD or not among_people:
            yield absent if packaged else replace(absent, decorated=None)


def _in_functions(snapshot: Snapshot) -> Iterator[RateLimitAbsent]:
    """Views of the project that do it themselves."""
    for path in mentioning(snapshot, *WORDS):
        found = definitions(snapshot, path)
        for name, function in found.functions.items() if found is not None else ():
            if snapshot.graph.roles.of_function(path, name) is Role.REQUEST:
                does = costly(snapshot, path, function)
                if does is not None and not _is_limited(snapshot, path, function):
                    decorated = Site(path, function.block, function.node) if not function.owner else None
                    yield RateLimitAbsent(Site(path, function.block, does[0]), name, decorated, does[1])


def _in_classes(snapshot: Snapshot) -> Iterator[RateLimitAbsent]:
    """Classes that derive from a view of a package, or show a form that makes accounts."""
    for view in sorted(snapshot.graph.roles.routed, key=str):
        found = definition(snapshot, view) if view.kind is Kind.CLASS else None
        cost = _of_class(snapshot, view) if found is not None else None
        if cost is not None and found is not None:
            place = replace(found, owner=view.name)
            if (cost is not Cost.ACCOUNT or is_open(snapshot, view.path, place, signed_in=True)) and not _is_limited(
                snapshot, view.path, place
            ):
                yield RateLimitAbsent(Site(view.path, found.block, found.node), view.name, None, cost)


def _of_class(snapshot: Snapshot, view: Symbol) -> Cost | None:
    classes = snapshot.graph.classes
    info = classes.info(view)
    known = next((_VIEWS[name] for name in info.outside if name in _VIEWS), None)
    if known is not None or not any(name.endswith((".CreateView", ".FormView")) for name in info.outside):
        return known
    owner = classes.owner_of(view, "form_class")
    summary = classes.summary(owner) if owner is not None else None
    form = summary.attributes.get("form_class") if summary is not None else None
    made = snapshot.graph.names.resolve(owner.path, form.dotted) if owner and isinstance(form, Name) else None
    return Cost.ACCOUNT if made is not None and makes_account(snapshot, made) else None


def _in_routes(snapshot: Snapshot) -> Iterator[RateLimitAbsent]:
    """Views of packages that a URLconf names."""
    for path, site in nodes_with(snapshot, *(name.rpartition(".")[2] for name in _VIEWS)):
        view = _routed(snapshot, path, site.node)
        if view is not None:
            name = view[1].rpartition(".")[2]
            yield RateLimitAbsent(Site(path, site.block, view[0]), name, None, _VIEWS[view[1]])


def _are_people(settings: ProductionSettings) -> bool:
    """Whether forms ask for something that only people can do, or every view asks its visitor to sign in."""
    middleware = settings.get("MIDDLEWARE")
    names = [item.string or "" for item in middleware.items()] if middleware is not None else []
    return bool(settings.usage.of(*_RIDDLES)) or any(name.endswith(_SIGNED_IN) for name in names)


def _routed(snapshot: Snapshot, path: str, node: ast.AST) -> tuple[ast.expr, str] | None:
    """`path("login/", LoginView.as_view())` of the framework's own view."""
    match node:
        case ast.Call(func=function, args=[_, view, *_]) if outside_name(snapshot, path, function) in ROUTES:
            match view:
                case ast.Call(func=ast.Attribute(value=shown, attr="as_view")) | shown:
                    name = outside_name(snapshot, path, shown)
            if name in _VIEWS:
                return view, name
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


_DIRECTIVES = ("limit_req", "http_req_rate", "rate_limit")
"""Of nginx, HAProxy and Caddy."""


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
    return is_limited_by_proxy(snapshot, *_DIRECTIVES)


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
