"""Which migrations are looked at: those that git does not have yet, or did not have before the change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.repository import Repository, run

SETTINGS = """\
WSGI_APPLICATION = "site1.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
"""
FIRST = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("Order", fields=[("id", models.BigAutoField(primary_key=True))])]
"""
INDEX = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "{before}")]
    operations = [migrations.AddIndex("order", models.Index(fields=["id"], name="{name}"))]
"""
ONLY = ("--select", "blocking-index-migration", "--output-format", "json")


def found(*arguments: str) -> list[str]:
    return [Path(one["filename"]).stem for one in json.loads(run("check", *ONLY, *arguments).out)]


@pytest.fixture
def indexed(repo: Repository) -> Repository:
    """Two migrations are committed, a third is not."""
    repo.write("site1/settings.py", SETTINGS)
    repo.write("shop/migrations/__init__.py", "")
    repo.write("shop/migrations/0001_first.py", FIRST)
    repo.commit()
    repo.write("shop/migrations/0002_old.py", INDEX.format(before="0001_first", name="old"))
    repo.commit()
    repo.write("shop/migrations/0003_new.py", INDEX.format(before="0002_old", name="new"))
    return repo


def test_those_that_are_not_committed(indexed: Repository) -> None:
    assert found() == ["0003_new"]
    indexed.git("add", "-A")
    assert found() == ["0003_new"]
    indexed.commit()
    assert found() == []


def test_those_of_the_change(indexed: Repository) -> None:
    indexed.commit()
    assert found("--diff-base", "HEAD") == []
    assert found("--diff-base", "HEAD~1") == ["0003_new"]
    assert found("--diff-base", "HEAD~2") == ["0002_old", "0003_new"]
    assert found("--diff-base", "HEAD~3") == [], "the table is new as well"


def test_none_without_git(indexed: Repository) -> None:
    (indexed.folder / ".git").rename(indexed.folder.parent / "gone")
    assert found() == []


def test_the_fix_is_made_for_projects_on_postgresql(indexed: Repository) -> None:
    done = run("check", "--select", "blocking-index-migration", "--fix", "--unsafe-fixes")
    assert done.code == 0, done.out
    text = (indexed.folder / "shop/migrations/0003_new.py").read_text()
    assert "operations = [AddIndexConcurrently(" in text
    assert "    atomic = False\n" in text
