"""Absolute paths with forward slashes, as people and Python write them."""

from __future__ import annotations

from collections.abc import Iterable


def relative_to(path: str, folder: str) -> str:
    """`shop/views.py`: a path as seen from a folder; as it is where it lies elsewhere."""
    return path.removeprefix(folder.rstrip("/") + "/")


def within(path: str, folder: str) -> bool:
    """Whether `path` is the folder itself or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def innermost(path: str, folders: Iterable[str]) -> str | None:
    """The folder that a path lies in, of several the one that is in the others; None if it lies in none."""
    return max((folder for folder in folders if within(path, folder)), key=len, default=None)


def module_name(path: str, root: str) -> str:
    """`shop.views`: what a file is imported as, where `root` is on the path of modules."""
    return relative_to(path, root).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
