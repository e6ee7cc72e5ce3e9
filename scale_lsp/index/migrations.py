"""The migrations of an app, as its files say them: which one is the last, and the tables they make.

What cannot be read leaves everything unknown: a migration is added to a history that is understood, or not at all.
https://docs.djangoproject.com/en/5.2/topics/migrations/
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from scale_lsp.index.dependencies import MIGRATIONS, NEW_MIGRATIONS
from scale_lsp.index.project import Snapshot
from scale_lsp.index.tables import Table, tables
from scale_lsp.text.migrations import FOLDER, MigrationFile

_NUMBER = re.compile(r".*_squashed_(\d+)|^(\d+)")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: what it depends on among all apps, and its operations."""

    name: str
    dependencies: tuple[tuple[str, str], ...]
    operations: tuple[ast.expr, ...]
    tree: ast.Module
    text: str
    atomic: bool | None = True
    """None where it cannot be told."""


@dataclass(frozen=True, slots=True)
class NewMigration:
    """A migration that is not everywhere yet, its file and the folder that it is in."""

    source: MigrationFile
    folder: str
    said: Migration


@dataclass(frozen=True, slots=True)
class History:
    """The migrations of an app: `leaf` is the one that the next follows."""

    folder: str
    label: str
    leaf: str
    tables: Mapping[str, Table]
    """By the name of the model in small letters."""
    text: str
    """The text of the leaf."""

    def number(self) -> int:
        """Of the next one, as `makemigrations` counts."""
        found = _NUMBER.match(self.leaf)
        return int(found[1] or found[2]) + 1 if found else 1


def history(snapshot: Snapshot, path: str, label: str) -> History | None:
    """The migrations of the app of a module; None where it has none, or not every one of them can be read.

    `label` is what the app is taken to be called: with another one its migrations do not follow each other.
    """
    snapshot.reads.note(MIGRATIONS)
    folder = migrations_folder(snapshot, path)
    if folder is None:
        return None
    sources = [s for s in snapshot.sources.values() if isinstance(s, MigrationFile) and _is_in(s.path, folder)]
    memo = snapshot.memo.setdefault("migrations", {})
    known = memo.get((folder, label))
    if known is None or known[0] != sources:
        known = memo[folder, label] = (sources, _history(folder, label, sources))
    found: History | None = known[1]
    return found


def new_migrations(snapshot: Snapshot) -> Iterator[NewMigration]:
    """Those that say plainly what they do."""
    snapshot.reads.note(NEW_MIGRATIONS)
    for source in snapshot.sources.values():
        if isinstance(source, MigrationFile) and source.is_new:
            folder, _, name = source.path.rpartition("/")
            said = _read(source) if name != "__init__.py" else None
            if said is not None:
                yield NewMigration(source, folder, said)


def tables_before(snapshot: Snapshot, folder: str, label: str) -> Mapping[str, Table]:
    """The tables of an app as its old migrations leave them, by the names of models in small letters, if they tell."""
    old = [
        s for s in snapshot.sources.values() if isinstance(s, MigrationFile) and _is_in(s.path, folder) and not s.is_new
    ]
    for source in old:
        snapshot.reads.note_file(source.path)
    found = _history(folder, label, old)
    return found.tables if found is not None else {}


def migrations_folder(snapshot: Snapshot, path: str) -> str | None:
    """The package of migrations of the app that a module is in: the nearest one upwards."""
    above = path.rpartition("/")[0]
    while above.startswith(snapshot.root):
        if f"{above}/{FOLDER}/__init__.py" in snapshot.sources:
            return f"{above}/{FOLDER}"
        above = above.rpartition("/")[0]
    return None


def _is_in(path: str, folder: str) -> bool:
    parent, _, name = path.rpartition("/")
    return parent == folder and name != "__init__.py"


def _history(folder: str, label: str, sources: list[MigrationFile]) -> History | None:
    migrations = {migration.name: migration for source in sources if (migration := _read(source))}
    if len(migrations) != len(sources) or not migrations:
        return None
    follows = {m.name: {n for app, n in m.dependencies if app == label} for m in migrations.values()}
    leaves = set(migrations) - {name for before in follows.values() for name in before}
    if len(leaves) != 1 or any(before - set(migrations) for before in follows.values()):
        return None
    try:
        order = list(TopologicalSorter({name: follows[name] for name in sorted(follows)}).static_order())
    except CycleError:
        return None
    made = tables(
        label, [(migrations[name].tree, migrations[name].text, migrations[name].operations) for name in order]
    )
    leaf = leaves.pop()
    return None if made is None else History(folder, label, leaf, made, migrations[leaf].text)


_READ = frozenset({"dependencies", "operations"})
_HARMLESS = frozenset({"atomic", "initial", "__doc__"})


def _read(source: MigrationFile) -> Migration | None:
    """One that says plainly what it does; squashed ones (`replaces`) and those with code of their own do not."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Migration"]
    if len(classes) != 1 or [ast.unparse(base) for base in classes[0].bases] != ["migrations.Migration"]:
        return None
    if any(isinstance(node, ast.Name) and node.id == "Migration" for node in ast.walk(tree)):
        return None  # it is changed afterwards
    assigned: dict[str, ast.expr] = {}
    for node in classes[0].body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _READ | _HARMLESS:
                assigned[name] = value
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case _:
                return None
    lists = [assigned.get(name, ast.List(elts=[])) for name in ("dependencies", "operations")]
    if not all(isinstance(value, ast.List | ast.Tuple) for value in lists):
        return None
    before, operations = (tuple(value.elts) for value in lists if isinstance(value, ast.List | ast.Tuple))
    dependencies = tuple(_dependencies(before))
    if None in dependencies:
        return None
    name = source.path.rpartition("/")[2].removesuffix(".py")
    known = tuple(dependency for dependency in dependencies if dependency is not None)
    return Migration(name, known, operations, tree, source.text, _atomic(assigned.get("atomic")))


def _atomic(value: ast.expr | None) -> bool | None:
    match value:
        case None:
            return True
        case ast.Constant(value=bool(given)):
            return given
    return None


def _dependencies(items: tuple[ast.expr, ...]) -> Iterator[tuple[str, str] | None]:
    """`("shop", "0001_initial")`. What the user model is swapped for is another app, or the first migration."""
    for item in items:
        match item:
            case ast.Tuple(elts=[ast.Constant(value=str(app)), ast.Constant(value=str(name))]):
                yield app, name
            case ast.Call(func=ast.Attribute(attr="swappable_dependency")):
                continue
            case _:
                yield None
