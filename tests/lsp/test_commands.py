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


async def test_the_report(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await run(editor, "scale.reindex")
    for asked in ({"uri": shop.parent.as_uri(), "users": 4321}, {"uri": uri, "users": 4321}):
        page = await run(editor, "scale.report", asked)
        assert isinstance(page, str)
        assert page.startswith("# ")
        assert "4,321" in page
        assert f"{uri}#L" in page
    with pytest.raises(JsonRpcException):
        await run(editor, "scale.report", {"users": 0})


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("scale.explain", ["no-such-rule"]), ("scale.explain", []), ("scale.fixAll", [1, 2]), ("rm", ["-rf"])],
)
async def test_wrong_commands_are_refused(editor: Editor, command: str, arguments: list[object]) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await run(editor, command, *arguments)
    assert refused.value.code == types.ErrorCodes.InvalidParams
