"""Hover answers from what was found already: the cost, the reason, the link."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def test_hover_explains_the_cost(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    hover = await editor.hover(uri, "Order.objects")
    assert hover is not None
    assert hover.range is not None
    assert editor.text_at(uri, hover.range) == "Order.objects.all()"
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == types.MarkupKind.Markdown
    assert "1 + n" in hover.contents.value
    assert "`related-access-in-loop`" in hover.contents.value


async def test_hover_explains_at_the_place_that_reads(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    hover = await editor.hover(uri, "customer.name")
    assert hover is not None
    assert hover.range is not None
    assert editor.text_at(uri, hover.range) == "order.customer"


async def test_hover_says_nothing_elsewhere(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    assert await editor.hover(uri, "def names") is None
    assert await editor.hover(uri, "import Order") is None


async def test_hover_right_after_a_change_speaks_of_the_new_text(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    editor.change(uri, ("from shop", "\n\n\nfrom shop"))
    hover = await editor.hover(uri, "Order.objects")
    assert hover is not None
    assert hover.range is not None
    assert editor.text_at(uri, hover.range) == "Order.objects.all()"
    editor.change(uri, (".all()", '.select_related("customer")'))
    assert await editor.hover(uri, "Order.objects") is None
