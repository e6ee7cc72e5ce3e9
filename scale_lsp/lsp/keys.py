"""A key as it comes over the wire: the one message that is read without the converter, which takes longer than that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types


def typed(message: Mapping[str, Any]) -> types.DidChangeTextDocumentNotification | None:
    """`textDocument/didChange`; None for one that is not as it should be, so that the converter says why.

    https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_didChange
    """
    try:
        params = message["params"]
        document = params["textDocument"]
        identifier = types.VersionedTextDocumentIdentifier(document["version"], document["uri"])
        changes = tuple([_change(change) for change in params["contentChanges"]])
    except (KeyError, TypeError, ValueError):
        return None
    return types.DidChangeTextDocumentNotification(types.DidChangeTextDocumentParams(identifier, changes))


def _change(change: Mapping[str, Any]) -> types.TextDocumentContentChangeEvent:
    if "range" not in change:
        return types.TextDocumentContentChangeWholeDocument(change["text"])
    place = types.Range(_position(change["range"]["start"]), _position(change["range"]["end"]))
    return types.TextDocumentContentChangePartial(place, change["text"], change.get("rangeLength"))


def _position(place: Mapping[str, Any]) -> types.Position:
    return types.Position(place["line"], place["character"])
