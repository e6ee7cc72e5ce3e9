"""Whatever comes over the wire: an answer, a line in the log or a clean end, and nothing but the protocol on stdout."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import VIEWS
from .editor import SERVER, TIMEOUT
from .pipe import Pipe, framed, notification, piped

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
OPEN, CHANGE, CLOSE = "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"


def opened(uri: str, text: str, version: object = 1, language: str = "python") -> dict[str, object]:
    return notification(OPEN, {"textDocument": {"uri": uri, "languageId": language, "version": version, "text": text}})


def changed(uri: str, *changes: object, version: object = 2) -> dict[str, object]:
    return notification(CHANGE, {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)})


def span(*numbers: int) -> dict[str, object]:
    start, end = numbers[:2], numbers[2:]
    return {name: {"line": at[0], "character": at[1]} for name, at in (("start", start), ("end", end))}


async def found(pipe: Pipe, uri: str, *rules: str) -> dict[str, Any]:
    """Wait until exactly these are published."""

    def wanted(message: dict[str, Any]) -> bool:
        params = message.get("params")
        said = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
        return said and [item["code"] for item in params["diagnostics"]] == list(rules)

    return await pipe.until(wanted)


async def alive(pipe: Pipe, shop: Path) -> None:
    """It still does its work, and leaves as it should."""
    uri = (shop / "alive.py").as_uri()
    pipe.send(opened(uri, VIEWS))
    await found(pipe, uri, N1)
    assert await pipe.quit() == 0


GARBAGE = {
    "no header at all": b"hello\r\n\r\n",
    "an empty header": b"\r\n\r\n\r\n",
    "bytes": bytes(range(256)) + b"\r\n\r\n",
    "another header": framed({"jsonrpc": "2.0", "method": "$/x"}).replace(b"\r\n\r\n", b"\r\nX-Other: 1\r\n\r\n"),
    "not JSON": framed(b"{not json"),
    "not UTF-8": framed(b'{"jsonrpc": "2.0", "method": "\xff\xfe"}'),
    "nothing": b"Content-Length: 0\r\n\r\n",
    "a negative length": b"Content-Length: -5\r\n\r\n",
    "null": framed(b"null"),
    "a number": framed(b"7"),
    "a batch": framed([{"jsonrpc": "2.0", "id": 1000, "method": "shutdown"}]),
    "an object without jsonrpc": framed({"method": "shutdown", "id": 1001}),
    "an answer nobody asked for": framed({"jsonrpc": "2.0", "id": 99, "result": {}}),
    "an error nobody asked for": framed({"jsonrpc": "2.0", "id": None, "error": {"code": -1, "message": "no"}}),
    "an odd error": framed({"jsonrpc": "2.0", "id": 5, "error": "no"}),
    "a method that is none": framed({"jsonrpc": "2.0", "method": 7}),
    "a list as an id": framed({"jsonrpc": "2.0", "id": [1], "method": "textDocument/hover", "params": {}}),
    "params that are a list": framed(notification(OPEN, [1, 2])),
    "no params": framed({"jsonrpc": "2.0", "method": OPEN}),
    "deep nesting": framed(b'{"jsonrpc": "2.0", "method": "$/x", "params": ' + b"[" * 3000 + b"]" * 3000 + b"}"),
    "very deep nesting": framed(b"[" * 200_000 + b"]" * 200_000),
    "a big number": framed(b'{"jsonrpc": "2.0", "method": "$/x", "params": ' + b"9" * 10_000 + b"}"),
    "twice the same key": framed(b'{"jsonrpc": "2.0", "method": "$/x", "method": "$/y", "params": {"params": {}}}'),
    "NaN": framed(b'{"jsonrpc": "2.0", "method": "$/x", "params": NaN}'),
    "a lone surrogate": framed(b'{"jsonrpc": "2.0", "method": "\\ud800", "params": "\\udfff"}'),
}


async def test_garbage_before_and_after_initialize(shop: Path) -> None:
    async with piped() as pipe:
        for garbage in GARBAGE.values():
            pipe.raw(garbage)
        await pipe.initialize(shop.parent.as_uri())
        for name, garbage in GARBAGE.items():
            pipe.raw(garbage)
            assert (await pipe.ask("no/such"))["error"]["code"] == -32601, name
        await alive(pipe, shop)


async def test_requests_that_are_not_in_order_are_refused(shop: Path) -> None:
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri())
        assert (await pipe.ask("no/such"))["error"]["code"] == -32601
        for params in (None, {}, [], 7, {"textDocument": 7}, {"textDocument": None, "position": {}}):
            for method in ("hover", "codeAction", "completion", "definition", "documentLink", "inlayHint"):
                assert (await pipe.ask(f"textDocument/{method}", params))["error"]["code"] == -32602
        assert "error" in await pipe.ask("codeAction/resolve", {"title": "x", "data": {"do": "harm"}})
        await alive(pipe, shop)


ODD_URIS = (
    "",
    "views.py",
    "file:",
    "file:///",
    "file:////",
    "file://%00/a.py",
    "file:///a%00b.py",
    "file:///%ff%fe.py",
    "file:///C:/shop/views.py",
    "file:///c%3A/shop/views.py",
    "file://host/share/views.py",
    "FILE:///a.py",
    "http://[bad",
    "untitled:Untitled-1",
    "vscode-vfs://github/a/b/views.py",
    "vscode-notebook-cell:/a/book.ipynb#W0",
    "git:/a/views.py?%7B%7D",
    "jar:file:///a.jar!/views.py",
    "file:///" + "a/" * 3000 + "b.py",
    "file:///../../etc/views.py",
    "file:///🛒/views.py",
    "\ud800",
)


async def test_odd_uris(shop: Path) -> None:
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri())
        for uri in ODD_URIS:
            document = {"uri": uri}
            pipe.send(opened(uri, VIEWS), changed(uri, {"range": span(0, 0, 0, 0), "text": "#"}))
            at = {"textDocument": document, "position": {"line": 4, "character": 15}}
            for method in ("hover", "completion", "definition"):
                assert "result" in await pipe.ask(f"textDocument/{method}", at), uri
            pipe.send(
                notification("textDocument/didSave", {"textDocument": document}),
                notification(CLOSE, {"textDocument": document}),
                notification("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 1}]}),
                notification("workspace/didDeleteFiles", {"files": [{"uri": uri}]}),
                notification("workspace/didRenameFiles", {"files": [{"oldUri": uri, "newUri": uri}]}),
                notification(
                    "workspace/didChangeWorkspaceFolders",
                    {"event": {"added": [{"uri": uri, "name": "odd"}] if "b.py" in uri else [], "removed": []}},
                ),
            )
        await alive(pipe, shop)


async def test_odd_documents(shop: Path) -> None:
    """Out of order, twice, with strange versions: the text stays what the client means, or is forgotten."""
    uri = (shop / "views.py").as_uri()
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri())
        pipe.send(changed(uri, {"text": "x = 1\n"}), notification(CLOSE, {"textDocument": {"uri": uri}}))
        pipe.send(opened(uri, "x = 1\n", version=-7), opened(uri, VIEWS, version=2**40))
        pipe.send(opened(uri, VIEWS, version=5))
        await found(pipe, uri, N1)
        pipe.send(
            changed(uri, version=None),
            changed(uri, {"range": span(4, 26, 4, 10**6), "text": '.select_related("customer")'}),
        )
        await found(pipe, uri)
        pipe.send(changed(uri, {"text": VIEWS}), changed(uri, {"range": span(10**9, 0, 10**9, 5), "text": "# end\n"}))
        await found(pipe, uri, N1)
        start = VIEWS.splitlines()[4].index("Order")
        moved = [
            {"range": span(4, start, 4, start), "text": "("},
            {"range": span(4, start + 20, 4, start + 20), "text": ")"},
        ]
        pipe.send(changed(uri, *moved))
        await found(pipe, uri, N1)
        pipe.send(changed(uri, {"range": {"start": {"line": -1, "character": 0}}, "text": ""}))
        pipe.send(changed(uri, {"text": VIEWS}))
        pipe.send(
            notification(CLOSE, {"textDocument": {"uri": uri}}), notification(CLOSE, {"textDocument": {"uri": uri}})
        )
        await found(pipe, uri)
        await alive(pipe, shop)


async def test_notebooks_are_left_alone(shop: Path) -> None:
    notebook = {"uri": (shop / "book.ipynb").as_uri(), "notebookType": "jupyter-notebook", "version": 1, "cells": []}
    async with piped() as pipe:
        answer = await pipe.initialize(shop.parent.as_uri())
        assert "notebookDocumentSync" not in answer["result"]["capabilities"]
        pipe.send(
            notification("notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": []}),
            notification("notebookDocument/didChange", {"notebookDocument": {"uri": "x", "version": 2}, "change": {}}),
            notification("notebookDocument/didClose", {"notebookDocument": {"uri": "x"}, "cellTextDocuments": []}),
        )
        await alive(pipe, shop)


async def test_files_that_vanish_and_links_that_lead_nowhere(shop: Path) -> None:
    (shop / "gone.py").symlink_to(shop / "nowhere.py")
    (shop / "loop").symlink_to(shop.parent)
    (shop / "same.py").symlink_to(shop / "views.py")
    uri = (shop / "same.py").as_uri()
    async with piped() as pipe:
        await pipe.initialize(shop.parent.as_uri())
        pipe.send(opened(uri, VIEWS))
        await found(pipe, uri, N1)
        (shop / "views.py").unlink()
        events = [{"uri": (shop / name).as_uri(), "type": 2} for name in ("views.py", "same.py", "gone.py", "loop")]
        pipe.send(notification("workspace/didChangeWatchedFiles", {"changes": events}))
        pipe.send(notification(CLOSE, {"textDocument": {"uri": uri}}))
        await alive(pipe, shop)


PRINTING = """
import sys
from scale_lsp.lsp import homes
from scale_lsp.lsp.server import main

