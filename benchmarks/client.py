"""A client of any language server over stdio, which notes when each message came; a document somebody types in."""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "workspace": {"workspaceFolders": True, "configuration": True, "workspaceEdit": {"documentChanges": True}},
    "window": {"workDoneProgress": True},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "dataSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
        },
    },
}
TIMEOUT = 60


@dataclass(frozen=True)
class Published:
    """Diagnostics as they came. Some servers do not say of which version they are."""

    when: float
    uri: str
    version: int | None
    diagnostics: list[Any]


class Client:
    """Speaks with one server process."""

    def __init__(self, process: asyncio.subprocess.Process, spawned: float) -> None:
        self.process, self.spawned = process, spawned
        self.published: list[Published] = []
        self.last_message = spawned
        self.running: set[Any] = set()
        """Tokens of work that has begun and not ended."""
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        self._reader = asyncio.ensure_future(self._read())

    async def request(self, method: str, params: Any) -> Any:
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._send({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(self._answers[number], TIMEOUT)

    def notify(self, method: str, params: Any) -> float:
        self._send({"method": method, "params": params})
        return time.perf_counter()

    async def initialize(self, workspace: Path) -> float:
        """How long it took from the spawn to the answer."""
        folder = {"uri": workspace.as_uri(), "name": workspace.name}
        start = {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder]}
        await self.request("initialize", {**start, "capabilities": CAPABILITIES})
        answered = time.perf_counter() - self.spawned
        self.notify("initialized", {})
        return answered

    async def diagnostics(self, uri: str, version: int, sent: float) -> Published:
        """The first that came of this version or a later one, sent at that time."""

        def found() -> Published | None:
            there = (one for one in reversed(self.published) if one.when > sent and one.uri == uri)
            return next((one for one in list(there)[::-1] if one.version is None or one.version >= version), None)

        return await self._until(found)

    async def until_idle(self, most: float, pause: float = 2) -> None:
        """No work runs, nothing is said, and the server's processes have rested for a while; or `most` seconds."""
        seconds = -1.0
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            before, seconds = seconds, sum(map(_seconds, tree(self.process.pid)))
            quiet = time.perf_counter() - self.last_message > pause and not self.running
            if quiet and seconds - before < 0.02 * pause:
                return
            await asyncio.sleep(pause)

    async def _until(self, found: Callable[[], Published | None]) -> Published:
        async with asyncio.timeout(TIMEOUT):
            while (one := found()) is None:
                self._news.clear()
                await self._news.wait()
            return one

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while True:
            try:
                header = await self.process.stdout.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                for waiting in self._answers.values():
                    waiting.set_exception(RuntimeError("The server has ended"))
                return
            sizes = (
                line.split(b":")[1] for line in header.split(b"\r\n") if line.lower().startswith(b"content-length")
            )
            body = await self.process.stdout.readexactly(int(next(sizes)))
            self.last_message = time.perf_counter()
            self._take(json.loads(body))
            self._news.set()

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"method": "textDocument/publishDiagnostics", "params": said}:
                known = (said["uri"], said.get("version"), said["diagnostics"])
                self.published.append(Published(self.last_message, *known))
            case {"method": "$/progress", "params": {"token": token, "value": {"kind": kind}}}:
                (self.running.add if kind == "begin" else self.running.discard if kind == "end" else id)(token)
            case {"id": number, "method": "workspace/configuration", "params": {"items": items}}:
                self._send({"id": number, "result": [None] * len(items)})
            case {"id": number, "method": _}:
                self._send({"id": number, "result": None})
            case {"id": number}:
                self._answers.pop(number).set_result(message.get("result"))


@asynccontextmanager
async def server(command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[Client]:
    """A client of a new process, which is killed at the end. No garbage is collected meanwhile: it would be a pause."""
    spawned = time.perf_counter()
    made = {"stdin": -1, "stdout": -1, "stderr": -3, "env": environment, "limit": 1 << 26}
    process = await asyncio.create_subprocess_exec(*command, **made)
    gc.disable()
    try:
        yield Client(process, spawned)
    finally:
        for one in tree(process.pid) if process.returncode is None else ():
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)  # a server that lives on holds the pipes of its parent
        await process.wait()
        gc.enable()


class Typist:
    """An open document and single-character edits in it."""

    def __init__(self, client: Client, path: Path) -> None:
        self.client, self.uri, self.version = client, path.as_uri(), 1
        self.lines = path.read_text().splitlines()

    def open(self) -> float:
        language = "python" if self.uri.endswith(".py") else "htmldjango"
        document = {"uri": self.uri, "languageId": language, "version": 1, "text": "\n".join(self.lines) + "\n"}
        return self.client.notify("textDocument/didOpen", {"textDocument": document})

    def type(self, line: int, column: int, removed: int, text: str) -> float:
        self.version += 1
        made = self.lines[line][:column] + text + self.lines[line][column + removed :]
        self.lines[line : line + 1] = made.split("\n")
        place = {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + removed}}
        document = {"uri": self.uri, "version": self.version}
        change = {"textDocument": document, "contentChanges": [{"range": place, "text": text}]}
        return self.client.notify("textDocument/didChange", change)

    def places(self, count: int) -> Iterator[tuple[int, int]]:
        """Ends of indented lines, spread over the file."""
        indented = [(i, len(line)) for i, line in enumerate(self.lines) if line.startswith("    ")]
        usable = [(i, end) for i, end in indented if self.lines[i][-1] not in ":([{,\\"]
        return iter(usable[:: max(1, len(usable) // count)][:count])


def tree(pid: int) -> list[int]:
    """A process and all below it; that process alone where there is no /proc."""
    found = [pid]
    for one in found:
        try:
            for thread in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
    return found


def megabytes(pid: int) -> float:
    """What the processes of a server hold, pages they share counted once. Only Linux says it."""
    return sum(map(_kilobytes, tree(pid))) / 1000


def _kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _seconds(pid: int) -> float:
    """The processor time a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / 100
