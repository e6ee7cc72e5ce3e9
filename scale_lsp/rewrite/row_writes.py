"""One statement for all rows in the place of a loop that writes them one by one."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import NamedTuple

from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.reductions import has_models
from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.positions import Edit, Position, Span, split_lines

WIDTH = 110
_NAMES = ("changed", "updated", "changed_rows")


class Loop(NamedTuple):
    """A loop with its text, and what stands in front of it."""

    node: ast.For
    text: str
    indent: str

    def segment(self, node: ast.AST) -> str:
        return ast.get_source_segment(self.text, node) or ""


def create_rows(path: str, text: str, loop: Span, model: str, batch: int) -> tuple[Edit, ...]:
    """`M.objects.bulk_create([M(…) for x in xs], batch_size=500)`. Raises RewriteRefused, as all of these do."""
    found = loop_at(text, loop)
    made = _made(found, model)
    objects = f"[{made} for {found.segment(found.node.target)} in {found.segment(found.node.iter)}]"
    new = f"{model}.objects.bulk_create({objects}, batch_size={batch})"
    if len(found.indent) + len(new) > WIDTH:
        inner = f"\n{found.indent}    "
        new = f"{model}.objects.bulk_create({inner}{objects},{inner}batch_size={batch},\n{found.indent})"
    return (Edit(path, loop, new),)


def update_rows(
    path: str, text: str, loop: Span, values: Sequence[tuple[str, str]], stamps: Sequence[str]
) -> tuple[Edit, ...]:
    """`rows.update(stock=F("stock") + 1)`; `stamps` are set to the time of the write."""
    found = loop_at(text, loop)
    imports: list[Edit] = []
    arguments = [f"{name}={value}" for name, value in values]
    if any(value.startswith("F(") for _, value in values):
        if has_models(text):
            arguments = [argument.replace("=F(", "=models.F(", 1) for argument in arguments]
        else:
            imports += import_name(path, text, "django.db.models", "F")
    if stamps:
        imports += import_name(path, text, "django.utils", "timezone")
        arguments += [f"{name}=timezone.now()" for name in stamps]
    return (*imports, Edit(path, loop, f"{_rows(found)}.update({', '.join(arguments)})"))


def delete_rows(path: str, text: str, loop: Span) -> tuple[Edit, ...]:
    """`rows.delete()`."""
    return (Edit(path, loop, f"{_rows(loop_at(text, loop))}.delete()"),)


def collect_rows(
    path: str, text: str, loop: Span, save: Span, model: str, columns: Sequence[str], batch: int
) -> tuple[Edit, ...]:
    """`row.save()` becomes `changed.append(row)`, and `bulk_update()` behind the loop writes them."""
    lines = split_lines(text)
    row = text_at(text, save).partition(".save(")[0]
    name = next((name for name in _NAMES if not re.search(rf"\b{name}\b", text)), None)
    indent = lines[loop.start.line][: loop.start.column]
    if name is None or indent.strip() or not row.isidentifier() or ";" in lines[loop.end.line]:
        raise RewriteRefused("no place for the list of rows")
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    end = Position(loop.end.line, len(lines[loop.end.line].rstrip("\r\n")))
    named = ", ".join(f'"{column}"' for column in columns)
    written = f"{model}.objects.bulk_update({name}, [{named}], batch_size={batch})"
    before = Position(loop.start.line, 0)
    return (
        Edit(path, Span(before, before), f"{indent}{name} = []{newline}"),
        Edit(path, save, f"{name}.append({row})"),
        Edit(path, Span(end, end), f"{newline}{indent}{written}"),
    )


def loop_at(text: str, span: Span) -> Loop:
    """The loop at a place, without comments. Raises RewriteRefused."""
    lines = split_lines(text)
    source = text_at(text, span)
    try:
        (node,) = ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        raise RewriteRefused("no loop here") from error
    indent = lines[span.start.line][: span.start.column]
    if not isinstance(node, ast.For) or indent.strip() or "#" in source:
        raise RewriteRefused("a comment would be lost")
    return Loop(node, source, indent)


def _rows(loop: Loop) -> str:
    text = loop.segment(loop.node.iter)
    return text if isinstance(loop.node.iter, ast.Call | ast.Name | ast.Attribute) else f"({text})"


def _made(loop: Loop, model: str) -> str:
    """The object that the body builds, by the model's class."""
    match loop.node.body:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(attr="create") as function) as call)]:
            return model + loop.segment(call)[len(loop.segment(function)) :]
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=made, attr="save")))]:
            return loop.segment(made)
        case [ast.Assign(value=made), ast.Expr()]:
            return loop.segment(made)
    raise RewriteRefused("the loop does more")
