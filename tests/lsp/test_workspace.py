"""The project on disk: indexed in the background, kept in step, configured per folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import MODELS, VIEWS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
JOINED = 'from shop.models import Order\n\n\ndef latest():\n    return Order.objects.select_related("customer")\n'
BARE = "from shop.models import Order\n\n\ndef latest():\n    return Order.objects.all()\n"
CALLER = "from shop.services import latest\n\n\ndef names():\n    return [order.customer.name for order in latest()]\n"


async def test_progress_of_the_index_and_what_is_watched(shop: Path) -> None:
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)
    seen = await editor.until(lambda: ended(editor))
    assert isinstance(seen[0], types.WorkDoneProgressBegin)
    assert shop.parent.name in seen[0].title
    assert all(isinstance(report, types.WorkDoneProgressReport) for report in seen[1:-1])
    assert seen[-1].message == "4 files"
    watched = "workspace/didChangeWatchedFiles"
    (registration,) = await editor.until(lambda: [r for r in editor.registrations if r.method == watched])
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    patterns = {watcher["globPattern"] for watcher in registration.register_options["watchers"]}
    assert {"**/*.py", "**/pyproject.toml", "**/scale-lsp.toml"} <= patterns
    assert await editor.quit() == 0


def ended(editor: Editor) -> list[object]:
    """All reports of the work that came to its end."""
    works = editor.client.progress_reports.values()
    return next((work for work in works if work and isinstance(work[-1], types.WorkDoneProgressEnd)), [])


async def test_files_come_change_and_go_on_disk(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py", CALLER)
    await editor.diagnostics(views)
    editor.write(shop / "services.py", BARE)
    await editor.diagnostics(views, N1)
    editor.write(shop / "services.py", JOINED)
    await editor.diagnostics(views)
    editor.write(shop / "services.py", BARE)
    await editor.diagnostics(views, N1)
    (shop / "services.py").unlink()
    editor.watched((shop / "services.py", types.FileChangeType.Deleted))
    await editor.diagnostics(views)


COUNTING = """
import logging, sys
import scale_lsp.lsp.watching as watching
from scale_lsp.lsp.server import main

looks, discover = [], watching.discover

def counted(*arguments):
    looks.append(1)
    logging.getLogger("scale_lsp").warning("looked %s times", len(looks))
    return discover(*arguments)

