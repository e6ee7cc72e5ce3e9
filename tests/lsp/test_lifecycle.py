"""From initialize to exit: what the server says it can do, the order of things, exit codes, transports."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scale_lsp import __version__
from scale_lsp.lsp.server import main

from .editor import SERVER, TIMEOUT, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
HOVER = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}


@pytest_asyncio.fixture(loop_scope="session")
async def started() -> AsyncIterator[Editor]:
    """A server that nobody has initialized yet."""
    editor = Editor("visual-studio-code")
    await editor.start()
    yield editor
    server = editor.client._server
    if server is not None and server.returncode is None:  # a test that failed has not said goodbye
        server.kill()
    await editor.client.stop()


async def test_from_initialize_to_exit(started: Editor, shop: Path) -> None:
    started.client.capabilities = started.capabilities
    started.texts["file:///a.py"] = "a"
    with pytest.raises(JsonRpcException) as too_early:
        await started.hover("file:///a.py", "a")
    assert too_early.value.code == types.ErrorCodes.ServerNotInitialized

    result = await started.initialize(shop.parent)
    assert result.server_info == types.ServerInfo("scale-lsp", __version__)
    what_it_can_do(result.capabilities)
    with pytest.raises(JsonRpcException) as twice:
        await started.initialize(shop.parent)
    assert twice.value.code == types.ErrorCodes.InvalidRequest

    await started.diagnostics(started.open(shop / "views.py"), N1)
    assert await started.quit() == 0


def what_it_can_do(can: types.ServerCapabilities) -> None:
    sync = can.text_document_sync
    assert isinstance(sync, types.TextDocumentSyncOptions)
    assert (sync.open_close, sync.change) == (True, types.TextDocumentSyncKind.Incremental)
    assert sync.save == types.SaveOptions(include_text=False)
    assert can.hover_provider
    assert can.completion_provider == types.CompletionOptions(trigger_characters=('"', "'", "_"))
    assert can.definition_provider
    actions = can.code_action_provider
    assert isinstance(actions, types.CodeActionOptions)
    assert list(actions.code_action_kinds or ()) == ["quickfix", "refactor", "refactor.extract", "source.fixAll.scale"]
    assert actions.resolve_provider
    assert can.workspace is not None
    assert can.workspace.workspace_folders == types.WorkspaceFoldersServerCapabilities(True, True)


async def test_exit_without_shutdown_is_an_error(started: Editor, shop: Path) -> None:
    await started.initialize(shop.parent)
    started.client.exit(None)
    assert started.client._server is not None
    assert await asyncio.wait_for(started.client._server.wait(), TIMEOUT) == 1


async def test_a_client_that_goes_away_ends_the_server() -> None:
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=-1, stdout=-1, stderr=-1)
    out, _ = await asyncio.wait_for(process.communicate(_initialize(None)), TIMEOUT)
    assert process.returncode == 1
    assert b'"serverInfo"' in out


async def test_garbage_is_no_reason_to_stop() -> None:
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=-1, stdout=-1, stderr=-1)
    garbage = b"Content-Length: 9\r\n\r\n{not json" + _message({"jsonrpc": "2.0", "method": "$/unheard-of"})
    wrong = _message({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 7}})
    wrong += _message({"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": {"position": "here"}})
    goodbye = _message({"jsonrpc": "2.0", "id": 2, "method": "shutdown"})
    late = _message({"jsonrpc": "2.0", "id": 4, "method": "textDocument/hover", "params": HOVER})
    data = (
        garbage + _initialize(None) + garbage + wrong + goodbye + late + _message({"jsonrpc": "2.0", "method": "exit"})
    )
    out, _ = await asyncio.wait_for(process.communicate(data), TIMEOUT)
    assert process.returncode == 0
    answers = {answer["id"]: answer for answer in _messages(out) if "id" in answer}
    assert answers[1]["result"]["serverInfo"]["name"] == "scale-lsp"
    assert answers[3]["error"]["code"] == types.ErrorCodes.InvalidParams
    assert answers[2]["result"] is None
    assert answers[4]["error"]["code"] == types.ErrorCodes.InvalidRequest


async def test_a_client_of_the_old_days_says_root_uri(shop: Path) -> None:
    editor = Editor(types.ClientCapabilities())
    await editor.start()
    result = await editor.initialize(root_uri=shop.parent.as_uri())
    assert result.capabilities.position_encoding == "utf-16"
    (found,) = await editor.diagnostics(editor.open(shop / "views.py"), N1)
    assert (found.code_description, found.related_information, found.tags, found.data) == (None,) * 4
    assert await editor.actions((shop / "views.py").as_uri(), "Order.objects") == []
    hover = await editor.hover((shop / "views.py").as_uri(), "Order.objects")
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == types.MarkupKind.PlainText
    assert editor.client.progress_reports == {}
    assert editor.registrations == []
    assert await editor.quit() == 0


async def test_tcp(shop: Path) -> None:
    command = "import sys; from scale_lsp.lsp.server import main; sys.exit(main(tcp=('127.0.0.1', int(sys.argv[1]))))"
    async with await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0) as free:
        port = free.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", command, str(port), stderr=-1)
    editor = Editor("neovim")
    async with asyncio.timeout(TIMEOUT):
        while True:
            try:
                await editor.client.start_tcp("127.0.0.1", port)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
    await editor.initialize(shop.parent)
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    await editor.quit()
    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0


async def test_a_web_socket_without_its_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(ws=("127.0.0.1", 0)) == 2
    assert "pip install 'pygls[ws]'" in capsys.readouterr().err


def _initialize(root: str | None) -> bytes:
    params = {"processId": None, "rootUri": root, "capabilities": {}}
    initialize = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    return _message(initialize) + _message({"jsonrpc": "2.0", "method": "initialized", "params": {}})


def _messages(out: bytes) -> Iterator[dict[str, Any]]:
    while out:
        head, _, out = out.partition(b"\r\n\r\n")
        length = int(head.split(b":")[1].split()[0])
        yield json.loads(out[:length])
        out = out[length:]


def _message(content: object) -> bytes:
    body = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
