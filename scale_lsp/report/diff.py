"""Changes of files as unified diffs."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from itertools import chain

from scale_lsp.engine.fix import FixResult
from scale_lsp.index.project import Snapshot


def unified(name: str, before: str | None, after: str) -> str:
    """A unified diff of one file, as `git diff` writes it; of a new one when there was none before."""
    old = "/dev/null" if before is None else f"a/{name}"
    lines = difflib.unified_diff(
        (before or "").splitlines(keepends=True), after.splitlines(keepends=True), old, f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def diff_of(result: FixResult, snapshot: Snapshot, name: Callable[[str], str]) -> str:
    """All that fixes change; `name` is how a path is written."""
    changed = (unified(name(path), snapshot.sources[path].text, text) for path, text in sorted(result.texts.items()))
    created = (unified(name(new.path), None, new.text) for new in result.new_files)
    return "".join(chain(changed, created))
