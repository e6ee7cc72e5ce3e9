"""The commands of `workspace/executeCommand`, for editors that show commands and for keys that people bind.

The chat is imported when somebody asks: a server has to start soon.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from scale_lsp.engine.registry import registry
from scale_lsp.lsp.code_actions import changes_in_workspace, changes_of_all_fixes
from scale_lsp.lsp.documents import all_indexed, caught_up, settled
from scale_lsp.lsp.edits import Changes, workspace_edit
from scale_lsp.lsp.endpoint import endpoint
from scale_lsp.lsp.findings import findings, rules
from scale_lsp.lsp.indexing import index
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.report import report


async def fix_all(server: ScaleServer, uri: str) -> bool:
    """Apply all safe fixes in a document. Whether there was one, and the client has applied it."""
    answer = await settled(server, uri)
    if answer is None or not server.abilities.applies_edits:
        return False
    job = partial(changes_of_all_fixes, server.session, answer[0].path, server.abilities.creates_files)
    return len(await _applied(server, job)) > 0


async def fix_all_in_workspace(server: ScaleServer) -> int:
    """Apply all safe fixes in all folders. The number of files that the client has changed or created."""
    if not server.abilities.applies_edits:
        return 0
    await all_indexed(server)
    await caught_up(server)
    return len(await _applied(server, partial(changes_in_workspace, server.session, server.abilities.creates_files)))


async def _applied(server: ScaleServer, job: Callable[[Callable[[], bool]], Changes]) -> set[str]:
    """The files that the client has changed; none if one is another by now."""
    before, changes = await server.at_leisure(job)
    now = server.revisions()
    if not changes.edits or any(before.get(path) != now.get(path) for path in changes.edits):
        return set()
    params = types.ApplyWorkspaceEditParams(workspace_edit(server, changes), "Apply all safe fixes of Scale LSP")
    answer = await server.workspace_apply_edit_async(params)
    return {*changes.edits, *(new.path for new in changes.new_files)} if answer.applied else set()


async def reindex(server: ScaleServer) -> int:
    """Read all files of all folders again. The number of folders."""
    for root in list(server.folders):
        await index(server, root)
    return len(server.folders)


async def ask(server: ScaleServer, question: dict[str, Any]) -> dict[str, Any]:
    """Answer a question about the code; see docs/chat.md for what goes in and out."""
    from scale_lsp.lsp import ask as chat

    return await chat.ask(server, question)


async def apply_fix(server: ScaleServer, confirmed: dict[str, Any]) -> dict[str, Any]:
    """Make the change that the last answer has shown, if it would still be the same."""
    from scale_lsp.lsp import ask as chat

    return await chat.apply_fix(server, confirmed)


async def explain(server: ScaleServer, rule: str) -> str:
    """The page of a rule, in Markdown."""
    entry = registry().entries.get(rule)
    if entry is None:
        raise JsonRpcInvalidParams(f"There is no rule `{rule}`.")
    return f"# {entry.title}\n\n`{entry.slug}`\n\n{entry.body}"


COMMANDS: dict[str, Callable[..., Any]] = {
    "scale.applyFix": apply_fix,
    "scale.ask": ask,
    "scale.endpoint": endpoint,
    "scale.explain": explain,
    "scale.findings": findings,
    "scale.fixAll": fix_all,
    "scale.fixAllInWorkspace": fix_all_in_workspace,
    "scale.reindex": reindex,
    "scale.report": report,
    "scale.rules": rules,
}
