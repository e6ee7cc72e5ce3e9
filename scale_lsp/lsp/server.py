"""The server: which method is answered where, and how it starts."""

from __future__ import annotations

import gc
import importlib.util
import logging
import sys

from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.index.project import Project
from scale_lsp.lsp import (
    code_actions,
    code_lens,
    commands,
    completion,
    configuration,
    definition,
    documents,
    endpoint,
    folders,
    hover,
    inlay_hints,
    links,
    parent,
    pull,
    watching,
)
from scale_lsp.lsp.client import abilities_of
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.log import ClientLog, set_level
from scale_lsp.lsp.wire import serve, take_stdout

Address = tuple[str, int]
"""Host and port."""


def main(tcp: Address | None = None, ws: Address | None = None) -> int:
    """Serve one client, over standard input and output unless told otherwise, until it says `exit` or goes away.

    The exit code is the one LSP asks for: 0 after `shutdown`, else 1.
    """
    if ws is not None and importlib.util.find_spec("websockets") is None:
        print("A WebSocket needs another package: pip install 'pygls[ws]'", file=sys.stderr)
        return 2
    logging.getLogger("pygls").propagate = False  # what it says on stderr is in the client's log already
    sys.setswitchinterval(0.001)  # a keystroke does not wait long for a project that is being built
    server = create_server()
    _warm_up()
    if tcp is not None:
        server.start_tcp(*tcp)
    elif ws is not None:
        server.start_ws(*ws)
    else:
        serve(server, sys.stdin.buffer, take_stdout(lambda: _exit_code(server)))
    server.worker.stop()
    server.background.stop()
    server.hints.stop()
    return _exit_code(server)


def _exit_code(server: ScaleServer) -> int:
    return 0 if server.protocol.shut_down else 1


def _warm_up() -> None:
    """Load the rules before somebody waits for them: all that the first check of a project needs is then there.

    What has been loaded stays: garbage is not looked for in it.
    """
    project = Project("/")
    project.put("/views.py", "def view(request):\n    pass\n")
    check(project.snapshot(), "/views.py", Config(), first=True)
    gc.freeze()
    gc.enable()


def create_server() -> ScaleServer:
    server = ScaleServer()
    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(documents.did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(documents.did_change)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))(watching.did_save)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(documents.did_close)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover.hover)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, completion.OPTIONS)(completion.completion)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(definition.definition)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions())(links.document_link)
    server.feature(types.TEXT_DOCUMENT_INLAY_HINT)(inlay_hints.inlay_hint)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())(code_lens.code_lens)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, code_actions.OPTIONS)(code_actions.code_actions)
    server.feature(types.CODE_ACTION_RESOLVE)(code_actions.resolve)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(folders.did_change_workspace_folders)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(configuration.did_change_configuration)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(watching.did_change_watched_files)
    server.feature(types.WORKSPACE_DID_CREATE_FILES, watching.EVERYTHING)(watching.did_create_files)
    server.feature(types.WORKSPACE_DID_DELETE_FILES, watching.EVERYTHING)(watching.did_delete_files)
    server.feature(types.WORKSPACE_DID_RENAME_FILES, watching.EVERYTHING)(watching.did_rename_files)
    server.feature(types.SET_TRACE)(set_trace)
    for name, command in commands.COMMANDS.items():
        server.command(name)(command)
    return server


def initialize(server: ScaleServer, params: types.InitializeParams) -> None:
    server.abilities = abilities_of(params.capabilities)
    server.settings = folders.settings_of(params.initialization_options, "settings") or {}
    server.session.encoding = server.workspace.position_encoding or types.PositionEncodingKind.Utf16
    log = logging.getLogger("scale_lsp")
    log.addHandler(ClientLog(server))
    log.propagate = False
    if server.abilities.pulls_diagnostics:
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pull.OPTIONS)(pull.diagnostic)
        server.feature(types.WORKSPACE_DIAGNOSTIC)(pull.workspace_diagnostic)
    if not server.abilities.shows_endpoints:
        server.command(code_lens.SHOW)(endpoint.show)
    server.protocol.trace = params.trace or types.TraceValue.Off
    set_level(server.protocol.trace)
    server.attach()
    parent.watch(params.process_id)


def set_trace(server: ScaleServer, params: types.SetTraceParams) -> None:
    set_level(params.value)


def initialized(server: ScaleServer, params: types.InitializedParams) -> None:
    watching.register_watchers(server)
    configuration.register(server)
    folders.add_first_folders(server)
    if server.abilities.configuration:
        server.spawn(configuration.ask(server))
