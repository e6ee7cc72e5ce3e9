"""A key that is read by hand is the one the converter reads."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter

from scale_lsp.lsp.keys import typed

PLACE = {"start": {"line": 3, "character": 4}, "end": {"line": 3, "character": 6}}
CHANGES: list[list[dict[str, Any]]] = [
    [{"range": PLACE, "text": "x"}],
    [{"range": PLACE, "rangeLength": 2, "text": ""}, {"range": PLACE, "text": "né\n"}],
    [{"text": "all of it\n"}],
    [],
]


def message(changes: Any, **document: Any) -> dict[str, Any]:
    identifier = {"uri": "file:///shop/views.py", "version": 7, **document}
    params = {"textDocument": identifier, "contentChanges": changes}
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


@pytest.mark.parametrize("changes", CHANGES)
def test_it_says_what_the_converter_says(changes: list[dict[str, Any]]) -> None:
    told = message(changes)
    assert typed(told) == get_converter().structure(told, types.DidChangeTextDocumentNotification)


@pytest.mark.parametrize(
    "told",
    [
        message([{"range": PLACE}]),
        message([{"range": PLACE, "text": 5}]),
        message([{"range": {"start": {"line": -1, "character": 0}, "end": PLACE["end"]}, "text": "x"}]),
        message([{"range": [], "text": "x"}]),
        message("x"),
        message(None),
        message([], version="seven"),
        {"jsonrpc": "2.0", "method": "textDocument/didChange"},
        {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": []},
    ],
)
def test_what_is_not_as_it_should_be_is_left_to_the_converter(told: dict[str, Any]) -> None:
    assert typed(told) is None
