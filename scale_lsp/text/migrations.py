"""Django's migrations: held as texts, read when a fix is to add one, and by rules as long as they are new."""

from __future__ import annotations

from functools import cached_property

from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Edit, Span, apply_edits
from scale_lsp.text.source import Comment, read_comments

FOLDER = "migrations"


class MigrationFile(TextFile):
    """A module of a package of migrations.

    An old one has run on the databases that matter: nothing in it is reported, so nothing in it is suppressed.
    """

    def __init__(self, path: str, text: str, is_new: bool = False) -> None:
        super().__init__(path, text)
        self.is_new = is_new

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        return tuple(read_comments(self.lines)) if self.is_new else ()

    def edited(self, span: Span, text: str) -> MigrationFile:
        return MigrationFile(self.path, apply_edits(self.text, [Edit(self.path, span, text)]), self.is_new)


def is_migration(path: str) -> bool:
    """Whether Django would look for a migration in a file, or for the package around it.

    https://docs.djangoproject.com/en/5.2/topics/migrations/#migration-files
    """
    folder, _, name = path.rpartition("/")
    if folder.rpartition("/")[2] != FOLDER or not name.endswith(".py"):
        return False
    return name == "__init__.py" or not name.startswith(("_", "~"))
