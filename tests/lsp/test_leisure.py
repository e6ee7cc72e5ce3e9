"""Fixes are made before somebody asks for them, when nobody types."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine import fix
from scale_lsp.flow.steps import Interrupted
from scale_lsp.lsp.leisure import make_fixes
from scale_lsp.lsp.session import Session

from .conftest import MODELS, VIEWS
from .editor import Editor
from .test_code_actions import titled
from .test_commands import run

N1 = "related-access-in-loop"
WATCHED = """
import logging, sys, threading
import scale_lsp.engine.fix as fix
from scale_lsp.lsp import server

fixes = fix.fixes

def noted(*arguments):
    if threading.current_thread().name == "scale-lsp-analysis":
        logging.getLogger("scale_lsp").warning("making")
    return fixes(*arguments)

fix.fixes = noted
sys.exit(server.main())
"""


def made(editor: Editor) -> int:
    return [message.message for message in editor.client.log_messages].count("making")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_list_works_no_fix_out_again(shop: Path) -> None:
    """Not one that is made at leisure, nor another time one that was made for an earlier list."""
    editor = await Editor.of(WATCHED, shop.parent)
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    await run(editor, "scale.reindex")
    await editor.until(lambda: made(editor) > 0)
    before = made(editor)
    for _ in range(2):
        assert titled(await editor.actions(uri, "Order.objects"), "select_related")
    assert made(editor) == before
    editor.change(uri, ("def names", "\n\ndef names"))
    await editor.diagnostics(uri, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "select_related")
    assert made(editor) == before
    editor.change(uri, ("Order.objects.all()", "Order.objects.exclude()"))
    await editor.diagnostics(uri, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "select_related")
    editor.apply(await editor.resolve(action))
    assert 'Order.objects.exclude().select_related("customer")' in editor.texts[uri]
    assert await editor.quit() == 0


def opened(shop: Path) -> tuple[Session, str]:
    session, views = Session(types.PositionEncodingKind.Utf16), str(shop / "views.py")
    session.configure(str(shop.parent), Config())
    session.open(str(shop / "models.py"), MODELS)
    session.open(views, VIEWS)
    return session, views


def test_what_cannot_be_made_is_not_offered(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, views = opened(shop)
    monkeypatch.setattr(fix, "_in_order", lambda *_: False)
    make_fixes(session, [views], lambda: False)
    (finding,) = session.check(views)
    assert finding.fixable is not None
    assert session.fixes(views, finding) == ()


def test_whoever_types_goes_first(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, views = opened(shop)
    monkeypatch.setattr(fix, "fixes", lambda *_: pytest.fail("somebody types"))
    with pytest.raises(Interrupted):
        make_fixes(session, [views], lambda: True)
