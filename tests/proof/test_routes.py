"""The routes that are read from URLconfs are those that real Django resolves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from scale_lsp.index.names import Kind
from scale_lsp.index.project import Project
from scale_lsp.index.routes import addresses
from scale_lsp.index.urlconf.route import Route
from tests.proof.projects import project, run, written

Known = tuple[str, str | None, str, tuple[tuple[str, str], ...]]
"""Pattern, name, view, actions."""

RESOLVED = r"""
import json
import django
django.setup()
from django.contrib.admindocs.views import simplify_regex
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

def text(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return "<language>/"
    if isinstance(pattern, RegexPattern):
        return simplify_regex(pattern._regex).removeprefix("/")
    return str(pattern._route)

def views(callback, name):
    held = [cell.cell_contents for cell in getattr(callback, "__closure__", None) or ()]
    if owner := next((one for one in held if type(one).__name__ == "PathView"), None):
        for one in owner.operations:
            if name in (getattr(one, "url_name", None), one.view_func.__name__):
                yield one.view_func, [[method.lower(), one.view_func.__name__] for method in one.methods]
        return
    while hasattr(callback, "__wrapped__") and not hasattr(callback, "cls") and not hasattr(callback, "view_class"):
        callback = callback.__wrapped__
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None) or callback
    view = view if isinstance(view, type) or hasattr(view, "__name__") else type(view)
    yield view, list((getattr(callback, "actions", None) or {}).items())

def named(view):
    owner = "" if isinstance(view, type) else view.__qualname__.rpartition(".")[0]
    return f"{view.__module__}.{owner or view.__name__}"

def walk(patterns, prefix, spaces):
    for one in patterns:
        here = prefix + text(one.pattern)
        if not isinstance(one, URLResolver):
            if "format" not in here and "openapi" not in str(one.name) and getattr(one.callback, "func", None) is None:
                for view, actions in views(one.callback, one.name):
                    name = ":".join([*spaces, one.name]) if one.name else None
                    found = [here, name, named(view), actions]
                    if found not in seen:
                        seen.append(found)
        elif one.app_name == "admin":
            seen.append([here, f"{one.namespace}:index", "admin", []])
        else:
            walk(one.url_patterns, here, [*spaces, one.namespace] if one.namespace else spaces)

seen = []
walk(get_resolver().url_patterns, "/", [])
print(json.dumps(seen))
"""

SETTINGS = """
SECRET_KEY = "not a secret"
ROOT_URLCONF = "site_urls"
USE_I18N = True
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages",
    "django.contrib.sessions", "ninja_extra", "rest_framework", "shop",
]
MIDDLEWARE = []
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
STATIC_URL = "static/"
"""
VIEWS = """
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.views.generic import DetailView, ListView

def orders(request):
    return HttpResponse()

def order(request, pk): ...
def invoice(request, pk): ...
def archive(request, year): ...
def about(request): ...
def secret(request): ...
def basket(request): ...
def late(request): ...
def first(request): ...
def extra(request): ...

class Orders(ListView):
    paginate_by = 20

class Order(DetailView):
    pass

class News(Feed):
    link = "/"
"""
MODELS = """
from django.db import models

class Order(models.Model):
    number = models.IntegerField()

class Product(models.Model):
    name = models.TextField()
"""
API = """
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.routers import DefaultRouter, SimpleRouter
from shop.models import Order, Product

class Exported:
    @action(detail=False)
    def export(self, request): ...

class OrderViewSet(Exported, viewsets.ModelViewSet):
    queryset = Order.objects.filter(number__gt=0).order_by("pk")
    lookup_field = "number"

    @action(detail=True, methods=["post"], url_path="set-paid")
    def paid(self, request, number): ...

    @action(detail=True, methods=["GET", "put"], url_path=r"lines/(?P<line>\\d+)", url_name="line")
    def lines(self, request, number, line): ...

    @lines.mapping.delete
    def remove_line(self, request, number, line): ...

class ProductViewSet(mixins.ListModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet):
    queryset = Product.objects.all()

class StatusViewSet(viewsets.ViewSet):
    def retrieve(self, request, pk): ...

router = DefaultRouter()
router.register("orders", OrderViewSet)
router.register(r"goods", ProductViewSet, basename="good")
plain = SimpleRouter(trailing_slash=False)
plain.register("status", StatusViewSet, "status")
router.registry.extend(plain.registry)
"""
NINJA = """
from ninja import NinjaAPI, Router

api = NinjaAPI(version="2.0.0")
lines = Router()
notes = Router()

@api.get("/orders/{int:pk}")
def get_order(request, pk: int): ...

@api.post("/orders/{int:pk}", url_name="change")
def change_order(request, pk: int): ...

@lines.api_operation(["POST", "PATCH"], "/{line}/")
def touch_line(request, line: str): ...

@notes.delete("")
def clear_notes(request): ...

lines.add_router("/notes/", notes)
api.add_router("/lines/", "shop.ninja_api.lines")
"""
NINJA_EXTRA = """
from ninja_extra import NinjaExtraAPI, api_controller, http_get, route

@api_controller("/baskets")
class Baskets:
    @http_get("")
    def all_baskets(self): ...

    @route.post("/{int:pk}/empty", url_name="emptied")
    def empty(self, pk: int): ...

