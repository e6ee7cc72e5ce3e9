"""Changing dictionaries, lists and calls as settings have them. Every function raises RewriteRefused."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.tree import Tree
from scale_lsp.text.positions import Edit, Position, Span


def replace_expression(path: str, span: Span, code: str) -> tuple[Edit, ...]:
    return (Edit(path, span, code),)


def set_keys(path: str, text: str, inside: Span, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` gets keys; those that it has get another value."""
    tree = Tree(text)
    return tree.with_keys(path, tree.dictionary(inside), items)


def add_keywords(path: str, text: str, call: Span, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """The call at `call` gets keyword arguments behind those it has."""
    tree = Tree(text)
    node = next((n for n in tree.walk(ast.Call) if tree.span(n) == call), None)
    if node is None or any(k.arg in items for k in node.keywords):
        raise RewriteRefused("no call that lacks them")
    code = ", ".join(f"{name}={value}" for name, value in items.items())
    every = [*node.args, *(k.value for k in node.keywords)]
    if not every:
        end = tree.span(node).end
        place = Position(end.line, end.column - 1)
        return (Edit(path, Span(place, place), code),)
    last = max(tree.span(argument).end for argument in every)
    return (Edit(path, Span(last, last), f", {code}"),)


def set_nested_keys(path: str, text: str, inside: Span, key: str, items: Mapping[str, str]) -> tuple[Edit, ...]:
    """A dictionary inside a dictionary gets keys, those that it lacks; it is made where it is missing."""
    tree = Tree(text)
    outer = tree.dictionary(inside)
    found = next((v for k, v in tree.pairs(outer) if isinstance(k, ast.Constant) and k.value == key), None)
    if found is None:
        inner = [f"{tree.quoted(name)}: {code}" for name, code in items.items()]
        return (tree.added(path, outer, [f"{tree.quoted(key)}: {tree.nested(outer, inner)}"]),)
    if not isinstance(found, ast.Dict):
        raise RewriteRefused("no dictionary")
    return tree.with_keys(path, found, items)


def replace_dictionary(path: str, text: str, inside: Span, code: str) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` is another one, indented as its first line."""
    tree = Tree(text)
    span = tree.span(tree.dictionary(inside))
    first = tree.lines[span.start.line]
    lead = first[: len(first) - len(first.lstrip())]
    return (Edit(path, span, code.replace("\n", tree.newline + lead)),)


def remove_key(path: str, text: str, inside: Span, key: str) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` loses a key; no edit when it has none."""
    tree = Tree(text)
    node = tree.dictionary(inside)
    for i, name in enumerate(node.keys):
        if isinstance(name, ast.Constant) and name.value == key:
            return (tree.removed(path, i, [(k or v, v) for k, v in tree.pairs(node)]),)
    return ()


def replace_keys(path: str, text: str, inside: Span, old: Sequence[str], new: Mapping[str, str]) -> tuple[Edit, ...]:
    """The innermost dictionary around `inside` loses some keys; others stand where the first of them was."""
    tree = Tree(text)
    node = tree.dictionary(inside)
    pairs = [(key, value) for key, value in tree.pairs(node) if isinstance(key, ast.Constant)]
    if len(pairs) != len(node.keys):
        raise RewriteRefused("a dictionary inside")
    gone = [i for i, (key, _) in enumerate(pairs) if key.value in old]
    if not gone:
        return ()
    kept = [tree.text(key, value) for i, (key, value) in enumerate(pairs) if i not in gone]
    made = [f"{tree.quoted(name)}: {code}" for name, code in new.items()]
    if len(gone) > 1 or made:
        going = {pairs[i][0].lineno for i in gone}
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if any("#" in tree.lines[line - 1] and line not in going for line in lines):
            raise RewriteRefused("comments would be lost")
        at = sum(1 for i in range(gone[0]) if i not in gone)
        items = [*kept[:at], *made, *kept[at:]]
        return (Edit(path, tree.span(node), tree.written(node, items)),)
    return (tree.removed(path, gone[0], list(pairs)),)


def move_item(path: str, text: str, item: Span, before: Span) -> tuple[Edit, ...]:
    """An item of a list goes in front of another one, on a line of its own where that has one."""
    tree = Tree(text)
    for node in tree.walk(ast.List, ast.Tuple):
        spans = [tree.span(each) for each in node.elts]
        if item in spans and before in spans:
            moved = node.elts[spans.index(item)]
            place = before.start
            lead = tree.lines[place.line][: place.column]
            between = f"{tree.newline}{lead}" if not lead.strip() else " "
            return (
                Edit(path, Span(place, place), f"{tree.text(moved, moved)},{between}"),
                tree.removed(path, spans.index(item), [(each, each) for each in node.elts]),
            )
    raise RewriteRefused("no items of one list")
