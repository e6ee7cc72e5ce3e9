"""Connections under ASGI, counted while Django answers requests one after the other."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import Files, fixed, said

SETTINGS = """
SECRET_KEY = "x"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
ASGI_APPLICATION = "wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 600},
}
"""
URLS = """
from django.db import connection
from django.http import HttpResponse
from django.urls import path


def page(request):
    return HttpResponse(connection.cursor().execute("SELECT 1").fetchone()[0])


urlpatterns = [path("", page)]
"""
FILES = {"settings.py": SETTINGS, "urls.py": URLS, "Procfile": "web: uvicorn asgi:application\n"}
COUNT = """
import asyncio
from django.db.backends.signals import connection_created
opened = []
connection_created.connect(lambda connection, **kwargs: opened.append(connection), weak=False)
"""
ASGI = f"""{COUNT}
from django.core.asgi import get_asgi_application
from asgiref.testing import ApplicationCommunicator
application = get_asgi_application()

async def visit():
    scope = {{"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}}
    client = ApplicationCommunicator(application, scope)
    await client.send_input({{"type": "http.request", "body": b""}})
    assert (await client.receive_output(5))["status"] == 200
    await client.receive_output(5)
    await client.wait()

for _ in range(20):
    asyncio.run(visit())
print(len(opened), sum(connection.connection is not None for connection in opened))
"""
WSGI = f"""{COUNT}
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
application = get_wsgi_application()
for _ in range(20):
    response = application(RequestFactory().get("/").environ, lambda *args: None)
    response.close()
print(len(opened))
"""


def on_sqlite(files: Files) -> Files:
    """The same settings over a database that is there: how long Django keeps a connection does not depend on it."""
    text = files["settings.py"].replace("postgresql", "sqlite3").replace('"NAME": "shop"', '"NAME": "db.sqlite3"')
    return {**files, "settings.py": text}


def test_kept_connections_pile_up(tmp_path: Path) -> None:
    assert said(tmp_path, on_sqlite(FILES), ASGI) == "20 20", "each request opens one, and all stay open"
    after = fixed(FILES, "persistent-connections-under-asgi")
    assert said(tmp_path, on_sqlite(after), ASGI) == "20 0", "each request closes its own"


def test_under_wsgi_a_kept_connection_serves_the_next_request(tmp_path: Path) -> None:
    assert said(tmp_path, on_sqlite(FILES), WSGI) == "1"
    closing = {**FILES, "settings.py": SETTINGS.replace("600", "0")}
    assert said(tmp_path, on_sqlite(closing), WSGI) == "20"


def test_the_second_fix_is_the_pool(tmp_path: Path) -> None:
    after = fixed(FILES, "persistent-connections-under-asgi", number=1, django_version="5.2")
    show = "from django.conf import settings\nprint(settings.DATABASES['default'])"
    shown = "'CONN_MAX_AGE': 0, 'OPTIONS': {'pool': {'min_size': 2, 'max_size': 10, 'timeout': 10}}"
    assert shown in said(tmp_path, after, show)
