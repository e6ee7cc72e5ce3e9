"""Files that change behind the editor's back: a checkout, a code generator, a rename in the file tree."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable, Set
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scale_lsp.config import CONFIG_FILES
from scale_lsp.lsp.documents import check_all
from scale_lsp.lsp.folders import configure_all
from scale_lsp.lsp.indexing import index, load
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.folders import within
from scale_lsp.text.plain import PROXY_FILES, PROXY_FOLDERS, REQUIREMENT_FILES, SERVER_FILES
from scale_lsp.workspace import discover, layout

logger = logging.getLogger(__name__)

_PROXY_CONFIGURATIONS = f"{{{','.join(PROXY_FOLDERS)}}}/*.conf"
_NAMES = dict.fromkeys(
    (*CONFIG_FILES, *SERVER_FILES, *REQUIREMENT_FILES, *PROXY_FILES, "requirements/*.{txt,in}", _PROXY_CONFIGURATIONS)
)
PATTERNS = ("**/*.py", "**/{templates,jinja2}/**/*", *(f"**/{name}" for name in _NAMES))
EVERYTHING = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


def register_watchers(server: ScaleServer) -> None:
    if server.abilities.watches_files:
        watchers = [types.FileSystemWatcher(pattern) for pattern in PATTERNS]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(str(uuid.uuid4()), method, options)
        server.spawn(_register(server, registration))


async def _register(server: ScaleServer, registration: types.Registration) -> None:
    try:
        await server.client_register_capability_async(types.RegistrationParams([registration]))
    except JsonRpcException as error:
        logger.info("The client does not watch files after all: %s", error)


def did_change_watched_files(server: ScaleServer, params: types.DidChangeWatchedFilesParams) -> None:
    gone = {e.uri for e in params.changes if e.type == types.FileChangeType.Deleted}
    changed = {e.uri for e in params.changes} - gone
    server.spawn(_follow(server, _paths(changed), _paths(gone)))


def did_save(server: ScaleServer, params: types.DidSaveTextDocumentParams) -> None:
    """The buffer is the text already. A client that watches no files lets us see at least what it saves itself."""
    if not server.abilities.watches_files:
        configure_all(server)
        server.spawn(_follow(server, _paths([params.text_document.uri]), set()))


def did_create_files(server: ScaleServer, params: types.CreateFilesParams) -> None:
    server.spawn(_follow(server, _paths(file.uri for file in params.files), set()))


def did_delete_files(server: ScaleServer, params: types.DeleteFilesParams) -> None:
    server.spawn(_follow(server, set(), _paths(file.uri for file in params.files)))


def did_rename_files(server: ScaleServer, params: types.RenameFilesParams) -> None:
    new, old = _paths(file.new_uri for file in params.files), _paths(file.old_uri for file in params.files)
    server.spawn(_follow(server, new, old))


async def _follow(server: ScaleServer, changed: Collection[str], gone: Collection[str]) -> None:
    """Bring the project in step with what happened on disk. A path may be a whole directory.

    What happens while files are being read is looked at together afterwards: a checkout may come as hundreds of events.
    """
    if any(path.rpartition("/")[2] in CONFIG_FILES for path in (*changed, *gone)):
        configure_all(server)
    somebody_waits = bool(server.happened)
    server.happened |= {**dict.fromkeys(gone, True), **dict.fromkeys(changed, False)}
    if somebody_waits:
        return
    async with AsyncExitStack() as locks:
        for folder in list(server.folders.values()):
            await locks.enter_async_context(folder.reading)
        happened, server.happened = server.happened, {}
        now_gone = {path for path, is_gone in happened.items() if is_gone}
        await _update(server, happened.keys() - now_gone, now_gone)


async def _update(server: ScaleServer, changed: Set[str], gone: Set[str]) -> None:
    for path in gone:
        await server.work(Lane.DISK, partial(server.session.forget, path))
    known = await server.work(Lane.DISK, server.session.files)
    updated = [path for path in changed if path in known]
    created = set(changed) - known
    if created:
        updated += await server.beside(partial(_discovered, server, created))
    await load(server, updated)
    if gone or updated:
        await _divide(server)
        check_all(server)


async def _divide(server: ScaleServer) -> None:
    """Index those folders again whose projects are others than they were."""
    layouts = await server.work(Lane.DISK, server.session.layouts)
    for root, (before, files) in layouts.items():
        if await server.beside(partial(layout, root, files)) != before and root in server.folders:
            server.spawn(index(server, root))


def _discovered(server: ScaleServer, created: Collection[str]) -> list[str]:
    """The files of our concern among new paths: those that an index from scratch would find.

    A directory that a folder lies in may have come, too.
    """
    roots = [(root, folder.config) for root, folder in server.folders.items()]
    touched = [(root, config) for root, config in roots if any(within(p, root) or within(root, p) for p in created)]
    return [
        path
        for root, config in touched
        for path in discover(Path(root), config)
        if any(within(path, new) for new in created)
    ]


def _paths(uris: Iterable[str]) -> set[str]:
    return {path for uri in uris if (path := path_of(uri)) is not None}
