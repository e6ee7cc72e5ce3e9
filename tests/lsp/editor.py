"""An editor for tests: a real server process, the real protocol, the capabilities of a real client. It never sleeps, it
waits for what the server says."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlparse
from urllib.request import url2pathname

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES

SERVER = (sys.executable, "-c", "import sys; from scale_lsp.lsp.server import main; sys.exit(main())")
TIMEOUT = 30.0
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
T = TypeVar("T")


class Editor:
    """Open documents with their texts, and everything the server said about them."""

    def __init__(self, capabilities: types.ClientCapabilities | str) -> None:
        if isinstance(capabilities, str):
            capabilities = client_capabilities(capabilities)
        self.capabilities = capabilities
        self.client = LanguageClient(converter_factory=default_converter)
        self.encoding = "utf-16"
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.registrations: list[types.Registration] = []
        self.refreshed = 0
        """How often the server asked to be asked for diagnostics again."""
        self.lenses_refreshed = 0
        self.pieces: list[dict[str, Any]] = []
        """Partial results."""
        self._heard = asyncio.Event()
        self._listen()

    def _listen(self) -> None:
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(params)
            self._heard.set()

        def register(params: types.RegistrationParams) -> None:
            self.registrations.extend(params.registrations)
            self._heard.set()

        def refresh(params: None) -> None:
            self.refreshed += 1
            self._heard.set()

        def progress(client: LanguageClient, params: types.ProgressParams) -> None:
            if "kind" in params.value:
                DEFAULT_CLIENT_FEATURES[types.PROGRESS](client, params)
            else:
                self.pieces.append(params.value)
            self._heard.set()

        def heard(default: Callable[..., object]) -> Callable[..., object]:
            def handler(client: LanguageClient, params: object) -> object:
                self._heard.set()
                return default(client, params)

            return handler

        ours: dict[str, Callable[..., object]] = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
            types.CLIENT_REGISTER_CAPABILITY: register,
        }

        def refresh_lenses(params: None) -> None:
            self.lenses_refreshed += 1
            self._heard.set()

        ours[types.WORKSPACE_CODE_LENS_REFRESH] = refresh_lenses
        ours[types.WORKSPACE_INLAY_HINT_REFRESH] = lambda params: self._heard.set()
        ours |= {types.WORKSPACE_DIAGNOSTIC_REFRESH: refresh, types.PROGRESS: progress}
        theirs = {method: heard(handler) for method, handler in DEFAULT_CLIENT_FEATURES.items()}
        for method, handler in {**theirs, **ours}.items():
            self.client.feature(method)(handler)

    @classmethod
    async def of(cls, code: str, root: Path) -> Editor:
        """One whose server is a piece of Python code, with a workspace folder."""
        editor = cls("visual-studio-code")
        await editor.start(sys.executable, "-c", code)
        await editor.initialize(root)
        return editor

    async def start(self, *command: str) -> None:
        await self.client.start_io(*(command or SERVER))

    async def initialize(self, *roots: Path, **more: object) -> types.InitializeResult:
        folders = [folder(root) for root in roots]
        params = types.InitializeParams(capabilities=self.capabilities, workspace_folders=folders, **more)
        result = await self.client.initialize_session(params)
        self.encoding = types.PositionEncodingKind(result.capabilities.position_encoding).value
        return result

    async def quit(self) -> int | None:
        """Leave as LSP asks; the exit code of the server."""
        await self.client.shutdown_session()
        process = self.client._server
        await self.client.stop()
        return process.returncode if process else None

    async def until(self, found: Callable[[], T]) -> T:
        """The first truthy answer; asked again after every message of the server."""
        async with asyncio.timeout(TIMEOUT):
            while not (answer := found()):
                self._heard.clear()
                await self._heard.wait()
        return answer

    @property
    def watches(self) -> bool:
        """Whether it tells the server about files that change on disk."""
        workspace = self.capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        return bool(watched and watched.dynamic_registration)

    # Documents

    def open(self, path: Path | str, text: str | None = None, language: str = "python") -> str:
        uri = path if isinstance(path, str) else path.as_uri()
        if text is None:
            text = Path(path).read_text()
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, *replacements: tuple[str, str]) -> None:
        """Replace the first occurrence of each old text by a new one, all in one notification."""
        events: list[types.TextDocumentContentChangeEvent] = []
        for old, new in replacements:
            events.append(types.TextDocumentContentChangePartial(range=self.range(uri, old), text=new))
            self.texts[uri] = self.texts[uri].replace(old, new, 1)
        self.send(uri, *events)

    def send(self, uri: str, *events: types.TextDocumentContentChangeEvent) -> None:
        self.versions[uri] = self.versions.get(uri, 0) + 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, list(events)))

    def save(self, uri: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        path.write_text(self.texts[uri])
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        if self.watches:
            self.watched((path, types.FileChangeType.Created if new else types.FileChangeType.Changed))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        del self.texts[uri], self.versions[uri]

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """As an editor does: the last edit first, each told to the server. Files are created on disk; else only open
        documents are edited here.
        """
        for change in edit.document_changes or ():
            if isinstance(change, types.CreateFile):
                new = Path(url2pathname(urlparse(change.uri).path))
                (text,) = (
                    edit.new_text
                    for other in edit.document_changes
                    if other is not change and other.text_document.uri == change.uri
                    for edit in other.edits
                )
                with new.open("x") as file:
                    file.write(text)
                self.watched((new, types.FileChangeType.Created))
        if edit.document_changes is not None:
            known = [change for change in edit.document_changes if isinstance(change, types.TextDocumentEdit)]
            known = [change for change in known if change.text_document.version is not None]
            changes = {change.text_document.uri: change.edits for change in known}
            assert all(change.text_document.version == self.versions[change.text_document.uri] for change in known)
        else:
            changes = edit.changes or {}
        for uri, edits in changes.items():
            events = []
            for text_edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
                start, end = self._offset(uri, text_edit.range.start), self._offset(uri, text_edit.range.end)
                self.texts[uri] = self.texts[uri][:start] + text_edit.new_text + self.texts[uri][end:]
                events.append(types.TextDocumentContentChangePartial(range=text_edit.range, text=text_edit.new_text))
            self.send(uri, *events)

    # Positions

    def range(self, uri: str, part: str) -> types.Range:
        """Where `part` is first found, in the encoding that was negotiated."""
        start = self.texts[uri].index(part)
        return types.Range(self._position(uri, start), self._position(uri, start + len(part)))

    def text_at(self, uri: str, range: types.Range) -> str:
        return self.texts[uri][self._offset(uri, range.start) : self._offset(uri, range.end)]

    def _position(self, uri: str, offset: int) -> types.Position:
        before = self.texts[uri][:offset]
        codec, width = UNITS[self.encoding]
        return types.Position(before.count("\n"), len(before[before.rfind("\n") + 1 :].encode(codec)) // width)

    def _offset(self, uri: str, position: types.Position) -> int:
        lines = self.texts[uri].split("\n")
        codec, width = UNITS[self.encoding]
        column = len(lines[position.line].encode(codec)[: position.character * width].decode(codec))
        return sum(len(line) + 1 for line in lines[: position.line]) + column

    # Questions

    def latest(self, uri: str) -> types.PublishDiagnosticsParams | None:
        """The last word about the text as it is now."""
        said = self.published.get(uri)
        return said[-1] if said and said[-1].version == self.versions.get(uri) else None

    async def diagnostics(self, uri: str, *rules: str) -> Sequence[types.Diagnostic]:
        """Wait until exactly findings of these rules are published for the current text, in this order."""

        def found() -> types.PublishDiagnosticsParams | None:
            latest = self.latest(uri)
            return latest if latest and [d.code for d in latest.diagnostics] == list(rules) else None

        try:
            return (await self.until(found)).diagnostics
        except TimeoutError:
            raise AssertionError(
                f"wanted {rules} for {uri}, last said: {self.published.get(uri, [None])[-1]}"
            ) from None

    async def hover(self, uri: str, part: str) -> types.Hover | None:
        position = self.range(uri, part).start
        params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
        return await self.client.text_document_hover_async(params)

    async def actions(self, uri: str, part: str, only: Sequence[str] | None = None) -> Sequence[types.CodeAction]:
        context = types.CodeActionContext([], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), self.range(uri, part), context)
        return await self.client.text_document_code_action_async(params) or []

    async def resolve(self, action: types.CodeAction) -> types.WorkspaceEdit:
        resolved = await self.client.code_action_resolve_async(action)
        assert resolved.edit is not None
        return resolved.edit

    # Workspace

    def add_folder(self, root: Path) -> None:
        self._folders(added=[folder(root)])

    def remove_folder(self, root: Path) -> None:
        self._folders(removed=[folder(root)])

    def _folders(
        self, added: Sequence[types.WorkspaceFolder] = (), removed: Sequence[types.WorkspaceFolder] = ()
    ) -> None:
        event = types.WorkspaceFoldersChangeEvent(added=added, removed=removed)
        self.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))

    def configure(self, settings: dict[str, object]) -> None:
        said = {"scale-lsp": settings, "other": {"unknown": 1}}
        self.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(said))

    def write(self, path: Path, text: str) -> None:
        """Write a file behind the editor's back; the watcher tells the server."""
        kind = types.FileChangeType.Changed if path.exists() else types.FileChangeType.Created
        path.write_text(text)
        self.watched((path, kind))

    def watched(self, *events: tuple[Path, types.FileChangeType]) -> None:
        changes = [types.FileEvent(path.as_uri(), kind) for path, kind in events]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))


def folder(root: Path) -> types.WorkspaceFolder:
    return types.WorkspaceFolder(root.as_uri(), root.name)
