"""What Django and psycopg say to options, before anything is connected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.started import Files, fixed, run, said

CONNECT = """
from django.db import connection
connection.settings_dict["HOST"] = "127.0.0.1"
connection.settings_dict["PORT"] = "1"
try:
    connection.ensure_connection()
except Exception as error:
    print(type(error).__name__, error)
"""


def settings(database: str) -> Files:
    inner = f'"ENGINE": "django.db.backends.postgresql", "NAME": "shop", {database}'
    text = f'SECRET_KEY = "x"\nWSGI_APPLICATION = "wsgi.application"\nDATABASES = {{\n    "default": {{{inner}}},\n}}\n'
    return {"settings.py": text}


@pytest.mark.parametrize("key", ["MAX_CONNS", "CONN_MAX_AGE", "pool_size"])
def test_the_driver_refuses_and_after_the_fix_it_tries_to_connect(tmp_path: Path, key: str) -> None:
    files = settings(f'"OPTIONS": {{"{key}": 20}}')
    assert f'invalid connection option "{key}"' in said(tmp_path, files, CONNECT)
    after = fixed(files, "invalid-database-options", django_version="5.0")
    assert "connection failed" in said(tmp_path, after, CONNECT)


def test_a_pool_and_persistent_connections_exclude_each_other(tmp_path: Path) -> None:
    files = settings('"CONN_MAX_AGE": 600, "OPTIONS": {"pool": True}')
    files["requirements.txt"] = "psycopg[pool]\n"
    assert "doesn't support persistent connections" in said(tmp_path, files, POOL)
    after = fixed(files, "invalid-database-options", django_version="5.2")
    assert "persistent" not in said(tmp_path, after, POOL)


POOL = """
import sys, types
sys.modules["psycopg_pool"] = types.SimpleNamespace(ConnectionPool=lambda **kwargs: None)
from django.db import connection
try:
    print(connection.pool)
except Exception as error:
    print(error)
"""
"""Django looks at the settings before it asks the package for a pool."""


def test_the_sizes_move_to_the_pool_of_django(tmp_path: Path) -> None:
    files = settings('"CONN_MAX_AGE": 600, "OPTIONS": {"MAX_CONNS": 20, "MIN_CONNS": 5, "sslmode": "disable"}')
    after = fixed(files, "invalid-database-options", django_version="5.2")
    show = (
        "from django.db import connection\n"
        "print(connection.settings_dict['OPTIONS'], connection.settings_dict['CONN_MAX_AGE'])"
    )
    assert said(tmp_path, after, show) == "{'pool': {'min_size': 5, 'max_size': 20}, 'sslmode': 'disable'} 0"
    assert run(tmp_path, after, POOL).returncode == 0
