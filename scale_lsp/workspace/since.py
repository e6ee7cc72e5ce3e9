"""What has changed since a revision: the files on disk, staged or not, known to git or not, beside those it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scale_lsp.config import Config
from scale_lsp.engine.changes import Changes, changes
from scale_lsp.workspace.discover import among
from scale_lsp.workspace.git import Tree
from scale_lsp.workspace.read import Unreadable, readable


def changes_since(tree: Tree, texts: Mapping[str, str], config: Config) -> Changes:
    """The changes from a tree of a project's folder to texts by their absolute paths: all files that are looked at."""
    base = tree.folder.as_posix().rstrip("/") + "/"
    now = {path.removeprefix(base): text for path, text in texts.items() if path.startswith(base)}
    differing = [path for path, text in now.items() if not _is_stored(tree, path, text)]
    known = (path for path in among(tree.folder, config, tree.files) if path not in now)
    gone = [path for path in known if not (tree.folder / path).exists()]
    before = dict(_before(tree, [*differing, *gone], now))
    files = dict.fromkeys((*differing, *before))
    return changes(
        {base + path: before[path] for path in files if path in before},
        {base + path: now[path] for path in files if path in now},
    )


def _is_stored(tree: Tree, path: str, text: str) -> bool:
    if tree.is_elsewhere(path):
        return True
    stored = tree.file(path)
    if stored is None:
        return False
    if stored.holds(text.encode(errors="surrogatepass")):
        return True
    try:
        data = (tree.folder / path).read_bytes()
    except OSError:
        return False
    return stored.holds(data) and readable(path, data) == text


def _before(tree: Tree, paths: list[str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts as they were, with the line ends of today: git may have been told to change them on the way to disk."""
    for path, data in tree.read(paths):
        text = readable(path, data)
        if not isinstance(text, Unreadable):
            windows = "\r\n" in now.get(path, "") and "\r" not in text
            yield path, text.replace("\n", "\r\n") if windows else text
