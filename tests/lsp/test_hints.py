"""What our own analysis does not know is guessed by jedi for those who write, if it takes no longer than they do."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from lsprotocol import types

from scale_lsp.engine.guesses import Question
from scale_lsp.lsp.hints import Hints

from .editor import TIMEOUT, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
CODE = """\
from django.db.models import QuerySet
from shop.models import Order
from somewhere import load


def view(request):
    orders: QuerySet[Order] = load(request)
    newest: Order = load(request)
    orders.filter()
    newest.customer.order_set.select_related("customer")
    return [order.customer.name for order in orders]


def known():
    return [order.customer.name for order in Order.objects.filter()]
"""
SERVER = """
import sys
import scale_lsp.hints.asking as asking
from scale_lsp.lsp.server import main

asking.COMMAND = (sys.executable, "-P", "-c", {child!r})
sys.exit(main())
"""
STARTED = """
open({marker!r}, "w").close()
from scale_lsp.hints.__main__ import main
main()
"""
NEVER = """
import sys, time
open({marker!r}, "w").write(sys.stdin.readline())
time.sleep(1000)
"""
LATE = """
import os, time
from scale_lsp.hints.__main__ import main
open({marker!r}, "w").close()
while not os.path.exists({marker!r} + ".go"):
    time.sleep(0.01)
main()
"""


async def started(shop: Path, child: str) -> tuple[Editor, str, Path]:
    """A server with another process of jedi, the document, and the file that the process writes."""
    marker = shop.parent / "marker"
    editor = await Editor.of(SERVER.format(child=child.format(marker=str(marker))), shop.parent)
    uri = editor.open(shop / "views.py", CODE)
    await editor.diagnostics(uri, N1)
    return editor, uri, marker


async def there(file: Path) -> None:
    async with asyncio.timeout(TIMEOUT):
        while not file.exists():
            await asyncio.sleep(0.01)


async def completed(editor: Editor, uri: str, before: str, nth: int = 0) -> tuple[list[str], bool]:
    """The names that are offered behind a text, and whether the client is to ask again."""
    at = editor.texts[uri].split(before, nth + 1)
    position = editor._position(uri, len(editor.texts[uri]) - len(at[-1]))
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position)
    answer = await editor.client.text_document_completion_async(params)
    assert answer is not None
    again = isinstance(answer, types.CompletionList)
    return [item.label for item in (answer.items if again else answer)], again


async def in_the_end(editor: Editor, uri: str, before: str, nth: int = 0) -> list[str]:
    """The same when jedi has had the time it wants."""
    async with asyncio.timeout(TIMEOUT):
        while (answer := await completed(editor, uri, before, nth))[1]:
            pass
    return answer[0]


async def declared(editor: Editor, uri: str, name: str) -> types.Definition | list[types.LocationLink] | None:
    position = editor.range(uri, name).start
    position = types.Position(position.line, position.character + 1)
    params = types.DefinitionParams(types.TextDocumentIdentifier(uri), position)
    return await editor.client.text_document_definition_async(params)


async def test_names_of_a_model_that_jedi_knows(shop: Path) -> None:
    """It is not started before; the text is not on disk, and findings do not change."""
    editor, uri, marker = await started(shop, STARTED)
    assert (await completed(editor, uri, ".objects.filter("))[0] == ["customer", "customer_id", "placed", "id", "pk"]
    assert not marker.exists()
    assert "placed" in await in_the_end(editor, uri, "orders.filter(")
    assert marker.exists()
    assert await in_the_end(editor, uri, 'select_related("') == ["customer"]
    answer = await declared(editor, uri, '"customer"')
    assert answer
    (link,) = answer
    assert isinstance(link, types.LocationLink)
    assert link.target_uri == (shop / "models.py").as_uri()
    editor.change(uri, ("def view", "\ndef view"))
    (finding,) = await editor.diagnostics(uri, N1)
    assert finding.range.start.line > editor.range(uri, "def known").start.line
    assert await editor.quit() == 0


async def test_nobody_waits_for_what_takes_long(shop: Path) -> None:
    editor, uri, marker = await started(shop, NEVER)
    assert await completed(editor, uri, "orders.filter(") == ([], True)
    editor.change(uri, ("orders.filter(", "orders.filter(pl"))
    await editor.diagnostics(uri, N1)
    assert await completed(editor, uri, "orders.filter(pl") == ([], True)
    assert (await completed(editor, uri, ".objects.filter("))[0]
    await there(marker)
    assert await editor.quit() == 0


async def test_an_answer_to_an_older_text_is_none(shop: Path) -> None:
    editor, uri, marker = await started(shop, LATE)
    asked = asyncio.ensure_future(declared(editor, uri, '"customer"'))
    await there(marker)
    editor.change(uri, ("def view", "# typed\ndef view"))
    await editor.diagnostics(uri, N1)
    marker.with_name("marker.go").touch()
    assert await asked is None
    assert await in_the_end(editor, uri, 'select_related("') == ["customer"]
    assert await declared(editor, uri, '"customer"')
    assert await editor.quit() == 0


async def test_it_can_be_switched_off(shop: Path) -> None:
    (shop.parent / "scale-lsp.toml").write_text("jedi-hints = false\n")
    editor, uri, marker = await started(shop, STARTED)
    assert await completed(editor, uri, "orders.filter(") == ([], False)
    assert not marker.exists()
    assert await editor.quit() == 0


async def test_silence_outside_of_the_workspace(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    editor, _, marker = await started(shop, STARTED)
    for document in (tmp_path_factory.mktemp("elsewhere") / "views.py", "untitled:Untitled-1"):
        uri = editor.open(document, CODE)
        assert await completed(editor, uri, "orders.filter(") == ([], False)
    assert not marker.exists()
    assert await editor.quit() == 0


class Slow:
    """In the place of jedi: it answers when it is let, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun, self.may_answer = threading.Event(), threading.Event()

    def classes(self, root: str, path: str, text: str, places: object) -> list[list[tuple[str, str]]]:
        self.asked.append(text)
        self.begun.set()
        self.may_answer.wait(TIMEOUT)
        return [[(path, text)]]

    def stop(self) -> None:
        self.may_answer.set()


async def test_of_what_is_asked_meanwhile_the_last_counts() -> None:
    hints, slow = Hints(), Slow()
    hints._jedi = slow  # type: ignore[assignment]

    async def ask(text: str, budget: float, others: object = None) -> object:
        return await hints.about("/", "/a.py", Question(text, ()), others, budget)

    assert await ask("first", 0) is None
    assert await asyncio.to_thread(slow.begun.wait, TIMEOUT)
    assert [await ask(text, 0) for text in ("second", "third", "fourth")] == [None, None, None]
    slow.may_answer.set()
    assert await ask("fourth", TIMEOUT) == [[("/a.py", "fourth")]]
    assert await ask("fourth", TIMEOUT) == [[("/a.py", "fourth")]]
    assert slow.asked == ["first", "fourth"]
    await ask("fourth", TIMEOUT, others="another document has changed")
    assert slow.asked == ["first", "fourth", "fourth"]
    hints.stop()
