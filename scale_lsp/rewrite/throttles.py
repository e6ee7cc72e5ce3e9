"""Classes in the settings of REST framework, and statements that are replaced or taken out."""

from __future__ import annotations

import ast

import libcst as cst

from scale_lsp.rewrite.relations import with_argument
from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, quote, text_at
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def add_string(path: str, text: str, span: Span, value: str) -> tuple[Edit, ...]:
    """Edits that add a string to the list or tuple at `span`. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    if not isinstance(tree, cst.List | cst.Tuple):
        raise RewriteRefused("no list that can be read")
    if any(isinstance(e.value, cst.SimpleString) and e.value.evaluated_value == value for e in tree.elements):
        return ()
    literal = cst.SimpleString(quote(value, old))
    as_call = cst.Call(cst.Name("f"), [cst.Arg(e.value, comma=_comma(e)) for e in tree.elements])
    arguments = with_argument(list(as_call.args), literal)
    elements = [cst.Element(a.value, comma=a.comma) for a in arguments]
    return difference(path, span, old, code(tree.with_changes(elements=elements)))


def _comma(element: cst.BaseElement) -> cst.Comma | cst.MaybeSentinel:
    return getattr(element, "comma", cst.MaybeSentinel.DEFAULT)


def key_before(path: str, text: str, span: Span, key: str, value: str) -> tuple[Edit, ...]:
    """Edits that put `"key": value` in front of the key at `span`, on a line of its own if that one has one."""
    lines = split_lines(text)
    line = lines[span.start.line]
    before = line[: span.start.column]
    entry = f"{quote(key, text_at(text, span))}: {value},"
    if before.strip():
        return (Edit(path, Span(span.start, span.start), f"{entry} "),)
    newline = "\r\n" if line.endswith("\r\n") else "\n"
    place = Position(span.start.line, 0)
    return (Edit(path, Span(place, place), f"{before}{entry}{newline}"),)


def remove_lines(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that take the lines of the statement at `span` out, with the blank line behind. Raises RewriteRefused."""
    lines = split_lines(text)
    last = span.end.line + 1
    if lines[span.start.line][: span.start.column].strip() or lines[span.end.line][span.end.column :].strip():
        raise RewriteRefused("it shares its lines with other code")
    if last < len(lines) and not lines[last].strip():
        last += 1
    return (Edit(path, Span(Position(span.start.line, 0), Position(last, 0)), ""),)


def replace_code(path: str, text: str, span: Span, new: str) -> tuple[Edit, ...]:
    """Edits that put other code where some is. Raises RewriteRefused when the file would not parse."""
    edit = Edit(path, span, new)
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise RewriteRefused("the file is not in order") from error
    return (edit,)
