"""Tables as migrations make them: the operations replayed, as far as columns and indexes go.

https://docs.djangoproject.com/en/5.2/ref/migration-operations/
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scale_lsp.index.shape import shape_of, string


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a migration declares it, with the module around it."""

    call: ast.Call
    tree: ast.Module
    text: str


@dataclass(slots=True)
class Table:
    """A model as the migrations leave it. Its indexes are those of `Meta.indexes`, by their names."""

    name: str
    """Of the table, where it is not Django's own choice; "" otherwise."""
    columns: dict[str, Column] = field(default_factory=dict)
    indexes: dict[str, None] = field(default_factory=dict)


class Unreadable(Exception):
    """An operation may do anything."""


Module = tuple[ast.Module, str, Sequence[ast.expr]]
"""A migration: its tree, its text, its operations."""


def tables(label: str, migrations: Iterable[Module]) -> dict[str, Table] | None:
    """The tables after all migrations, by the names of their models in small letters; None when one cannot be read."""
    found: dict[str, Table] = {}
    try:
        for tree, text, operations in migrations:
            for operation in operations:
                _apply(operation, found, tree, text)
    except (Unreadable, KeyError):
        return None
    return found


_NOTHING = frozenset(
    {
        *("RunPython", "AlterModelOptions", "AlterModelManagers", "AlterModelTableComment", "AlterOrderWithRespectTo"),
        *("AlterUniqueTogether", "AlterIndexTogether", "AddConstraint", "RemoveConstraint", "AlterConstraint"),
        *("AddConstraintNotValid", "ValidateConstraint", "CreateCollation", "RemoveCollation"),
        *("CreateExtension", "BloomExtension", "BtreeGinExtension", "BtreeGistExtension", "CITextExtension"),
        *("CryptoExtension", "HStoreExtension", "TrigramExtension", "UnaccentExtension"),
    }
)
"""Operations that leave names, columns and indexes alone. `_order` is no column that anybody asks for."""


def _apply(node: ast.expr, found: dict[str, Table], tree: ast.Module, text: str) -> None:
    operation = Operation.of(node)

    def table(key: str = "model_name") -> Table:
        return _table(found, operation.text(0, key))

    match operation.kind:
        case "CreateModel":
            found[operation.text(0, "name").lower()] = _created(operation, tree, text)
        case "DeleteModel":
            found.pop(operation.text(0, "name").lower(), None)
        case "RenameModel":
            found[operation.text(1, "new_name").lower()] = table("old_name")
            del found[operation.text(0, "old_name").lower()]
        case "AlterModelTable":
            table("name").name = string(shape_of(operation.argument(1, "table"))) or ""
        case "AddField" | "AlterField":
            table().columns[operation.text(1, "name")] = Column(operation.call(2, "field"), tree, text)
        case "RemoveField":
            table().columns.pop(operation.text(1, "name"), None)
        case "RenameField":
            columns = table().columns
            columns[operation.text(2, "new_name")] = columns.pop(operation.text(1, "old_name"))
        case "AddIndex" | "AddIndexConcurrently":
            table().indexes[_name_of(operation.call(1, "index"))] = None
        case "RemoveIndex" | "RemoveIndexConcurrently":
            table().indexes.pop(operation.text(1, "name"), None)
        case "RenameIndex":
            indexes = table().indexes
            indexes.pop(string(shape_of(operation.argument(2, "old_name"))) or "", None)
            indexes[operation.text(1, "new_name")] = None
        case "SeparateDatabaseAndState":
            _each(operation.argument(1, "state_operations"), found, tree, text)
        case "RunSQL":
            _each(operation.argument(2, "state_operations"), found, tree, text)
        case kind if kind not in _NOTHING:
            raise Unreadable(kind)


def _each(operations: ast.expr | None, found: dict[str, Table], tree: ast.Module, text: str) -> None:
    if operations is None or (isinstance(operations, ast.Constant) and operations.value is None):
        return
    if not isinstance(operations, ast.List | ast.Tuple):
        raise Unreadable
    for operation in operations.elts:
        _apply(operation, found, tree, text)


def _table(found: dict[str, Table], model: str) -> Table:
    if model.lower() not in found:
        raise Unreadable(model)
    return found[model.lower()]


def _created(operation: Operation, tree: ast.Module, text: str) -> Table:
    """A model with bases of its own has columns that are not named here: they are not asked for."""
    table = Table("")
    fields = operation.argument(1, "fields")
    if not isinstance(fields, ast.List | ast.Tuple):
        raise Unreadable
    for item in fields.elts:
        match item:
            case ast.Tuple(elts=[ast.Constant(value=str(name)), ast.Call() as call]):
                table.columns[name] = Column(call, tree, text)
            case _:
                raise Unreadable
    options = operation.argument(2, "options")
    if options is None:
        return table
    if not isinstance(options, ast.Dict) or None in options.keys:
        raise Unreadable
    for key, value in zip(options.keys, options.values, strict=True):
        match string(shape_of(key)), value:
            case "db_table", ast.Constant(value=str(name)):
                table.name = name
            case "indexes", ast.List(elts=items) if all(isinstance(item, ast.Call) for item in items):
                table.indexes |= {_name_of(item): None for item in items if isinstance(item, ast.Call)}
            case "db_table" | "indexes" | None, _:
                raise Unreadable
    return table


def _name_of(index: ast.Call) -> str:
    """Migrations say the name of every index."""
    name = next((string(shape_of(keyword.value)) for keyword in index.keywords if keyword.arg == "name"), None)
    if name is None:
        raise Unreadable
    return name


@dataclass(frozen=True, slots=True)
class Operation:
    """`migrations.AddField(...)`, its arguments by position or by name."""

    kind: str
    node: ast.Call

    @classmethod
    def of(cls, node: ast.expr) -> Operation:
        match node:
            case ast.Call(func=ast.Attribute(attr=kind) | ast.Name(id=kind), args=args, keywords=keywords):
                if not any(isinstance(arg, ast.Starred) for arg in args) and all(keyword.arg for keyword in keywords):
                    return cls(kind, node)
        raise Unreadable

    def argument(self, position: int, name: str) -> ast.expr | None:
        if position < len(self.node.args):
            return self.node.args[position]
        return next((keyword.value for keyword in self.node.keywords if keyword.arg == name), None)

    def text(self, position: int, name: str) -> str:
        found = string(shape_of(self.argument(position, name)))
        if found is None:
            raise Unreadable
        return found

    def call(self, position: int, name: str) -> ast.Call:
        found = self.argument(position, name)
        if not isinstance(found, ast.Call):
            raise Unreadable
        return found