api = NinjaExtraAPI(urls_namespace="extra")
api.register_controllers(Baskets)
"""
SHOP_URLS = """
from django.urls import path, re_path
from . import views

app_name = "shop"
prefix = "orders/"
urlpatterns = [
    path(prefix, views.orders, name="orders"),
    path(prefix + "<int:pk>/", views.order, name="order"),
    re_path(r"^invoices/(?P<pk>\\d+)(?:\\.pdf)?/$", views.invoice, {"paper": "a4"}, "invoice"),
    re_path(r"^archive/([0-9]{4})/$", views.archive),
]
"""
BASE_URLS = """
from django.urls import path
from shop.views import about

urlpatterns = [path("about/", about, name="about")]
"""
URLS = """
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.contrib.auth.decorators import login_required, user_passes_test
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_page
from django.views.generic import RedirectView, TemplateView

import shop.urls
from base_urls import *
from shop import api, views
from shop.extra_api import api as extra
from shop.ninja_api import api as ninja

staff = admin.AdminSite(name="staff")
basket = [path("", views.basket, name="basket"), *[path("late/", views.late)]]
home = path("", TemplateView.as_view(template_name="home.html"), name="home")
order_list = views.Orders.as_view(paginate_by=50)

urlpatterns += [
    home,
    path("admin/", admin.site.urls),
    path("staff/", staff.urls),
    path("shop/", include("shop.urls")),
    path("b2b/", include("shop.urls", namespace="b2b")),
    path("again/", include(shop.urls, namespace="again")),
    path("basket/", include(basket)),
    path("named/", include((basket, "basket"), namespace="named")),
    path("listed/", include([path("all/", order_list, name="all")])),
    path("accounts/", include("django.contrib.auth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("api-auth/", include("rest_framework.urls")),
    path("api/", include(api.router.urls)),
    path("plain/", include((api.plain.urls, "plain"))),
    path("ninja/", ninja.urls),
    path("extra/", extra.urls),
    path("secret/", cache_page(60)(login_required(views.secret))),
    path("view/<slug:slug>/", user_passes_test(lambda user: user.is_staff)(views.Order.as_view())),
    path("one/<int:pk>/", api.OrderViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="one"),
    path("old/", RedirectView.as_view(url="/", permanent=True)),
    path("news/", views.News(), name="news"),
]
if settings.DEBUG:
    urlpatterns += [path("debug/", views.extra)]
else:
    urlpatterns.append(path("live/", views.extra))
urlpatterns.insert(0, path("first/", views.first))
urlpatterns.extend([path(f"{'ex'}tra/", views.extra)])
urlpatterns += i18n_patterns(path(_("translated/"), views.orders, name="translated"), prefix_default_language=False)
urlpatterns += static(settings.STATIC_URL)
"""
FILES = {
    "settings.py": SETTINGS,
    "site_urls.py": URLS,
    "base_urls.py": BASE_URLS,
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/views.py": VIEWS,
    "shop/urls.py": SHOP_URLS,
    "shop/api.py": API,
    "shop/ninja_api.py": NINJA,
    "shop/extra_api.py": NINJA_EXTRA,
}
SHOP = Path(__file__).parents[2] / "examples" / "shop"


def test_a_site_with_patterns_of_every_kind(tmp_path: Path) -> None:
    known = addresses(project(FILES).snapshot())
    assert known.unread == ()
    assert _known(known.routes, "/site") == _resolved(written(tmp_path, FILES))


def test_the_example_shop() -> None:
    made = Project(SHOP.as_posix())
    for path in SHOP.rglob("*.py"):
        made.put(path.as_posix(), path.read_text(encoding="utf-8"))
    known = addresses(made.snapshot())
    assert known.unread == ()
    http = tuple(route for route in known.routes if route.served != "websocket")
    assert _known(http, SHOP.as_posix()) == _resolved(SHOP, DJANGO_SETTINGS_MODULE="project.settings")


def _resolved(folder: Path, **environment: str) -> list[Known]:
    """What Django's resolver has, without suffixes of formats and the documentation of an API."""
    found = json.loads(run(folder, "-c", RESOLVED, **environment))
    return _sorted(
        (p, name, _outside(view), tuple((m, a) for m, a in sorted(actions))) for p, name, view, actions in found
    )


def _sorted(routes: Iterable[Known]) -> list[Known]:
    return sorted(routes, key=repr)


def _outside(view: str) -> str:
    """Packages let what they have be imported from several modules."""
    package, name = view.partition(".")[0], view.rpartition(".")[2]
    return f"{package} {name}" if package in ("django", "rest_framework") else view


def _known(routes: tuple[Route, ...], root: str) -> list[Known]:
    return _sorted((r.pattern, r.name, _view(r, root), tuple(sorted(r.actions or ()))) for r in routes)


def _view(route: Route, root: str) -> str:
    if route.served == "admin":
        return "admin"
    if route.view.kind is Kind.EXTERNAL:
        return _outside(route.view.name)
    module = route.view.path.removeprefix(f"{root}/").removesuffix(".py").replace("/", ".")
    return f"{module}.{route.view.name}"
