"""What is read from URLconfs that real Django does not resolve for us, what is not, and when it is read again."""

from __future__ import annotations

import pytest

from scale_lsp.index import routes as module
from scale_lsp.index.project import Project
from scale_lsp.index.routes import addresses, routes, unread
from scale_lsp.index.urlconf.regexes import simplified
from scale_lsp.text.positions import Span, position_of
from tests.proof.projects import ROOT, project

VIEWS = "def orders(request):\n    return 1\n\n\nclass Orders:\n    pass\n"
HEAD = "from django.urls import include, path, re_path\nimport views\n"


def patterns(**files: str) -> list[str]:
    """The patterns of a project of modules."""
    made = project({f"{name.replace('__', '/')}.py": text for name, text in {"views": VIEWS, **files}.items()})
    return [route.pattern for route in routes(made.snapshot())]


def said(**files: str) -> list[str]:
    """What is not read of a project, by line and reason."""
    made = project({f"{name}.py": text for name, text in {"views": VIEWS, **files}.items()})
    snapshot = made.snapshot()
    found = []
    for one in unread(snapshot):
        source = snapshot.sources[one.site.path]
        found.append(f"{one.site.location(source).span.start.line}: {one.words}")
    return found


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        (r"^orders/(?P<pk>\d+)/$", "orders/<pk>/"),
        (r"^a/(?P<name>[^/()]+(?:\.x)?)/(\w+)/\Z", "a/<name>/<var>/"),
        (r"^files/[\w\]-]+\.json$", r"files/[\w\]-].json"),
        (r"^(?i)(?:old|new)/(?:page/)?(?=x)\$", "old|new/$"),
        ("^broken/(?P<x>[a", "broken/<x>"),
    ],
)
def test_a_regular_expression_is_shown_without_its_syntax(regex: str, text: str) -> None:
    assert simplified(regex) == text


def test_a_consumer_is_served_below_the_routers_for_sockets() -> None:
    consumers = "class Board:\n    pass\n"
    routing = (
        "from channels.routing import ProtocolTypeRouter, URLRouter\nfrom django.urls import path\nimport consumers\n"
        "inner = [path('board/<int:pk>/', consumers.Board.as_asgi(), name='board')]\n"
        "application = ProtocolTypeRouter({'websocket': URLRouter([path('ws/', URLRouter(inner))])})\n"
    )
    made = project({"consumers.py": consumers, "routing.py": routing, "views.py": VIEWS})
    assert [(r.pattern, r.name, r.view.name, r.served) for r in routes(made.snapshot())] == [
        ("/ws/board/<int:pk>/", "board", "Board", "websocket")
    ]


def test_a_nested_router_is_behind_the_address_of_a_row() -> None:
    """https://github.com/alanjds/drf-nested-routers"""
    urls = (
        "from rest_framework.routers import SimpleRouter\nfrom rest_framework.viewsets import ReadOnlyModelViewSet\n"
        "from rest_framework_nested.routers import NestedSimpleRouter\n"
        "class Orders(ReadOnlyModelViewSet):\n    lookup_field = 'number'\n"
        "class Lines(ReadOnlyModelViewSet):\n    pass\n"
        "router = SimpleRouter()\nrouter.register('orders', Orders, 'order')\n"
        "lines = NestedSimpleRouter(router, 'orders', lookup='order')\nlines.register('lines', Lines, 'line')\n"
        "urlpatterns = lines.urls\n"
    )
    assert patterns(urls=urls) == ["/orders/<order_number>/lines/", "/orders/<order_number>/lines/<pk>/"]


def test_a_router_knows_what_other_files_register_with_it() -> None:
    routers = "from rest_framework.routers import SimpleRouter\nrouter = SimpleRouter()\n"
    viewsets = (
        "from rest_framework.viewsets import ViewSet\nfrom routers import router\n"
        "class Status(ViewSet):\n    def list(self, request):\n        pass\n"
        "router.register('status', Status, 'status')\n"
    )
    urls = f"{HEAD}from routers import router\nurlpatterns = [path('api/', include(router.urls))]\n"
    assert patterns(urls=urls, routers=routers, viewsets=viewsets) == ["/api/status/"]


