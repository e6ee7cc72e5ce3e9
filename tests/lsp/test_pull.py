"""Clients that ask for diagnostics: each document, the whole workspace, and again when something else changed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities

from .conftest import VIEWS
from .editor import TIMEOUT, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


def pulling(*, refresh: bool = True) -> Editor:
    """An editor such as today's VS Code."""
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document
    assert capabilities.workspace
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities(related_document_support=True)
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=refresh)
    return Editor(capabilities)


@pytest_asyncio.fixture(loop_scope="session")
async def puller(shop: Path) -> AsyncIterator[Editor]:
    editor = pulling()
    await editor.start()
    await editor.initialize(shop.parent)
    yield editor
    assert editor.published == {}
    assert await editor.quit() == 0


async def pull(
    editor: Editor, uri: str, known: str | None = None
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=known)
    return await asyncio.wait_for(editor.client.text_document_diagnostic_async(params), TIMEOUT)


def rules(report: object) -> list[object]:
    assert isinstance(
        report,
        types.RelatedFullDocumentDiagnosticReport
        | types.FullDocumentDiagnosticReport
        | types.WorkspaceFullDocumentDiagnosticReport,
    )
    return [item.code for item in report.items]


async def survey(editor: Editor, known: dict[str, str] | None = None, token: str | None = None):
    ids = [types.PreviousResultId(uri, value) for uri, value in (known or {}).items()]
    params = types.WorkspaceDiagnosticParams(ids, partial_result_token=token)
    answer = await asyncio.wait_for(editor.client.workspace_diagnostic_async(params), TIMEOUT)
    return {item.uri: item for item in answer.items}


async def until(editor: Editor, uri: str, *wanted: str) -> types.RelatedFullDocumentDiagnosticReport:
    """As an editor does: ask, and ask again when the server says so."""
    while True:
        refreshed = editor.refreshed
        report = await pull(editor, uri)
        if rules(report) == list(wanted):
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            return report
        await editor.until(lambda before=refreshed: editor.refreshed > before)


async def test_what_the_server_says_it_does(shop: Path) -> None:
    for editor, does in ((pulling(), True), (pulling(refresh=False), False), (Editor("neovim"), False)):
        await editor.start()
        result = await editor.initialize(shop.parent)
        options = result.capabilities.diagnostic_provider
        assert bool(options) is does
        if options is not None:
            assert (options.inter_file_dependencies, options.workspace_diagnostics) == (True, True)
        await editor.quit()


async def test_a_client_that_could_not_be_told_to_ask_again_is_pushed_to(shop: Path) -> None:
    editor = pulling(refresh=False)
    await editor.start()
    await editor.initialize(shop.parent)
    await editor.diagnostics(editor.open(shop / "views.py"), N1)
    assert await editor.quit() == 0


