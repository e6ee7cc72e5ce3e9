"""Django's migrations: held as texts, read when a fix is to add one. No rule looks into them."""

from __future__ import annotations

from scale_lsp.text.plain import TextFile
from scale_lsp.text.source import Comment

FOLDER = "migrations"


class MigrationFile(TextFile):
    """A module of a package of migrations. Nothing in it is reported, so nothing in it is suppressed."""

    @property
    def comments(self) -> tuple[Comment, ...]:
        return ()


def is_migration(path: str) -> bool:
    """Whether Django would look for a migration in a file, or for the package around it.

    https://docs.djangoproject.com/en/5.2/topics/migrations/#migration-files
    """
    folder, _, name = path.rpartition("/")
    if folder.rpartition("/")[2] != FOLDER or not name.endswith(".py"):
        return False
    return name == "__init__.py" or not name.startswith(("_", "~"))
