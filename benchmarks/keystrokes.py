"""What somebody who types waits for: diagnostics after a key, in a burst of keys and after opening a file; requests.

python -m benchmarks.keystrokes PROJECT FILE                          ours in a project of one's own
python -m benchmarks.keystrokes PROJECT FILE --against "ruff server"  and another server beside it
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import statistics
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.client import Client, Typist, megabytes, server
from benchmarks.peers import OURS, environment

Figures = dict[str, float]
"""Seconds, by what was waited for; megabytes under that name."""
MOST_SECONDS = 45
SECONDS_TO_READ, SECONDS_TO_REST = 300, 30
"""A server that has not read the project by then, or does not rest after an edit, is measured as it is."""
BURST = """\
for order in Order.objects.filter(status="new"):
        names.append(order.owner.title)
        total = sum(number for number in range(12))
        if total > order.number:
            print(order.title, total, order.owner)
"""


async def cold(command: Sequence[str], workspace: Path, file: Path, rounds: int) -> Figures:
    """A server that has just been started: its answer to `initialize`, and the first diagnostics of a file."""
    answered, first = [], []
    for _ in range(rounds):
        async with server(command, environment()) as client:
            answered.append(await client.initialize(workspace))
            typist = Typist(client, file)
            opened = typist.open()
            first.append((await client.diagnostics(typist.uri, 1, opened)).when - opened)
    return {"initialize": statistics.median(answered), "first": statistics.median(first)}


async def started(command: Sequence[str], workspace: Path, rounds: int) -> float:
    """The answer to `initialize` alone."""
    times = []
    for _ in range(rounds):
        async with server(command, environment()) as client:
            times.append(await client.initialize(workspace))
    return statistics.median(times)


async def warm(command: Sequence[str], workspace: Path, files: Sequence[Path], edits: int, keys: int) -> list[Figures]:
    """Of each file, when the server has looked at everything it wants to: edits; of the first one the rest as well."""
    found: list[Figures] = []
    async with server(command, environment()) as client:
        await client.initialize(workspace)
        for file in files:
            typist = Typist(client, file)
            typist.open()
            await client.until_idle(most=SECONDS_TO_READ if not found else SECONDS_TO_REST)
            figures = await single(client, typist, edits)
            if not found:
                figures |= await requests(client, typist, edits)
                figures |= await burst(client, typist, keys)
                await client.until_idle(most=SECONDS_TO_REST)
                figures["megabytes"] = megabytes(client.process.pid)
            found.append(figures)
    return found


async def single(client: Client, typist: Typist, places: int) -> Figures:
    """A character is typed and removed at each place, at as many as there is time for."""
    lags: list[float] = []
    end = time.perf_counter() + MOST_SECONDS
    for line, column in typist.places(places):
        if time.perf_counter() > end:
            break
        for removed, text in ((0, "x"), (1, "")):
            sent = typist.type(line, column, removed, text)
            lags.append((await client.diagnostics(typist.uri, typist.version, sent)).when - sent)
            await asyncio.sleep(0.02)
    return {"edit p50": statistics.median(lags), "edit p95": p95(lags)}


async def burst(client: Client, typist: Typist, keys: int) -> Figures:
    """Twenty keys in a second: how long after its key each answer came, and the last one."""
    line, column = next(typist.places(1))
    typist.type(line, column, 0, "\n    ")
    await client.until_idle(most=SECONDS_TO_REST)
    line, column = line + 1, 4
    sent = {}
    begun = time.perf_counter()
    for number, key in enumerate((BURST * (1 + keys // len(BURST)))[:keys]):
        await asyncio.sleep(max(0, begun + number / 20 - time.perf_counter()))
        at = typist.type(line, column, 0, key)
        sent[typist.version] = at
        line, column = (line + 1, 0) if key == "\n" else (line, column + 1)
    answers = [await client.diagnostics(typist.uri, version, at) for version, at in sent.items()]
    lags = [one.when - at for one, at in zip(answers, sent.values(), strict=True)]
    return {"burst p95": p95(lags), "burst max": max(lags), "settles": lags[-1]}


async def requests(client: Client, typist: Typist, count: int) -> Figures:
    """Hover, the list of code actions, and one of them resolved: at what was found, else anywhere."""
    found = next((one.diagnostics for one in reversed(client.published) if one.uri == typist.uri), [])
    lags: dict[str, list[float]] = {"hover": [], "actions": [], "resolve": []}
    document = {"uri": typist.uri}
    ends = ({"line": line, "character": column - 1} for line, column in typist.places(count))
    anywhere = [{"range": {"start": end, "end": end}} for end in ends]
    for diagnostic in (found or anywhere)[:count]:
        place = diagnostic["range"]
        at = {"textDocument": document, "range": place, "context": {"diagnostics": found and [diagnostic]}}
        pointed = {"textDocument": document, "position": place["start"]}
        _, lag = await timed(client.request("textDocument/hover", pointed))
        lags["hover"].append(lag)
        actions, lag = await timed(client.request("textDocument/codeAction", at))
        lags["actions"].append(lag)
        for action in [a for a in actions or () if a.get("kind") == "quickfix" and "edit" not in a][:1]:
            _, lag = await timed(client.request("codeAction/resolve", action))
            lags["resolve"].append(lag)
    return {name: p95(values) for name, values in lags.items() if values}


async def timed(question: Awaitable[Any]) -> tuple[Any, float]:
    asked = time.perf_counter()
    return await question, time.perf_counter() - asked


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if len(values) > 1 else values[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--against", action="append", default=[], help="the command of another server")
    parser.add_argument("--edits", type=int, default=20, help="places; a character is typed and removed at each")
    options = parser.parse_args()
    project, file = options.project.absolute(), options.file.absolute()
    for command in (OURS, *map(shlex.split, options.against)):
        figures = asyncio.run(cold(command, project, file, 3))
        figures |= asyncio.run(warm(command, project, [file], options.edits, 200))[0]
        print(" ".join(command[-2:]))
        for name, value in figures.items():
            print(f"  {name:<12}{value * (1 if name == 'megabytes' else 1000):>10,.1f}")


if __name__ == "__main__":
    main()
