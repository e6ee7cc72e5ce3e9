"""A project on disk that is kept warm: what has changed there is read again when somebody asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from scale_lsp.config import Config, load_config
from scale_lsp.engine.registry import registry
from scale_lsp.index.project import Project
from scale_lsp.workspace.discover import discover
from scale_lsp.workspace.read import Unreadable, read


class Followed:
    """One folder. Not thread-safe: one owner calls it."""

    def __init__(self, root: Path, belongs: Callable[[str], bool] = lambda path: True) -> None:
        """`belongs` says of a file, by its path, whether it may be read."""
        self.root = root
        self.project = Project(root.as_posix())
        self.config = Config()
        self.left_out: dict[str, str] = {}
        """Files that cannot be read, and why."""
        self._belongs = belongs
        self._seen: dict[str, tuple[int, int]] = {}
        """Of each file the time of its change and its size when it was read."""

    def refresh(self) -> None:
        """Catch up with the disk. Raises ConfigError."""
        config = load_config(self.root).config
        config.check_names(registry().entries)
        self.config = config
        there: dict[str, tuple[int, int]] = {}
        for path in discover(self.root, config):
            if self._belongs(path) and (state := _state(path)) is not None:
                there[path] = state
        for path in self._seen.keys() - there.keys():
            self.project.remove(path)
            self.left_out.pop(path, None)
        for path, state in there.items():
            if self._seen.get(path) != state:
                self._load(path)
        self._seen = there

    def _load(self, path: str) -> None:
        self.left_out.pop(path, None)
        text = read(path)
        if isinstance(text, Unreadable):
            self.left_out[path] = text.reason
            self.project.remove(path)
        else:
            self.project.put(path, text)


def _state(path: str) -> tuple[int, int] | None:
    """None for a file that is gone meanwhile."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)