works = homes.check

def check(snapshot, path, config, **options):
    import os
    print("a library that prints")
    sys.__stdout__.write("and one that writes\\n")
    sys.stdout.flush()
    os.system("echo a program that a library starts")
    return works(snapshot, path, config, **options)

homes.check = check
sys.exit(main())
"""


async def test_prints_are_not_part_of_the_protocol(shop: Path) -> None:
    async with piped(sys.executable, "-c", PRINTING) as pipe:
        await pipe.initialize(shop.parent.as_uri())
        await alive(pipe, shop)


CUTS = (0, 18, 25, 300, 5000)


async def test_the_pipe_may_close_at_any_moment(shop: Path) -> None:
    params = {"processId": None, "rootUri": shop.parent.as_uri(), "capabilities": {}}
    session = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
    session += framed(notification("initialized", {})) + framed(opened((shop / "views.py").as_uri(), VIEWS))
    for cut in CUTS:
        process = await asyncio.create_subprocess_exec(*SERVER, stdin=-1, stdout=-1, stderr=-1)
        out, errors = await asyncio.wait_for(process.communicate(session[:cut]), TIMEOUT)
        assert process.returncode == 1, cut
        assert b"scale_lsp/" not in errors, cut
        assert not out or out.startswith(b"Content-Length: "), cut


async def test_a_client_that_stops_reading(shop: Path) -> None:
    """Its end of stdout is closed while it goes on writing."""
    read, write = os.pipe()
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=-1, stdout=write, stderr=-1)
    os.close(write)
    os.close(read)
    assert process.stdin is not None
    params = {"processId": None, "rootUri": shop.parent.as_uri(), "capabilities": {}}
    process.stdin.write(framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}))
    process.stdin.write(framed(notification("initialized", {})) + framed(opened("file:///a.py", VIEWS)))
    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 1


SESSION = (
    framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}})
    + framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": None})
    + framed(notification("exit"))
)


async def test_input_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "session").write_bytes(SESSION)
    with (tmp_path / "session").open("rb") as stdin:
        process = await asyncio.create_subprocess_exec(*SERVER, stdin=stdin, stdout=-1, stderr=-1)
    out, _ = await asyncio.wait_for(process.communicate(), TIMEOUT)
    assert process.returncode == 0
    assert out.count(b"Content-Length: ") == 2


async def test_one_socket_for_both_directions() -> None:
    """It stays blocking, so that a long answer to a client that reads slowly is written to its end."""
    here, there = socket.socketpair()
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=there, stdout=there, stderr=-1)
    reader, writer = await asyncio.open_connection(sock=here)
    writer.write(SESSION)
    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0
    assert os.get_blocking(there.fileno())
    there.close()
    assert (await reader.read()).count(b"Content-Length: ") == 2
    writer.close()


async def test_lines_without_end() -> None:
    process = await asyncio.create_subprocess_exec(*SERVER, stdin=-1, stdout=-1, stderr=-1)
    garbage = b"x" * 3_000_000 + b"\r\n"
    out, _ = await asyncio.wait_for(process.communicate(garbage + SESSION), TIMEOUT)
    assert process.returncode == 0
    assert out.count(b"Content-Length: ") == 2


async def test_random_messages(shop: Path) -> None:
    """Messages in order, with pieces exchanged and lost at random; a seed for each server."""
    uri = (shop / "views.py").as_uri()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": VIEWS}
    good: list[Any] = [
        notification(OPEN, {"textDocument": document}),
        changed(uri, {"range": span(4, 13, 4, 18), "text": "Ordre"}, {"text": VIEWS}),
        notification(CLOSE, {"textDocument": {"uri": uri}}),
        notification("workspace/didChangeConfiguration", {"settings": {"scale-lsp": {"ignore": ["queries"]}}}),
        notification("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]}),
        notification("$/cancelRequest", {"id": 3}),
        notification("$/setTrace", {"value": "verbose"}),
        notification("window/workDoneProgress/cancel", {"token": "x"}),
        *(
            {"jsonrpc": "2.0", "id": 1000 + i, "method": f"textDocument/{method}", "params": params}
            for i, (method, params) in enumerate(
                (
                    method,
                    {"textDocument": {"uri": uri}, "position": {"line": 5, "character": 20}, "range": span(4, 0, 5, 9)},
                )
                for method in ("hover", "completion", "definition", "inlayHint", "documentLink")
            )
        ),
    ]
    for seed in range(2):
        chance = random.Random(seed)
        async with piped() as pipe:
            await pipe.initialize(shop.parent.as_uri())
            for _ in range(100):
                pipe.send(_spoiled(json.loads(json.dumps(chance.choice(good))), chance))
            pipe.send(notification("workspace/didChangeConfiguration", {"settings": {"scale-lsp": {}}}))
            await alive(pipe, shop)


ODD: tuple[Any, ...] = (None, -1, 2**31, 1.5, "", "\n", "file:///", [], {}, True, [{}], {"line": 0, "character": 0})


def _spoiled(message: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """With one value lost or exchanged, not the method."""
    holders = [message["params"]]
    for holder in holders:
        children = holder.values() if isinstance(holder, dict) else holder
        holders += [child for child in children if isinstance(child, dict | list)]
    holder = chance.choice([holder for holder in holders if holder])
    key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    if chance.random() < 0.3:
        del holder[key]
    else:
        holder[key] = chance.choice(ODD)
    return message
