"""How long a first check of a project takes, and how much memory: ours beside `ruff check` without its cache.

    python benchmarks/cold.py PATH…              the median of three runs of each, in turns
    python benchmarks/cold.py --rounds 5 PATH

Ratios mean more than seconds: both tools run on the same machine in the same minute.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TOOLS = {
    "scale-lsp": (sys.executable, "-m", "scale_lsp", "check", "--exit-zero", "--output-format", "concise"),
    "ruff": (sys.executable, "-m", "ruff", "check", "--exit-zero", "--no-cache", "--isolated"),
}


@dataclass(frozen=True)
class Run:
    """What a finished process printed and needed."""

    code: int
    seconds: float
    megabytes: float
    out: str
    err: str


def measure(*command: str, limit: float = 600) -> Run:
    """Run a command to its end; killed after `limit` seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        killer = threading.Timer(limit, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", errors="replace"))
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Run(process.returncode, seconds, usage.ru_maxrss / unit, *texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'':<32}{'seconds':>10}{'MB':>8}{'× ruff':>10}")
    for path in arguments.paths:
        runs: dict[str, list[Run]] = {tool: [] for tool in TOOLS}
        for _ in range(arguments.rounds):
            for tool, command in TOOLS.items():
                runs[tool].append(measure(*command, str(path)))
        failed = next((run for done in runs.values() for run in done if run.code), None)
        if failed is not None:
            print(failed.err, file=sys.stderr)
            return 1
        medians = {tool: statistics.median(run.seconds for run in done) for tool, done in runs.items()}
        for tool, done in runs.items():
            megabytes = max(run.megabytes for run in done)
            ratio = medians[tool] / medians["ruff"]
            print(f"{path.name[:20] + ' ' + tool:<32}{medians[tool]:>10.2f}{megabytes:>8.0f}{ratio:>10.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
