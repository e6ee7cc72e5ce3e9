"""Servers that accept a connection and say nothing: how long calls wait for them, as written and as fixed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.proof.projects import fixed, run, written

RULE = "network-call-without-timeout"
PATIENCE = 1.6
"""Seconds after which a call that still waits is said to wait for ever; the fix gives it one."""


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and says nothing until the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()
    thread.join()


CALLS = {
    "requests": "import requests\n\ndef call(port):\n    requests.get(f'http://127.0.0.1:{port}/')\n",
    "session": "import requests\n\nS = requests.Session()\n\ndef call(port):\n    S.get(f'http://127.0.0.1:{port}/')\n",
    "urllib": "from urllib.request import urlopen\n\ndef call(port):\n    urlopen(f'http://127.0.0.1:{port}/')\n",
    "smtp": "import smtplib\n\ndef call(port):\n    smtplib.SMTP('127.0.0.1', port)\n",
    "http": (
        "import http.client\n\ndef call(port):\n    server = http.client.HTTPConnection('127.0.0.1', port)\n"
        "    try:\n        server.request('GET', '/')\n        server.getresponse()\n"
        "    finally:\n        server.close()\n"
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_silent_server_holds_the_caller_until_the_limit(name: str, silent: int) -> None:
    options = {"http-timeout-s": 1, "email-timeout-s": 1}
    after = fixed({"calls.py": CALLS[name]}, RULE, **options)["calls.py"]
    assert after != CALLS[name]
    before = _started(CALLS[name], silent)
    limited = _started(after, silent)
    limited.join(PATIENCE)
    assert not limited.is_alive(), "the limit ends it"
    assert before.is_alive(), "without a limit it waits"


def _started(text: str, port: int) -> threading.Thread:
    names: dict[str, object] = {}
    exec(text, names)

    def call() -> None:
        with suppress(OSError, EOFError, HTTPException):
            names["call"](port)  # type: ignore[operator]

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    return thread


def test_the_options_give_the_seconds() -> None:
    options = {"http-timeout-s": 3, "email-timeout-s": 7}
    texts = {f"{name}.py": text for name, text in CALLS.items()}
    after = fixed(texts, RULE, **options)
    assert "timeout=7" in after["smtp.py"]
    assert all("timeout=3" in after[f"{name}.py"] for name in CALLS if name != "smtp")


SETTINGS = """\
WSGI_APPLICATION = "wsgi.application"
SECRET_KEY = "x"
EMAIL_HOST = "127.0.0.1"
"""
SEND = """\
import sys, threading
from django.core.mail import send_mail
from django.conf import settings

settings.EMAIL_PORT = int(sys.argv[1])

def send():
    send_mail("a", "b", "shop@example.com", ["a@example.com"], fail_silently=True)

thread = threading.Thread(target=send, daemon=True)
thread.start()
thread.join(1.6)
print(thread.is_alive())
"""


def test_django_waits_for_a_mail_server_as_long_as_its_setting_says(silent: int, tmp_path: Path) -> None:
    """`fail_silently` hides the error, and waits all the same."""
    files = {"settings.py": SETTINGS}
    after = fixed(files, "email-without-timeout", **{"email-timeout-s": 1})
    assert after["settings.py"] == SETTINGS + "EMAIL_TIMEOUT = 1\n"
    waits = {
        name: run(written(tmp_path / name, texts), "-c", SEND, str(silent)).strip()
        for name, texts in (("before", files), ("after", after))
    }
    assert waits == {"before": "True", "after": "False"}
