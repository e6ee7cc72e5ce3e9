"""What one process keeps in a cache, and what another finds there."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import fixed, said

FILES = {
    "settings.py": """
SECRET_KEY = "x"
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
"""
}
TWO = """
import subprocess, sys
from importlib import import_module
from django.conf import settings
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore
if len(sys.argv) == 1:
    session = SessionStore()
    session["cart"] = "full"
    session.save()
    command = [sys.executable, "run.py", session.session_key]
    print(SessionStore(session.session_key).get("cart"), subprocess.check_output(command, text=True).strip())
else:
    print(SessionStore(sys.argv[1]).get("cart"))
"""


def test_another_process_does_not_find_the_session(tmp_path: Path) -> None:
    assert said(tmp_path, FILES, TWO) == "full None"


def test_a_shared_cache_is_found(tmp_path: Path) -> None:
    shared = (
        '\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "c"}}\n'
    )
    assert said(tmp_path, {"settings.py": FILES["settings.py"] + shared}, TWO) == "full full"


def test_a_cache_in_memory_keeps_300_entries(tmp_path: Path) -> None:
    code = (
        "from django.core.cache import cache\n"
        "for i in range(1000):\n    cache.set(i, i)\n"
        "print(sum(i in cache for i in range(1000)) <= 300)"
    )
    assert said(tmp_path, FILES, code) == "True"


def test_the_fix_starts(tmp_path: Path) -> None:
    after = fixed(FILES, "per-process-cache")
    code = "from django.core.cache import caches\nprint(type(caches['default']).__name__, caches['default']._servers)"
    assert said(tmp_path, after, code, REDIS_URL="redis://h") == "RedisCache ['redis://h']"


REDIS = {
    "settings.py": """
SECRET_KEY = "x"
WSGI_APPLICATION = "wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
    },
}
"""
}
USE = """
from django.core.cache import cache
try:
    cache.get("a")
except Exception as error:
    print(type(error).__name__)
"""


def test_foreign_options_raise_before_anything_is_connected(tmp_path: Path) -> None:
    assert said(tmp_path, REDIS, USE) == "TypeError"
    assert said(tmp_path, fixed(REDIS, "cache-backend-misconfigured"), USE) == "ConnectionError"
