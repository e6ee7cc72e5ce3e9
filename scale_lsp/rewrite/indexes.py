"""Adding an entry to `Meta.indexes` of a model: https://docs.djangoproject.com/en/5.2/ref/models/options/#indexes"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from scale_lsp.rewrite.imported import import_line, local_name
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """An index as it is to be written, with `{Index}` for each name of another module."""

    code: str
    names: tuple[tuple[str, str], ...]
    """Module and name, for each of them."""


def add_index(path: str, text: str, span: Span, *entries: Entry) -> tuple[Edit, ...]:
    """Edits that add indexes to the model whose class is at `span`; it gets a `Meta` where it has none.

    Raises RewriteRefused where that would hide what `Meta` inherits,, and in a file without imports.
    """
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    model = _class_at(tree, span)
    calls, imports = _named(path, lines, tree, entries)
    place = _place(lines, model, calls)
    return (*imports, Edit(path, *place)) if place else ()


def _place(lines: list[str], model: ast.ClassDef, calls: list[str]) -> tuple[Span, str] | None:
    meta = next((node for node in model.body if isinstance(node, ast.ClassDef) and node.name == "Meta"), None)
    if meta is None:
        return _new_meta(lines, model, calls)
    present = next((node for node in meta.body if _assigns(node, "indexes")), None)
    if present is None:
        if meta.bases:
            raise RewriteRefused("Meta may inherit indexes")
        return _new_statement(lines, meta, calls)
    value = getattr(present, "value", None)
    if not isinstance(value, ast.List | ast.Tuple):
        raise RewriteRefused("indexes is no list")
    new = [call for call in calls if not any(_same(element, call) for element in value.elts)]
    return _new_items(lines, value, new) if new else None


def _named(path: str, lines: list[str], tree: ast.Module, entries: Sequence[Entry]) -> tuple[list[str], list[Edit]]:
    """The entries with the names that the file has, and the imports of those it has not."""
    every = dict.fromkeys(one for entry in entries for one in entry.names)
    found = {name: local_name(tree, module, name) for module, name in every}
    wanted: dict[str, list[str]] = {}
    for module, name in every:
        if found[name] is None:
            wanted.setdefault(module, []).append(name)
    imports = [import_line(path, lines, tree, module, names) for module, names in wanted.items()]
    names = {name: local or name for name, local in found.items()}
    return [entry.code.format(**names) for entry in entries], imports


def _class_at(tree: ast.Module, span: Span) -> ast.ClassDef:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.lineno == span.start.line + 1:
            return node
    raise RewriteRefused("no class here")


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _same(element: ast.expr, call: str) -> bool:
    return ast.dump(element) == ast.dump(ast.parse(call, mode="eval").body)


def _new_meta(lines: list[str], model: ast.ClassDef, calls: list[str]) -> tuple[Span, str]:
    """Behind the last field, before the methods."""
    if [ast.unparse(base) for base in model.bases] not in (["models.Model"], ["Model"]):
        raise RewriteRefused("a parent may have a Meta to inherit")
    if model.body[0].lineno == model.lineno:
        raise RewriteRefused("the class is written on one line")
    simple = [node for node in model.body if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)]
    after = simple[-1] if simple else None
    if after is None:
        raise RewriteRefused("the class has no fields of its own")
    indent, step = _indent(lines, after), _indent(lines, after)[model.col_offset :]
    inner = indent + step
    newline = _newline(lines)
    head = f"{newline}{indent}class Meta:{newline}"
    return _below(lines, after, head + _statement(inner, step, calls, newline))


def _new_statement(lines: list[str], meta: ast.ClassDef, calls: list[str]) -> tuple[Span, str]:
    last = meta.body[-1]
    if meta.body[0].lineno == meta.lineno:
        raise RewriteRefused("Meta is written on one line")
    indent = _indent(lines, meta.body[0])
    return _below(lines, last, _statement(indent, indent[meta.col_offset :], calls, _newline(lines)))


def _statement(indent: str, step: str, calls: list[str], newline: str) -> str:
    line = f"{indent}indexes = [{', '.join(calls)}]"
    if len(line) <= _WIDEST:
        return line + newline
    items = [f"{indent}{step}{call}," for call in calls]
    return newline.join([f"{indent}indexes = [", *items, f"{indent}]", ""])


def _below(lines: list[str], node: ast.stmt, text: str) -> tuple[Span, str]:
    """A text on lines of its own behind a statement."""
    end = node_span(lines, node).end
    if ";" in lines[end.line][end.column :].partition("#")[0]:
        raise RewriteRefused("several statements on one line")
    if lines[end.line].endswith(("\n", "\r")):
        place = Position(end.line + 1, 0)
        return Span(place, place), text
    place = Position(end.line, len(lines[end.line]))
    return Span(place, place), _newline(lines) + text.removesuffix(_newline(lines))


def _new_items(lines: list[str], value: ast.List | ast.Tuple, calls: list[str]) -> tuple[Span, str]:
    whole = node_span(lines, value)
    call = ", ".join(calls)
    if not value.elts:
        return whole, f"[{call}]"
    first, last = node_span(lines, value.elts[0]), node_span(lines, value.elts[-1])
    behind = lines[last.end.line][last.end.column :]
    comma = behind.lstrip().startswith(",")
    if first.start.line == whole.start.line or last.end.line == whole.end.line:
        separated = last.end if not comma else Position(last.end.line, last.end.column + behind.index(",") + 1)
        return Span(separated, separated), f"{' ' if comma else ', '}{call}{',' if comma else ''}"
    indent = lines[first.start.line][: first.start.column]
    if comma:
        place = Position(last.end.line + 1, 0)
        return Span(place, place), "".join(f"{indent}{call},{_newline(lines)}" for call in calls)
    return Span(last.end, last.end), "".join(f",{_newline(lines)}{indent}{call}" for call in calls)


def _indent(lines: list[str], node: ast.stmt) -> str:
    line = lines[node.lineno - 1]
    return line[: len(line) - len(line.lstrip())]


def _newline(lines: list[str]) -> str:
    return "\r\n" if lines[0].endswith("\r\n") else "\n"
