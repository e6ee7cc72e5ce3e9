"""A language server with the commands of an assistant: it says what it was asked."""

from __future__ import annotations

import sys
from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

server = LanguageServer("assistant", "1.2.3")


def report(ls: LanguageServer, request: dict[str, Any]) -> str:
    return f"# Report\n\n{request['uri']} for {request.get('users')} users"


def ask(ls: LanguageServer, request: dict[str, Any]) -> dict[str, Any]:
    if request["text"] == "fail":
        raise JsonRpcException("cannot tell")
    at = request["position"]
    before = request.get("conversation", "")
    said = f"{before}{request['text']} {request['uri']} {at['line']}:{at['character']}"
    return {"text": said, "conversation": f"{request['text']} → ", "suggestions": [], "actions": []}


if "--mute" not in sys.argv:
    server.command("scale.report")(report)
    server.command("scale.ask")(ask)
server.start_io()
