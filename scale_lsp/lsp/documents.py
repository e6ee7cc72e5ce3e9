"""Open documents: what the client types goes to the analysis thread, what that finds goes back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from functools import partial

from lsprotocol import types

from scale_lsp.flow.steps import Interrupted
from scale_lsp.lsp.code_lens import look_again
from scale_lsp.lsp.diagnostics import Frame, Reported, report, report_companion
from scale_lsp.lsp.language_server import Document, ScaleServer
from scale_lsp.lsp.leisure import make_fixes_soon
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.plain import is_plain
from scale_lsp.text.template import is_template

logger = logging.getLogger(__name__)

TEMPLATE_LANGUAGES = frozenset(
    {"html", "htmldjango", "django-html", "django-txt", "django", "jinja", "jinja2", "jinja-html", "htmljinja"}
)
"""What editors call Django's templates and their like."""

PATIENCE = 2.0
"""Seconds that a request waits for the check of the text it speaks about."""


def did_open(server: ScaleServer, params: types.DidOpenTextDocumentParams) -> None:
    item = params.text_document
    path = path_of(item.uri)
    if path is None or not _ours(path, item.language_id):
        return
    known = server.documents.get(path)
    document = Document(item.uri, path, item.version, revision=known.revision + 1 if known else 0)
    server.documents[path] = document
    server.post(Lane.TEXT, partial(server.session.open, path, item.text))
    server.post(Lane.TEXT, partial(_spell_again, server))
    _changed(server, document)


def did_change(server: ScaleServer, params: types.DidChangeTextDocumentParams) -> None:
    document = server.document(params.text_document.uri)
    if document is None:
        logger.info("Ignored a change of %s, which is not open", params.text_document.uri)
        return
    document.version = params.text_document.version
    document.revision += 1
    server.post(Lane.TEXT, partial(server.session.change, document.path, params.content_changes))
    _changed(server, document)


def did_close(server: ScaleServer, params: types.DidCloseTextDocumentParams) -> None:
    document = server.document(params.text_document.uri)
    if document is None:
        return
    del server.documents[document.path]
    server.told.pop(document.uri, None)
    server.post(Lane.TEXT, partial(server.session.close, document.path))
    server.post(Lane.TEXT, partial(_spell_again, server))
    if not server.abilities.pulls_diagnostics:
        server.protocol.publish(document.uri, None, ())
    check_all(server)


def check_all(server: ScaleServer) -> None:
    """Something all documents depend on is new: another document, files on disk, the configuration."""
    for document in server.documents.values():
        _check_soon(server, document, Lane.NEIGHBOURS)


def _spell_again(server: ScaleServer) -> None:
    """On the analysis thread: the URI of a document is the client's own as long as it is open, in diagnostics too."""
    for document in list(server.documents.values()):
        document.known = {}


async def settled(server: ScaleServer, uri: str) -> tuple[Document, tuple[Reported, ...]] | None:
    """An open document and what was found in its current text; None when there is no answer in time."""
    document = server.document(uri)
    if document is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            while not document.settled.is_set():
                await document.settled.wait()
    except TimeoutError:
        return None
    return (document, document.reported) if document.reported is not None else None


def _ours(path: str, language: str) -> bool:
    if is_plain(path):
        return True
    return language in TEMPLATE_LANGUAGES if is_template(path) else language == "python"


def _changed(server: ScaleServer, document: Document) -> None:
    """Check it first, then the other open documents, which may depend on it."""
    document.settled.clear()
    _check_soon(server, document, Lane.CHECK)
    for other in server.documents.values():
        if other is not document:
            _check_soon(server, other, Lane.NEIGHBOURS)


def _check_soon(server: ScaleServer, document: Document, lane: Lane) -> None:
    server.post(lane, partial(_check, server, document, document.revision, lane), key=document.path)


