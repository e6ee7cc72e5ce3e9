"""Code actions: the list has titles only, the edits come when one is chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Literal

from lsprotocol import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from scale_lsp.finding import Fix, Safety
from scale_lsp.lsp.diagnostics import FindingId, Reported
from scale_lsp.lsp.documents import settled
from scale_lsp.lsp.edits import TextEdits, differences, text_edits, workspace_edit
from scale_lsp.lsp.ignore import ignore_edit
from scale_lsp.lsp.language_server import Document, ScaleServer
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane

QUICK_FIX = types.CodeActionKind.QuickFix
FIX_ALL = "source.fixAll.scale"
OPTIONS = types.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL], resolve_provider=True)


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
    offers: list[types.CodeAction] = []
    if _wanted(QUICK_FIX, params.context.only):
        offers += [action async for action in _fixes(server, document, here)]
        offers += [_ignore(document, item) for item in here]
    if _wanted(FIX_ALL, params.context.only) and any(item.finding.fixable is Safety.SAFE for item in reported):
        data = Choice(do="fix-all", uri=document.uri).model_dump(exclude_none=True)
        offers.append(types.CodeAction("Apply all safe fixes of Scale LSP in this file", FIX_ALL, data=data))
    if server.abilities.resolves_edits:
        return offers
    return [action for action in offers if await _fill(server, action, Choice.model_validate(action.data))]


async def resolve(server: ScaleServer, action: types.CodeAction) -> types.CodeAction:
    try:
        choice = Choice.model_validate(action.data)
    except ValidationError as error:
        raise JsonRpcInvalidParams(f"Not a code action of this server: {error}") from None
    if not await _fill(server, action, choice):
        raise JsonRpcException("The code is another one by now; ask again.", types.LSPErrorCodes.ContentModified)
    return action


async def _fixes(server: ScaleServer, document: Document, here: Sequence[Reported]) -> AsyncIterator[types.CodeAction]:
    """The fixes that are to be had. The preferred one is the only one that is safe."""
    made = [(item, fix) for item in here if (fix := await _fix_of(server, document, item)) is not None]
    only = sum(fix.safety is Safety.SAFE for _, fix in made) == 1
    for item, fix in made:
        action = _quick_fix(_title(fix), item, Choice(do="fix", uri=document.uri, finding=_id(document, item)))
        if server.abilities.preferred_actions:
            action.is_preferred = only and fix.safety is Safety.SAFE
        yield action


async def _fix_of(server: ScaleServer, document: Document, item: Reported) -> Fix | None:
    """Kept until the document is checked again: an editor asks at every move of the cursor."""
    if item.finding.fixable is None:
        return None
    fixes = document.fixes
    if item.finding not in fixes:
        fixes[item.finding] = await server.work(Lane.TEXT, partial(server.session.fix, item.finding))
    return fixes[item.finding]


def _title(fix: Fix) -> str:
    match fix.safety:
        case Safety.SAFE:
            return fix.title
        case Safety.UNSAFE:
            return f"{fix.title} (unsafe: {fix.reason})"
        case Safety.MANUAL:
            return f"{fix.title} (to be finished by hand)"


def _ignore(document: Document, item: Reported) -> types.CodeAction:
    choice = Choice(do="ignore", uri=document.uri, finding=_id(document, item))
    return _quick_fix(f"Ignore {item.finding.rule} on this line", item, choice)


def _quick_fix(title: str, item: Reported, choice: Choice) -> types.CodeAction:
    data = choice.model_dump(mode="json", exclude_none=True)
    return types.CodeAction(title, QUICK_FIX, [item.diagnostic], data=data)


def _id(document: Document, item: Reported) -> FindingId:
    return FindingId.of(item.finding, document.uri)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Kinds are hierarchical: asking for `source` or `source.fixAll` includes ours."""
    return only is None or any(not k or kind == k or kind.startswith(f"{k}.") for k in only)


async def _fill(server: ScaleServer, action: types.CodeAction, choice: Choice) -> bool:
    """Compute the edit of an action; False when what it was offered for is not there any more."""
    if (answer := await settled(server, choice.uri)) is None:
        return False
    document, reported = answer
    item = next((item for item in reported if choice.finding and choice.finding.names(item.finding)), None)
    if item is None and choice.do != "fix-all":
        return False
    before = server.revisions()
    fix = await _fix_of(server, document, item) if item is not None and choice.do == "fix" else None
    edits = await server.work(Lane.TEXT, partial(_edits, server.session, document.path, choice.do, item, fix))
    now = server.revisions()
    if not edits or any(before.get(path) != now.get(path) for path in edits):
        return False
    action.edit = workspace_edit(server, edits)
    return True


def _edits(session: Session, path: str, do: str, item: Reported | None, fix: Fix | None) -> TextEdits:
    """On the analysis thread."""
    if item is None:
        texts = session.fix_all(path)
        changes = [edit for p, text in texts.items() for edit in differences(p, session.lines(p), text)]
        return text_edits(changes, session)
    if do == "ignore":
        source = session.source(path)
        edit = ignore_edit(source, item.finding) if source is not None else None
        return text_edits([edit] if edit is not None else [], session)
    return text_edits(fix.edits if fix is not None else (), session)
