"""The Django projects in one folder, and which of them a file belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scale_lsp.text.folders import within
from scale_lsp.workspace.read import Unreadable, read

MANAGE = "manage.py"
_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", "Dockerfile")
"""What lies at the top of something that is deployed by itself."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Several projects have names, models, settings, templates and routes of their own.

    What lies in none of them is shared: all of them see it.
    """

    projects: tuple[str, ...] = ()
    """Their folders; none where the whole folder is one project."""

    @property
    def keys(self) -> tuple[str | None, ...]:
        """What the projects are called here; None is the whole folder."""
        return self.projects or (None,)

    def owner(self, path: str) -> str | None:
        """The folder of the project that a file is in, the innermost one; None for a file of all projects."""
        return max((folder for folder in self.projects if within(path, folder)), key=len, default=None)

    def keys_of(self, path: str) -> tuple[str | None, ...]:
        """The projects that see a file."""
        owner = self.owner(path)
        return self.keys if owner is None else (owner,)


def layout(root: str, files: Iterable[str]) -> Layout:
    """The projects among the files of a folder: one for each `manage.py` of Django, where there are several.

    https://docs.djangoproject.com/en/5.2/ref/django-admin/: that script is what names the settings of a project.
    """
    found = sorted(
        path.removesuffix(f"/{MANAGE}") for path in files if path.endswith(f"/{MANAGE}") and _is_django(path)
    )
    return Layout(tuple(_widened(folder, root, found) for folder in found) if len(found) > 1 else ())


def _is_django(path: str) -> bool:
    text = read(path)
    return not isinstance(text, Unreadable) and "DJANGO_SETTINGS_MODULE" in text


def _widened(folder: str, root: str, all_folders: Iterable[str]) -> str:
    """The folder of a project whose script lies deeper, as in `backend/src`: the outermost that is marked as such and
    has no other project in it.
    """
    others = [other for other in all_folders if not within(other, folder)]
    widest = folder
    for parent in map(Path.as_posix, Path(folder).parents):
        if not within(parent, root) or parent == root or any(within(other, parent) for other in others):
            break
        if any((Path(parent) / mark).exists() for mark in _MARKS):
            widest = parent
    return widest
