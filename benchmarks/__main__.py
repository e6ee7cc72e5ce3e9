"""Measures ours beside other servers in one run and one generated project, for docs/performance.md: `make bench`.

python -m benchmarks --lines 20000 --edits 3 --keys 40 --print     a quick look; nothing is written
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.keystrokes import Figures, cold, started, warm
from benchmarks.peers import BARE, OURS, peers
from benchmarks.workspace import write

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
Row = tuple[str, str, Callable[[Figures], float | None]]
"""What is measured, how much is wanted, and the figure of a server."""
ROWS: tuple[Row, ...] = (
    ("Key → diagnostics, 1,000 lines, median", "", lambda f: f.get("edit p50")),
    ("the same, 95 % within", "ruff; 1/20 of the others", lambda f: f.get("edit p95")),
    ("Key → diagnostics, 3,000 lines, median", "", lambda f: f.get("large edit p50")),
    ("the same, 95 % within", "half of ruff", lambda f: f.get("large edit p95")),
    ("20 keys a second for 10 s, 95 % within", "50", lambda f: f.get("burst p95")),
    ("the same, the slowest", "50", lambda f: f.get("burst max")),
    ("last key → last answer", "50", lambda f: f.get("settles")),
    ("File opened in a new server → diagnostics", "twice ruff", lambda f: f.get("first")),
    ("Hover, 95 % within", "10", lambda f: f.get("hover")),
    ("List of code actions, 95 % within", "10", lambda f: f.get("actions")),
    ("One of them worked out, 95 % within", "100", lambda f: f.get("resolve")),
    ("Process started → `initialize` answered", "three times bare", lambda f: f.get("initialize")),
    ("Memory, in MB", "1/4 of basedpyright", lambda f: f["megabytes"] / 1000 if f.get("megabytes") else None),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500_000, help="of the project")
    parser.add_argument("--edits", type=int, default=20, help="places; a character is typed and removed at each")
    parser.add_argument("--keys", type=int, default=200, help="of the burst")
    parser.add_argument("--only", action="append", default=[], help="a server; ours is always measured")
    parser.add_argument("--print", action="store_true", help="do not write the page")
    options = parser.parse_args()
    servers = {"scale-lsp": OURS, **{n: c for n, c in peers().items() if not options.only or n in options.only}}
    with tempfile.TemporaryDirectory() as directory:
        workspace = Path(directory).resolve()
        typed = write(workspace, options.lines)
        found = {}
        for name, command in servers.items():
            print(f"Measuring {name} …", flush=True)
            found[name] = asyncio.run(measured(command, workspace, typed, options.edits, options.keys))
        found["bare pygls"] = {"initialize": asyncio.run(started(BARE, workspace, 5))}
    text = "\n".join(written(found, options.lines))
    print(text)
    if not options.print:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


async def measured(
    command: Sequence[str], workspace: Path, typed: Mapping[int, Path], edits: int, keys: int
) -> Figures:
    small, large = await warm(command, workspace, [typed[1000], typed[3000]], edits, keys)
    fresh = await cold(command, workspace, typed[1000], 3)
    return {**small, **{f"large {name}": value for name, value in large.items()}, **fresh}


def written(found: Mapping[str, Figures], lines: int) -> Iterator[str]:
    """The table: milliseconds, and how many times ours that is."""
    yield f"A project of {lines:,} lines; {_machine()}. Milliseconds; in brackets how many times ours."
    yield ""
    yield f"| | wanted | {' | '.join(found)} |"
    yield f"|---|---|{'---:|' * len(found)}"
    for words, wanted, figure in ROWS:
        ours = figure(found["scale-lsp"])
        cells = (_cell(figure(figures), None if name == "scale-lsp" else ours) for name, figures in found.items())
        yield f"| {words} | {wanted} | {' | '.join(cells)} |"


def _cell(figure: float | None, ours: float | None) -> str:
    if figure is None:
        return "–"
    shown = f"{1000 * figure:,.1f}" if figure < 0.1 else f"{1000 * figure:,.0f}"
    return f"{shown} ({figure / ours:,.1f}×)" if ours else shown


def _machine() -> str:
    system = f"{platform.system()} on {platform.machine()}"
    return f"{os.cpu_count()} processors, {system}, {platform.python_implementation()} {platform.python_version()}"


if __name__ == "__main__":
    main()
