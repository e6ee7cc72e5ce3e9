"""Inlay hints say what a place adds, once somebody has switched them on."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
VIEWS = """\
from shop.models import Customer, Order


def names(request):
    return [(order.customer.name, "🛒", order.customer.pk) for order in Order.objects.all()]


def carts(request):
    return [order.placed or order.placed for order in Order.objects.defer("placed")]


def counts(request):
    return [Order.objects.filter(customer=c).count() for c in Customer.objects.all()]
"""


async def hints(editor: Editor, uri: str, last: int = 1000) -> list[tuple[str, str]]:
    """The code before each hint, and the hint."""
    shown = types.Range(types.Position(0, 0), types.Position(last, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(uri), shown)
    found = await editor.client.text_document_inlay_hint_async(params) or ()
    lines = editor.texts[uri].split("\n")
    before = [editor.text_at(uri, types.Range(types.Position(h.position.line, 0), h.position)) for h in found]
    assert all(line in lines[h.position.line] for line, h in zip(before, found, strict=True))
    return [(line[-16:].strip(), str(h.label)) for line, h in zip(before, found, strict=True)]


async def test_off_until_it_is_switched_on(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    assert await hints(editor, uri) == []
    editor.configure({"inlay-hints": True})
    while not (found := await hints(editor, uri)):
        pass
    assert found == [("[order.customer", "+n queries")]
    editor.configure({})
    while await hints(editor, uri):
        pass


async def test_what_each_place_adds(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", VIEWS)
    editor.configure({"inlay-hints": True, "preview": True})
    found: list[tuple[str, str]] = []
    while not found:
        found = await hints(editor, uri)
    assert found == [
        ("[(order.customer", "+n queries"),
        ("rn [order.placed", "+n queries"),
        ("tomer=c).count()", "+n queries"),
    ]
    assert [label for _, label in await hints(editor, uri, last=6)] == ["+n queries"]
    editor.change(uri, ("Order.objects.all()", 'Order.objects.select_related("customer")'))
    assert [label for _, label in await hints(editor, uri)] == ["+n queries", "+n queries"]
    editor.configure({})


async def test_the_place_in_another_file(editor: Editor, shop: Path) -> None:
    code = (shop / "views.py").read_text().replace("Order.objects.all()", "[]")
    helper = "def name(order):\n    return order.customer.name\n"
    editor.write(shop / "helpers.py", helper)
    views = editor.open(
        shop / "views.py",
        code.replace("from shop.models", "from shop.helpers import name\nfrom shop.models")
        .replace("orders = []", "orders = Order.objects.all()")
        .replace("order.customer.name", "name(order)"),
    )
    helpers = editor.open(shop / "helpers.py")
    await editor.diagnostics(views, N1)
    editor.configure({"inlay-hints": True})
    while not await hints(editor, helpers):
        pass
    assert await hints(editor, helpers) == [("n order.customer", "+n queries")]
    assert [label for _, label in await hints(editor, views)] == ["+n queries"]
    editor.configure({})
