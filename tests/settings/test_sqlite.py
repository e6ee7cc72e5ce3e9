"""What SQLite does when several processes write, with Django's defaults and as the fix leaves it."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import fixed, said

FILES = {
    "settings.py": """
SECRET_KEY = "x"
WSGI_APPLICATION = "wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"},
}
"""
}
SET_UP = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE counter (id integer primary key, n integer)")
    cursor.execute("INSERT INTO counter VALUES (1, 0)")
"""
WORK = """
import subprocess, sys, time
if len(sys.argv) == 1:
    from django.db import connection
    print(connection.cursor().execute("PRAGMA journal_mode").fetchone()[0])
    command = [sys.executable, "run.py", "worker"]
    pipe = subprocess.PIPE
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    assert all(w.stdout.readline() == "ready\\n" for w in workers)
    for w in workers:
        w.stdin.close()
    print(sum(int(w.stdout.read()) for w in workers))
    print(connection.cursor().execute("SELECT n FROM counter").fetchone()[0])
else:
    from django.db import OperationalError, connection, transaction
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.read()
    locked = 0
    for _ in range(60):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                n = cursor.execute("SELECT n FROM counter").fetchone()[0]
                time.sleep(0.002)
                cursor.execute("UPDATE counter SET n = %s", [n + 1])
        except OperationalError as error:
            assert "locked" in str(error)
            locked += 1
    print(locked)
"""


def counted(folder: Path, files: dict[str, str]) -> tuple[str, int, int]:
    """The journal, how many of 240 transactions of four processes were locked out, and what the rest counted."""
    folder.mkdir()
    said(folder, files, SET_UP)
    mode, locked, total = said(folder, files, WORK).split()
    return mode, int(locked), int(total)


def test_read_then_write_is_locked_out_until_the_lock_is_taken_first(tmp_path: Path) -> None:
    mode, locked, total = counted(tmp_path / "before", FILES)
    assert mode == "delete"
    assert locked > 0
    assert total == 240 - locked
    after = fixed(FILES, "sqlite-under-concurrency", django_version="5.2")
    assert counted(tmp_path / "after", after) == ("wal", 0, 240)


def test_the_settings_for_postgresql_start(tmp_path: Path) -> None:
    after = fixed(FILES, "sqlite-under-concurrency", number=1, django_version="5.2")
    code = "from django.db import connection\nprint(connection.vendor, connection.settings_dict['PORT'])"
    assert said(tmp_path, after, code, DB_NAME="a", DB_USER="b", DB_PASSWORD="c") == "postgresql 5432"


def test_without_a_version_only_postgresql_is_offered(tmp_path: Path) -> None:
    after = fixed(FILES, "sqlite-under-concurrency")
    assert "postgresql" in after["settings.py"]
