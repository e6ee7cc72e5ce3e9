"""Workspace folders and their configuration."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types

from scale_lsp.config import Config, ConfigError, load_config
from scale_lsp.engine.registry import registry
from scale_lsp.lsp.documents import check_all
from scale_lsp.lsp.indexing import index
from scale_lsp.lsp.language_server import Folder, ScaleServer
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane

SECTION = "scale-lsp"
"""The name of our settings in an editor."""
OF_EDITORS = frozenset({"trace", "enable", "path", "args"})
"""Keys below it that are about the server as a program."""


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
        server.folders[root] = Folder(name)
        configure(server, root)
        server.spawn(index(server, root))


def did_change_workspace_folders(server: ScaleServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for root in _named(list(params.event.removed)):
        if server.folders.pop(root, None) is not None:
            server.post(Lane.TEXT, partial(server.session.remove_folder, root))
    for root, name in _named(list(params.event.added)).items():
        _add_folder(server, root, name)
    check_all(server)


def settings_of(said: Any, section: str) -> dict[str, Any] | None:
    """What an editor sets under a name; the keys are those of the configuration file."""
    found = said.get(section) if isinstance(said, dict) else None
    return settings_in(found) if isinstance(found, dict) else None


def settings_in(said: Any) -> dict[str, Any]:
    """What an editor has set of ours, less what it leaves open and what it keeps for itself."""
    found = said.items() if isinstance(said, dict) else ()
    return {key: value for key, value in found if value is not None and key not in OF_EDITORS}


def configure_all(server: ScaleServer) -> None:
    """Read all configurations again. Files that come into the project, or leave it, need a new index."""
    for root, folder in server.folders.items():
        before = folder.config
        configure(server, root)
        if _scope(folder.config) != _scope(before):
            server.spawn(index(server, root))
    check_all(server)


def configure(server: ScaleServer, root: str) -> None:
    """Read the configuration of a folder. A bad one is named to the user once, and the last good one stays."""
    folder = server.folders[root]
    before, folder.complaint = folder.complaint, ""
    try:
        loaded = load_config(Path(root), {**server.settings, **folder.settings})
        loaded.config.check_names(registry().entries)
        folder.config = loaded.config
    except ConfigError as error:
        folder.complaint = f"Scale LSP: {error}"
        if folder.complaint != before:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Error, folder.complaint))
    server.post(Lane.TEXT, partial(server.session.configure, root, folder.config))


def _scope(config: Config) -> tuple[object, ...]:
    return (config.exclude, config.respect_gitignore, config.include_tests)
