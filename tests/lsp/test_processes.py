"""Long work that is stopped, requests that are cancelled, traces, and a parent that dies."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from .editor import TIMEOUT, Editor
from .pipe import notification, piped

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def test_the_index_can_be_stopped(shop: Path) -> None:
    for number in range(600):
        (shop / f"filler_{number}.py").write_text("def f():\n    return 1\n\n\n" * 60)
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)

    def begun() -> list[types.ProgressToken]:
        return [token for token, reports in editor.client.progress_reports.items() if reports]

    (token,) = await editor.until(begun)
    begin = editor.client.progress_reports[token][0]
    assert isinstance(begin, types.WorkDoneProgressBegin)
    assert begin.cancellable
    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
    last = await editor.until(lambda: _end(editor, token))
    assert last.message == "stopped"
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views)
    editor.open(shop / "models.py")
    await editor.diagnostics(views, N1)
    assert editor.client.messages == []
    assert await editor.quit() == 0


def _end(editor: Editor, token: types.ProgressToken) -> types.WorkDoneProgressEnd | None:
    last = editor.client.progress_reports[token][-1]
    return last if isinstance(last, types.WorkDoneProgressEnd) else None


async def test_a_request_that_is_cancelled_is_answered_so(shop: Path) -> None:
    for number in range(300):
        (shop / f"filler_{number}.py").write_text("def f():\n    return 1\n\n\n" * 60)
    can = {"workspace": {"diagnostics": {"refreshSupport": True}}, "textDocument": {"diagnostic": {}}}
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri(), capabilities=can)
        survey = {"jsonrpc": "2.0", "id": "long", "method": "workspace/diagnostic", "params": {"previousResultIds": []}}
        pipe.send(survey, notification("$/cancelRequest", {"id": "long"}))
        assert (await pipe.answer("long"))["error"]["code"] == types.LSPErrorCodes.RequestCancelled
        pipe.send(notification("$/cancelRequest", {"id": "long"}), notification("$/cancelRequest", {"id": "never"}))
        assert await pipe.quit() == 0


async def test_traces_for_those_who_want_them(shop: Path) -> None:
    uri = (shop / "views.py").as_uri()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": (shop / "views.py").read_text()}
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri())
        pipe.send(notification("textDocument/didOpen", {"textDocument": document}))
        await pipe.until(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["diagnostics"])
        assert not [m for m in pipe.said if m.get("method") == "$/logTrace"]
        pipe.send(notification("$/setTrace", {"value": "messages"}))
        pipe.send(notification("textDocument/didOpen", {"textDocument": document}))
        trace = await pipe.until(lambda m: m.get("method") == "$/logTrace")
        assert str(shop / "views.py") in trace["params"]["message"]
        assert await pipe.quit() == 0


async def test_the_server_ends_with_its_parent() -> None:
    """Although nobody closes its input."""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=-1)
    async with piped() as pipe:
        await pipe.initialize(processId=parent.pid)
        assert "error" in await pipe.ask("no/such")
        assert parent.stdin is not None
        parent.stdin.close()
        await parent.wait()
        assert await asyncio.wait_for(pipe.process.wait(), TIMEOUT) == 1
