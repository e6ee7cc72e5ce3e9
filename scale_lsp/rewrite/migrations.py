"""Writing a migration, as `makemigrations` would: https://docs.djangoproject.com/en/5.2/ref/migration-operations/"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import NewFile

_WIDEST = 88
_LONGEST_NAME = 52
_FIELD = "field="
_POSTGRESQL = "django.contrib.postgres.operations"


@dataclass(frozen=True, slots=True)
class AddIndex:
    """`model` is a name in small letters, here and below. `code` is an index that has more than `fields`."""

    model: str
    name: str
    fields: tuple[str, ...] = ()
    code: str = ""
    imports: tuple[str, ...] = ()

    @property
    def fragment(self) -> str:
        return f"{self.model}_{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class RemoveIndex:
    model: str
    name: str

    @property
    def fragment(self) -> str:
        return f"remove_{self.model}_{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class AlterField:
    """`code` declares the field as it is to be, with the `imports` that it needs besides `models`."""

    model: str
    name: str
    code: str
    imports: tuple[str, ...]

    @property
    def fragment(self) -> str:
        return f"alter_{self.model}_{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class TrigramExtension:
    """https://docs.djangoproject.com/en/5.2/ref/contrib/postgres/operations/#trigramextension"""

    @property
    def fragment(self) -> str:
        return "trigrams"


Operation = AddIndex | RemoveIndex | AlterField | TrigramExtension


@dataclass(frozen=True, slots=True)
class Place:
    """Where a migration goes: its folder, the label of its app, its number and the migration before it."""

    folder: str
    label: str
    number: int
    after: str
    like: str
    """A text whose quotes it takes over."""


def write_migration(place: Place, operations: Sequence[Operation], concurrently: bool) -> NewFile:
    """A new migration. `concurrently`: PostgreSQL goes on writing to the table meanwhile, outside of a transaction."""
    concurrently = concurrently and not any(isinstance(one, AlterField) for one in operations)
    quote = "'" if place.like.count("'") > place.like.count('"') else '"'
    lines = [
        *_imports(operations, concurrently),
        *("", "", "class Migration(migrations.Migration):"),
        *(["    atomic = False", ""] if concurrently else []),
        *("    dependencies = [", f'        ("{place.label}", "{place.after}"),', "    ]", ""),
        "    operations = [",
        *(line for one in operations for line in _operation(one, concurrently)),
        *("    ]", ""),
    ]
    text = "\n".join(line if line.lstrip().startswith(_FIELD) else line.replace('"', quote) for line in lines)
    return NewFile(f"{place.folder}/{place.number:04}_{_suggested(operations)}.py", text)


def _suggested(operations: Sequence[Operation]) -> str:
    """https://docs.djangoproject.com/en/5.2/ref/django-admin/#django-admin-makemigrations"""
    first, *others = (re.sub(r"\W+", "_", one.fragment) for one in operations)
    name = first
    for fragment in others:
        if len(name) + 1 + len(fragment) > _LONGEST_NAME:
            return f"{name}_and_more"[:100]
        name = f"{name}_{fragment}"
    return name[:100]


def _imports(operations: Sequence[Operation], concurrently: bool) -> list[str]:
    models = any(isinstance(one, AlterField) or (isinstance(one, AddIndex) and not one.code) for one in operations)
    lines = {line for one in operations if isinstance(one, AlterField | AddIndex) for line in one.imports}
    lines.add(f"from django.db import migrations{', models' if models else ''}")
    names = {type(one).__name__ for one in operations}
    of_postgresql = {f"{name}Concurrently" for name in names - {"TrigramExtension"} if concurrently}
    if of_postgresql := of_postgresql | names & {"TrigramExtension"}:
        lines.add(f"from {_POSTGRESQL} import {', '.join(sorted(of_postgresql))}")
    return sorted(lines, key=lambda line: (line.startswith("from"), line.split()[1]))


def _operation(operation: Operation, concurrently: bool) -> Iterator[str]:
    if isinstance(operation, TrigramExtension):
        yield "        TrigramExtension(),"
        return
    kind = type(operation).__name__
    yield f"        {kind}Concurrently(" if concurrently else f"        migrations.{kind}("
    yield f'            model_name="{operation.model}",'
    match operation:
        case AddIndex(code=code) if code:
            head, _, arguments = code.partition("(")
            yield from _call(f"index={head}", arguments.removesuffix(")"))
        case AddIndex(name=name, fields=fields):
            named = ", ".join(f'"{field}"' for field in fields)
            yield from _call("index=models.Index", f'fields=[{named}], name="{name}"')
        case RemoveIndex(name=name):
            yield f'            name="{name}",'
        case AlterField(name=name, code=code):
            yield f'            name="{name}",'
            yield f"            {_FIELD}{code},"
    yield "        ),"


def _call(head: str, arguments: str) -> Iterator[str]:
    line = f"            {head}({arguments}),"
    if len(line) <= _WIDEST:
        yield line
    else:
        yield from (f"            {head}(", f"                {arguments}", "            ),")


def with_keyword(
    call: ast.Call, tree: ast.Module, text: str, name: str, value: str | None
) -> tuple[str, tuple[str, ...]]:
    """The code of a field of a migration with another value for a keyword, or without the keyword; and the imports
    that it needs. Raises RewriteRefused where it needs more than imports.
    """
    pieces = {keyword.arg or "": _segment(text, keyword) for keyword in call.keywords if keyword.arg != name}
    if "" in pieces or any(isinstance(argument, ast.Starred) for argument in call.args):
        raise RewriteRefused("arguments that are not written out")
    if value is not None:
        pieces[name] = f"{name}={value}"
    written = [*(_segment(text, argument) for argument in call.args), *(pieces[key] for key in sorted(pieces))]
    return f"{_segment(text, call.func)}({', '.join(written)})", tuple(_needed(call, tree))


def _segment(text: str, node: ast.AST) -> str:
    found = ast.get_source_segment(text, node)
    if found is None or "\n" in found or "#" in found:
        raise RewriteRefused("written on several lines")
    return found


_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)


def _needed(call: ast.Call, tree: ast.Module) -> Iterator[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    used = {ast.unparse(node) for node in ast.walk(call) if isinstance(node, ast.Attribute | ast.Name)}
    if any(isinstance(node, _SCOPES) for node in ast.walk(call)):
        raise RewriteRefused("a field with code of its own")
    for name in sorted({node.id for node in ast.walk(call) if isinstance(node, ast.Name)}):
        lines = {line for node in imports for line in _binding(node, name, used)}
        if not lines and not hasattr(builtins, name):
            raise RewriteRefused(f"{name} is made in another migration")
        yield from lines - {"from django.db import models"}


def _binding(node: ast.Import | ast.ImportFrom, name: str, used: set[str]) -> Iterator[str]:
    """The import of a name, if a statement has it."""
    for alias in node.names:
        renamed = f" as {alias.asname}" if alias.asname else ""
        if isinstance(node, ast.ImportFrom):
            if (alias.asname or alias.name) == name and not node.level:
                yield f"from {node.module} import {alias.name}{renamed}"
        elif alias.asname == name:
            yield f"import {alias.name}{renamed}"
        elif not alias.asname and alias.name.partition(".")[0] == name:
            if any(one == alias.name or one.startswith(f"{alias.name}.") for one in used):
                yield f"import {alias.name}"
