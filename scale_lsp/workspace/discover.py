"""Which files belong to a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pathspec

from scale_lsp.config import Config
from scale_lsp.text.migrations import FOLDER, is_migration
from scale_lsp.text.plain import is_plain
from scale_lsp.text.template import is_template

_NEVER = frozenset(
    {
        *(
            ".git",
            ".hg",
            ".svn",
            ".venv",
            "venv",
            "env",
            ".env",
            ".tox",
            ".nox",
            ".eggs",
            "node_modules",
            "bower_components",
        ),
        *("site-packages", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", "build", "dist", ".corpus"),
    }
)
_TESTS = frozenset({"tests", "test", "testing", "fixtures"})
_ALWAYS_OUT = frozenset({"south_migrations"})
_TEMPLATE_FOLDERS = frozenset({"templates", "jinja2"})
_ROOT_MARKS = ("manage.py", "scale-lsp.toml", ".scale-lsp.toml", "pyproject.toml", "setup.py", ".git")

Ignoring = tuple[tuple[Path, pathspec.PathSpec[Any]], ...]
"""Folders with the patterns that hold below them."""


def find_root(path: Path) -> Path:
    """The project of a path: the nearest folder upwards that has one of the usual marks, else its own folder."""
    folder = path if path.is_dir() else path.parent
    for mark in (("manage.py",), _ROOT_MARKS):
        for parent in (folder, *folder.parents):
            if any((parent / name).exists() for name in mark):
                return parent
    return folder


def repository(root: Path) -> Path:
    """The folder of the git repository that a project is in; that of the project when it is in none."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def discover(root: Path, config: Config, warn: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """The Python files, templates and deployment files of a project as absolute paths with forward slashes, in order.

    Tests are out, as are virtual environments, and what .gitignore and `exclude` leave out. Of a folder of migrations
    the modules that Django reads are in, for fixes that add one. Folders that cannot be read are named to `warn`.
    Symbolic links to folders are not followed.
    """
    patterns = pathspec.PathSpec.from_lines("gitignore", config.exclude)
    stack: list[tuple[Path, Ignoring]] = [(root, ((root, patterns),))]
    while stack:
        folder, ignoring = stack.pop()
        if config.respect_gitignore and (own := _gitignore(folder)):
            ignoring = (*ignoring, (folder, own))
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            warn(f"{folder}: {error.strerror}")
            continue
        folders = []
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if (
                    folder.name != FOLDER
                    and not _is_out(entry.name, config)
                    and not _ignored(path, ignoring, folder=True)
                ):
                    folders.append((path, ignoring))
            elif _belongs(path, config) and _is_file(entry):
                if not _ignored(path, ignoring):
                    yield path.as_posix()
        stack += reversed(folders)


def among(root: Path, config: Config, paths: Iterable[str]) -> Iterator[str]:
    """Those of some relative paths, on disk or not, that `discover` would find if they were there."""
    ignoring = cache(lambda folder: _ignoring_below(root, config, folder))
    for path in paths:
        *folders, _ = path.split("/")
        if FOLDER in folders[:-1] or any(_is_out(name, config) for name in folders):
            continue
        if _belongs(root / path, config) and (specs := ignoring(tuple(folders))) is not None:
            if not _ignored(root / path, specs):
                yield path


def _ignoring_below(root: Path, config: Config, folders: tuple[str, ...]) -> Ignoring | None:
    """What files in a folder may be ignored by; None when the folder is."""
    ignoring: Ignoring = ((root, pathspec.PathSpec.from_lines("gitignore", config.exclude)),)
    folder = root
    for name in ("", *folders):
        folder = folder / name
        if name and _ignored(folder, ignoring, folder=True):
            return None
        if config.respect_gitignore and (own := _gitignore(folder)):
            ignoring = (*ignoring, (folder, own))
    return ignoring


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _belongs(path: Path, config: Config) -> bool:
    if path.parent.name == FOLDER:
        return is_migration(path.as_posix())
    return _is_source(path) and not _is_test(path.name, config)


def _is_source(path: Path) -> bool:
    """Python; templates, which are files below a folder that Django loads them from; what says how it is deployed."""
    if path.suffix == ".py" or is_plain(path.as_posix()):
        return True
    return is_template(path.name) and not _TEMPLATE_FOLDERS.isdisjoint(path.parts)


def _is_out(name: str, config: Config) -> bool:
    if name in _NEVER or name in _ALWAYS_OUT or name.endswith(".egg-info"):
        return True
    return name in _TESTS and not config.include_tests


def _is_test(name: str, config: Config) -> bool:
    return not config.include_tests and (
        name in ("tests.py", "conftest.py") or name.startswith("test_") or name.endswith("_test.py")
    )


def _gitignore(folder: Path) -> pathspec.PathSpec[Any] | None:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return pathspec.PathSpec.from_lines("gitignore", lines)


def _ignored(path: Path, ignoring: Iterable[tuple[Path, pathspec.PathSpec[Any]]], folder: bool = False) -> bool:
    for base, spec in ignoring:
        relative = path.relative_to(base).as_posix()
        if spec.match_file(f"{relative}/" if folder else relative):
            return True
    return False