def test_reading_begins_where_the_settings_say() -> None:
    urls = f"{HEAD}urlpatterns = [path('live/', views.orders)]\n"
    other = f"{HEAD}urlpatterns = [path('other/', views.orders)]\n"
    assert patterns(urls=urls, other=other, settings="ROOT_URLCONF = 'other'\n") == ["/other/"]
    assert patterns(urls=urls, other=other, tests__settings="ROOT_URLCONF = 'other'\n", settings="DEBUG = 1\n") == [
        "/other/"
    ]
    live = "ROOT_URLCONF = 'urls'\n"
    assert patterns(urls=urls, other=other, tests__settings="ROOT_URLCONF = 'other'\n", settings=live) == ["/live/"]


@pytest.mark.parametrize(
    ("test", "live"),
    [
        ("settings.DEBUG", ["/other/"]),
        ("not settings.DEBUG", ["/body/"]),
        ("getattr(settings, 'DEBUG', False) and settings.TOOLS", ["/other/"]),
        ("settings.DEBUG or settings.TOOLS", ["/body/", "/other/"]),
        ("settings.TOOLS", ["/body/", "/other/"]),
    ],
)
def test_what_is_there_while_developing_only_is_left_out(test: str, live: list[str]) -> None:
    body, other = ("path('body/', views.orders)", "path('other/', views.orders)")
    head = f"{HEAD}from django.conf import settings\nurlpatterns = []\n"
    urls = f"{head}if {test}:\n    urlpatterns += [{body}]\nelse:\n    urlpatterns += [{other}]\n"
    assert patterns(urls=urls) == live
    assert patterns(urls=f"{head}urlpatterns += [{body}] if {test} else [{other}]\n") == live


def test_without_settings_reading_begins_at_what_nobody_includes() -> None:
    shop = f"{HEAD}urlpatterns = [path('orders/', views.orders)]\n"
    urls = f"{HEAD}urlpatterns = [path('shop/', include('shop'))]\n"
    assert patterns(shop=shop, urls=urls) == ["/shop/orders/"]
    assert patterns(shop=shop, urls=urls, other=shop.replace("orders/", "more/")) == ["/more/", "/shop/orders/"]


def test_a_urlconf_that_includes_itself_is_read_once() -> None:
    urls = f"{HEAD}urlpatterns = [path('a/', views.orders), path('b/', include('urls'))]\n"
    assert patterns(urls=urls, settings="ROOT_URLCONF = 'urls'\n") == ["/a/"]


def test_what_is_around_a_view_and_what_it_is_given() -> None:
    urls = (
        f"{HEAD}from django.views.decorators.cache import cache_page\nfrom wrappers import counted\n"
        "urlpatterns = [path('', counted(cache_page(60)(views.Orders.as_view(paginate_by=5))), name='orders')]\n"
    )
    (route,) = routes(project({"urls.py": urls, "views.py": VIEWS}).snapshot())
    assert route.decorated == ("wrappers.counted", "django.views.decorators.cache.cache_page")
    assert [name for name, _ in route.options] == ["paginate_by"]
    assert (route.view.name, route.site.text.partition("(")[0]) == ("Orders", "path")


def test_an_address_that_is_computed_stays_as_it_is_written() -> None:
    one, other = "path(config.PREFIX + 'x/', views.orders)", "path(f'{views.y()}/', views.orders)"
    urls = f"{HEAD}import config\nurlpatterns = [{one}, {other}]\n"
    assert patterns(urls=urls) == ["/{config.PREFIX}x/", "/{views.y()}/"]


@pytest.mark.parametrize(
    ("urls", "words"),
    [
        ("urlpatterns = [path('', lambda request: 1)]", ["2: the view behind `/`"]),
        ("urlpatterns = [path('', views.made(3))]", ["2: the view behind `/`"]),
        ("urlpatterns = views.patterns()", ["2: what a call returns"]),
        ("urlpatterns = [path('', include('wiki.urls'))]", ["2: `wiki.urls`, which is not in the project"]),
        ("urlpatterns = [path('', include('views'))]", ["2: a module without `urlpatterns`"]),
        ("urlpatterns = [views.link('x')]", ["2: a pattern that is not written as `path(…)`"]),
        ("urlpatterns = [path('', views.site.urls)]", ["2: the patterns of `views.site.urls`"]),
        (
            "urlpatterns = []\nfor name in views.names:\n    urlpatterns.append(path(name, views.orders))",
            ["3: a list that a loop may add to"],
        ),
        ("urlpatterns = []\nurlpatterns.sort()", ["3: a list that is changed by `sort`"]),
    ],
)
def test_what_cannot_be_read_is_counted(urls: str, words: list[str]) -> None:
    assert said(urls=f"{HEAD}{urls}\n") == words


