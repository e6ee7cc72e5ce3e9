"""The pygls protocol, less its own copy of every text, and strict about what comes before `initialize`."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol

OURS = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)


class Protocol(LanguageServerProtocol):
    """One text, one owner: the project keeps the documents, so pygls does not mirror them."""

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

    def _handle_request(self, msg_id: str | int, method_name: str, params: Any) -> None:
        if self.initialized is (method_name == types.INITIALIZE):
            self._send_response(msg_id, error=_out_of_turn(method_name))
            return
        super()._handle_request(msg_id, method_name, params)

    def _handle_notification(self, method_name: str, params: Any) -> None:
        if self.initialized or method_name == types.EXIT:
            super()._handle_notification(method_name, params)


def _out_of_turn(method: str) -> types.ResponseError:
    if method == types.INITIALIZE:
        return types.ResponseError(types.ErrorCodes.InvalidRequest, "The server is initialized already.")
    return types.ResponseError(types.ErrorCodes.ServerNotInitialized, f"{method} comes before initialize.")