def _check(server: ScaleServer, document: Document, revision: int, lane: Lane) -> None:
    """On the analysis thread. Whoever types or asks in the meantime goes first."""
    if _outdated(server, document, revision):
        return
    reported: tuple[Reported, ...] | None = None
    begun = time.perf_counter()
    try:
        with server.session.until(document.path, partial(server.worker.is_wanted, lane)):
            reported = tuple(reports(server, document.path))
        logger.debug("Checked %s in %.1f ms", document.path, (time.perf_counter() - begun) * 1000)
    except Interrupted:
        if not _outdated(server, document, revision):  # else the check of the newer text waits under the same key
            server.post(lane, partial(_check, server, document, revision, lane), key=document.path)
        return
    except Exception as error:
        logger.exception("Checking %s failed: %r", document.path, error)
    server.on_loop(_publish, server, document, revision, reported)
    if server.session.is_behind():
        server.post(Lane.REST, partial(_look_at_the_rest, server), key="rest")
    elif server.abilities.refreshes_lenses and document.lenses is not None:
        server.post(Lane.REST, partial(look_again, server, document, revision), key=("lenses", document.path))


def _look_at_the_rest(server: ScaleServer) -> None:
    """On the analysis thread."""
    if _is_left(server):
        server.post(Lane.REST, partial(_look_at_the_rest, server), key="rest")
    else:
        server.on_loop(check_all, server)


def _is_left(server: ScaleServer) -> bool:
    """On the analysis thread: look at the rest while nobody wants it for something else; whether there is more."""
    server.session.look_at_the_rest(server.worker.is_wanted)
    return server.session.is_behind()


async def all_indexed(server: ScaleServer) -> None:
    """Wait until the files of all folders have been read."""
    for folder in list(server.folders.values()):
        async with folder.reading:
            pass


async def caught_up(server: ScaleServer) -> None:
    """Wait until the whole project has been looked at."""
    while await server.work(Lane.REST, partial(_is_left, server)):
        pass


def reports(server: ScaleServer, path: str) -> Iterator[Reported]:
    """On the analysis thread: the findings in a document, then the companions of findings elsewhere."""
    session = server.session
    frame = Frame(
        abilities=server.abilities,
        encoding=session.encoding,
        uri=server.uri,
        lines=session.lines,
        link=partial(session.link, path),
        beside=partial(session.places_beside, path),
        where=partial(session.where, path),
        encode=server.protocol.encode,
    )
    document = server.documents.get(path)
    known, made = document.known if document is not None else {}, {}
    for finding in session.check(path):
        item = known.get(id(finding))
        kept = item if item is not None and item.findings[0] is finding else None
        item = kept or report(finding, frame)
        if kept is not None or session.parses_at(finding):
            made[id(finding)] = item
        yield item
    if document is not None:
        document.known = made
    for companion in session.companions(path):
        yield report_companion(companion, frame)


def _publish(server: ScaleServer, document: Document, revision: int, reported: tuple[Reported, ...] | None) -> None:
    """Tell the client, unless the text is another one by now. After a failure it keeps what it was told last.

    A client that pulls asks by itself about a text it has changed; what else changed it has to be told.
    """
    if _outdated(server, document, revision):
        return
    asked = not document.settled.is_set()
    news = reported is not None and (asked or reported != document.reported)
    document.reported = reported
    document.settled.set()
    make_fixes_soon(server)
    if news and not asked and server.abilities.refreshes_hints and server.config_of(document.path).inlay_hints:
        server.refresh(types.WORKSPACE_INLAY_HINT_REFRESH)
    if server.abilities.pulls_diagnostics:
        if news and not asked:
            server.refresh(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    elif news and reported is not None:
        server.protocol.publish(document.uri, document.version, (item.encoded for item in reported))


def _outdated(server: ScaleServer, document: Document, revision: int) -> bool:
    """Whether the document was closed, or is another text by now."""
    return server.documents.get(document.path) is not document or revision != document.revision
