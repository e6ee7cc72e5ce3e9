"""Code lenses say what each endpoint asks the database, and a command breaks it down."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .editor import Editor
from .pipe import piped

pytestmark = pytest.mark.asyncio(loop_scope="session")

URLS = """\
from django.urls import path
from shop import views

urlpatterns = [path("orders/", views.names)]
"""
N_PLUS_ONE = ("def names(request):", "1 + n queries → 1 · n = rows of Order")


async def lenses(editor: Editor, uri: str) -> list[tuple[str, str]]:
    """The line of each lens, and what it says."""
    params = types.CodeLensParams(types.TextDocumentIdentifier(uri))
    lines = editor.texts[uri].split("\n")
    found = []
    for lens in await editor.client.text_document_code_lens_async(params) or ():
        assert lens.command is not None
        assert lens.command.command == "scale.showEndpoint"
        assert editor.text_at(uri, lens.range) in lines[lens.range.start.line]
        found.append((lines[lens.range.start.line].strip(), lens.command.title))
    return found


async def run(editor: Editor, command: str, argument: object) -> object:
    return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(command, [argument]))


@pytest.fixture
def site(shop: Path) -> Path:
    """The shop with an address for its view."""
    (shop / "urls.py").write_text(URLS)
    return shop


async def opened(editor: Editor, path: Path) -> str:
    """A document with one N+1, in a project that is indexed."""
    uri = editor.open(path)
    await indexed(editor)
    await editor.diagnostics(uri, "related-access-in-loop")
    return uri


async def indexed(editor: Editor) -> None:
    await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("scale.reindex"))


async def test_before_and_after_the_fix(editor: Editor, site: Path) -> None:
    uri = await opened(editor, site / "views.py")
    assert await lenses(editor, uri) == [N_PLUS_ONE]
    editor.change(uri, ("from shop", "# moved\n\nfrom shop"))
    assert await lenses(editor, uri) == [N_PLUS_ONE]
    editor.change(uri, ("Order.objects.all()", 'Order.objects.select_related("customer")'))
    assert await lenses(editor, uri) == [("def names(request):", "1 query")]
    editor.change(uri, ("names(request)", "names(request, ("))
    assert [title for _, title in await lenses(editor, uri)] == ["1 query"]
    editor.change(uri, ("names(request, (", "names(request)"))
    assert await lenses(editor, uri) == [("def names(request):", "1 query")]


KINDS = {
    "urls.py": """\
from django.urls import include, path
from rest_framework.routers import SimpleRouter
from shop import views

router = SimpleRouter()
router.register("orders", views.Orders)
urlpatterns = [path("api/", include(router.urls)), path("list/", views.Pages.as_view())]
""",
    "views.py": """\
import requests
from channels.generic.websocket import WebsocketConsumer
from celery import shared_task
from django.contrib import admin
from django.core.mail import send_mail
from django.views.generic import ListView
from rest_framework import serializers, viewsets
from shop.models import Order


class OrderSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="customer.name")

    class Meta:
        model = Order
        fields = ["name"]


class Orders(viewsets.ReadOnlyModelViewSet):
    queryset = Order.objects.order_by("pk")
    serializer_class = OrderSerializer


class Pages(ListView):
    model = Order
    paginate_by = 20


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["placed"]


@shared_task
def remind(pk):
    order = Order.objects.get(pk=pk)
    requests.get("https://example.com/", timeout=5)
    send_mail("Reminder", order.customer.name, None, ["me@example.com"])


def unused(request):
    return list(Order.objects.all())


class Live(WebsocketConsumer):
    def connect(self):
        self.first = Order.objects.first()
""",
    "templates/shop/order_list.html": "{% for order in page_obj %}{{ order.placed }}{% endfor %}\n",
    "asgi.py": """\
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path
from shop.views import Live

