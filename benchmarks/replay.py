"""Replay the newest commits of a repository: what each made worse, and what finding it out costs.

    python benchmarks/replay.py CLONE [COMMITS]

Each commit is compared with its first parent as `check --diff-base` compares them, in one process that goes from commit
to commit. Every tenth commit is also analysed from nothing: for the time that takes, and to see that it finds the same.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from scale_lsp.cli.comparison import everything, put
from scale_lsp.cli.projects import Projects
from scale_lsp.config import Config
from scale_lsp.engine.changes import changes
from scale_lsp.engine.known import compare, known
from scale_lsp.finding import Finding
from scale_lsp.workspace.discover import among
from scale_lsp.workspace.git import tree
from scale_lsp.workspace.read import Unreadable, readable

COLD = 10
CONFIG = Config()


def main() -> None:
    clone, count = Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    listed = [
        "git",
        "-C",
        str(clone),
        "log",
        "--first-parent",
        f"-{count + 1}",
        "--format=%H %s",
        "--",
        "*.py",
        "*.html",
    ]
    lines = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    commits = [line.partition(" ") for line in reversed(lines)]
    project, texts = Projects(clone.as_posix()), texts_of(clone, commits[0][0])
    for path, text in texts.items():
        project.put(path, text)
    started = time.perf_counter()
    found = everything(project, CONFIG)
    print(f"{clone.name}: {len(texts)} files, {len(found)} findings, cold {time.perf_counter() - started:.1f} s")
    total, spent = 0, []
    for number, (commit, _, subject) in enumerate(commits[1:], 1):
        before = list(known(project.snapshot(), found))
        now = texts_of(clone, commit)
        old = {path: text for path, text in texts.items() if now.get(path) != text}
        changed = changes(old, {path: text for path, text in now.items() if texts.get(path) != text})
        texts = now
        started = time.perf_counter()
        for change in changed.files.values():
            put(project, change)
        found = everything(project, CONFIG)
        compared = compare(before, project.snapshot(), found, changed)
        added = [one for one in found if id(one) in compared.added]
        looked = time.perf_counter() - started
        added = project.with_causes(added, changed, CONFIG)
        whole = time.perf_counter() - started
        total += len(added)
        spent.append(whole)
        counts = f"{len(compared.new)} new, {len(compared.worse)} worse, {len(compared.gone)} gone"
        print(f"\n{commit[:9]} {subject[:70]}: {len(changed.files)} files, {counts}; {looked:.2f} s, {whole:.2f} s")
        for one in added:
            show(one, clone, changed.touch(one.location))
        if number % COLD == 0:
            cold(clone, texts, found)
        sys.stdout.flush()
    spent.sort()
    print(f"\n{total} new in {len(spent)} commits; median {spent[len(spent) // 2]:.2f} s, most {spent[-1]:.2f} s")


def texts_of(clone: Path, commit: str) -> dict[str, str]:
    stored = tree(clone, commit)
    decoded = ((path, readable(path, data)) for path, data in stored.read(among(clone, CONFIG, stored.files)))
    return {f"{clone.as_posix()}/{path}": text for path, text in decoded if not isinstance(text, Unreadable)}


def show(one: Finding, clone: Path, touched: bool) -> None:
    place = f"{one.location.path.removeprefix(clone.as_posix() + '/')}:{one.location.span.start.line + 1}"
    print(f"  {'changed' if touched else 'ELSEWHERE'} {place} {one.severity} {one.rule}: {one.message}")
    if one.cause is not None:
        where = one.cause.location
        path = where.path.removeprefix(clone.as_posix() + "/")
        print(f"      {path}:{where.span.start.line + 1}: {one.cause.message}")


def cold(clone: Path, texts: dict[str, str], found: list[Finding]) -> None:
    started = time.perf_counter()
    project = Projects(clone.as_posix())
    for path, text in texts.items():
        project.put(path, text)
    fresh = everything(project, CONFIG)
    print(
        f"  cold: {time.perf_counter() - started:.1f} s, {'the same' if set(fresh) == set(found) else 'NOT THE SAME'}"
    )
    for sign, here, there in (("-", found, fresh), ("+", fresh, found)):
        for one in here:
            if one not in there:
                print(f"  {sign} {one}")


if __name__ == "__main__":
    main()
