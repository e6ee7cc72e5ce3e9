"""A client that writes bytes: what no library would send."""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from .editor import SERVER, TIMEOUT


def framed(content: object) -> bytes:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def notification(method: str, params: object = None) -> dict[str, object]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


class Pipe:
    """A server process, and all it said."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said: list[dict[str, Any]] = []
        self._ids = 0

    def send(self, *contents: object) -> None:
        assert self.process.stdin is not None
        for content in contents:
            self.process.stdin.write(framed(content))

    def raw(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)

    async def ask(self, method: str, params: object = None) -> dict[str, Any]:
        """The whole answer to a request."""
        self._ids += 1
        self.send({"jsonrpc": "2.0", "id": self._ids, "method": method, "params": params})
        return await self.answer(self._ids)

    async def answer(self, id: object) -> dict[str, Any]:
        return await self.until(lambda message: message.get("id") == id and "method" not in message)

    async def until(self, wanted: Any) -> dict[str, Any]:
        """The first message that is wanted, from now on; requests of the server are answered with null."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                message = await self.read()
                if wanted(message):
                    return message

    async def read(self) -> dict[str, Any]:
        """One message. Whatever else stands on stdout is an error."""
        out = self.process.stdout
        assert out is not None
        length = 0
        while (line := await out.readline()) != b"\r\n":
            name, _, value = line.partition(b": ")
            assert name in (b"Content-Length", b"Content-Type"), line
            length = int(value) if name == b"Content-Length" else length
        message: dict[str, Any] = json.loads(await out.readexactly(length))
        assert message["jsonrpc"] == "2.0"
        self.said.append(message)
        if "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    async def initialize(self, root: str | None = None, **more: object) -> dict[str, Any]:
        folders = [{"uri": root, "name": "root"}] if root else None
        params = {"processId": None, "rootUri": root, "workspaceFolders": folders, "capabilities": {}, **more}
        answer = await self.ask("initialize", params)
        self.send(notification("initialized", {}))
        return answer

    async def quit(self) -> int:
        """The exit code, after a clean end; the rest of what was said is read to its end."""
        assert (await self.ask("shutdown"))["result"] is None
        self.send(notification("exit"))
        with contextlib.suppress(asyncio.IncompleteReadError, AssertionError):
            while True:
                await asyncio.wait_for(self.read(), TIMEOUT)
        return await asyncio.wait_for(self.process.wait(), TIMEOUT)

    def logged(self) -> Sequence[str]:
        return [m["params"]["message"] for m in self.said if m.get("method") == "window/logMessage"]


@asynccontextmanager
async def piped(*command: str) -> AsyncIterator[Pipe]:
    process = await asyncio.create_subprocess_exec(*(command or SERVER), stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert process.stderr is not None
    errors = asyncio.ensure_future(process.stderr.read())
    try:
        yield Pipe(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await errors
