"""Deployment files in the editor: findings in settings follow them, open or on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTINGS = """
ASGI_APPLICATION = "shop.asgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
"""
FOUND = "persistent-connections-under-asgi"


async def test_findings_follow_a_procfile_on_disk(editor: Editor, shop: Path) -> None:
    editor.write(shop / "settings.py", SETTINGS)
    settings = editor.open(shop / "settings.py")
    await editor.diagnostics(settings)
    editor.write(shop.parent / "Procfile", "web: uvicorn shop.asgi:application\n")
    await editor.diagnostics(settings, FOUND)
    editor.write(shop.parent / "Procfile", "web: gunicorn shop.wsgi\n")
    await editor.diagnostics(settings)
    editor.write(shop.parent / "Procfile", "web: uvicorn shop.asgi:application\n")
    await editor.diagnostics(settings, FOUND)
    (shop.parent / "Procfile").unlink()
    editor.watched((shop.parent / "Procfile", types.FileChangeType.Deleted))
    await editor.diagnostics(settings)


async def test_findings_follow_a_procfile_that_is_typed(editor: Editor, shop: Path) -> None:
    editor.write(shop / "settings.py", SETTINGS)
    editor.write(shop.parent / "Procfile", "web: gunicorn shop.wsgi\n")
    settings = editor.open(shop / "settings.py")
    procfile = editor.open(shop.parent / "Procfile", language="plaintext")
    await editor.diagnostics(settings)
    editor.change(procfile, ("gunicorn shop.wsgi", "python manage.py runserver"))
    await editor.diagnostics(procfile, "debug-in-production")
    editor.change(procfile, ("python manage.py runserver", "uvicorn shop.asgi:application"))
    await editor.diagnostics(settings, FOUND)
    await editor.diagnostics(procfile)
