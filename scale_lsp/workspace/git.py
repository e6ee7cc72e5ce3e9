"""What git has stored, read without running anything that a repository names.

Only trees and objects are read. What is in the working tree is read by us and compared by its hash: `git diff` and
`git status` would run the filters, text converters and monitors of a configuration that came with the repository
(https://git-scm.com/docs/gitattributes#_filter). A partial clone is not completed from its remote, whose transport
may be a command of the configuration as well (https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_SAFE = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_OPTIONS = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
)
_SYMLINK, _SUBMODULE = "120000", "160000"


class GitError(Exception):
    """What git refuses to do, in words for the user."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a tree: its mode and the id of its contents."""

    mode: str
    id: str

    def holds(self, data: bytes) -> bool:
        """Whether these bytes are the contents: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects"""
        kind = hashlib.sha1 if len(self.id) == 40 else hashlib.sha256
        return kind(b"blob %d\0" % len(data) + data).hexdigest() == self.id


@dataclass(frozen=True)
class Tree:
    """The files of a commit below a folder, by their paths from there, with forward slashes."""

    folder: Path
    id: str
    files: Mapping[str, Stored]

    @cached_property
    def _submodules(self) -> tuple[str, ...]:
        return tuple(path for path, one in self.files.items() if one.mode == _SUBMODULE)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The contents of files. A symbolic link has those of the file it leads to, if that is in the tree."""
        wanted = [(path, found) for path in paths if (found := self.file(path)) is not None]
        contents = _contents(self.folder, [one.id for _, one in wanted])
        yield from zip((path for path, _ in wanted), contents, strict=True)

    def file(self, path: str) -> Stored | None:
        """What is stored of a file; None when there is none."""
        found = self.files.get(path)
        if found is not None and found.mode == _SYMLINK:
            target = os.fsdecode(next(_contents(self.folder, [found.id])))
            there = os.path.normpath(os.path.join(os.path.dirname(path), target))
            found = self.files.get(there.replace(os.sep, "/"))
        return found if found is not None and found.mode not in (_SYMLINK, _SUBMODULE) else None

    def is_elsewhere(self, path: str) -> bool:
        """Whether a file belongs to another repository, or is a link that leads out of this one."""
        stored = self.files.get(path)
        if stored is not None:
            return stored.mode == _SYMLINK and self.file(path) is None
        return any(path.startswith(f"{folder}/") for folder in self._submodules)


def tree(folder: Path, revision: str) -> Tree:
    """The tree of a revision; of `REV...` that of the last common ancestor with HEAD. Raises GitError."""
    if revision.startswith("-") or "\0" in revision:
        raise GitError(f"{revision!r} is no revision")
    prefix = _git(folder, "rev-parse", "--show-prefix").removesuffix("\n")
    start, dots, other = revision.partition("...")
    if dots:
        start = _ancestor(folder, start or "HEAD", other or "HEAD")
    found = _resolved(folder, f"{start}^{{tree}}")
    if found is None:
        raise GitError(f"there is no revision {start!r} here; a shallow clone has to fetch it first")
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", found, *([prefix] if prefix else []))
    return Tree(folder, found, dict(_files(listed, prefix)))


def _files(listed: str, prefix: str) -> Iterator[tuple[str, Stored]]:
    for line in filter(None, listed.split("\0")):
        about, path = line.split("\t", 1)
        mode, _, identity = about.split(" ")
        yield path.removeprefix(prefix), Stored(mode, identity)


def _ancestor(folder: Path, one: str, other: str) -> str:
    commits = [_resolved(folder, f"{name}^{{commit}}") for name in (one, other)]
    for name, commit in zip((one, other), commits, strict=True):
        if commit is None:
            raise GitError(f"there is no commit {name!r}")
    try:
        return _git(folder, "merge-base", *(commit or "" for commit in commits)).strip()
    except GitError:
        raise GitError(
            f"{one} and {other} have no common ancestor here; a shallow clone is too short: `git fetch --unshallow`"
        ) from None


def _resolved(folder: Path, revision: str) -> str | None:
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision).strip() or None
    except GitError:
        return None


def _git(folder: Path, *arguments: str) -> str:
    """What a command prints, names of files as Python decodes them."""
    return os.fsdecode(_run(folder, arguments))


def _run(folder: Path, arguments: Iterable[str], given: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *_OPTIONS, *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env={**os.environ, **_SAFE}, check=False)
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise GitError(said or f"git {next(iter(arguments))} failed")
    return done.stdout


def _contents(folder: Path, ids: list[str]) -> Iterator[bytes]:
    """The contents of objects, in order: https://git-scm.com/docs/git-cat-file#_batch_output"""
    if not ids:
        return
    said = _run(folder, ("cat-file", "--batch"), "".join(f"{one}\n" for one in ids).encode())
    position = 0
    for one in ids:
        end = said.index(b"\n", position)
        head = said[position:end].split(b" ")
        if len(head) != 3:
            raise GitError(f"object {one} is not in this clone")
        size = int(head[2])
        yield said[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
