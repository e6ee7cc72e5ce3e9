"""One statement for all rows in the place of a loop that looks each of them up and creates it where it is missing.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#bulk-create
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence

from scale_lsp.rewrite.row_writes import WIDTH, Loop, loop_at
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import Edit, Span


def upsert_rows(
    path: str,
    text: str,
    loop: Span,
    model: str,
    columns: Mapping[str, str],
    unique: Collection[frozenset[str]],
    stamps: Sequence[str],
    batch: int,
) -> tuple[Edit, ...]:
    """`M.objects.bulk_create([…], ignore_conflicts=True)` for `get_or_create()`, `update_conflicts=True` for the other.

    `columns` are the fields by all names that the model takes them under, `unique` sets of fields of which no two rows
    have the same values, `stamps` those that each write sets. Raises RewriteRefused.
    """
    found = loop_at(text, loop)
    match found.node:
        case ast.For(body=[ast.Expr(value=ast.Call(func=ast.Attribute(attr=method), args=[]) as call)], orelse=[]):
            pass
        case _:
            raise RewriteRefused("the loop does more")
    sought, given = _columns(call, columns)
    if frozenset(columns[name] for name in sought) not in unique:
        raise RewriteRefused("two rows may have these values")
    values = {name: found.segment(value) for name, value in (sought | given).items()}
    if any("F(" in value or "\n" in value for value in values.values()):
        raise RewriteRefused("a value is no plain one")
    made = f"{model}({', '.join(f'{name}={value}' for name, value in values.items())})"
    over = f"for {found.segment(found.node.target)} in {found.segment(found.node.iter)}"
    if method == "get_or_create":
        return (Edit(path, loop, _call(found, model, f"[{made} {over}]", ["ignore_conflicts=True"], batch)),)
    updated = list(dict.fromkeys([*(columns[name] for name in given), *stamps]))
    if not updated:
        raise RewriteRefused("nothing is updated")
    key = ", ".join(values[name] for name in sought)
    rows = f"{{{f'({key})' if len(sought) > 1 else key}: {made} {over}}}.values()"
    options = ["update_conflicts=True", f"unique_fields={_list(columns[name] for name in sought)}"]
    return (Edit(path, loop, _call(found, model, rows, [*options, f"update_fields={_list(updated)}"], batch)),)


def _columns(call: ast.Call, columns: Mapping[str, str]) -> tuple[dict[str, ast.expr], dict[str, ast.expr]]:
    """What rows are looked up by, and what they get besides."""
    sought: dict[str, ast.expr] = {}
    given: dict[str, ast.expr] = {}
    for keyword in call.keywords:
        match keyword:
            case ast.keyword(arg="defaults", value=ast.Dict(keys=keys, values=values)):
                for key, value in zip(keys, values, strict=True):
                    name = str(key.value) if isinstance(key, ast.Constant) else ""
                    if name not in columns:
                        raise RewriteRefused("no names of columns")
                    given[name] = value
            case ast.keyword(arg=str(name), value=value) if name in columns:
                sought[name] = value
            case _:
                raise RewriteRefused("not by columns")
    if {columns[name] for name in sought} & {columns[name] for name in given}:
        raise RewriteRefused("a column that is looked up gets another value")
    return sought, given


def _list(names: Iterable[str]) -> str:
    quoted = (f'"{name}"' for name in names)
    return f"[{', '.join(quoted)}]"


def _call(loop: Loop, model: str, rows: str, options: Sequence[str], batch: int) -> str:
    arguments = [rows, *options, f"batch_size={batch}"]
    line = f"{model}.objects.bulk_create({', '.join(arguments)})"
    if len(loop.indent) + len(line) <= WIDTH:
        return line
    inner = f"\n{loop.indent}    "
    return f"{model}.objects.bulk_create({inner}{f',{inner}'.join(arguments)},\n{loop.indent})"