application = ProtocolTypeRouter({"websocket": URLRouter([path("live/", Live.as_asgi())])})
""",
}


async def test_what_starts_code(vscode: Editor, shop: Path) -> None:
    """Viewsets one by one action; nothing for a function that nobody calls."""
    (shop / "templates" / "shop").mkdir()
    for name, text in KINDS.items():
        (shop / name).write_text(text)
    uri = vscode.open(shop / "views.py")
    await indexed(vscode)
    assert await lenses(vscode, uri) == [
        ("class Orders(viewsets.ReadOnlyModelViewSet):", "list: 3 + n queries → 3 · n = rows of Order"),
        ("class Orders(viewsets.ReadOnlyModelViewSet):", "retrieve: 4 queries"),
        ("class Pages(ListView):", "2 queries"),
        ("class OrderAdmin(admin.ModelAdmin):", "at least 3 queries"),
        ("def remind(pk):", "2 queries · 1 e-mail · 1 external call"),
        ("def connect(self):", "1 query"),
    ]


async def test_what_another_file_changes(vscode: Editor, site: Path) -> None:
    """The client asks again when it is told, and it is told only if there is something else to see."""
    (site / "helpers.py").write_text("def name(order):\n    return order.customer.name\n")
    text = (site / "views.py").read_text().replace("order.customer.name", "name(order)")
    views = vscode.open(site / "views.py", "from shop.helpers import name\n" + text)
    helpers = vscode.open(site / "helpers.py")
    await indexed(vscode)
    assert await lenses(vscode, views) == [N_PLUS_ONE]
    before = vscode.lenses_refreshed
    vscode.change(helpers, ("order.customer.name", "order.pk"))
    await vscode.until(lambda: vscode.lenses_refreshed > before)
    assert await lenses(vscode, views) == [("def names(request):", "1 query")]
    before = vscode.lenses_refreshed
    vscode.change(helpers, ("order.pk", "order.pk  # its key"))
    vscode.change(views, ("def names", "\n\ndef names"))
    assert await lenses(vscode, views) == [("def names(request):", "1 query")]
    vscode.change(helpers, ("order.pk  # its key", "order.customer.name"))
    await vscode.until(lambda: vscode.lenses_refreshed > before)
    assert vscode.lenses_refreshed == before + 1


async def test_switched_off(vscode: Editor, site: Path) -> None:
    uri = await opened(vscode, site / "views.py")
    assert await lenses(vscode, uri) == [N_PLUS_ONE]
    before = vscode.lenses_refreshed
    vscode.configure({"code-lens": False})
    await vscode.until(lambda: vscode.lenses_refreshed > before)
    assert await lenses(vscode, uri) == []
    vscode.configure({})
    await vscode.until(lambda: vscode.lenses_refreshed > before + 1)
    assert await lenses(vscode, uri) == [N_PLUS_ONE]


@pytest.mark.parametrize(
    "wanted",
    [{"name": "shop.views.names"}, {"name": "names"}, {"name": "/orders/"}, {"position": {"line": 5, "character": 9}}],
)
async def test_the_breakdown(vscode: Editor, site: Path, wanted: dict[str, object]) -> None:
    uri = await opened(vscode, site / "views.py")
    page = await run(vscode, "scale.endpoint", wanted if "name" in wanted else {**wanted, "uri": uri})
    assert isinstance(page, str)
    assert page.startswith("# shop.views.names\n")
    assert "**1 + n queries → 1 · n = rows of Order**" in page
    assert "101 queries in one run, 1 when all fixes are applied" in page
    assert f"| n | 0 | `order.customer` | rows of Order | [shop/views.py:6]({uri}#L6) |" in page
    assert "`related-access-in-loop`" in page


async def test_what_a_lens_leads_to(vscode: Editor, site: Path) -> None:
    """Two projects may have an endpoint of the same name: the file says which is meant."""
    uri = await opened(vscode, site / "views.py")
    params = types.CodeLensParams(types.TextDocumentIdentifier(uri))
    (lens,) = await vscode.client.text_document_code_lens_async(params) or ()
    assert lens.command is not None
    (argument,) = lens.command.arguments or ()
    page = await run(vscode, "scale.endpoint", argument)
    assert str(page).startswith("# shop.views.names\n")


@pytest.mark.parametrize(
    "wanted", [{"name": "nobody"}, {}, {"line": 3}, {"position": {"line": -1}}, {"uri": "git:/views.py"}]
)
async def test_no_such_endpoint(vscode: Editor, site: Path, wanted: dict[str, object]) -> None:
    uri = await opened(vscode, site / "views.py")
    with pytest.raises(JsonRpcException) as refused:
        await run(vscode, "scale.endpoint", {"uri": uri, **wanted})
    assert refused.value.code == types.ErrorCodes.InvalidParams


async def test_a_client_without_a_view_for_it_is_told_in_a_line(neovim: Editor, site: Path) -> None:
    uri = await opened(neovim, site / "views.py")
    await run(neovim, "scale.showEndpoint", {"name": "shop.views.names", "uri": uri})
    assert neovim.client.messages[-1].message == (
        "shop.views.names: 1 + n queries → 1 · n = rows of Order"
        " (n: order.customer (shop/views.py:6); 1: orders (shop/views.py:6))"
    )


async def test_a_client_with_a_view_for_it_keeps_its_command(site: Path) -> None:
    async with piped() as pipe:
        can = {"experimental": {"commands": {"commands": ["scale.showEndpoint"]}}}
        answer = await pipe.initialize(site.parent.as_uri(), capabilities=can)
        commands = answer["result"]["capabilities"]["executeCommandProvider"]["commands"]
        assert "scale.endpoint" in commands
        assert "scale.showEndpoint" not in commands
        assert await pipe.quit() == 0
