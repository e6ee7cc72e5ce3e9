"""Replays random edits on projects and compares what they say with what fresh ones say: `python -m tests.oracle`.

    python -m tests.oracle --seeds 200             the example and the fixtures of all rules
    python -m tests.oracle --seeds 20 PATH…        projects on disk; nothing is written there
    python -m tests.oracle --first 17 --seeds 1    the seed that failed

A difference is a bug of the engine. It is made as small as it gets, and printed with the steps that lead to it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.oracle.bases import bases
from tests.oracle.replay import replay, smallest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--edits", type=int, default=100, help="of each seed")
    parser.add_argument("--every", type=int, default=10, help="edits from one comparison to the next")
    arguments = parser.parse_args()
    started, total, failed = time.perf_counter(), 0, 0
    for base, seed in bases(arguments.paths, range(arguments.first, arguments.first + arguments.seeds)):
        found, done = replay(base, seed, arguments.edits, arguments.every)
        total += done
        if found is None:
            continue
        failed += 1
        print(f"\nSeed {seed} ({base.name}):", *found.lines[:4], sep="\n")
        small = smallest(found)
        files = ", ".join(sorted(small.base.texts)) if len(small.base.texts) < 8 else f"{len(small.base.texts)} files"
        print(f"With {files}:", *small.steps, *small.lines[:4], sep="\n", flush=True)
    print(f"{total} edits with {arguments.seeds} seeds, {failed} failed, {time.perf_counter() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
