"""Code actions: the list has titles only, the edits come when one is chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lsprotocol import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from scale_lsp.engine.budget_tests import BudgetTest
from scale_lsp.engine.fix import FixResult
from scale_lsp.engine.ignore import ignore_edit, ignore_in_file
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.steps import never
from scale_lsp.lsp import budget_tests
from scale_lsp.lsp.diagnostics import FindingId, Reported
from scale_lsp.lsp.documents import settled
from scale_lsp.lsp.edits import Changes, differences, text_edits, workspace_edit
from scale_lsp.lsp.language_server import Document, ScaleServer
from scale_lsp.lsp.leisure import MOST_FIXES
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.worker import Lane

QUICK_FIX = types.CodeActionKind.QuickFix
EXTRACT = types.CodeActionKind.RefactorExtract
FIX_ALL = "source.fixAll.scale"
OPTIONS = types.CodeActionOptions(
    code_action_kinds=[QUICK_FIX, budget_tests.KIND, EXTRACT, FIX_ALL], resolve_provider=True
)


class Choice(BaseModel):
    """What a code action of ours does; it travels to the client and back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["fix", "ignore", "ignore-file", "fix-rule", "fix-all", "pin"]
    uri: str
    finding: FindingId | None = None
    title: str = ""
    """Which of the fixes of a finding; of an endpoint its name."""


