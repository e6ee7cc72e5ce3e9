"""What DEBUG is in a project that really starts, as written and as fixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.started import fixed, found, said

HEAD = 'import os\n\nSECRET_KEY = "x"\nWSGI_APPLICATION = "wsgi.application"\n'
SHOW = "from django.conf import settings\nprint(bool(settings.DEBUG))"


@pytest.mark.parametrize(
    ("debug", "variable"),
    [
        ("True", "DJANGO_DEBUG"),
        ('"False"', "DJANGO_DEBUG"),
        ('os.environ.get("DEBUG", "False")', "DEBUG"),
        ('bool(os.environ.get("DEBUG", "0"))', "DEBUG"),
        ('os.environ.get("DEBUG", True)', "DEBUG"),
        ('os.environ.get("DEBUG", "1") == "1"', "DEBUG"),
    ],
)
def test_on_before_and_off_after(tmp_path: Path, debug: str, variable: str) -> None:
    files = {"settings.py": f"{HEAD}DEBUG = {debug}\n"}
    assert said(tmp_path, files, SHOW) == "True"
    after = fixed(files, "debug-in-production")
    assert said(tmp_path, after, SHOW) == "False"
    assert said(tmp_path, after, SHOW, **{variable: "1"}) == "True"


@pytest.mark.parametrize(
    "debug",
    [
        "False",
        'os.environ.get("DEBUG") == "1"',
        'os.environ.get("DEBUG", "") in ("1", "true")',
        '"DEBUG" in os.environ',
    ],
)
def test_off_is_not_reported(tmp_path: Path, debug: str) -> None:
    files = {"settings.py": f"{HEAD}DEBUG = {debug}\n"}
    assert said(tmp_path, files, SHOW) == "False"
    assert not found(files, "debug-in-production")


def test_debug_keeps_every_query(tmp_path: Path) -> None:
    files = {
        "settings.py": f'{HEAD}DEBUG = True\nDATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3"'
        ', "NAME": ":memory:", "OPTIONS": {}}}\n'
    }
    code = (
        "from django.db import connection\n"
        "for _ in range(50):\n    connection.cursor().execute('SELECT 1')\n"
        "print(len(connection.queries_log))"
    )
    assert said(tmp_path, files, code) == "50"
    assert said(tmp_path, fixed(files, "debug-in-production"), code) == "0"
