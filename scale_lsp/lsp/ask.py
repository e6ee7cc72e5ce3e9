"""The commands of the chat: a question, and a change that somebody has said yes to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from lsprotocol import types
from pydantic import Field

from scale_lsp.assistant.answer import Links, Question, Reply
from scale_lsp.assistant.ask import ask as answer
from scale_lsp.assistant.conversation import MOST, decoded
from scale_lsp.assistant.proposals import Proposal
from scale_lsp.assistant.view import View
from scale_lsp.lsp.arguments import Argument, Place, valid
from scale_lsp.lsp.documents import all_indexed, caught_up
from scale_lsp.lsp.edits import Changes, differences, text_edits, workspace_edit
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane

YES = "yes"
NO_PROJECT = "I have no project to answer from: no folder is open."
NOT_APPLIED = "Nothing was changed: the editor did not apply the edit, or the code is another one by now."


class Asked(Argument):
    """`conversation` is that of the last answer; `commandLinks`: the client runs commands of links in Markdown."""

    text: Annotated[str, Field(max_length=10_000)]
    uri: str | None = None
    position: Place | None = None
    conversation: Annotated[str, Field(max_length=MOST)] = ""
    command_links: bool = False


class Confirmed(Argument):
    """`conversation` is that of the answer that showed the change."""

    conversation: Annotated[str, Field(max_length=MOST)]


async def ask(server: ScaleServer, question: dict[str, Any]) -> dict[str, Any]:
    """Answer a question about the code; see docs/chat.md for what goes in and out."""
    return await _answered(server, valid(Asked, question))


async def apply_fix(server: ScaleServer, confirmed: dict[str, Any]) -> dict[str, Any]:
    """Make the change that the last answer has shown, if it would still be the same."""
    return await _answered(server, Asked(text=YES, conversation=valid(Confirmed, confirmed).conversation))


async def _answered(server: ScaleServer, asked: Asked) -> dict[str, Any]:
    await all_indexed(server)
    await caught_up(server)
    before, reply = await server.at_leisure(partial(_reply, server, asked))
    if reply is None:
        return _told(Reply(NO_PROJECT, "unknown", asked.conversation), False)
    if reply.change is None:
        return _told(reply, False)
    if await _applied(server, reply.change, before):
        return _told(reply, True)
    return _told(Reply(NOT_APPLIED, reply.intent, reply.conversation), False)


def _reply(server: ScaleServer, asked: Asked, stop: Callable[[], bool]) -> Reply | None:
    """On the analysis thread."""
    path = path_of(asked.uri) if asked.uri is not None else None
    view = _view(server.session, path, asked.conversation, stop)
    if view is None:
        return None
    links = Links(view.name, server.uri, asked.command_links)
    line = asked.position.line if asked.position is not None else None
    return answer(Question(asked.text, path, line, asked.conversation), view, links)


def _view(session: Session, path: str | None, conversation: str, stop: Callable[[], bool]) -> View | None:
    """The project of a document; of a document that has none, that of the conversation, else the first folder."""
    home = session.home_of(path) if path is not None else None
    if home is None or home.silent:
        homes, before = session.homes(), decoded(conversation)
        spoken = (home for home in homes if before is not None and home.folder == before.root)
        home = next(spoken, next(iter(homes), None))
    return View(home.project, home.config, home.folder, stop) if home is not None else None


async def _applied(server: ScaleServer, change: Proposal, before: dict[str, int]) -> bool:
    result = change.result
    if not server.abilities.applies_edits or (result.new_files and not server.abilities.creates_files):
        return False
    changes = await server.work(Lane.TEXT, partial(_changes, server.session, change))
    now = server.revisions()
    if any(before.get(path) != now.get(path) for path in changes.edits):
        return False
    params = types.ApplyWorkspaceEditParams(workspace_edit(server, changes), change.title)
    return (await server.workspace_apply_edit_async(params)).applied


def _changes(session: Session, change: Proposal) -> Changes:
    """On the analysis thread."""
    edits = [e for path, text in change.result.texts.items() for e in differences(path, session.lines(path), text)]
    return Changes(text_edits(edits, session), change.result.new_files)


def _told(reply: Reply, applied: bool) -> dict[str, Any]:
    return {
        "text": reply.text,
        "intent": reply.intent,
        "applied": applied,
        "conversation": reply.conversation,
        "suggestions": list(reply.suggestions),
        "actions": [
            {"title": action.title, "command": action.command, "arguments": [action.argument]}
            for action in reply.actions
        ],
    }
