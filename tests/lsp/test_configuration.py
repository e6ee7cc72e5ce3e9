"""Settings of the editor, asked for folder by folder or sent along; wrong ones are named once and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from .conftest import MODELS, VIEWS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def started(shop: Path, settings: dict[str, object], *more: Path) -> Editor:
    editor = Editor("visual-studio-code")
    editor.client.set_configuration({"scale-lsp": settings})
    await editor.start()
    await editor.initialize(shop.parent, *more)
    return editor


async def test_the_client_is_asked_and_asked_again(shop: Path) -> None:
    editor = await started(shop, {"ignore": [N1], "django-version": None, "trace": {"server": "off"}})
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri)
    registered = await editor.until(lambda: [r.method for r in editor.registrations if "Configuration" in r.method])
    assert registered == [types.WORKSPACE_DID_CHANGE_CONFIGURATION]
    editor.client.set_configuration({"scale-lsp": {}})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.diagnostics(uri, N1)
    assert editor.client.messages == []
    assert await editor.quit() == 0


async def test_each_folder_is_asked_for(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "models.py").write_text(MODELS)
    (other / "views.py").write_text(VIEWS.replace("shop.models", "models"))
    editor = Editor("visual-studio-code")
    editor.client.set_configuration({"scale-lsp": {"ignore": [N1]}}, scope_uri=other.as_uri())
    editor.client.set_configuration({"scale-lsp": {}}, scope_uri=shop.parent.as_uri())
    await editor.start()
    await editor.initialize(shop.parent, other)
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    await editor.diagnostics(editor.open(other / "views.py"))
    assert await editor.quit() == 0


async def test_a_wrong_value_is_named_once_and_the_last_good_ones_stay(shop: Path) -> None:
    editor = await started(shop, {"ignore": [N1]})
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri)
    for wrong, words in (
        ({"page-size": "many"}, "page-size"),
        ({"ignore": ["no-such-rule"]}, "no rule or category `no-such-rule`"),
        ({"ignor": []}, "did you mean `ignore`"),
    ):
        editor.client.set_configuration({"scale-lsp": wrong})
        for _ in range(3):
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        (message,) = await editor.until(lambda w=words: [m for m in editor.client.messages if w in m.message])
        assert message.type == types.MessageType.Error
    editor.change(uri, ("def names", "def all_names"))
    await editor.diagnostics(uri)
    assert len(editor.client.messages) == 3
    assert await editor.quit() == 0


async def test_a_client_that_cannot_be_asked_is_not(shop: Path) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace
    capabilities.workspace.configuration = False
    editor = Editor(capabilities)
    editor.client.set_configuration({"scale-lsp": {"ignore": [N1]}})
    await editor.start()
    await editor.initialize(shop.parent, initialization_options={"settings": {"select": ["queries"]}})
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    assert await editor.quit() == 0
