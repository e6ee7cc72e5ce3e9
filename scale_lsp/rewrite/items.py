"""Taking one item out of a list or a call, with the comma that belongs to it and the lines it had for itself."""

from __future__ import annotations

import ast

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

Assignment = ast.Assign | ast.AnnAssign


def remove_item(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """Edits that take the item at `span` out of its list or call; the assignment goes with its last item, and the
    `class Meta` with its last assignment. Where something would be inherited instead, the empty list stays.

    Raises RewriteRefused.
    """
    lines = split_lines(text)
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    owner, assignment = _assignment_of(lines, tree, span)
    value = assignment.value
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        if span in (node_span(lines, value), *(node_span(lines, e) for e in value.elts if len(value.elts) == 1)):
            if owner.bases or (len(owner.body) == 1 and not _is_plain_meta(owner, tree)):
                return (Edit(path, node_span(lines, value), "[]"),)
            return (Edit(path, _without(lines, owner, assignment), ""),)
    return (Edit(path, _with_comma(lines, span), ""),)


def node_span(lines: list[str], node: ast.stmt | ast.expr | ast.keyword) -> Span:
    """The place of a node of a whole text."""
    return Span(
        _position(lines, node.lineno, node.col_offset),
        _position(lines, node.end_lineno or node.lineno, node.end_col_offset or 0),
    )


def _position(lines: list[str], line: int, byte: int) -> Position:
    return Position(line - 1, len(lines[line - 1].encode()[:byte].decode()))


def _assignment_of(lines: list[str], tree: ast.Module, span: Span) -> tuple[ast.ClassDef, Assignment]:
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for statement in owner.body:
            if isinstance(statement, Assignment):
                place = node_span(lines, statement)
                if place.start <= span.start and span.end <= place.end:
                    return owner, statement
    raise RewriteRefused("not inside an assignment of a class")


def _is_plain_meta(owner: ast.ClassDef, tree: ast.Module) -> bool:
    """A `class Meta` without which its model has none: no parent may have one to inherit."""
    parent = next((n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and owner in n.body), None)
    if owner.name != "Meta" or owner.decorator_list or parent is None or len(parent.body) == 1:
        return False
    return [ast.unparse(base) for base in parent.bases] in (["models.Model"], ["Model"])


def _without(lines: list[str], owner: ast.ClassDef, statement: ast.stmt) -> Span:
    """The lines of a statement, and those of the class when it has no other."""
    gone: ast.stmt = owner if len(owner.body) == 1 else statement
    place = node_span(lines, gone)
    if lines[place.start.line][: place.start.column].strip() or _behind(lines, place.end)[:1] not in ("", "#"):
        raise RewriteRefused("it shares its lines with other code")
    first, last = place.start.line, place.end.line + 1
    while gone is owner and first > 0 and not lines[first - 1].strip():
        first -= 1  # the blank lines above a class are for it
    return Span(Position(first, 0), Position(last, 0))


def _behind(lines: list[str], place: Position) -> str:
    return lines[place.line][place.column :].strip()


def _with_comma(lines: list[str], span: Span) -> Span:
    """The item with the comma behind it; where there is none, with the one before it."""
    start, end = span.start, span.end
    behind = lines[end.line][end.column :]
    before = lines[start.line][: start.column]
    comma = behind.lstrip().startswith(",")
    if comma:
        end = Position(end.line, end.column + behind.index(",") + 1)
        behind = lines[end.line][end.column :]
    alone = not before.strip() and behind.strip()[:1] in ("", "#")
    if alone:
        return Span(Position(start.line, 0), Position(end.line + 1, 0))
    if comma and behind.strip()[:1] not in ("", "#", ")", "]"):
        return Span(start, Position(end.line, end.column + len(behind) - len(behind.lstrip())))
    if comma and not before.strip():
        return Span(start, Position(end.line, end.column + len(behind) - len(behind.lstrip())))
    bare = before.rstrip()
    if not bare and start.line and (above := lines[start.line - 1].rstrip()).endswith(","):
        return Span(Position(start.line - 1, len(above) - 1), end)
    if bare.endswith(","):
        bare = bare if comma else bare[:-1]
        return Span(Position(start.line, len(bare)), end)
    if bare.endswith(("(", "[", "{")):
        return Span(start, end)
    raise RewriteRefused("the commas are not where they usually are")
