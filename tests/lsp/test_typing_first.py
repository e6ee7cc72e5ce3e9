"""What takes long lets go of the analysis as soon as somebody types."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from .conftest import VIEWS
from .editor import TIMEOUT, Editor
from .test_commands import run

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
FIX = 'select_related("customer")'
SLOW = """
import logging, sys, threading, time
import scale_lsp.engine.fix as fix
import scale_lsp.lsp.leisure as leisure
import scale_lsp.lsp.server as server
from scale_lsp.lsp.worker import Lane

create, fixes, made = server.create_server, fix.fixes, []

def watched():
    made.append(create())
    return made[0]

def slow(*arguments):
    if threading.current_thread().name != "scale-lsp-analysis":
        return fixes(*arguments)
    tries.append(1)
    logging.getLogger("scale_lsp").warning("preview %s", len(tries))
    until = time.monotonic() + 60
    while len(tries) <= 2 and not made[0].worker.is_wanted(Lane.CHECK) and time.monotonic() < until:
        time.sleep(0.001)
    return fixes(*arguments)

tries = []
server.create_server, fix.fixes, leisure.PAUSE = watched, slow, 1000
sys.exit(server.main())
"""


@pytest.mark.parametrize(
    ("command", "argument", "is_right"),
    [
        ("scale.ask", {"text": "fix everything in the project"}, lambda said: said["text"].count(FIX) == 2),
        ("scale.report", {}, lambda said: FIX in said),
        ("scale.fixAll", "views.py", lambda said: said is True),
        ("scale.fixAllInWorkspace", None, lambda said: said == 2),
    ],
)
async def test_what_takes_long(shop: Path, command: str, argument: Any, is_right: Callable[[Any], bool]) -> None:
    """Twice it would not end if nobody typed; each time the edit is answered, and then it is begun anew."""
    (shop / "more.py").write_text(VIEWS)
    editor = Editor("visual-studio-code")
    await editor.start(sys.executable, "-c", SLOW)
    editor.client.protocol.fm.features[types.WORKSPACE_APPLY_EDIT] = lambda _: types.ApplyWorkspaceEditResult(True)
    await editor.initialize(shop.parent)
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    await run(editor, "scale.reindex")
    argument = uri if argument == "views.py" else argument
    asked = asyncio.ensure_future(run(editor, command, *([argument] if argument is not None else [])))
    for number, text in enumerate(("# typed\n", "# typed again\n"), 1):
        said = f"preview {number}"
        await editor.until(lambda said=said: said in [m.message for m in editor.client.log_messages])
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        editor.texts[uri] = text + editor.texts[uri]
        editor.send(uri, types.TextDocumentContentChangePartial(range=start, text=text))
        await editor.diagnostics(uri, N1)
        assert not asked.done()
    answer = await asyncio.wait_for(asked, TIMEOUT)
    assert is_right(answer), answer
    assert await editor.quit() == 0


HEAVY = """
import logging, sys, threading, time
import scale_lsp.flow.machine as machine
from scale_lsp.lsp.server import main

step, tries = machine.Machine.step, []

def heavy(self):
    analysis = threading.current_thread().name == "scale-lsp-analysis"
    if analysis and self.frames[0].name == "names" and self.stop is not machine.never and len(tries) < 2:
        tries.append(1)
        logging.getLogger("scale_lsp").warning("heavy %s", len(tries))
        until = time.monotonic() + 60
        while not self.stop() and time.monotonic() < until:
            time.sleep(0.001)
    step(self)

machine.Machine.step, machine.LOOKS = heavy, 1
sys.exit(main())
"""


async def test_a_function_that_takes_long(shop: Path) -> None:
    """Twice its check would not end if nobody asked for something; each time that is answered first."""
    editor = await Editor.of(HEAVY, shop.parent)
    await run(editor, "scale.reindex")
    uri = editor.open(shop / "views.py", VIEWS.replace("orders", "rows"))
    for number in (1, 2):
        said = f"heavy {number}"
        await editor.until(lambda said=said: said in [m.message for m in editor.client.log_messages])
        assert uri not in editor.published
        params = types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(0, 0))
        await asyncio.wait_for(editor.client.text_document_completion_async(params), TIMEOUT)
    await editor.diagnostics(uri, N1)
    assert await editor.quit() == 0
