"""Positions in UTF-8, UTF-16 and UTF-32: characters outside ASCII before a finding, and in the edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from .conftest import VIEWS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def test_positions_count_in_the_units_of_each_client(editor: Editor, shop: Path) -> None:
    await type_and_fix(editor, shop)


async def test_utf_32_and_offers_nobody_knows(shop: Path) -> None:
    capabilities = client_capabilities("visual-studio-code")
    capabilities.general = types.GeneralClientCapabilities(position_encodings=["utf-7", "utf-32", "utf-16"])
    editor = Editor(capabilities)
    await editor.start()
    await editor.initialize(shop.parent)
    assert editor.encoding == "utf-32"
    await type_and_fix(editor, shop)
    assert await editor.quit() == 0


async def type_and_fix(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", VIEWS.replace("orders = Order", 'a = "é🛒한"; orders = Order'))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all()"
    editor.change(uri, ("한", "🛒🛒"), ("a =", "é ="), (".all()", '.filter(name="🛒").all()'))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == 'Order.objects.filter(name="🛒").all()'
    fix = next(a for a in await editor.actions(uri, "Order.objects") if "select_related" in a.title)
    editor.apply(await editor.resolve(fix))
    fixed = 'orders = Order.objects.filter(name="🛒").all().select_related("customer")\n'
    assert f'    é = "é🛒🛒🛒"; {fixed}' in editor.texts[uri]
    await editor.diagnostics(uri)
