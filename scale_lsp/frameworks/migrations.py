"""Migrations that are new, and lock tables that may be large.

Old migrations have run; only those that git does not have yet, or not before the change, are looked at.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from scale_lsp.flow.databases import vendor
from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.facts.migrations import (
    ConstraintChecked,
    DataInTransaction,
    IndexCreated,
    MigrationFact,
    TableOperation,
    TableRewritten,
)
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import Site
from scale_lsp.index.migrations import NewMigration, migrations_folder, new_migrations, tables_before
from scale_lsp.index.models import Model
from scale_lsp.index.project import Snapshot
from scale_lsp.index.tables import Operation, Table, Unreadable
from scale_lsp.orm.postgresql import VOLATILE, Column, column, is_rewritten, written

_ALTERING = frozenset(
    {"AddField", "AlterField", "RemoveField", "RenameField", "AddConstraint", "RemoveConstraint", "AlterUniqueTogether"}
)
"""Operations that take a lock which even reads wait for, until the end of the transaction."""
_INDEXES = frozenset({"AddIndex", "RemoveIndex", "AddIndexConcurrently", "RemoveIndexConcurrently"})
_WRITES = frozenset({"update", "delete", "save", "bulk_update", "bulk_create", "create"})
_DJANGO = re.compile(r"(?:django\.db\.)?models\.(\w+)")


@dataclass(frozen=True)
class _App:
    """The new migrations of a folder: the models that they create, and what was there before."""

    snapshot: Snapshot
    folder: str
    created: frozenset[str]
    touched: frozenset[tuple[str, str]]
    """Fields that more than one operation is about."""

    @cached_property
    def models(self) -> dict[str, Model]:
        """The models of the app, by their names in small letters."""
        models = self.snapshot.graph.models.items()
        mine = (one for symbol, one in models if migrations_folder(self.snapshot, symbol.path) == self.folder)
        return {one.name.lower(): one for one in mine}

    @cached_property
    def name(self) -> str:
        """The label of the app; that of the folder around it, where no class tells."""
        return next((one.app_label for one in self.models.values()), self.folder.split("/")[-2])

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return tables_before(self.snapshot, self.folder, self.name)


def locking(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[MigrationFact]:
    """What new migrations do to tables that are there before them."""
    new = sorted(new_migrations(snapshot), key=lambda one: one.source.path)
    if not new or vendor(snapshot) != "postgresql":
        return
    for folder, found in groupby(new, key=lambda one: one.folder):
        migrations = list(found)
        every = [one for migration in migrations for one in _operations(migration.said.operations)]
        created = frozenset(_text(one, 0, "name") for one in every if one.kind == "CreateModel")
        fields = [(_model(one), _text(one, 1, "name")) for one in every if one.kind in ("AddField", "AlterField")]
        app = _App(snapshot, folder, created, frozenset(one for one in fields if fields.count(one) > 1))
        for migration in migrations:
            yield from _in_migration(app, migration)


def _in_migration(app: _App, migration: NewMigration) -> Iterator[MigrationFact]:
    operations = list(_operations(migration.said.operations))
    alone = all(one.kind in _INDEXES for one in operations) and len(operations) == len(migration.said.operations)
    altered: dict[str, Site] = {}
    for one in operations:
        if one.kind == "RunPython":
            if migration.said.atomic:
                yield from _data(app, migration, one, altered)
            continue
        model = _model(one)
        if not model or model in app.created:
            continue
        about = _about(app, migration, one, model)
        if one.kind in _ALTERING:
            altered.setdefault(model, about.site)
        yield from _locking(app, one, model, about, alone)


def _locking(app: _App, one: Operation, model: str, about: TableOperation, alone: bool) -> Iterator[MigrationFact]:
    match one.kind:
        case "AddIndex":
            yield IndexCreated(about, _named(one.argument(1, "index")), alone)
        case "AddConstraint":
            constraint = one.argument(1, "constraint")
            if isinstance(constraint, ast.Call) and _class(constraint.func) == "CheckConstraint":
                yield ConstraintChecked(about, _named(constraint))
        case "AddField":
            field, name = one.argument(2, "field"), _text(one, 1, "name")
            if isinstance(field, ast.Call) and (why := _filled(field)):
                yield TableRewritten(about, name, why)
        case "AlterField":
            field, name = one.argument(2, "field"), _text(one, 1, "name")
            table = app.tables.get(model) if (model, name) not in app.touched else None
            before = table.columns.get(name) if table is not None else None
            if before is not None and isinstance(field, ast.Call):
                yield from _altered(about, name, before.call, field)


def _altered(about: TableOperation, name: str, before: ast.Call, after: ast.Call) -> Iterator[MigrationFact]:
    old, new = _column(before), _column(after)
    if old is not None and new is not None and is_rewritten(old, new):
        yield TableRewritten(about, name, f"`{written(old)}` becomes `{written(new)}`")
    elif old is not None and new is not None and _is_true(after, "db_index") and not _has_index(before):
        yield IndexCreated(about, name, alone=False)


def _data(app: _App, migration: NewMigration, one: Operation, altered: dict[str, Site]) -> Iterator[MigrationFact]:
    """A function of the migration that goes through rows of a model which was altered before."""
    code = one.argument(0, "code")
    functions = (node for node in migration.said.tree.body if isinstance(node, ast.FunctionDef))
    function = next((node for node in functions if isinstance(code, ast.Name) and node.name == code.id), None)
    if function is None or not _works_on_rows(function):
        return
    for model in _models(function):
        if model in altered:
            yield DataInTransaction(_about(app, migration, one, model), function.name, altered[model])
            return


def _works_on_rows(function: ast.FunctionDef) -> bool:
    nodes = list(ast.walk(function))
    loops = any(isinstance(node, ast.For | ast.While | ast.ListComp | ast.GeneratorExp) for node in nodes)
    called = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    return bool(called & {"update", "bulk_update", "delete"}) or (loops and bool(called & _WRITES))


def _models(function: ast.FunctionDef) -> Iterator[str]:
    """`apps.get_model("shop", "Order")` and `apps.get_model("shop.Order")`."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr="get_model"), args=[*_, ast.Constant(value=str(name))]):
                yield name.rpartition(".")[2].lower()
            case ast.Call(func=ast.Attribute(attr="get_model"), keywords=keywords):
                for keyword in keywords:
                    if keyword.arg == "model_name" and isinstance(keyword.value, ast.Constant):
                        yield str(keyword.value.value).lower()


