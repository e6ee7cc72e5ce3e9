"""New migrations in the editor: those that the last commit did not have when the folder was opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.repository import repository
from tests.cli.test_new_migrations import FIRST, INDEX, SETTINGS

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

BLOCKING = "blocking-index-migration"


async def test_what_is_not_committed_is_looked_at(tmp_path: Path) -> None:
    repo = repository(tmp_path)
    repo.write("site1/settings.py", SETTINGS)
    repo.write("shop/migrations/__init__.py", "")
    repo.write("shop/migrations/0001_first.py", FIRST)
    repo.write("shop/migrations/0002_old.py", INDEX.format(before="0001_first", name="old"))
    repo.commit()
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(tmp_path)
    new = editor.open(tmp_path / "shop/migrations/0003_new.py", INDEX.format(before="0002_old", name="new"))
    await editor.diagnostics(new, BLOCKING)
    await editor.diagnostics(editor.open(tmp_path / "shop/migrations/0002_old.py"))
    titles = [action.title for action in await editor.actions(new, "AddIndex")]
    assert any(title.startswith("Create the indexes concurrently") for title in titles), titles
    editor.change(new, ("migrations.AddIndex(", "migrations.AddIndex(  # scale: ignore\n        "))
    await editor.diagnostics(new)
    assert await editor.quit() == 0
