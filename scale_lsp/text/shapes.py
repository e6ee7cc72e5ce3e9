"""What Python says at a place, whatever its quotes, line breaks, parentheses and comments.

`ast.dump()` will not do: what it leaves out differs between versions of Python.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from scale_lsp.text.blocks import Block
from scale_lsp.text.positions import Position, Span
from scale_lsp.text.source import SourceFile

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DISPLAYS = (ast.Dict, ast.List, ast.Tuple, ast.Set)
_SILENT = frozenset({"ctx", "kind", "type_comment"})


@dataclass(frozen=True, slots=True)
class _Statement:
    """`definition` is the qualified name of the innermost function or class around it, itself included."""

    block: Block
    node: ast.stmt
    definition: str


def shape_at(source: SourceFile, span: Span) -> tuple[str, str, int] | None:
    """The definition around a place, what the innermost node there says and its statement around it, and how many
    places of the definition have said the same up to there. None where there is no statement that parses.
    """
    statements = list(_statements(source))
    here = [each for each in statements if _contains(_extent(source, each), span.start)]
    if not here or here[-1].block.problem is not None:
        return None
    mine = here[-1]
    target = _innermost(source, mine, span)
    try:
        content = next(_shape(path) for path in _paths([mine.node], target) if path[-1] is target)
        others = (each for each in statements if each.definition == mine.definition)
        paths = (path for each in others for path in _paths([each.node], target))
        same = [path[-1] for path in paths if path[-1] is target or _shape(path) == content]
    except RecursionError:
        return None
    return mine.definition, content, next(i for i, node in enumerate(same, 1) if node is target)


def _statements(source: SourceFile) -> Iterator[_Statement]:
    """All statements, outer ones first."""
    for item in source.items:
        yield from _below(item.block, item.node, "")
        if item.members and isinstance(item.node, ast.ClassDef) and not item.node.body:  # members with own blocks
            for block, member in item.members:
                yield from _below(block, member, item.node.name)


def _below(block: Block, node: ast.stmt, around: str) -> Iterator[_Statement]:
    if isinstance(node, _DEFINITIONS):
        around = f"{around}.{node.name}" if around else node.name
    yield _Statement(block, node, around)
    for child in _nested(node):
        yield from _below(block, child, around)


def _nested(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            yield from _nested(child)


def _extent(source: SourceFile, statement: _Statement) -> Span:
    """All of the statement, with its decorators."""
    span = source.location(statement.block, statement.block.span(statement.node)).span
    decorators = getattr(statement.node, "decorator_list", ())
    if not decorators:
        return span
    first = source.location(statement.block, statement.block.span(decorators[0])).span.start
    return Span(Position(first.line, 0), span.end)


def _contains(span: Span, position: Position) -> bool:
    return span.start <= position < span.end


def _innermost(source: SourceFile, statement: _Statement, span: Span) -> ast.AST:
    """The smallest node of the statement that has all of a span in it. Places inside f-strings are not known."""
    node: ast.AST = statement.node
    while not isinstance(node, ast.JoinedStr):
        for child in _located(node):
            extent = source.location(statement.block, statement.block.span(child)).span
            if extent.start <= span.start and span.end <= extent.end:
                node = child
                break
        else:
            break
    return node


def _located(node: ast.AST) -> Iterator[ast.AST]:
    """The expressions right below a node, those below what has no place of its own among them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            continue
        if hasattr(child, "lineno") and not isinstance(child, ast.ExceptHandler):
            yield child
        else:
            yield from _located(child)


def _paths(path: list[ast.AST], target: ast.AST) -> Iterator[list[ast.AST]]:
    """The way to each node that may say the same as another, without those of nested statements."""
    if _may_be(path[-1], target):
        yield path
    if isinstance(path[-1], ast.JoinedStr):
        return
    for child in _located(path[-1]):
        yield from _paths([*path, child], target)


def _may_be(one: Any, other: Any) -> bool:
    """Whether two nodes have the same names and calls, which is seen much sooner than what they say in full."""
    if type(one) is not type(other):
        return False
    match one:
        case ast.Call():
            return len(one.args) == len(other.args) and _may_be(one.func, other.func)
        case ast.Attribute():
            return bool(one.attr == other.attr) and _may_be(one.value, other.value)
        case ast.Name():
            return bool(one.id == other.id)
    return True


def _shape(path: list[ast.AST]) -> str:
    """The last node in full, in its statement. Of a literal list or dictionary only what it is in counts: neither the
    neighbours of an entry of `MIDDLEWARE` nor, when the whole of it is meant, what is in it.
    """
    *around, target = path
    value = getattr(target, "value", None)
    if isinstance(target, _DISPLAYS):
        told = type(target).__name__
    elif isinstance(target, (ast.Assign, ast.AnnAssign)) and isinstance(value, _DISPLAYS):
        told = _told(target, {id(value): value})
    else:
        told = _told(target, {})
    return f"{_told(path[0], {id(node): node for node in path}) if around else ''} {told}"


def _told(node: Any, path: Collection[int]) -> str:
    match node:
        case list():
            return "[" + " ".join(_told(each, path) for each in node if not isinstance(each, ast.stmt)) + "]"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return f"{type(node).__name__}:{node.name}"
        case ast.Dict() if id(node) in path:
            pairs = zip(node.keys, node.values, strict=True)
            kept = [pair for pair in pairs if any(id(each) in path for each in pair)]
            return "Dict[" + " ".join(_told(list(pair), path) for pair in kept) + "]"
        case ast.List() | ast.Tuple() | ast.Set() if id(node) in path:
            return f"{type(node).__name__}[" + " ".join(_told(e, path) for e in node.elts if id(e) in path) + "]"
        case ast.JoinedStr():  # before Python 3.12, empty strings behind what is formatted
            pieces = [e for e in node.values if not (isinstance(e, ast.Constant) and e.value == "")]
            return f"JoinedStr{_told(pieces, path)}"
        case ast.AST():
            fields = ((name, getattr(node, name, None)) for name in node._fields if name not in _SILENT)
            told = (f"{name}={_told(value, path)}" for name, value in fields if value is not None and value != [])
            return f"{type(node).__name__}({' '.join(told)})"
    return f"{type(node).__name__}:{node!r}"
