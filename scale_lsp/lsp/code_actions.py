"""Code actions: the list has titles only, the edits are computed when one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from lsprotocol import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from scale_lsp.finding import Safety
from scale_lsp.lsp.diagnostics import FindingId, Reported
from scale_lsp.lsp.documents import settled
from scale_lsp.lsp.edits import TextEdits, differences, text_edits
from scale_lsp.lsp.ignore import ignore_edit
from scale_lsp.lsp.language_server import Document, ScaleServer
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane

FIX_ALL = "source.fixAll.scale"
OPTIONS = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)


class Choice(BaseModel):
    """What a code action of ours does; it travels to the client and back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["fix", "ignore", "fix-all"]
    uri: str
    finding: FindingId | None = None


async def code_actions(server: ScaleServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    if not server.abilities.code_action_literals or (answer := await settled(server, params.text_document.uri)) is None:
        return []
    document, reported = answer
    here = [item for item in reported if item.at(params.range) is not None]
    offers = [
        (action, choice)
        for action, choice in _offers(document, reported, here, server.abilities.preferred_actions)
        if _wanted(action.kind, params.context.only)
    ]
    for action, choice in offers:
        action.data = choice.model_dump(mode="json", exclude_none=True)
    if server.abilities.resolves_edits:
        return [action for action, _ in offers]
    return [action for action, choice in offers if await _fill(server, action, choice)]


async def resolve(server: ScaleServer, action: types.CodeAction) -> types.CodeAction:
    try:
        choice = Choice.model_validate(action.data)
    except ValidationError as error:
        raise JsonRpcInvalidParams(f"Not a code action of this server: {error}") from None
    if not await _fill(server, action, choice):
        raise JsonRpcException("Nothing to do here any more; ask again.", types.LSPErrorCodes.ContentModified)
    return action


def _offers(
    document: Document, reported: Sequence[Reported], here: Sequence[Reported], preferred: bool
) -> Iterator[tuple[types.CodeAction, Choice]]:
    for item in here:
        if item.finding.fixable in (Safety.SAFE, Safety.UNSAFE):
            action = _quick_fix(item, _fix_title(item))
            if preferred:
                action.is_preferred = item.finding.fixable is Safety.SAFE
            yield action, Choice(do="fix", uri=document.uri, finding=FindingId.of(item.finding, document.uri))
    for item in here:
        yield (
            _quick_fix(item, f"Ignore {item.finding.rule} on this line"),
            Choice(do="ignore", uri=document.uri, finding=FindingId.of(item.finding, document.uri)),
        )
    if any(item.finding.fixable is Safety.SAFE for item in reported):
        action = types.CodeAction("Apply all safe fixes of Scale LSP in this file", FIX_ALL)
        yield action, Choice(do="fix-all", uri=document.uri)


def _quick_fix(item: Reported, title: str) -> types.CodeAction:
    return types.CodeAction(title, types.CodeActionKind.QuickFix, [item.diagnostic])


def _wanted(kind: str | None, only: Sequence[str] | None) -> bool:
    """Kinds are hierarchical: asking for `source` or `source.fixAll` includes ours."""
    return only is None or any(not k or kind == k or str(kind).startswith(f"{k}.") for k in only)


async def _fill(server: ScaleServer, action: types.CodeAction, choice: Choice) -> bool:
    """Compute the edit of an action; False when what it was offered for is no longer there."""
    if (answer := await settled(server, choice.uri)) is None:
        return False
    document, reported = answer
    chosen = next((item for item in reported if choice.finding and choice.finding.names(item.finding)), None)
    if chosen is None and choice.do != "fix-all":
        return False
    edits = await server.work(Lane.TEXT, partial(_edits, server.session, choice.do, document.path, chosen))
    if not edits:
        return False
    action.edit = workspace_edit(server, edits)
    return True


def _edits(session: Session, do: str, path: str, chosen: Reported | None) -> TextEdits:
    """On the analysis thread."""
    if chosen is None:
        texts = session.fix_all(path)
        changes = [edit for p, text in texts.items() for edit in differences(p, session.lines(p), text)]
        return text_edits(changes, session)
    if do == "ignore":
        source = session.source(path)
        edit = ignore_edit(source, chosen.finding) if source is not None else None
        return text_edits([edit] if edit is not None else [], session)
    fix = session.fix(chosen.finding)
    return text_edits(fix.edits if fix is not None else (), session)


def workspace_edit(server: ScaleServer, edits: TextEdits) -> types.WorkspaceEdit:
    """With the versions the edits are meant for, if the client checks them."""
    if not server.abilities.document_changes:
        return types.WorkspaceEdit(changes={server.uri(path): list(mine) for path, mine in edits.items()})
    changes = []
    for path, mine in edits.items():
        document = server.documents.get(path)
        version = document.version if document is not None else None
        changes.append(
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(server.uri(path), version), list(mine))
        )
    return types.WorkspaceEdit(document_changes=list(changes))


def _fix_title(item: Reported) -> str:
    return str(item.finding.values.get("title") or f"Add {item.finding.values.get('calls')}")
