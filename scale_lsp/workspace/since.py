"""What has changed since a revision: the files on disk, staged or not, known to git or not, beside those it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.changes import Changes, changes
from scale_lsp.text.migrations import is_migration
from scale_lsp.workspace.discover import among
from scale_lsp.workspace.git import GitError, Tree, tree
from scale_lsp.workspace.read import Unreadable, readable


def old_migrations(folder: Path) -> frozenset[str] | None:
    """The migrations that the last commit has, by their absolute paths; None without git."""
    try:
        return migrations_of(tree(folder, "HEAD"))
    except GitError:
        return None


def migrations_of(stored: Tree) -> frozenset[str]:
    base = stored.folder.as_posix().rstrip("/") + "/"
    return frozenset(base + path for path in stored.files if is_migration(base + path))


def changes_since(stored: Tree, texts: Mapping[str, str], config: Config) -> Changes:
    """The changes from a tree of a project's folder to texts by their absolute paths: all files that are looked at."""
    base = stored.folder.as_posix().rstrip("/") + "/"
    now = {path.removeprefix(base): text for path, text in texts.items() if path.startswith(base)}
    differing = [path for path, text in now.items() if not _is_stored(stored, path, text)]
    known = (path for path in among(stored.folder, config, stored.files) if path not in now)
    gone = [path for path in known if not (stored.folder / path).exists()]
    before = dict(_before(stored, [*differing, *gone], now))
    files = dict.fromkeys((*differing, *before))
    return changes(
        {base + path: before[path] for path in files if path in before},
        {base + path: now[path] for path in files if path in now},
    )


def _is_stored(stored: Tree, path: str, text: str) -> bool:
    if stored.is_elsewhere(path):
        return True
    file = stored.file(path)
    if file is None:
        return False
    if file.holds(text.encode(errors="surrogatepass")):
        return True
    try:
        data = (stored.folder / path).read_bytes()
    except OSError:
        return False
    return file.holds(data) and readable(path, data) == text


def _before(stored: Tree, paths: list[str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts as they were, with the line ends of today: git may have been told to change them on the way to disk."""
    for path, data in stored.read(paths):
        text = readable(path, data)
        if not isinstance(text, Unreadable):
            windows = "\r\n" in now.get(path, "") and "\r" not in text
            yield path, text.replace("\n", "\r\n") if windows else text
