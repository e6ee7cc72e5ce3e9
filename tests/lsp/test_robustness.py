"""Odd clients and odd files: never a wrong answer, never the end of the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import MODELS, VIEWS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
ALONE = MODELS + VIEWS.replace("from shop.models import Order\n", "")


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "untitled:/home/me/new.py"])
async def test_an_unsaved_file_is_analysed_alone(editor: Editor, uri: str) -> None:
    editor.open(uri, ALONE)
    await editor.diagnostics(uri, N1)
    editor.change(uri, (".all()", '.select_related("customer")'))
    await editor.diagnostics(uri)


async def test_files_outside_the_workspace_see_what_is_open_beside_them(editor: Editor, tmp_path: Path) -> None:
    views = editor.open("file:///nowhere/views.py", VIEWS.replace("shop.models", "models"))
    await editor.diagnostics(views)
    models = editor.open("file:///nowhere/models.py", MODELS)
    await editor.diagnostics(views, N1)
    editor.close(models)
    await editor.diagnostics(views)


@pytest.mark.parametrize(
    "uri",
    [
        "git:/shop/views.py?%7B%22ref%22%3A%22~%22%7D",
        "vscode-notebook-cell:/shop/book.ipynb#W0sZmlsZQ%3D%3D",
        "http://[bad",
        "views.py",
        "",
    ],
)
async def test_documents_that_are_none_of_ours_are_left_alone(editor: Editor, shop: Path, uri: str) -> None:
    editor.open(uri, ALONE)
    editor.change(uri, (".all()", ".only('id')"))
    assert await editor.hover(uri, "Order.objects") is None
    assert await editor.actions(uri, "Order.objects") == []
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    assert uri not in editor.published


async def test_other_languages_are_left_alone(editor: Editor, shop: Path) -> None:
    other = editor.open((shop / "views.ipynb").as_uri(), ALONE, language="json")
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    assert other not in editor.published


@pytest.mark.parametrize(
    "uri", ["file:///c%3A/Shop/a%20b%23%25.py", "file:///C:/Shop/a%20b%23.py", "file://server/share/shop/views.py"]
)
async def test_uris_come_back_as_they_were_sent(editor: Editor, uri: str) -> None:
    editor.open(uri, ALONE)
    (found,) = await editor.diagnostics(uri, N1)
    assert all(related.location.uri == uri for related in found.related_information or ())
    fix = next(a for a in await editor.actions(uri, "Order.objects") if "select_related" in a.title)
    editor.apply(await editor.resolve(fix))
    await editor.diagnostics(uri)


async def test_a_change_of_a_document_that_is_not_open(editor: Editor, shop: Path) -> None:
    uri = (shop / "views.py").as_uri()
    editor.send(uri, types.TextDocumentContentChangeWholeDocument("x = 1\n"))
    editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)


async def test_ranges_outside_the_text_and_backwards(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    end, far = types.Position(len(VIEWS.splitlines()), 0), types.Position(4000, 4000)
    editor.texts[uri] += "# the end\n"
    editor.send(uri, types.TextDocumentContentChangePartial(range=types.Range(far, end), text="# the end\n"))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all()"
    whole = editor.range(uri, ".all()")
    editor.texts[uri] = editor.texts[uri].replace(".all()", ".only('id')")
    backwards = types.Range(whole.end, whole.start)
    editor.send(uri, types.TextDocumentContentChangePartial(range=backwards, text=".only('id')"))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.only('id')"


async def test_changes_that_overlap_build_on_each_other(editor: Editor, shop: Path) -> None:
    """Each range is one of the text that the change before it left."""
    uri = editor.open(shop / "views.py", f"# one\n# two\n{VIEWS}")
    await editor.diagnostics(uri, N1)
    both = types.Range(types.Position(0, 2), types.Position(1, 5))
    inside = types.Range(types.Position(0, 1), types.Position(0, 7))
    edits = [(both, "three"), (inside, ' four\n"""five\nsix"""')]
    editor.send(uri, *(types.TextDocumentContentChangePartial(range=range, text=text) for range, text in edits))
    editor.texts[uri] = f'# four\n"""five\nsix"""\n{VIEWS}'
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all()"


async def test_a_document_that_is_opened_twice(editor: Editor, shop: Path) -> None:
    editor.open(shop / "views.py", "x = 1\n")
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    editor.change(uri, (".all()", '.select_related("customer")'))
    await editor.diagnostics(uri)


async def test_versions_that_go_backwards(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    editor.versions[uri] = -10
    editor.change(uri, (".all()", '.select_related("customer")'))
    await editor.diagnostics(uri)
    assert editor.published[uri][-1].version == -9


async def test_a_file_that_is_no_text_and_a_directory_that_looks_like_a_file(editor: Editor, shop: Path) -> None:
    (shop / "latin.py").write_bytes(b"name = '\xe9'\n\x00")
    (shop / "odd.py").mkdir()
    editor.watched(*[(shop / name, types.FileChangeType.Created) for name in ("latin.py", "odd.py")])
    await editor.diagnostics(editor.open(shop / "views.py"), N1)


FAILING = """
import sys
import scale_lsp.lsp.homes as homes
from scale_lsp.lsp.server import main

works = homes.check

def check(snapshot, path, config, **options):
    if "FAIL" in snapshot.source(path).text:
        raise ZeroDivisionError("in a rule")
    return works(snapshot, path, config, **options)

homes.check = check
sys.exit(main())
"""


async def test_an_analysis_that_raises_is_one_line_in_the_log(shop: Path) -> None:
    editor = await Editor.of(FAILING, shop.parent)
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    editor.change(uri, ("def names", "# FAIL\n\ndef names"))
    assert await editor.hover(uri, "Order.objects") is None
    editor.change(uri, ("# FAIL", "# FAIL again"))
    assert await editor.actions(uri, "Order.objects") == []
    other = editor.open(shop / "admin.py", VIEWS)
    await editor.diagnostics(other, N1)
    editor.change(uri, ("# FAIL again", "# fine"))
    await editor.diagnostics(uri, N1)
    (line,) = [message for message in editor.client.log_messages if "in a rule" in message.message]
    assert line.type == types.MessageType.Error
    assert str(shop / "views.py") in line.message
    assert editor.client.messages == []
    assert await editor.quit() == 0
