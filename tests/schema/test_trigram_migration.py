"""The migration of trigram indexes: Django has nothing to add to it, and PostgreSQL runs it where one is there."""

from __future__ import annotations

import os
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.fix import FixResult, fix_all
from scale_lsp.workspace import create, write
from tests.proof.projects import written
from tests.schema.test_migrations import django, loaded, migrations

NAME = os.environ.get("SCALE_TEST_POSTGRES", "nowhere")
SETTINGS = f"""\
SECRET_KEY = "test"
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.postgres", "shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": "{NAME}"}}}}
"""
MODELS = """\
from django.db import models


class Article(models.Model):
    title = models.CharField(max_length=50)
    place = models.CharField(max_length=50)
"""
VIEWS = """\
from django.http import JsonResponse
from django.views.decorators.http import require_GET
from shop.models import Article


@require_GET
def search(request):
    titles = Article.objects.filter(title__icontains=request.GET["q"])
    places = Article.objects.filter(place__contains=request.GET["q"])
    return JsonResponse({"n": len(titles) + len(places)})
"""
FILES = {
    "manage.py": "",
    "settings.py": SETTINGS,
    "shop/__init__.py": "",
    "shop/migrations/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/views.py": VIEWS,
}
RULE = Config(select=("unindexable-text-search",), preview=True)


def fixed(folder: Path, **files: str) -> FixResult:
    written(folder, FILES | {name.replace("__", "/") + ".py": text for name, text in files.items()})
    django(folder, "makemigrations", "-v0", "shop")
    project = loaded(folder)
    result = fix_all(project, list(project.snapshot().paths), RULE, unsafe=True)
    for path, text in result.texts.items():
        write(path, text)
    for new in result.new_files:
        create(new.path, new.text)
    return result


def test_django_has_nothing_to_add(tmp_path: Path) -> None:
    assert fixed(tmp_path).new_files
    django(tmp_path, "makemigrations", "--check", "--dry-run")
    first, *others = migrations(tmp_path).values()
    assert first.index("TrigramExtension()") < first.index("AddIndexConcurrently(")
    assert "atomic = False" in first
    assert not any("TrigramExtension" in other for other in others), "the extension is there already"
    if NAME != "nowhere":
        django(tmp_path, "migrate", "-v0")
        django(tmp_path, "migrate", "-v0", "shop", "zero")


def test_there_is_no_migration_without_the_app(tmp_path: Path) -> None:
    """Without it Django writes SQL that PostgreSQL rejects."""
    result = fixed(tmp_path, settings=SETTINGS.replace('"django.contrib.postgres", ', ""))
    assert result.texts
    assert not result.new_files