def test_a_viewset_of_an_unknown_base_may_have_more() -> None:
    urls = (
        "from rest_framework.routers import SimpleRouter\nfrom somewhere import Base\n"
        "class Status(Base):\n    def list(self, request):\n        pass\n"
        "router = SimpleRouter()\nrouter.register('status', Status, 'status')\nurlpatterns = router.urls\n"
    )
    assert (patterns(urls=urls), said(urls=urls)) == (["/status/"], ["6: which actions `Status` has"])


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("api.auto_discover_controllers()", ["9: the controllers that an API looks for"]),
        ("api.register_controllers(views.made)", ["9: the controllers of an API"]),
        ("api.register_controllers(views.Orders)", ["9: the operations of `Orders`"]),
        ("api.add_router('/x/', views.router())", ["9: a router that is added to an API"]),
        ("for router in views.routers:\n    api.add_router('/x/', router)", ["10: what a loop adds to an API"]),
    ],
)
def test_operations_that_cannot_be_read_are_counted(statement: str, words: list[str]) -> None:
    urls = (
        f"{HEAD}from ninja_extra import NinjaExtraAPI\n\napi = NinjaExtraAPI()\n\n"
        f"urlpatterns = [path('api/', api.urls)]\n\n\n{statement}\n"
    )
    assert said(urls=urls) == words


def test_what_a_loop_registers_is_counted() -> None:
    urls = (
        "from rest_framework.routers import SimpleRouter\nimport views\nrouter = SimpleRouter()\n"
        "for name, each in views.everything:\n    router.register(name, each)\nurlpatterns = router.urls\n"
    )
    assert said(urls=urls) == ["4: what a loop registers"]


def test_an_edit_of_a_body_reads_no_urlconf_again(monkeypatch: pytest.MonkeyPatch) -> None:
    urls = f"{HEAD}urlpatterns = [path('', views.orders)]\n"
    made = project({"urls.py": urls, "views.py": VIEWS, "settings.py": "ROOT_URLCONF = 'urls'\n"})
    first = addresses(made.snapshot())
    read: list[object] = []
    reading = module.Reading
    monkeypatch.setattr(module, "Reading", lambda snapshot: read.append(snapshot) or reading(snapshot))

    _replace(made, "views.py", "return 1", "return 2")
    assert addresses(made.snapshot()) is first
    _replace(made, "views.py", "def orders", "# nothing\ndef orders")
    assert addresses(made.snapshot()) is first
    made.put(f"{ROOT}/other.py", "class Other:\n    name = 1\n")
    assert addresses(made.snapshot()) is first
    assert read == []

    _replace(made, "urls.py", "path('',", "path('new/',")
    assert [route.pattern for route in routes(made.snapshot())] == ["/new/"]
    _replace(made, "views.py", "def orders", "def other")
    assert [route.pattern for route in routes(made.snapshot())] == []
    made.put(f"{ROOT}/settings.py", "ROOT_URLCONF = 'more'\n")
    made.put(f"{ROOT}/more.py", urls.replace("views.orders", "views.Orders"))
    assert [route.view.name for route in routes(made.snapshot())] == ["Orders"]


def test_a_viewset_that_is_registered_later_is_seen() -> None:
    routers = "from rest_framework.routers import SimpleRouter\nrouter = SimpleRouter()\n"
    urls = f"{HEAD}from routers import router\nurlpatterns = [path('api/', include(router.urls))]\n"
    made = project({"routers.py": routers, "urls.py": urls, "views.py": VIEWS, "viewsets.py": ""})
    assert routes(made.snapshot()) == ()
    made.put(
        f"{ROOT}/viewsets.py",
        "from rest_framework.viewsets import ReadOnlyModelViewSet\nfrom routers import router\n"
        "class Status(ReadOnlyModelViewSet):\n    pass\nrouter.register('status', Status, 'status')\n",
    )
    assert [route.name for route in routes(made.snapshot())] == ["status-list", "status-detail"]


def _replace(made: Project, name: str, old: str, new: str) -> None:
    text = made.snapshot().sources[f"{ROOT}/{name}"].text
    start = text.index(old)
    lines = text.splitlines(keepends=True)
    made.edit(f"{ROOT}/{name}", Span(position_of(lines, start), position_of(lines, start + len(old))), new)
