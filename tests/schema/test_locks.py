"""What the rules about migrations say of PostgreSQL, asked from PostgreSQL when SCALE_TEST_POSTGRES names a database.

Without one, the types of columns are compared with those of Django's backend.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import permutations
from typing import Any

from scale_lsp.orm.postgresql import _TYPES, column, is_rewritten
from tests.schema.databases import DATABASES

FIELDS: dict[str, tuple[str, dict[str, int]]] = {
    "IntegerField()": ("IntegerField", {}),
    "PositiveIntegerField()": ("PositiveIntegerField", {}),
    "SmallIntegerField()": ("SmallIntegerField", {}),
    "BigIntegerField()": ("BigIntegerField", {}),
    "FloatField()": ("FloatField", {}),
    "DecimalField(max_digits=8, decimal_places=2)": ("DecimalField", {"max_digits": 8, "decimal_places": 2}),
    "DecimalField(max_digits=9, decimal_places=2)": ("DecimalField", {"max_digits": 9, "decimal_places": 2}),
    "DecimalField(max_digits=9, decimal_places=3)": ("DecimalField", {"max_digits": 9, "decimal_places": 3}),
    "CharField(max_length=20)": ("CharField", {"max_length": 20}),
    "CharField(max_length=30)": ("CharField", {"max_length": 30}),
    "EmailField()": ("EmailField", {}),
    "TextField()": ("TextField", {}),
    "DateField()": ("DateField", {}),
    "DateTimeField()": ("DateTimeField", {}),
    "UUIDField()": ("UUIDField", {}),
}
START = """
import json, os, django
from django.conf import settings
default = {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["SCALE_TEST_POSTGRES"]}
settings.configure(DATABASES={"default": default})
django.setup()
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []

def created(**fields):
    ask("DROP TABLE IF EXISTS shop_order")
    make = migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True)), *fields.items()])
    return applied(make, ProjectState())[0]

def applied(operation, state, atomic=True):
    new = state.clone()
    operation.state_forwards("shop", new)
    with connection.schema_editor(atomic=atomic) as editor:
        operation.database_forwards("shop", editor, state, new)
        editor.deferred_sql, deferred = [], editor.deferred_sql
        for one in deferred:
            editor.execute(one)
        locks = ask("SELECT mode FROM pg_locks WHERE relation = to_regclass('shop_order') AND granted")
    return new, sorted(mode for mode, in locks)

def file():
    return ask("SELECT pg_relation_filenode('shop_order')")[0][0]
"""
REWRITTEN = """
found = {}
for before, after in PAIRS:
    state = created(x=eval("models." + before))
    old = file()
    try:
        applied(migrations.AlterField("order", "x", eval("models." + after)), state)
    except Exception as error:
        found[before + " " + after] = None
        connection.close()
    else:
        found[before + " " + after] = file() != old
print(json.dumps(found))
"""
LOCKS = """
total = dict(condition=models.Q(x__gte=0)) if django.VERSION >= (5, 1) else dict(check=models.Q(x__gte=0))
check = lambda: models.CheckConstraint(name="positive", **total)
index = lambda: models.Index(fields=["x"], name="x_idx")
state = created(x=models.IntegerField())
found = {"index": applied(migrations.AddIndex("order", index()), state)[1]}
state = created(x=models.IntegerField())
found["concurrently"] = applied(AddIndexConcurrently("order", index()), state, atomic=False)[1]
state = created(x=models.IntegerField())
found["check"] = applied(migrations.AddConstraint("order", check()), state)[1]
state, found["not valid"] = applied(AddConstraintNotValid("order", check()), created(x=models.IntegerField()))
found["validate"] = applied(ValidateConstraint("order", "positive"), state)[1]
for name, field in {
    "plain": models.IntegerField(null=True),
    "default": models.IntegerField(default=1),
    "now": models.DateTimeField(db_default=Now()),
    "uuid": models.UUIDField(db_default=RandomUUID()),
    "generated": models.GeneratedField(
        expression=models.F("x") * 2, output_field=models.IntegerField(), db_persist=True
    ),
}.items():
    state = created(x=models.IntegerField())
    old = file()
    locks = applied(migrations.AddField("order", "y", field), state)[1]
    found["add " + name] = [file() != old, "AccessExclusiveLock" in locks]
ask("DROP TABLE shop_order")
print(json.dumps(found))
"""


def said(script: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START + script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_types_are_those_of_django() -> None:
    code = (
        "import json; from django.db.backends.postgresql.base import DatabaseWrapper as Backend; "
        "print(json.dumps({**Backend.data_types, 'CharField': 'varchar'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    theirs = {name: kind.partition("(")[0] for name, kind in json.loads(done.stdout).items()}
    ours = {name: kind for name, kind in _TYPES.items() if name in theirs}
    assert ours == {name: theirs[name] for name in ours}
    assert set(_TYPES) - set(theirs) <= {"EmailField", "URLField", "ImageField", "TextField"}


if "postgresql" in DATABASES:

    def test_what_is_written_anew() -> None:
        pairs = list(permutations(FIELDS, 2))
        found = said(f"PAIRS = {pairs!r}\n{REWRITTEN}")
        wrong = []
        for before, after in pairs:
            old, new = column(*FIELDS[before]), column(*FIELDS[after])
            assert old is not None
            assert new is not None
            theirs = found[f"{before} {after}"]
            if theirs is not None and theirs != is_rewritten(old, new):
                wrong.append((before, after, theirs))
        assert not wrong
        assert sum(one is not None for one in found.values()) > 100

    def test_who_waits() -> None:
        found = said(LOCKS)
        assert "ShareLock" in found["index"], "writes wait: they take RowExclusiveLock"
        assert "AccessExclusiveLock" not in found["index"]
        assert not {"ShareLock", "AccessExclusiveLock"} & set(found["concurrently"])
        assert "AccessExclusiveLock" in found["check"], "everybody waits"
        assert "AccessExclusiveLock" in found["not valid"], "but for a moment: no row is read"
        assert "AccessExclusiveLock" not in found["validate"]
        rewritten = {name.removeprefix("add "): value for name, value in found.items() if name.startswith("add ")}
        assert rewritten == {
            "plain": [False, True],
            "default": [False, True],
            "now": [False, True],
            "uuid": [True, True],
            "generated": [True, True],
        }, "the file of the table is another one, and the lock is held until the end of the transaction"
