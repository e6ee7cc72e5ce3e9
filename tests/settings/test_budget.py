"""How many connections a process has open when all its threads answer at once."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import Files, fixed, said
from tests.settings.test_asgi import COUNT, on_sqlite
from tests.settings.test_connection_reuse import KEYS, SETTINGS

URLS = """
import threading
from django.db import connection
from django.http import HttpResponse
from django.urls import path

together = threading.Barrier(8)


def page(request):
    connection.ensure_connection()
    together.wait(10)
    return HttpResponse("")


urlpatterns = [path("", page)]
"""
EIGHT_THREADS = f"""{COUNT}
import threading
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
application = get_wsgi_application()

def visit():
    for _ in range(2):
        application(RequestFactory().get("/").environ, lambda *args: None).close()

threads = [threading.Thread(target=visit) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(opened))
"""


def test_each_thread_has_a_connection_of_its_own(tmp_path: Path) -> None:
    files: Files = {"settings.py": SETTINGS % KEYS.replace("}", ', "CONN_MAX_AGE": 60}'), "urls.py": URLS}
    assert said(tmp_path, on_sqlite(files), EIGHT_THREADS) == "8"


def test_the_pool_gets_a_connection_for_each_thread(tmp_path: Path) -> None:
    pooled = SETTINGS % KEYS.replace("}", ', "OPTIONS": {"pool": True}}')
    files = {"settings.py": pooled, "Procfile": "web: gunicorn wsgi --threads 40 --workers 2\n"}
    after = fixed(files, "connection-budget-exceeded")
    show = "from django.db import connection\nprint(connection.settings_dict['OPTIONS'])"
    assert said(tmp_path, after, show) == "{'pool': {'min_size': 2, 'max_size': 40}}"
