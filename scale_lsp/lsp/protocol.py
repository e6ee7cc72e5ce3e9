"""The pygls protocol, less its own copy of every text, and strict about requests that come out of turn."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol

OURS = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)


class Protocol(LanguageServerProtocol):
    """One text, one owner: the project keeps the documents, pygls does not mirror them. Every request is answered."""

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

    def unstructure(self, value: object) -> Any:
        """As it goes over the wire."""
        return self._converter.unstructure(value)

    def structure_message(self, data: dict[str, Any]) -> Any:
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
