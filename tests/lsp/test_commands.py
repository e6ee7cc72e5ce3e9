"""The commands of the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def run(editor: Editor, command: str, *arguments: object) -> object:
    params = types.ExecuteCommandParams(command, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


async def test_fix_all(editor: Editor, shop: Path) -> None:
    applied: list[types.WorkspaceEdit] = []

    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        applied.append(params.edit)
        editor.apply(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    editor.client.protocol.fm.features[types.WORKSPACE_APPLY_EDIT] = apply
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    assert await run(editor, "scale.fixAll", uri) is True
    await editor.diagnostics(uri)
    assert 'select_related("customer")' in editor.texts[uri]
    assert await run(editor, "scale.fixAll", uri) is False
    assert await run(editor, "scale.fixAll", "git:/other.py") is False
    assert len(applied) == 1


async def test_fix_all_in_the_workspace(editor: Editor, shop: Path) -> None:
    """In files that are open as they are in the editor, in the others as they are on disk; nothing is written."""
    code = (
        "from shop.models import Order\n\n\ndef latest():\n    return [o.customer.name for o in Order.objects.all()]\n"
    )
    (shop / "latest.py").write_text(code)
    edits: list[types.WorkspaceEdit] = []

    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        edits.append(params.edit)
        editor.apply(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    editor.client.protocol.fm.features[types.WORKSPACE_APPLY_EDIT] = apply
    assert await run(editor, "scale.reindex") == 1
    uri = editor.open(shop / "views.py", "# new\n" + (shop / "views.py").read_text())
    editor.open(shop / "latest.py")
    assert await run(editor, "scale.fixAllInWorkspace") == 2
    assert 'Order.objects.all().select_related("customer")' in editor.texts[uri]
    assert 'Order.objects.all().select_related("customer")' in editor.texts[(shop / "latest.py").as_uri()]
    assert (shop / "latest.py").read_text() == code
    assert await run(editor, "scale.fixAllInWorkspace") == 0
    assert len(edits) == 1


async def test_findings(editor: Editor, shop: Path) -> None:
    """Of files that are not open too; of those that are, as they are in the editor."""
    uri = editor.open(shop / "views.py", "# new\n" + (shop / "views.py").read_text())
    found = await run(editor, "scale.findings", {})
    assert isinstance(found, list)
    (n1,) = (one for one in found if one["rule"] == N1)
    assert n1["filename"] == str(shop / "views.py")
    assert n1["location"] == {"row": 6, "column": 14}
    assert (n1["impact"]["now"], n1["impact"]["fixed"], n1["fixable"]) == ("1 + n", "1", "safe")
    assert "fix" not in n1
    assert await run(editor, "scale.findings", {"uris": [shop.as_uri()]}) == found
    assert await run(editor, "scale.findings", {"uris": [uri]}) == [n1]
    models = (shop / "models.py").as_uri()
    assert n1 not in await run(editor, "scale.findings", {"uris": [models, "untitled:x"]})
    assert await run(editor, "scale.findings", {"uris": []}) == []


async def test_rules(editor: Editor) -> None:
    assert {"slug": N1, "title": "Related rows loaded one at a time"} in await run(editor, "scale.rules")


async def test_explain(editor: Editor) -> None:
    page = await run(editor, "scale.explain", N1)
    assert isinstance(page, str)
    assert page.startswith("# ")
    assert "```python bad" in page


async def test_reindex_sees_what_nobody_told_about(editor: Editor, shop: Path) -> None:
    (shop / "services.py").write_text(
        "from shop.models import Order\n\n\ndef latest():\n    return Order.objects.all()\n"
    )
    code = "from shop.services import latest\n\n\ndef names():\n    return [o.customer.name for o in latest()]\n"
    uri = editor.open(shop / "views.py", code)
    (shop / "services.py").write_text((shop / "services.py").read_text().replace("latest", "latest_orders"))
    editor.change(uri, ("import latest", "import latest_orders as latest"))
    assert await run(editor, "scale.reindex") == 1
    await editor.diagnostics(uri, N1)


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("scale.explain", ["no-such-rule"]),
        ("scale.explain", []),
        ("scale.fixAll", [1, 2]),
        ("scale.findings", [{"uri": "x"}]),
        ("rm", ["-rf"]),
    ],
)
async def test_wrong_commands_are_refused(editor: Editor, command: str, arguments: list[object]) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await run(editor, command, *arguments)
    assert refused.value.code == types.ErrorCodes.InvalidParams
