"""How long after a keystroke the diagnostics are there. Any language server over stdio, one run, one table.

    python benchmarks/keystrokes.py                                     a generated shop
    python benchmarks/keystrokes.py --against "ruff server"             and another server beside ours
    python benchmarks/keystrokes.py --workspace . --file shop/views.py  a project of one's own

Ratios between the rows of one run mean more than milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import shlex
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = f"{sys.executable} -c 'import sys; from scale_lsp.lsp.server import main; sys.exit(main())'"
MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    placed = models.DateTimeField()
"""
VIEW = """\
def customers_{i}(request):
    orders = Order.objects.{queryset}
    names = []
    for order in orders:
        names.append(order.customer.name)
    return names


def total_{i}(request):
    total = 0
    for value in range({i}):
        total += value
    return total


"""
PAGE = """\
from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "orders.html", {"orders": Order.objects.all()})
"""
TEMPLATE = "{% for order in orders %}\n<table>\nROWS</table>\n{% endfor %}\n"
ROW = "  <tr>\n    <td>{{ order.customer.name }}</td>\n    <td>{{ order.placed }}</td>\n  </tr>\n"
TEMPLATE_LINES = 300
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "workspace": {"workspaceFolders": True, "workspaceEdit": {"documentChanges": True}},
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


class Client:
    """Speaks LSP with one server process; the times of what it publishes are kept."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.published: list[tuple[float, str, int | None, list[Any]]] = []
        self.indexed = False
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        self._reader = asyncio.ensure_future(self._read())

    async def request(self, method: str, params: Any) -> Any:
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._send({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(self._answers[number], 60)

    def notify(self, method: str, params: Any) -> float:
        self._send({"method": method, "params": params})
        return time.perf_counter()

    async def diagnostics(self, uri: str, version: int, timeout: float = 60) -> float:
        """When the diagnostics of this version came; servers that name no version are taken by their word."""
        seen = len(self.published)
        async with asyncio.timeout(timeout):
            while True:
                for when, of, said, _ in self.published[max(0, seen - 3) :]:
                    if of == uri and said in (version, None):
                        return when
                await self._wait()

    async def until_indexed(self, timeout: float = 600) -> None:
        async with asyncio.timeout(timeout):
            while not self.indexed:
                await self._wait()

    async def _wait(self) -> None:
        self._news.clear()
        await self._news.wait()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while not self.process.stdout.at_eof():
            try:
                header = await self.process.stdout.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                return
            length = next(
                int(h.split(b":")[1]) for h in header.split(b"\r\n") if h.lower().startswith(b"content-length")
            )
            message = json.loads(await self.process.stdout.readexactly(length))
            when = time.perf_counter()
            match message:
                case {"method": "textDocument/publishDiagnostics", "params": params}:
                    self.published.append((when, params["uri"], params.get("version"), params["diagnostics"]))
                case {"method": "$/progress", "params": {"value": {"kind": "end"}}}:
                    self.indexed = True
                case {"id": number, "method": _}:
                    self._send({"id": number, "result": None})
                case {"id": number}:
                    self._answers.pop(number).set_result(message.get("result"))
            self._news.set()


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
        self.lines[line] = self.lines[line][:column] + text + self.lines[line][column + removed :]
        place = {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + removed}}
        document = {"uri": self.uri, "version": self.version}
        change = {"textDocument": document, "contentChanges": [{"range": place, "text": text}]}
        return self.client.notify("textDocument/didChange", change)

    def places(self, count: int) -> Iterator[tuple[int, int]]:
        """Ends of indented lines, spread over the file."""
        usable = [
            (i, len(line)) for i, line in enumerate(self.lines) if line.startswith("    ") and line[-1] not in ":([{,\\"
        ]
        return iter(usable[:: max(1, len(usable) // count)][:count])


async def measure(command: str, workspace: Path, file: Path, edits: int) -> dict[str, float]:
    spawned = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*shlex.split(command), stdin=-1, stdout=-1, stderr=-3)
    client = Client(process)
    folder = {"uri": workspace.as_uri(), "name": workspace.name}
    start = {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": CAPABILITIES}
    await client.request("initialize", start)
    figures = {"initialize": time.perf_counter() - spawned}
    client.notify("initialized", {})
    typist = Typist(client, file)
    opened = typist.open()
    figures["first"] = await client.diagnostics(typist.uri, 1) - opened
    if "scale_lsp" in command:
        await client.until_indexed()
        figures["indexed"] = time.perf_counter() - opened
    await asyncio.sleep(0.5)

    lags = []
    for line, column in typist.places(edits):
        for removed, text in ((0, "x"), (1, "")):
            sent = typist.type(line, column, removed, text)
            lags.append(await client.diagnostics(typist.uri, typist.version) - sent)
            await asyncio.sleep(0.02)
    figures |= {"edit p50": statistics.median(lags), "edit p95": p95(lags)}
    figures |= await requests(client, typist, edits)
    figures |= await burst(client, typist)
    figures["MB"] = resident(process.pid) / 1000
    await client.request("shutdown", None)
    client.notify("exit", None)
    await process.wait()
    return figures


async def burst(client: Client, typist: Typist, keys: int = 60, pause: float = 0.05) -> dict[str, float]:
    """Somebody types fast: how long after the last key everything has settled."""
    line, column = next(typist.places(1))
    for i in range(keys):
        sent = typist.type(line, column + i, 0, "x" if i else " ")
        await asyncio.sleep(pause)
    settled = await client.diagnostics(typist.uri, typist.version)
    return {"burst": settled - sent}


async def requests(client: Client, typist: Typist, count: int) -> dict[str, float]:
    """Hover, the list of code actions, and one of them resolved, at what was found last."""
    found = next((d for _, uri, _, d in reversed(client.published) if uri == typist.uri), [])
    lags: dict[str, list[float]] = {"hover": [], "actions": [], "resolve": []}
    document = {"uri": typist.uri}
    for diagnostic in found[:count]:
        place = diagnostic["range"]
        context = {"diagnostics": [diagnostic]}
        at = {"textDocument": document, "range": place, "context": context}
        _, lag = await timed(
            client.request("textDocument/hover", {"textDocument": document, "position": place["start"]})
        )
        lags["hover"].append(lag)
        actions, lag = await timed(client.request("textDocument/codeAction", at))
        lags["actions"].append(lag)
        for action in [a for a in actions or () if a.get("kind") == "quickfix" and "edit" not in a][:1]:
            _, lag = await timed(client.request("codeAction/resolve", action))
            lags["resolve"].append(lag)
    return {name: p95(values) for name, values in lags.items() if values}


async def timed(question: Any) -> tuple[Any, float]:
    asked = time.perf_counter()
    return await question, time.perf_counter() - asked


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if len(values) > 1 else values[0]


def resident(pid: int) -> float:
    """KB of one process; 0 where /proc does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def shop(root: Path, lines: int, files: int) -> Path:
    """A workspace of `files` views modules; the one to type in has about `lines` lines."""
    package = root / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "models.py").write_text(MODELS)
    head = "from shop.models import Order\n\n\n"
    for number in range(files):
        (package / f"views_{number}.py").write_text(head + views(200))
    target = package / "views.py"
    target.write_text(head + views(lines))
    (package / "pages.py").write_text(PAGE)
    (package / "templates").mkdir()
    (package / "templates" / "orders.html").write_text(
        TEMPLATE.replace("ROWS", ROW * (TEMPLATE_LINES // ROW.count("\n")))
    )
    return target


def views(lines: int) -> str:
    """One N+1 in about a hundred lines."""
    kinds = [f"filter(placed__year={year})" for year in range(6)]
    kinds = ["all()", *(f'select_related("customer").{kind}' for kind in kinds)]
    return "".join(VIEW.format(i=i, queryset=kinds[i % len(kinds)]) for i in range(lines // VIEW.count("\n")))


def table(rows: list[tuple[str, dict[str, float]]]) -> str:
    columns = list(dict.fromkeys(name for _, figures in rows for name in figures))
    lines = [["milliseconds", *columns]]
    for name, figures in rows:
        cells = [f"{figures[c] * (1 if c == 'MB' else 1000):,.1f}" if c in figures else "–" for c in columns]
        lines.append([name, *cells])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[300, 1000, 3000])
    parser.add_argument("--files", type=int, default=100, help="other files of the generated workspace")
    parser.add_argument("--edits", type=int, default=40, help="places; a character is typed and removed at each")
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--against", action="append", default=[], help="the command of another server")
    options = parser.parse_args()
    rows = []
    for command in (OURS, *options.against):
        name = "scale-lsp" if command is OURS else command
        if options.file:
            workspace = (options.workspace or options.file.parent).resolve()
            rows.append((name, asyncio.run(measure(command, workspace, options.file.resolve(), options.edits))))
            continue
        if command is OURS:
            with tempfile.TemporaryDirectory() as directory:
                file = shop(Path(directory), 1000, options.files).parent / "templates" / "orders.html"
                figures = asyncio.run(measure(command, Path(directory), file, options.edits))
                rows.append((f"{name}, a template of {TEMPLATE_LINES} lines", figures))
        for lines in options.lines:
            with tempfile.TemporaryDirectory() as directory:
                file = shop(Path(directory), lines, options.files)
                rows.append(
                    (f"{name}, {lines:,} lines", asyncio.run(measure(command, Path(directory), file, options.edits)))
                )
    print(table(rows))


if __name__ == "__main__":
    main()
