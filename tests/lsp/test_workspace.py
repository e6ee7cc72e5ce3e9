"""The project on disk: indexed in the background, kept in step, configured per folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
JOINED = 'from shop.models import Order\n\n\ndef latest():\n    return Order.objects.select_related("customer")\n'
BARE = "from shop.models import Order\n\n\ndef latest():\n    return Order.objects.all()\n"
CALLER = "from shop.services import latest\n\n\ndef names():\n    return [order.customer.name for order in latest()]\n"


@pytest_asyncio.fixture(loop_scope="session")
async def fresh(shop: Path) -> AsyncIterator[Editor]:
    """A server of one's own, with the shop as its only folder."""
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)
    yield editor
    assert await editor.quit() == 0


async def test_progress_of_the_index(fresh: Editor, shop: Path) -> None:
    reports = fresh.client.progress_reports
    ended = types.WorkDoneProgressEnd
    (seen,) = await fresh.until(lambda: [r for r in reports.values() if r and isinstance(r[-1], ended)])
    assert isinstance(seen[0], types.WorkDoneProgressBegin)
    assert shop.parent.name in seen[0].title
    assert all(isinstance(report, types.WorkDoneProgressReport) for report in seen[1:-1])
    assert seen[-1].message == "3 files"


async def test_what_is_watched(fresh: Editor) -> None:
    (registration,) = await fresh.until(lambda: fresh.registrations)
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    patterns = {watcher["globPattern"] for watcher in registration.register_options["watchers"]}
    assert {"**/*.py", "**/pyproject.toml", "**/scale-lsp.toml"} <= patterns


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


async def test_the_configuration_of_the_folder_counts(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py")
    await editor.diagnostics(views, N1)
    config = shop.parent / "scale-lsp.toml"
    editor.write(config, f'ignore = ["{N1}"]\n')
    await editor.diagnostics(views)
    config.unlink()
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
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


async def test_diagnostics_come_before_the_index_and_grow_with_it(shop: Path) -> None:
    """The workspace is large: the file that is open speaks for itself first."""
    for i in range(300):
        (shop / f"filler_{i}.py").write_text("def f():\n    return 1\n\n\n" * 50)
    (shop / "zoo.py").write_text(JOINED)
    editor = Editor("visual-studio-code")
    await editor.start()
    await editor.initialize(shop.parent)
    views = editor.open(shop / "views.py")
    models = editor.open(shop / "models.py")
    await editor.diagnostics(views, N1)
    await editor.until(
        lambda: any(isinstance(r[-1], types.WorkDoneProgressEnd) for r in editor.client.progress_reports.values() if r)
    )
    assert editor.published[views][0].version == 1
    assert [d.code for d in editor.published[views][-1].diagnostics] == [N1]
    await editor.diagnostics(models)
    assert await editor.quit() == 0
