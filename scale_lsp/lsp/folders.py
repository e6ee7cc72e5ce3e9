"""Workspace folders and their configuration."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from scale_lsp.config import Config, ConfigError, load_config
from scale_lsp.lsp.documents import check_all
from scale_lsp.lsp.indexing import index
from scale_lsp.lsp.language_server import Folder, ScaleServer
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane


def add_first_folders(server: ScaleServer) -> None:
    """Those of `initialize`; an older client says `rootUri` only."""
    folders = list(server.workspace.folders.values())
    if not folders and server.workspace.root_uri:
        folders = [types.WorkspaceFolder(server.workspace.root_uri, "")]
    for root, name in _named(folders).items():
        _add_folder(server, root, name)


def _named(folders: list[types.WorkspaceFolder]) -> dict[str, str]:
    paths = [(path.rstrip("/") or "/", folder.name) for folder in folders if (path := path_of(folder.uri))]
    return {path: name or path.rpartition("/")[2] or path for path, name in paths}


def _add_folder(server: ScaleServer, root: str, name: str) -> None:
    if root not in server.folders:
        server.folders[root] = Folder(name, Config())
        configure(server, root)
        server.spawn(index(server, root))


def did_change_workspace_folders(server: ScaleServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for root in _named(list(params.event.removed)):
        if server.folders.pop(root, None) is not None:
            server.post(Lane.TEXT, partial(server.session.remove_folder, root))
    for root, name in _named(list(params.event.added)).items():
        _add_folder(server, root, name)
    check_all(server)


def configure(server: ScaleServer, root: str) -> None:
    """Read the configuration of a folder. A bad one is named to the user once, and the last good one stays."""
    folder = server.folders[root]
    before, folder.complaint = folder.complaint, ""
    try:
        folder.config = load_config(root)
    except ConfigError as error:
        folder.complaint = f"Scale LSP: {error}"
        if folder.complaint != before:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Error, folder.complaint))
    server.post(Lane.TEXT, partial(server.session.configure, root, folder.config))


def configure_all(server: ScaleServer) -> None:
    for root in server.folders:
        configure(server, root)
    check_all(server)