def _operations(nodes: Collection[ast.expr]) -> Iterator[Operation]:
    """Those that reach the database and can be read."""
    for node in nodes:
        try:
            one = Operation.of(node)
        except Unreadable:
            continue
        if one.kind == "SeparateDatabaseAndState":
            inner = one.argument(0, "database_operations")
            yield from _operations(inner.elts) if isinstance(inner, ast.List | ast.Tuple) else ()
        else:
            yield one


def _about(app: _App, migration: NewMigration, one: Operation, model: str) -> TableOperation:
    name = app.models[model].name if model in app.models else model
    site = Site(migration.source.path, migration.source.block, one.node.func)
    return TableOperation(site, one.kind, name, f"{app.name}.{name}")


def _model(one: Operation) -> str:
    return _text(one, 0, "model_name") or (_text(one, 0, "name") if one.kind == "AlterUniqueTogether" else "")


def _text(one: Operation, position: int, name: str) -> str:
    try:
        found = one.text(position, name)
    except Unreadable:
        return ""
    return found if name == "name" and position == 1 else found.lower()


def _named(call: ast.expr | None) -> str:
    keywords = call.keywords if isinstance(call, ast.Call) else []
    return next((str(k.value.value) for k in keywords if k.arg == "name" and isinstance(k.value, ast.Constant)), "")


def _class(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def _column(field: ast.Call) -> Column | None:
    """The type of the column of a field that is Django's own and says nothing else of it."""
    known = _DJANGO.fullmatch(ast.unparse(field.func))
    numbers: dict[str, int] = {}
    for keyword in field.keywords:
        if isinstance(keyword.value, ast.Constant) and type(keyword.value.value) is int and keyword.arg:
            numbers[keyword.arg] = keyword.value.value
        elif keyword.arg in (None, "max_length", "max_digits", "decimal_places", "db_collation", "primary_key"):
            return None
    return column(known[1], numbers) if known else None


def _filled(field: ast.Call) -> str:
    """Why a new column is written into every row."""
    if _class(field.func) == "GeneratedField" and _is_true(field, "db_persist"):
        return "the value of a stored generated column is computed"
    default = next((keyword.value for keyword in field.keywords if keyword.arg == "db_default"), None)
    if isinstance(default, ast.Call) and _class(default.func) in VOLATILE:
        return f"`{_class(default.func)}()` is another value in each row"
    return ""


def _is_true(call: ast.Call, name: str) -> bool:
    return any(k.arg == name and isinstance(k.value, ast.Constant) and k.value.value is True for k in call.keywords)


def _has_index(field: ast.Call) -> bool:
    """Whether a column has an index already, or may have one."""
    names = {"db_index", "unique", "primary_key"}
    return _class(field.func) == "SlugField" or any(k.arg in names for k in field.keywords)


MIGRATIONS = Framework(survey=locking)
