"""A server that answers like GitHub or GitLab, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Host:
    """`answers` by method and path; a number is a status, anything else is sent as JSON."""

    answers: dict[str, Any]
    url: str = ""
    tokens: set[str] = field(default_factory=set)
    posted: list[tuple[str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, data: Any) -> Any:
        if method == "POST":
            self.posted.append((path, data))
        known = self.answers.get(f"{method} {path}", 404)
        return known(data) if callable(known) else known


@contextmanager
def serving(**answers: Any) -> Iterator[Host]:
    host = Host(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond(None)

        def do_POST(self) -> None:
            self.respond(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def respond(self, data: Any) -> None:
            host.tokens.add(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or "")
            found = host.answer(self.command, self.path, data)
            self.send_response(found if isinstance(found, int) else 200)
            self.end_headers()
            self.wfile.write(b"no" if isinstance(found, int) else json.dumps(found).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what is asked is remembered."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
