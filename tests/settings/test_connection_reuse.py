"""What the fix writes, started; that a kept connection serves the next request is counted in test_asgi.py.

With SCALE_TEST_POSTGRES=postgresql://user:password@host/name connections are counted on that server.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.settings.started import Files, fixed, said
from tests.settings.test_asgi import URLS, WSGI, on_sqlite

SETTINGS = """
import os
import dj_database_url

SECRET_KEY = "x"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
WSGI_APPLICATION = "wsgi.application"
DATABASES = {"default": %s}
"""
KEYS = '{"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}'
URL = 'dj_database_url.parse(os.environ.get("DATABASE_URL", "postgres://shop@db/shop"))'
SHOW = """
from django.db import connection
print(connection.settings_dict["CONN_MAX_AGE"], connection.settings_dict["CONN_HEALTH_CHECKS"])
"""


def project(database: str) -> Files:
    return {
        "settings.py": SETTINGS % database,
        "urls.py": URLS,
        "Procfile": "web: gunicorn wsgi\n",
        "requirements.txt": "psycopg\n",
    }


@pytest.mark.parametrize("database", [KEYS, URL])
def test_the_fix_keeps_connections(tmp_path: Path, database: str) -> None:
    files = project(database)
    assert said(tmp_path, files, SHOW) == "0 False"
    assert said(tmp_path, fixed(files, "no-connection-reuse"), SHOW) == "60 True"


def test_one_connection_for_twenty_requests(tmp_path: Path) -> None:
    files = project(KEYS)
    assert said(tmp_path, on_sqlite(files), WSGI) == "20"
    assert said(tmp_path, on_sqlite(fixed(files, "no-connection-reuse")), WSGI) == "1"


def test_on_postgresql(tmp_path: Path) -> None:
    url = os.environ.get("SCALE_TEST_POSTGRES")
    if url is None:
        print("SCALE_TEST_POSTGRES names no server: not counted on PostgreSQL")
        return
    files = project(URL)
    assert said(tmp_path, files, WSGI, DATABASE_URL=url) == "20"
    assert said(tmp_path, fixed(files, "no-connection-reuse"), WSGI, DATABASE_URL=url) == "1"
