"""Absolute paths with forward slashes, as people and Python write them."""

from __future__ import annotations


def relative_to(path: str, folder: str) -> str:
    """`shop/views.py`: a path as seen from a folder; as it is where it lies elsewhere."""
    return path.removeprefix(folder.rstrip("/") + "/")


def within(path: str, folder: str) -> bool:
    """Whether `path` is the folder itself or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def module_name(path: str, root: str) -> str:
    """`shop.views`: what a file is imported as, where `root` is on the path of modules."""
    return relative_to(path, root).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
