"""Settings that the Django which runs does not know, and what holds instead."""

from __future__ import annotations

from pathlib import Path

import django
import pytest
from django.conf import global_settings

from scale_lsp.rules.settings.removed_or_ignored_setting import REMOVED
from tests.settings.started import fixed, said

FILES = {
    "settings.py": """
SECRET_KEY = "x"
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "static/"
STATIC_ROOT = "collected"
STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
"""
}


@pytest.mark.parametrize("name", REMOVED)
def test_django_has_a_default_for_what_it_reads(name: str) -> None:
    since, _ = REMOVED[name]
    assert hasattr(global_settings, name) is (django.VERSION[:2] < since)


def test_the_storage_of_static_files_takes_effect_when_it_is_moved(tmp_path: Path) -> None:
    show = "from django.core.files.storage import storages\nprint(type(storages['staticfiles']).__name__)"
    assert said(tmp_path, FILES, show) == "StaticFilesStorage"
    after = fixed(FILES, "removed-or-ignored-setting", django_version="5.2")
    assert said(tmp_path, after, show) == "ManifestStaticFilesStorage"


def test_a_timeout_inside_options_is_not_read(tmp_path: Path) -> None:
    cache = '{"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"TIMEOUT": 60}}'
    files = {"settings.py": f'SECRET_KEY = "x"\nCACHES = {{"default": {cache}}}\n'}
    show = "from django.core.cache import cache\nprint(cache.default_timeout)"
    assert said(tmp_path, files, show) == "300"
