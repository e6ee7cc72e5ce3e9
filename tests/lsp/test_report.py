"""The readiness report as a command, with a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from .editor import Editor
from .test_commands import run

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_report_of_the_project_as_it_is_in_the_editor(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    slow = await run(editor, "scale.report", {"uri": uri, "users": 5000})
    assert isinstance(slow, str)
    assert "5,000" in slow
    assert "related-access-in-loop" in slow
    assert f"{uri}#L" in slow
    editor.change(uri, (editor.texts[uri], "from django.http import HttpResponse\n"))
    assert "related-access-in-loop" not in str(await run(editor, "scale.report", {}))


async def test_a_number_of_users_is_one(editor: Editor, shop: Path) -> None:
    with pytest.raises(JsonRpcException, match="users"):
        await run(editor, "scale.report", {"uri": shop.as_uri(), "users": 0})