watching.discover = counted
sys.exit(main())
"""


async def test_a_checkout_that_comes_as_hundreds_of_events(shop: Path) -> None:
    editor = await Editor.of(COUNTING, shop.parent)
    views = editor.open(shop / "views.py", CALLER)
    await editor.until(lambda: ended(editor))
    for number in range(300):
        (shop / f"new_{number}.py").write_text("x = 1\n")
        editor.watched((shop / f"new_{number}.py", types.FileChangeType.Created))
    (shop / "services.py").write_text(BARE)
    editor.watched((shop / "services.py", types.FileChangeType.Created))
    await editor.diagnostics(views, N1)
    assert 1 <= len([m for m in editor.client.log_messages if "looked" in m.message]) < 100
    (shop / "services.py").unlink()
    for kind in (types.FileChangeType.Changed, types.FileChangeType.Deleted):
        editor.watched((shop / "services.py", kind))
    await editor.diagnostics(views)
    assert await editor.quit() == 0


async def test_a_checkout_of_another_branch(shop: Path) -> None:
    """Many files in one notification: the user sees that they are read, and goes on typing meanwhile."""
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)
    views = editor.open(shop / "views.py", CALLER)
    await editor.until(lambda: ended(editor))
    paths = [shop / f"new_{number}.py" for number in range(400)]
    for path in paths:
        path.write_text("x = 1\n")
    (shop / "services.py").write_text(BARE)
    editor.watched(*((path, types.FileChangeType.Created) for path in (*paths, shop / "services.py")))

    def reading() -> list[object]:
        works = editor.client.progress_reports.values()
        return next((work for work in works if work and getattr(work[0], "title", "") == "Reading changed files"), [])

    await editor.until(reading)
    editor.change(views, ("def names", "def all_names"))
    await editor.until(lambda: editor.latest(views))
    assert not isinstance(reading()[-1], types.WorkDoneProgressEnd)
    await editor.diagnostics(views, N1)
    last = await editor.until(lambda: reading()[-1] if isinstance(reading()[-1], types.WorkDoneProgressEnd) else None)
    assert last.message == "401 files"
    assert not reading()[0].cancellable
    for path in paths:
        path.unlink()
    (shop / "services.py").write_text(JOINED)
    editor.watched(
        *((path, types.FileChangeType.Deleted) for path in paths),
        (shop / "services.py", types.FileChangeType.Changed),
    )
    await editor.diagnostics(views)
    assert await editor.quit() == 0


async def test_a_file_that_appears_and_is_opened_while_nobody_watches(neovim: Editor, shop: Path) -> None:
    views = neovim.open(shop / "views.py")
    await neovim.diagnostics(views, N1)
    assert not neovim.watches
    (shop / "late.py").write_text(VIEWS)
    await neovim.diagnostics(neovim.open(shop / "late.py"), N1)
    (shop.parent / "venv").mkdir()
    (shop.parent / "venv" / "late.py").write_text(VIEWS)
    await neovim.diagnostics(neovim.open(shop.parent / "venv" / "late.py"))


async def test_what_is_open_does_not_follow_the_disk(editor: Editor, shop: Path) -> None:
    editor.write(shop / "services.py", BARE)
    views, services = editor.open(shop / "views.py", CALLER), editor.open(shop / "services.py")
    await editor.diagnostics(views, N1)
    editor.write(shop / "services.py", JOINED)
    (shop / "services.py").unlink()
    editor.watched((shop / "services.py", types.FileChangeType.Deleted))
    editor.change(views, ("def names", "def all_names"))
    await editor.diagnostics(views, N1)
    editor.close(services)
    await editor.diagnostics(views)


async def test_a_renamed_directory(editor: Editor, shop: Path) -> None:
    (shop / "old").mkdir()
    editor.write(shop / "old" / "__init__.py", "")
    editor.write(shop / "old" / "services.py", BARE)
    old = editor.open(shop / "views.py", CALLER.replace("shop.services", "shop.old.services"))
    new = editor.open(shop / "admin.py", CALLER.replace("shop.services", "shop.new.services"))
    await editor.diagnostics(old, N1)
    await editor.diagnostics(new)
    (shop / "old").rename(shop / "new")
    renamed = types.FileRename((shop / "old").as_uri(), (shop / "new").as_uri())
    editor.client.workspace_did_rename_files(types.RenameFilesParams([renamed]))
    await editor.diagnostics(old)
    await editor.diagnostics(new, N1)


async def test_a_folder_that_leaves_takes_its_models_along(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    editor.remove_folder(shop.parent)
    await editor.diagnostics(views)
    editor.add_folder(shop.parent)
    await editor.diagnostics(views, N1)


async def test_a_new_file_is_saved(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py", CALLER)
    services = editor.open((shop / "services.py").as_uri(), BARE)
    await editor.diagnostics(views, N1)
    editor.save(services, shop / "services.py")
    editor.close(services)
    editor.change(views, ("def names", "def all_names"))
    await editor.diagnostics(views, N1)


async def test_documents_that_are_no_part_of_the_project_are_left_alone(editor: Editor, shop: Path) -> None:
    (shop / "tests").mkdir()
    (shop / "tests" / "helpers.py").write_text(VIEWS)
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    helpers = editor.open(shop / "tests" / "helpers.py")
    await editor.diagnostics(helpers)
    assert await editor.actions(helpers, "Order.objects") == []


async def test_migrations_are_known_and_silent(editor: Editor, shop: Path) -> None:
    (shop / "migrations").mkdir()
    (shop / "migrations" / "0001_initial.py").write_text(VIEWS)
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    migration = editor.open(shop / "migrations" / "0001_initial.py")
    await editor.diagnostics(migration)
    editor.change(migration, ("def names", "def all_names"))
    await editor.diagnostics(migration)
    assert await editor.actions(migration, "Order.objects") == []


async def test_a_file_may_leave_the_project_and_come_back(editor: Editor, shop: Path) -> None:
    config = shop.parent / "scale-lsp.toml"
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    editor.write(config, 'exclude = ["shop/views.py"]\n')
    editor.save(views, shop / "views.py")
    await editor.diagnostics(views)
    editor.change(views, ("def names", "def all_names"))
    editor.write(config, "exclude = []\n")
    editor.save(views, shop / "views.py")
    (found,) = await editor.diagnostics(views, N1)
    assert editor.text_at(views, found.range) == "Order.objects.all()"


async def test_the_configuration_of_the_folder_counts(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    config = shop.parent / "scale-lsp.toml"
    editor.write(config, f'ignore = ["{N1}"]\n')
    await editor.diagnostics(views)
    config.unlink()
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await editor.diagnostics(views, N1)


async def test_the_settings_of_the_editor_count_more(editor: Editor, shop: Path) -> None:
    (shop.parent / "scale-lsp.toml").write_text("ignore = []\n")
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    editor.configure({"ignore": ["queries"], "respect-gitignore": False})
    await editor.diagnostics(views)
    editor.configure({"ignor": ["queries"]})
    (message,) = await editor.until(lambda: [m for m in editor.client.messages if "`ignor`" in m.message])
    assert "did you mean `ignore`" in message.message
    editor.configure({})
    await editor.diagnostics(views, N1)


async def test_a_bad_configuration_is_named_and_the_last_good_one_stays(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    config = shop.parent / "scale-lsp.toml"
    editor.write(config, f'ignore = ["{N1}"]\n')
    await editor.diagnostics(views)
    editor.write(config, "ingore = []\n")
    (message,) = await editor.until(lambda: [m for m in editor.client.messages if str(config) in m.message])
    assert message.type == types.MessageType.Error
    assert "ingore" in message.message
    editor.change(views, ("def names", "def all_names"))
    await editor.diagnostics(views)


async def test_an_open_document_does_not_wait_for_the_index(shop: Path) -> None:
    for i in range(300):
        (shop / f"filler_{i}.py").write_text("def f():\n    return 1\n\n\n" * 50)
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)
    alone = editor.open(shop / "alone.py", MODELS + VIEWS.replace("from shop.models import Order\n", ""))
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    assert [[d.code for d in said.diagnostics] for said in editor.published[views]] == [[], [N1]]
    assert [[d.code for d in said.diagnostics] for said in editor.published[alone]] == [[N1]]
    assert await editor.quit() == 0
