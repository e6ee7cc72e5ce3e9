"""Suppressions link to the pages of the rules they name."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def links(editor: Editor, uri: str) -> dict[str, types.DocumentLink]:
    params = types.DocumentLinkParams(types.TextDocumentIdentifier(uri))
    found = await editor.client.text_document_document_link_async(params) or ()
    return {editor.text_at(uri, link.range): link for link in found}


async def test_each_rule_links_to_its_page(vscode: Editor, shop: Path) -> None:
    code = (
        'x = "🛒"  # why  # scale: ignore[ query-in-loop,no-such-rule, related-access-in-loop ]\n'
        "# scale: ignore-file[save-or-update-in-loop]\n"
        'y = "# scale: ignore[query-in-loop]"  # scale: ignore\n'
    )
    uri = vscode.open(shop / "views.py", code)
    found = await links(vscode, uri)
    assert list(found) == ["query-in-loop", "related-access-in-loop", "save-or-update-in-loop"]
    for slug, link in found.items():
        page = Path(unquote(urlsplit(link.target or "").path))
        assert page.name == f"{slug}.md"
        assert f'title = "{link.tooltip}"' in page.read_text()


async def test_in_templates(editor: Editor, shop: Path) -> None:
    page = shop / "templates" / "orders.html"
    uri = editor.open(page, "{{ x }}{# scale: ignore[query-in-loop] #}\n", language="htmldjango")
    assert list(await links(editor, uri)) == ["query-in-loop"]


async def test_no_tooltip_for_a_client_that_shows_none(neovim: Editor, shop: Path) -> None:
    uri = neovim.open(shop / "views.py", "x = 1  # scale: ignore[query-in-loop]\n")
    (link,) = (await links(neovim, uri)).values()
    assert link.tooltip is None