async def test_ask_change_ask_again(puller: Editor, shop: Path) -> None:
    uri = puller.open(shop / "views.py")
    report = await until(puller, uri, N1)
    assert puller.text_at(uri, report.items[0].range) == "Order.objects.all()"
    again = await pull(puller, uri, report.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == report.result_id
    puller.change(uri, (".all()", '.select_related("customer")'))
    fixed = await pull(puller, uri, report.result_id)
    assert rules(fixed) == []
    puller.change(uri, ('.select_related("customer")', ".all()"))
    assert isinstance(await pull(puller, uri, report.result_id), types.RelatedUnchangedDocumentDiagnosticReport)


async def test_the_answer_is_about_the_text_at_that_moment(puller: Editor, shop: Path) -> None:
    uri = puller.open(shop / "views.py")
    await until(puller, uri, N1)
    for number in range(20):
        puller.change(uri, ("from shop", "\nfrom shop"))
        (found,) = (await until(puller, uri, N1)).items
        assert found.range.start.line == 4 + number + 1


async def test_another_document_changes_what_is_found(puller: Editor, shop: Path) -> None:
    views, models = puller.open(shop / "views.py"), puller.open(shop / "models.py")
    await until(puller, views, N1)
    before = puller.refreshed
    puller.change(models, ("customer =", "buyer ="))
    assert rules(await pull(puller, models)) == []
    await puller.until(lambda: puller.refreshed > before)
    report = await pull(puller, models)
    assert report.related_documents is None or rules(report.related_documents[views]) == []
    assert rules(await pull(puller, views)) == []


async def test_related_documents_come_along_once(puller: Editor, shop: Path) -> None:
    views, models = puller.open(shop / "views.py"), puller.open(shop / "models.py")
    await until(puller, views, N1)
    before = puller.refreshed
    puller.change(models, ("customer =", "buyer ="))
    await puller.until(lambda: puller.refreshed > before)
    report = await pull(puller, models)
    assert report.related_documents is not None
    assert {uri: rules(other) for uri, other in report.related_documents.items()} == {views: []}
    assert (await pull(puller, models)).related_documents is None


async def test_documents_that_are_none_of_ours(puller: Editor, shop: Path) -> None:
    for uri in ("git:/shop/views.py", "untitled:never-opened", (shop / "views.py").as_uri()):
        assert rules(await pull(puller, uri)) == []


async def test_the_whole_workspace(puller: Editor, shop: Path) -> None:
    (shop / "admin.py").write_text(VIEWS)
    puller.watched((shop / "admin.py", types.FileChangeType.Created))
    views, admin = (shop / "views.py").as_uri(), (shop / "admin.py").as_uri()
    await puller.until(lambda: puller.registrations)
    found = await survey(puller)
    while admin not in found:
        found = await survey(puller)
    assert {uri: rules(item) for uri, item in found.items()} == {views: [N1], admin: [N1]}
    known = {uri: str(item.result_id) for uri, item in found.items()}
    assert await survey(puller, known) == {}

    puller.open(shop / "views.py")
    puller.change(views, (".all()", '.select_related("customer")'))
    found = await survey(puller, known)
    assert isinstance(found[admin], types.WorkspaceUnchangedDocumentDiagnosticReport)
    assert rules(found[views]) == []
    assert found[views].version == 2


async def test_the_whole_workspace_piece_by_piece(puller: Editor, shop: Path) -> None:
    for number in range(120):
        (shop / f"more_{number}.py").write_text(VIEWS)
    puller.watched(*((shop / f"more_{number}.py", types.FileChangeType.Created) for number in range(120)))
    while len(await survey(puller)) < 121:
        pass
    (shop / "more_0.py").unlink()
    puller.watched((shop / "more_0.py", types.FileChangeType.Deleted))
    while len(await survey(puller)) > 120:
        pass
    assert await survey(puller, token="pieces") == {}
    pieces = [piece["items"] for piece in puller.pieces]
    assert sum(map(len, pieces)) == 120
    assert max(map(len, pieces)) == 50


async def test_a_suppression_that_is_not_needed_is_found_in_files_without_findings(puller: Editor, shop: Path) -> None:
    (shop / "views.py").write_text(f"x = 1  # scale: ignore[{N1}]\n")
    puller.watched((shop / "views.py", types.FileChangeType.Changed))
    uri = (shop / "views.py").as_uri()
    while rules((await survey(puller))[uri]) != ["unused-suppression"]:
        pass


BUSY = """
import os, sys, time
import scale_lsp.lsp.documents as documents
import scale_lsp.lsp.homes as homes
from scale_lsp.lsp.server import main

works, documents.PATIENCE = homes.check, 0.05

def check(snapshot, path, config, **options):
    until = time.monotonic() + 60
    while not os.path.exists(os.environ["RELEASED"]) and time.monotonic() < until:
        time.sleep(0.001)
    return works(snapshot, path, config, **options)

homes.check = check
sys.exit(main())
"""


async def test_an_answer_that_takes_long_is_to_be_asked_for_again(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = tmp_path / "released"
    monkeypatch.setenv("RELEASED", str(released))
    editor = pulling()
    await editor.start(sys.executable, "-c", BUSY)
    await editor.initialize(shop.parent)
    uri = editor.open(shop / "views.py")
    with pytest.raises(JsonRpcException) as refused:
        await pull(editor, uri)
    assert refused.value.code == types.LSPErrorCodes.ServerCancelled
    assert refused.value.data == {"retriggerRequest": True}
    released.touch()
    await editor.until(lambda: editor.refreshed)
    assert rules(await pull(editor, uri)) == [N1]
    assert await editor.quit() == 0
