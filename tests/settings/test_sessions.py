"""Queries of a page that needs none, for somebody with a session."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import Files, fixed, said

SETTINGS = """
SECRET_KEY = "x"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""
SHARED = """CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://h"}}
"""
COUNT = """
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
call_command("migrate", verbosity=0)
client = Client()
session = client.session
session["cart"] = 1
session.save()
with CaptureQueriesContext(connection) as queries:
    client.get("/%s")
print(len([q for q in queries if "SAVEPOINT" not in q["sql"] and q["sql"] not in ("BEGIN", "COMMIT")]))
"""
URLS = """
from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("", lambda request: HttpResponse("")),
    path("cart", lambda request: HttpResponse(request.session["cart"])),
]
"""


def project(more: str) -> Files:
    return {"settings.py": SETTINGS + more, "urls.py": URLS}


def in_memory(files: Files) -> Files:
    """The same over a cache that needs no server: the number of queries does not depend on it."""
    return {**files, "settings.py": files["settings.py"].replace("redis.RedisCache", "locmem.LocMemCache")}


def test_saving_on_every_request(tmp_path: Path) -> None:
    files = project("SESSION_SAVE_EVERY_REQUEST = True\n")
    assert said(tmp_path, files, COUNT % "") == "2"
    assert said(tmp_path, fixed(files, "session-backend-load"), COUNT % "") == "0"


def test_reading_through_the_cache(tmp_path: Path) -> None:
    files = project(SHARED)
    assert said(tmp_path, in_memory(files), COUNT % "cart") == "1"
    assert said(tmp_path, in_memory(fixed(files, "session-backend-load")), COUNT % "cart") == "0"
