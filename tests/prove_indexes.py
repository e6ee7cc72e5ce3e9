"""Creates the tables of a file's models on a real database and says which indexes they have and how queries run.

python -m tests.prove_indexes FILE…      prints {"file": {"indexes": {model: […]}, "plans": {function: "…"}}} as JSON

The plans are those of the functions whose names begin with `plan_`; each returns a queryset. What functions return
whose names begin with `found_` is there under "found". With SCALE_TEST_POSTGRES set to the name of a database the same
runs there (the usual PG… variables say where it is), else on SQLite.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.prove import configure, load

ROWS = 3000
"""Enough for a planner to prefer an index."""
Said = dict[str, dict[str, dict[str, Any]]]


def said(paths: list[Path]) -> Said:
    found: Said = {}
    for path in paths:
        module = load(path)
        models = [m for m in vars(module).values() if _is_table(m, module.__name__)]
        _create(models)
        getattr(module, "rows", lambda: None)()
        _analyse()
        plans = {name: _plan(call()) for name, call in vars(module).items() if name.startswith("plan_")}
        answers = {name: call() for name, call in vars(module).items() if name.startswith("found_")}
        indexes = {m.__name__: _indexes(m) for m in models}
        found[str(path)] = {"indexes": indexes, "plans": plans, "found": answers}
        _drop(models)
    return found


def _is_table(value: object, module: str) -> bool:
    options = getattr(value, "_meta", None)
    return bool(options and value.__module__ == module and not options.abstract and not options.proxy)


def _create(models: list[Any]) -> None:
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in models:
            _drop_what_sqlite_lacks(model)
            editor.create_model(model)


def _drop_what_sqlite_lacks(model: Any) -> None:
    """Other kinds of indexes than b-trees exist on PostgreSQL only."""
    from django.db import connection
    from django.db.models import Index

    if connection.vendor != "postgresql":
        model._meta.indexes = [index for index in model._meta.indexes if type(index) is Index]


def _drop(models: list[Any]) -> None:
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in reversed(models):
            editor.delete_model(model)


def _indexes(model: Any) -> list[list[Any]]:
    """Columns and whether unique, of each index but the primary key's and those PostgreSQL has for LIKE."""
    from django.db import connection

    with connection.cursor() as cursor:
        every = connection.introspection.get_constraints(cursor, model._meta.db_table)
    listed = [
        [list(c["columns"]), bool(c["unique"])]
        for name, c in every.items()
        if (c["index"] or c["unique"]) and not c["primary_key"] and not name.endswith("_like")
    ]
    return sorted(listed, key=str)


def _analyse() -> None:
    """Tell the planner about the rows; PostgreSQL also sorts new ones into its GIN indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _plan(queryset: Any) -> str:
    return str(queryset.explain())


def prepare(postgres: str | None) -> None:
    """The tables of the shop; on PostgreSQL in a schema of their own, which is made anew."""
    schema = "scale_lsp_test"
    options = {"options": f"-c search_path={schema},public"}
    engine = {"ENGINE": "django.db.backends.postgresql", "NAME": postgres, "OPTIONS": options}
    configure(engine, ["django.contrib.postgres"]) if postgres else configure()
    from django.core.management import call_command
    from django.db import connection

    if postgres:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
        call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)


if __name__ == "__main__":
    prepare(os.environ.get("SCALE_TEST_POSTGRES"))
    print(json.dumps(said([Path(path) for path in sys.argv[1:]])))
