"""What an edit may say depends on the client: versions, files to create, changes to look at first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from .editor import TIMEOUT, Editor
from .test_code_actions import N1, titled

pytestmark = pytest.mark.asyncio(loop_scope="session")

LACKING = "missing-index"
PHONE, CODE = "phone = models.CharField", "code = models.CharField"
MODELS = """\
from django.db import models


class Order(models.Model):
    phone = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
"""
VIEWS = """\
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shop.models import Order


@require_GET
def view(request):
    return HttpResponse(str([*Order.objects.filter(phone="7"), *Order.objects.filter(code="7")]))
"""
FIRST = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("phone", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=20)),
            ],
        ),
    ]
"""


@pytest.fixture
def indexed(shop: Path) -> Path:
    """Where two indexes are lacking, in an app with a migration."""
    (shop / "models.py").write_text(MODELS)
    (shop / "views.py").write_text(VIEWS)
    (shop / "migrations").mkdir()
    (shop / "migrations" / "__init__.py").touch()
    (shop / "migrations" / "0001_initial.py").write_text(FIRST)
    (shop.parent / "scale-lsp.toml").write_text("preview = true\n")
    return shop


async def offered(editor: Editor, uri: str, part: str, words: str) -> types.CodeAction:
    """The action, as soon as the server has read the file on disk that it follows: events of files wait for nothing."""
    async with asyncio.timeout(TIMEOUT):
        while not (found := [action for action in await editor.actions(uri, part) if words in action.title]):
            await asyncio.sleep(0.05)
    (action,) = found
    return action


async def test_a_file_is_created_only_if_it_is_not_there(indexed: Path, vscode: Editor) -> None:
    uri = vscode.open(indexed / "models.py")
    await vscode.diagnostics(uri, LACKING, LACKING)
    action = titled(await vscode.actions(uri, PHONE), "write the migration 0002_order_shop_order_phone_6c7e9e_idx")
    edit = await vscode.resolve(action)
    created, filled, changed = edit.document_changes or ()
    new = indexed / "migrations" / "0002_order_shop_order_phone_6c7e9e_idx.py"
    assert isinstance(created, types.CreateFile)
    assert created.uri == new.as_uri()
    assert (created.options.overwrite, created.options.ignore_if_exists) == (False, False)
    assert filled.text_document == types.OptionalVersionedTextDocumentIdentifier(new.as_uri(), None)
    assert changed.text_document == types.OptionalVersionedTextDocumentIdentifier(uri, 1)
    vscode.apply(edit)
    assert "migrations.AddIndex(" in new.read_text()
    assert 'indexes = [models.Index(fields=["phone"])]' in vscode.texts[uri]
    await vscode.diagnostics(uri, LACKING)


async def test_the_next_migration_follows_the_one_that_was_just_created(indexed: Path, vscode: Editor) -> None:
    uri = vscode.open(indexed / "models.py")
    await vscode.diagnostics(uri, LACKING, LACKING)
    vscode.apply(await vscode.resolve(titled(await vscode.actions(uri, PHONE), "write the migration")))
    await vscode.diagnostics(uri, LACKING)
    vscode.apply(
        await vscode.resolve(await offered(vscode, uri, CODE, "write the migration 0003_order_shop_order_code_"))
    )
    (third,) = (indexed / "migrations").glob("0003*.py")
    assert '("shop", "0002_order_shop_order_phone_6c7e9e_idx")' in third.read_text()
    await vscode.diagnostics(uri)


async def test_a_migration_that_is_open_is_known_and_silent(indexed: Path, vscode: Editor) -> None:
    uri = vscode.open(indexed / "models.py")
    await vscode.diagnostics(uri, LACKING, LACKING)
    new = vscode.open(
        indexed / "migrations" / "0002_typed.py", FIRST.replace("= []", '= [("shop", "0001_initial")]', 1)
    )
    vscode.change(new, (FIRST[FIRST.index("    operations") :], "    operations = []\n"))
    await vscode.diagnostics(new)
    assert await offered(vscode, uri, PHONE, "write the migration 0003_")


async def test_a_client_that_creates_no_files_gets_the_edit_of_the_model(indexed: Path, neovim: Editor) -> None:
    """It has no `documentChanges`, without which there is nothing to say it with."""
    workspace = neovim.capabilities.workspace.workspace_edit
    assert not workspace.document_changes
    uri = neovim.open(indexed / "models.py")
    await neovim.diagnostics(uri, LACKING, LACKING)
    action = titled(await neovim.actions(uri, PHONE), "Add an index")
    assert "run `makemigrations`" in action.title
    edit = await neovim.resolve(action)
    assert edit.document_changes is None
    assert edit.change_annotations is None
    neovim.apply(edit)
    await neovim.diagnostics(uri, LACKING)
    assert not list((indexed / "migrations").glob("0002*.py"))


async def test_creating_files_is_an_operation_of_its_own(indexed: Path) -> None:
    capabilities = client_capabilities("emacs")
    workspace = capabilities.workspace.workspace_edit
    assert workspace.document_changes
    assert types.ResourceOperationKind.Create not in (workspace.resource_operations or ())
    editor = Editor(capabilities)
    await editor.start()
    await editor.initialize(indexed.parent)
    uri = editor.open(indexed / "models.py")
    await editor.diagnostics(uri, LACKING, LACKING)
    actions = [action for action in await editor.actions(uri, PHONE) if "index" in action.title]
    edits = [action.edit for action in actions if action.edit.change_annotations is None]
    assert [change.text_document.version for edit in edits for change in edit.document_changes] == [1, 1, 1]
    assert not any("write the migration" in action.title for action in actions)
    assert await editor.quit() == 0


async def test_what_is_not_safe_has_to_be_confirmed(indexed: Path, vscode: Editor) -> None:
    uri = vscode.open(indexed / "models.py")
    await vscode.diagnostics(uri, LACKING, LACKING)
    action = titled(await vscode.actions(uri, PHONE), "write the migration")
    edit = await vscode.resolve(action)
    ((id_, annotation),) = edit.change_annotations.items()
    assert annotation.needs_confirmation is True
    assert annotation.label in action.title
    assert annotation.description in action.title
    created, *edited = edit.document_changes
    assert created.annotation_id == id_
    assert {one.annotation_id for change in edited for one in change.edits} == {id_}


async def test_what_is_safe_needs_no_confirmation(vscode: Editor, shop: Path) -> None:
    uri = vscode.open(shop / "views.py")
    await vscode.diagnostics(uri, N1)
    edit = await vscode.resolve(titled(await vscode.actions(uri, "Order.objects"), "select_related"))
    assert edit.change_annotations is None
    (change,) = edit.document_changes
    assert change.text_document.version == 1
    assert not any(isinstance(one, types.AnnotatedTextEdit) for one in change.edits)