async def code_actions(server: ScaleServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    if not server.abilities.code_action_literals or (answer := await settled(server, params.text_document.uri)) is None:
        return []
    document, reported = answer
    here = [item for item in reported if item.at(params.range) is not None]
    offers: list[types.CodeAction] = []
    if _wanted(QUICK_FIX, params.context.only):
        offers += [action async for action in _fixes(server, document, here)]
        offers += _fixes_of_rules(document, here, reported)
        offers += [action for item in here if item.touched_by(params.range) for action in _ignore(document, item)]
    elif _wanted(EXTRACT, params.context.only):
        offers += [action async for action in _fixes(server, document, here, EXTRACT)]
    if _wanted(FIX_ALL, params.context.only) and any(_is_safe(item) for item in reported):
        data = Choice(do="fix-all", uri=document.uri).model_dump(exclude_none=True)
        offers.append(types.CodeAction("Apply all safe fixes of Scale LSP in this file", FIX_ALL, data=data))
    if server.abilities.creates_files and _wanted(budget_tests.KIND, params.context.only):
        made = partial(budget_tests.pinnable, server.session, document.path, params.range)
        offers += [_pin(document, test) for test in await server.work(Lane.TEXT, made)]
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


async def _fixes(
    server: ScaleServer, document: Document, here: Sequence[Reported], kind: types.CodeActionKind = QUICK_FIX
) -> AsyncIterator[types.CodeAction]:
    """The fixes that are to be had. The preferred one is the only one that is safe.

    Those that move code into a function or class of its own are what a menu of refactorings asks for.
    """
    made = [(offer, fix) for offer in _offers(here) for fix in await _fixes_of(server, document, offer)]
    made = [(offer, fix) for offer, fix in made if fix.extracts or kind != EXTRACT]
    only = sum(fix.safety is Safety.SAFE for _, fix in made) == 1
    for offer, fix in made:
        choice = Choice(do="fix", uri=document.uri, finding=offer.id, title=fix.title)
        action = _quick_fix(_title(fix, offer.elsewhere), offer.diagnostics, choice)
        action.kind = kind
        if server.abilities.preferred_actions:
            action.is_preferred = only and fix.safety is Safety.SAFE
        yield action


@dataclass(slots=True)
class _Offer:
    """A finding that can be fixed from here, and the diagnostics here that speak about it."""

    finding: Finding
    id: FindingId
    elsewhere: str
    diagnostics: list[types.Diagnostic]


def _offers(here: Iterable[Reported]) -> Iterable[_Offer]:
    """Each finding once. Of many that share a place only the first are offered there."""
    found: dict[FindingId, _Offer] = {}
    for item in here:
        for finding, id_, elsewhere in list(item.each())[:MOST_FIXES]:
            offer = found.setdefault(id_, _Offer(finding, id_, elsewhere, []))
            offer.diagnostics.append(item.diagnostic)
    return found.values()


async def _fixes_of(server: ScaleServer, document: Document, offer: _Offer) -> tuple[Fix, ...]:
    if offer.finding.fixable is None:
        return ()
    made = await server.work(Lane.TEXT, partial(server.session.fixes, document.path, offer.finding))
    return tuple(fix for fix in made if server.abilities.creates_files or not fix.new_files)


def _title(fix: Fix, elsewhere: str) -> str:
    title = f"{fix.title} in {elsewhere}" if elsewhere else fix.title
    match fix.safety:
        case Safety.SAFE:
            return title
        case Safety.UNSAFE:
            return f"{title} (unsafe: {fix.reason})"
        case Safety.MANUAL:
            return f"{title} (to be finished by hand)"


def _is_safe(item: Reported) -> bool:
    """Whether fixing everything in this file fixes it."""
    return not item.elsewhere and item.findings[0].fixable is Safety.SAFE


def _fixes_of_rules(
    document: Document, here: Iterable[Reported], reported: Sequence[Reported]
) -> Iterable[types.CodeAction]:
    """For a rule with several findings in this file, one action for all that are safe to fix."""
    for rule in dict.fromkeys(item.findings[0].rule for item in here if _is_safe(item)):
        alike = [item for item in reported if item.findings[0].rule == rule and _is_safe(item)]
        if len(alike) > 1:
            choice = Choice(do="fix-rule", uri=document.uri, finding=alike[0].ids[0])
            yield _quick_fix(f"Fix all {len(alike)} of {rule} in this file", [i.diagnostic for i in alike], choice)


def _ignore(document: Document, item: Reported) -> Iterable[types.CodeAction]:
    rule = item.findings[0].rule
    for do, where in (("ignore", "on this line"), ("ignore-file", "in this file")):
        choice = Choice.model_validate({"do": do, "uri": document.uri, "finding": item.ids[0]})
        yield _quick_fix(f"Ignore {rule} {where}", [item.diagnostic], choice)


def _quick_fix(title: str, diagnostics: Sequence[types.Diagnostic], choice: Choice) -> types.CodeAction:
    data = choice.model_dump(mode="json", exclude_none=True)
    return types.CodeAction(title, QUICK_FIX, diagnostics, data=data)


def _pin(document: Document, test: BudgetTest) -> types.CodeAction:
    choice = Choice(do="pin", uri=document.uri, title=test.endpoint)
    title = f"Write a test that {test.route} asks no more than {test.words}"
    return types.CodeAction(title, budget_tests.KIND, data=choice.model_dump(mode="json", exclude_none=True))


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Kinds are hierarchical: asking for `source` or `source.fixAll` includes ours."""
    return only is None or any(not k or kind == k or kind.startswith(f"{k}.") for k in only)


async def _fill(server: ScaleServer, action: types.CodeAction, choice: Choice) -> bool:
    """Compute the edit of an action; False when what it was offered for is not there any more."""
    if (answer := await settled(server, choice.uri)) is None:
        return False
    document, reported = answer
    findings = (finding for item in reported for finding in item.findings)
    finding = next((finding for finding in findings if choice.finding and choice.finding.names(finding)), None)
    if finding is None and choice.do not in ("fix-all", "pin"):
        return False
    before = server.revisions()
    creates = server.abilities.creates_files
    changes = await server.work(Lane.TEXT, partial(_changes, server.session, document.path, choice, finding, creates))
    now = server.revisions()
    if not (changes.edits or changes.new_files) or any(before.get(path) != now.get(path) for path in changes.edits):
        return False
    action.edit = workspace_edit(server, changes)
    return True


def _changes(session: Session, path: str, choice: Choice, finding: Finding | None, creates: bool) -> Changes:
    """On the analysis thread, for the texts as they are now."""
    if choice.do == "pin":
        return Changes({}, budget_tests.test_file(session, path, choice.title))
    if finding is None or choice.do == "fix-rule":
        return changes_of_all_fixes(session, path, creates, rules=(finding.rule,) if finding is not None else ())
    if choice.do in ("ignore", "ignore-file"):
        source = session.source(finding.location.path)
        make = ignore_edit if choice.do == "ignore" else ignore_in_file
        edit = make(source, finding) if source is not None else None
        return Changes(text_edits([edit] if edit is not None else [], session))
    fix = next((fix for fix in session.fixes(path, finding) if fix.title == choice.title), None)
    if fix is None:
        return Changes({})
    doubt = (fix.title, fix.reason) if fix.safety is Safety.UNSAFE else None
    return Changes(text_edits(fix.edits, session), fix.new_files, doubt)


def changes_of_all_fixes(
    session: Session, path: str, creates: bool, stop: Callable[[], bool] = never, *, rules: Collection[str] = ()
) -> Changes:
    """On the analysis thread: all safe fixes of a file, of some rules or of all. Raises Interrupted."""
    return _changes_to(session, session.fix_all(path, creates, rules, stop))


def changes_in_workspace(session: Session, creates: bool, stop: Callable[[], bool]) -> Changes:
    """On the analysis thread: all safe fixes of all folders. Raises Interrupted."""
    results = [_changes_to(session, result) for result in session.fix_all_folders(creates, stop)]
    edits = {path: mine for result in results for path, mine in result.edits.items()}
    return Changes(edits, tuple(new for result in results for new in result.new_files))


def _changes_to(session: Session, result: FixResult) -> Changes:
    edits = [edit for p, text in result.texts.items() for edit in differences(p, session.lines(p), text)]
    return Changes(text_edits(edits, session), result.new_files)
