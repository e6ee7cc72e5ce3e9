"""The pygls protocol, less its own copy of every text, and strict about requests that come out of turn."""

from __future__ import annotations

import inspect
import json
from asyncio import Future, ensure_future
from collections.abc import Iterable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCResponseMessage

from scale_lsp.lsp.keys import typed

PUBLISH = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS.encode()
OURS = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)


class Encoded(bytes):
    """JSON that is ready to be sent."""


class Protocol(LanguageServerProtocol):
    """One text, one owner: the project keeps the documents, pygls does not mirror them. Every request is answered."""

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        self._sending: set[Future[Any]] = set()

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        for method in OURS:
            self.fm.builtin_features.pop(method)

    @property
    def initialized(self) -> bool:
        return self._workspace is not None

    @property
    def shut_down(self) -> bool:
        return self._shutdown

    def prepare(self) -> None:
        """Write the converters of all questions, and those of the answers that are asked for at every move of the
        cursor, before somebody waits for the first of a kind. What is inside of them takes an example.
        """
        for method in (*self.fm.features, *self.fm.builtin_features):
            message, *_ = types.METHOD_TO_TYPES.get(method, (None,))
            if message is not None:
                self._converter.get_structure_hook(message)
        question, *answers = _examples()
        self._converter.structure(self._converter.unstructure(question), types.CodeActionRequest)
        for answer in answers * 2:  # cattrs forgets what it has when it meets another kind of list
            self._converter.unstructure(JsonRPCResponseMessage(jsonrpc=self.VERSION, id=0, result=answer))

    def encode(self, value: object) -> Encoded:
        """As it goes over the wire. From any thread."""
        return Encoded(json.dumps(self._converter.unstructure(value), separators=(",", ":")).encode())

    def publish(self, uri: str, version: int | None, diagnostics: Iterable[bytes]) -> None:
        """`textDocument/publishDiagnostics`, of diagnostics that are encoded."""
        head = b'"uri":%b' % self.encode(uri) + (b',"version":%d' % version if version is not None else b"")
        params = b'{%b,"diagnostics":[%b]}' % (head, b",".join(diagnostics))
        self._send_data(Encoded(b'{"jsonrpc":"2.0","method":"%b","params":%b}' % (PUBLISH, params)))

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is None and isinstance(result, Encoded):
            self._result_types.pop(msg_id, None)
            self._send_data(Encoded(b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (self.encode(msg_id), result)))
        else:
            super()._send_response(msg_id, result, error)

    def _send_data(self, data: Any) -> None:
        if not isinstance(data, Encoded) or self.writer is None:
            super()._send_data(data)
            return
        message = b"Content-Length: %d\r\n\r\n%b" % (len(data), data) if self._include_headers else data
        if inspect.isawaitable(sending := self.writer.write(message)):
            task = ensure_future(sending)
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    def structure_message(self, data: dict[str, Any]) -> Any:
        if data.get("method") == types.TEXT_DOCUMENT_DID_CHANGE and "jsonrpc" in data and (key := typed(data)):
            return key
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                refusal = JsonRpcInvalidParams(f"{data['method']}: {error.__cause__ or error}")
                self._send_response(data["id"], error=refusal.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        method = getattr(message, "method", None)
        if method is not None and hasattr(message, "id") and (refusal := self._out_of_turn(method)):
            self._send_response(message.id, error=refusal)
        elif isinstance(message, types.DidChangeTextDocumentNotification):
            if self.initialized and not self._shutdown:
                self._handle_notification(message.method, message.params)
        elif method is None or self.initialized or method in (types.INITIALIZE, types.EXIT):
            super().handle_message(message)

    def _out_of_turn(self, method: str) -> types.ResponseError | None:
        if self._shutdown:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "The server was shut down.")
        if self.initialized and method == types.INITIALIZE:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "The server is initialized already.")
        if not self.initialized and method != types.INITIALIZE:
            return types.ResponseError(types.ErrorCodes.ServerNotInitialized, f"{method} comes before initialize.")
        return None


def _examples() -> tuple[types.CodeActionRequest, *tuple[object, ...]]:
    """A list of code actions is asked for; the list, a hover. With all that is ever in them."""
    here = types.Range(types.Position(0, 0), types.Position(0, 0))
    data = {"uri": "", "finding": {"start": [0, 0]}}
    related = types.DiagnosticRelatedInformation(types.Location("", here), "")
    diagnostic = types.Diagnostic(
        *(here, "", types.DiagnosticSeverity.Hint, "", types.CodeDescription(""), "", [types.DiagnosticTag.Deprecated]),
        related_information=[related],
        data=data,
    )
    document = types.OptionalVersionedTextDocumentIdentifier("", 0)
    edited = types.TextDocumentEdit(document, [types.TextEdit(here, "")])
    edit = types.WorkspaceEdit({"": [types.TextEdit(here, "")]}, [edited, types.CreateFile("")])
    action = types.CodeAction("", types.CodeActionKind.QuickFix, [diagnostic], True, edit=edit, data=data)
    context = types.CodeActionContext([diagnostic], [""], types.CodeActionTriggerKind.Automatic)
    question = types.CodeActionRequest(0, types.CodeActionParams(types.TextDocumentIdentifier(""), here, context))
    hover = types.Hover(types.MarkupContent(types.MarkupKind.Markdown, ""), here)
    return question, [action], hover
