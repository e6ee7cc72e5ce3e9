"""Diagnostics for the clients that ask for them, of one document or of the whole workspace.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_pullDiagnostics
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scale_lsp.engine.check import project_findings
from scale_lsp.index.project import File
from scale_lsp.lsp.diagnostics import Reported
from scale_lsp.lsp.documents import all_indexed, caught_up, reports, settled
from scale_lsp.lsp.language_server import Document, ScaleServer, Survey
from scale_lsp.lsp.protocol import Encoded
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane

logger = logging.getLogger(__name__)

OPTIONS = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="scale-lsp")
STEP = 50
"""Files in one partial result about the workspace."""

Unchanged = types.UnchangedDocumentDiagnosticReport
Full = types.FullDocumentDiagnosticReport
Items = Sequence[Reported]

MARK = "scale:"
"""What a file contains that has a suppression, which can be one that is not needed."""


async def diagnostic(server: ScaleServer, params: types.DocumentDiagnosticParams) -> Encoded:
    """What was found in a document, or that it is what the client has already."""
    document = server.document(params.text_document.uri)
    items = await _items(server, document) if document is not None else []
    if items is None:
        retrigger = types.DiagnosticServerCancellationData(retrigger_request=True)
        raise JsonRpcException("Not finished yet; ask again.", types.LSPErrorCodes.ServerCancelled, retrigger)
    others = _others(server, document) if document is not None and server.abilities.related_documents else {}
    id_ = _told(server, params.text_document.uri, items)
    related = b',"relatedDocuments":%b' % server.protocol.encode(others) if others else b""
    if id_ == params.previous_result_id:
        return Encoded(b'{"kind":"unchanged","resultId":"%b"%b}' % (id_.encode(), related))
    return Encoded(b'{"kind":"full","resultId":"%b","items":[%b]%b}' % (id_.encode(), _joined(items), related))


async def _items(server: ScaleServer, document: Document) -> Items | None:
    """Of an open document; None while there is no answer."""
    if (answer := await settled(server, document.uri)) is None:
        return None
    return answer[1]


def _others(server: ScaleServer, document: Document) -> Mapping[str, Full | Unchanged]:
    """The other open documents about which there is something new."""
    found: dict[str, Full | Unchanged] = {}
    for other in server.documents.values():
        if other is not document and other.settled.is_set() and other.reported is not None:
            if server.told.get(other.uri) != _digest(other.reported):
                found[other.uri] = Full(
                    _diagnostics(other.reported), result_id=_told(server, other.uri, other.reported)
                )
    return found


def _told(server: ScaleServer, uri: str, items: Items) -> str:
    server.told[uri] = _digest(items)
    return server.told[uri]


def _digest(items: Items) -> str:
    """The result id: equal ids, equal diagnostics, also of a server that was started again."""
    return blake2b(_joined(items), digest_size=12).hexdigest()


def _joined(items: Items) -> bytes:
    return b",".join(item.encoded for item in items)


def _diagnostics(items: Items) -> list[types.Diagnostic]:
    return [item.diagnostic for item in items]


async def workspace_diagnostic(
    server: ScaleServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """What was found in all files of all folders, once they are indexed: piece by piece for a client that wants it so.

    Clients ask every other second. While nothing has changed, the answer costs nothing.
    """
    await all_indexed(server)
    known = {path: item for item in params.previous_result_ids if (path := path_of(item.uri)) is not None}
    await caught_up(server)
    survey = await server.work(Lane.NEIGHBOURS, partial(_survey, server.session))
    last = server.surveyed
    if last is not None and last.same(survey):
        survey = last
        paths = [path for path, id_ in last.told.items() if path not in known or known[path].value != id_]
    else:
        paths = list(dict.fromkeys([*survey.paths, *known]))
    said: list[types.WorkspaceDocumentDiagnosticReport] = []
    for start in range(0, len(paths), STEP):
        before = server.revisions()
        found = await server.work(Lane.NEIGHBOURS, partial(_checked, server, paths[start : start + STEP]))
        now = server.revisions()
        current = {path: items for path, items in found.items() if before.get(path) == now.get(path)}
        items = list(_reports(server, survey, current, known))
        if params.partial_result_token is None:
            said += items
        elif items:
            value = types.WorkspaceDiagnosticReportPartialResult(items)
            server.protocol.notify(types.PROGRESS, types.ProgressParams(params.partial_result_token, value))
    server.surveyed = survey
    return types.WorkspaceDiagnosticReport(said)


def _survey(session: Session) -> Survey:
    """On the analysis thread."""
    state: list[object] = []
    paths: list[str] = []
    for home in session.homes():
        snapshot = home.project.snapshot()
        state += [snapshot, home.config]
        found = project_findings(snapshot, home.config)
        paths += [path for path in snapshot.paths if any(found.of(path)) or _is_marked(snapshot.sources[path])]
    return Survey(tuple(state), tuple(dict.fromkeys(paths)))


def _is_marked(source: File) -> bool:
    return any(MARK in line for line in source.lines)


def _checked(server: ScaleServer, paths: Sequence[str]) -> Mapping[str, Items]:
    """On the analysis thread. A file that cannot be checked keeps what was said of it."""
    found: dict[str, Items] = {}
    for path in paths:
        try:
            found[path] = list(reports(server, path))
        except Exception as error:
            logger.exception("Checking %s failed: %r", path, error)
    return found


def _reports(
    server: ScaleServer, survey: Survey, found: Mapping[str, Items], known: Mapping[str, types.PreviousResultId]
) -> Iterator[types.WorkspaceDocumentDiagnosticReport]:
    for path, items in found.items():
        document, before = server.documents.get(path), known.get(path)
        uri = before.uri if before is not None else server.uri(path)
        version = document.version if document is not None else None
        if not items and before is None:
            continue
        id_ = survey.told[path] = _digest(items)
        if before is not None and before.value == id_:
            yield types.WorkspaceUnchangedDocumentDiagnosticReport(uri, id_, version)
        else:
            yield types.WorkspaceFullDocumentDiagnosticReport(uri, _diagnostics(items), version, result_id=id_)
