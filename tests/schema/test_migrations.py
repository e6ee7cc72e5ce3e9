"""The migrations that index fixes write: Django has nothing to add to them, runs them, and queries use the index."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import FixResult, fix_all, fixes
from scale_lsp.finding import Fix
from scale_lsp.index.project import Project
from scale_lsp.workspace import create, discover, read, write
from tests.proof.projects import run, written
from tests.schema.databases import on_each_database

SETTINGS = """\
SECRET_KEY = "test"
INSTALLED_APPS = ["shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {DATABASE}}
"""
DATABASE = {
    "sqlite": '{"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}',
    "postgresql": '{"ENGINE": "django.db.backends.postgresql", "NAME": "%s"}',
}
MODELS = """\
import uuid

from django.core.validators import MinValueValidator
from django.db import models


class Shop(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    token = models.UUIDField(default=uuid.uuid4)
    phone = models.CharField(max_length=20{phone})
    weight = models.IntegerField(validators=[MinValueValidator(1)]{weight})
    status = models.CharField(max_length=9, choices=[("new", "new"), ("out", "out"), ("it's", "done")])
    created_at = models.IntegerField()
{meta}

class Parcel(models.Model):
    code = models.CharField(max_length=20, db_column="parcel-code")

    class Meta:
        db_table = "1 parcel"
"""
VIEWS = """\
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shop.models import Order, Parcel


@require_GET
def view(request):
    return HttpResponse(str([{queries}]))
"""
RULES = ("missing-index", "composite-index-order", "redundant-index")
NEWEST = 'Order.objects.filter(status="new").order_by("-created_at")[:20]'
FIRST = 'Order.objects.filter(phone="77")'
CREATED = 'models.Index(fields=["created_at", "status"]'
BY_SHOP = 'Order.objects.filter(status="new").order_by("shop")[:20]'
META = "\n    class Meta:\n        indexes = [{}]\n"
ASK = """
import io, json
import django
django.setup()
from django.core.management import call_command
from shop.models import *
call_command("makemigrations", check_changes=True, dry_run=True, stdout=io.StringIO())
call_command("migrate", verbosity=0)
print(json.dumps([query.explain() for query in [{queries}]]))
call_command("migrate", "shop", "zero", verbosity=0)
"""
"""`makemigrations --check` leaves with an error where models and migrations differ."""


def site(folder: Path, *queries: str, database: str = "sqlite", meta: str = "", **fields: str) -> Path:
    """A project with its first migration, which Django wrote."""
    models = MODELS.replace("{meta}", META.format(meta) if meta else "")
    for name in ("phone", "weight"):
        models = models.replace(f"{{{name}}}", fields.get(name, ""))
    name = os.environ.get("SCALE_TEST_POSTGRES", "nowhere")
    files = {
        "manage.py": "",
        "settings.py": SETTINGS.replace("{DATABASE}", DATABASE[database].replace("%s", name)),
        "shop/__init__.py": "",
        "shop/migrations/__init__.py": "",
        "shop/models.py": models,
        "shop/views.py": VIEWS.replace("{queries}", ", ".join(f"*{query}" for query in queries)),
    }
    written(folder, files)
    django(folder, "makemigrations", "-v0")
    return folder


def django(folder: Path, *arguments: str) -> str:
    return run(folder, "-W", "ignore", "-m", "django", *arguments, PYTHONPATH=path_of(folder))


def path_of(folder: Path) -> str:
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def loaded(folder: Path) -> Project:
    """The project as the command line reads it."""
    project = Project(folder.as_posix())
    for path in discover(folder, Config()):
        project.put(path, str(read(path)))
    return project


def fixed(folder: Path, unsafe: bool = True) -> FixResult:
    """What all fixes of the index rules do, written."""
    project = loaded(folder)
    result = fix_all(project, list(project.snapshot().paths), Config(select=RULES), unsafe)
    for path, text in result.texts.items():
        write(path, text)
    for new in result.new_files:
        create(new.path, new.text)
    return result


def migrations(folder: Path) -> dict[str, str]:
    """The migrations behind the first, by their names."""
    paths = sorted((folder / "shop" / "migrations").glob("0*.py"))[1:]
    return {path.stem: path.read_text() for path in paths}


def offered(folder: Path) -> list[Fix]:
    """The fixes of the one finding there is."""
    project, config = loaded(folder), Config(select=RULES)
    snapshot = project.snapshot()
    (finding,) = [finding for path in snapshot.paths for finding in check(snapshot, path, config)]
    return list(fixes(snapshot, finding, config))


def asked(folder: Path, *queries: str) -> list[str]:
    """The plans of the queries, on a database made by the migrations; these are undone afterwards."""
    script = ASK.replace("{queries}", ", ".join(queries))
    plans: list[str] = json.loads(run(folder, "-W", "ignore", "-c", script, PYTHONPATH=path_of(folder)))
    return plans


ONE = [
    pytest.param([FIRST], {}, "shop_order_phone", id="added"),
    pytest.param([BY_SHOP], {}, "shop_order_status", id="with a foreign key"),
    pytest.param(['Parcel.objects.filter(code="7")'], {}, "D parcel", id="in a table with a name of its own"),
    pytest.param([NEWEST], {"meta": f"{CREATED}, name='newest')"}, "newest", id="turned around under its name"),
    pytest.param([], {"meta": 'models.Index(fields=["shop"])'}, "", id="removed"),
    pytest.param(
        [], {"meta": 'models.Index(fields=["-status"]), models.Index(fields=["status", "shop"])'}, "", id="to"
    ),
    pytest.param([], {"meta": 'models.Index(fields=["shop", "weight"])'}, "", id="of a foreign key"),
    pytest.param(
        [],
        {"weight": ", db_index=True", "meta": 'models.Index(fields=["weight", "created_at"])'},
        "",
        id="of a field",
    ),
]
"""One finding each: the queries, the models, and the index that the queries are to use afterwards."""


@pytest.mark.parametrize(("queries", "made", "used"), ONE)
def test_what_django_itself_would_write(tmp_path: Path, queries: list[str], made: dict[str, str], used: str) -> None:
    folder = site(tmp_path, *queries, **made)
    assert len(fixed(folder).new_files) == 1
    assert all(used in plan for plan in asked(folder, *queries))
    ours = migrations(folder)
    (folder / "shop" / "migrations" / f"{next(iter(ours))}.py").unlink()
    django(folder, "makemigrations", "-v0")
    theirs = migrations(folder)
    assert [meaning(text) for text in ours.values()] == [meaning(text) for text in theirs.values()]
    assert list(ours) == list(theirs)


def meaning(text: str) -> str:
    """The code, whatever its quotes and the order of imports and keywords, which Django has changed in the meantime."""
    tree = ast.parse(text)
    tree.body.sort(key=ast.dump)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords.sort(key=lambda keyword: keyword.arg or "")
    return ast.dump(tree)


def test_the_new_index_is_there_before_the_old_one_goes(tmp_path: Path) -> None:
    folder = site(tmp_path, NEWEST, meta=f"{CREATED})")
    fixed(folder)
    ((name, text),) = migrations(folder).items()
    assert re.fullmatch(r"0002_order_shop_order_status_\w{6}_idx_and_more", name)
    assert text.index("AddIndex") < text.index("RemoveIndex")
    (plan,) = asked(folder, NEWEST)
    assert "shop_order_status" in plan
    assert "TEMP B-TREE" not in plan


@on_each_database
def test_several_in_one_run_follow_each_other(tmp_path: Path, database: str) -> None:
    """Two of one model, one of another. To fix again changes nothing."""
    queries = [FIRST, NEWEST, 'Parcel.objects.filter(code="7")']
    folder = site(tmp_path, *queries, database=database)
    shown = command(folder, "--fix", "--unsafe-fixes", "--diff")
    assert shown.stdout.count("--- /dev/null\n+++ b/shop/migrations/000") == 3
    assert migrations(folder) == {}
    done = command(folder, "--fix", "--unsafe-fixes")
    assert done.stderr == "Fixed 3 findings in 4 files.\n"
    texts = migrations(folder)
    assert [name[:4] for name in texts] == ["0002", "0003", "0004"]
    for before, after in pairwise(["0001_initial", *texts]):
        assert before in texts[after]
    asked(folder, *queries)
    assert fixed(folder) == FixResult({}, 0)
    assert migrations(folder) == texts


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "scale_lsp", "check", "--select", ",".join(RULES), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("queries", "meta", "names"),
    [
        ([FIRST], "", ["AddIndexConcurrently"]),
        ([NEWEST], f"{CREATED})", ["AddIndexConcurrently", "RemoveIndexConcurrently"]),
        ([], 'models.Index(fields=["shop"])', ["RemoveIndexConcurrently"]),
    ],
    ids=["added", "turned around", "removed"],
)
def test_postgresql_goes_on_writing(tmp_path: Path, queries: list[str], meta: str, names: list[str]) -> None:
    """What the migration does to the models Django tells without a server."""
    folder = site(tmp_path, *queries, meta=meta, database="postgresql")
    fixed(folder)
    (text,) = migrations(folder).values()
    assert f"from django.contrib.postgres.operations import {', '.join(names)}\n" in text
    assert "\n    atomic = False\n" in text
    assert "No changes detected" in django(folder, "makemigrations", "--check", "--dry-run")
    if "SCALE_TEST_POSTGRES" in os.environ:
        asked(folder, *queries)


def test_what_only_postgresql_can_do_is_not_written_where_another_database_runs_too(tmp_path: Path) -> None:
    folder = site(tmp_path, FIRST, database="postgresql")
    written(folder, {"settings_dev.py": f"from settings import *\nDATABASES = {{'default': {DATABASE['sqlite']}}}\n"})
    fix, alone = offered(folder)
    (new,) = fix.new_files
    assert "Concurrently" not in new.text
    assert "atomic" not in new.text
    assert "writes to the table may wait" in fix.reason
    assert alone.new_files == ()
    assert "run `makemigrations`" in alone.reason
    assert alone.edits == fix.edits
