"""Syntax trees in a third of the memory: nodes with slots instead of a dictionary each.

A compact node is an instance of a subclass of its class in `ast` with the same name, so `isinstance`, `match`, visitors
and `ast.unparse` see no difference; what is looked up by `type(node)` is made with `by_kind`. Trees are read: the empty
lists of all of them are one and the same. Nodes cannot be copied with `copy`, which looks for the dictionary, and
`ast.dump` also names what is None, so a dump of one sort does not equal that of the other.

The body of a function becomes compact when somebody wants it, and need not be kept (`text/folding.py`).
"""

from __future__ import annotations

import _ast
import ast
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)
V = TypeVar("V")


def compact(tree: N) -> N:
    """The same tree in compact nodes; one that is deeper than Python's stack stays as it is, in part or as a whole.

    What is given is used up: its lists go on in the new tree.
    """
    try:
        made: N = _MADE[type(tree)](tree)
    except RecursionError:
        return tree
    return made


def is_compact(node: ast.AST) -> bool:
    return type(node) in _COMPACT


def by_kind(table: Mapping[type[Any], V]) -> dict[type[Any], V]:
    """A table of classes of nodes for looking up `type(node)`, compact or not."""
    return {**table, **{_KINDS[kind]: value for kind, value in table.items() if kind in _KINDS}}


def _slotted(kind: type[ast.AST]) -> type[ast.AST]:
    folds = kind in _FOLDING
    slots = tuple("folded" if folds and name == "body" else name for name in (*kind._fields, *kind._attributes))
    known = {"__slots__": slots, "__module__": __name__, **({"body": _BODY} if folds else {})}
    return type(kind.__name__, (kind,), known)


def _body(node: Any) -> list[ast.stmt]:
    """The statements; `folded` is what makes them, until they are there."""
    kept: list[ast.stmt] | Callable[[ast.AST], list[ast.stmt]] = node.folded
    if not isinstance(kept, list):
        kept = node.folded = kept(node)
    return kept


_BODY = property(_body)
_FOLDING = (ast.FunctionDef, ast.AsyncFunctionDef)


_KINDS: dict[type, type[ast.AST]] = {
    kind: _slotted(kind)
    for kind in vars(_ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and (kind._fields or kind._attributes)
}
"""The compact class of each class that has something to say. Contexts and operators are objects that trees share."""
_COMPACT = frozenset(_KINDS.values())

_LEAVES = frozenset({"arg", "attr", "col_offset", "ctx", "end_col_offset", "id", "op"})
"""Names under which no class has a list or a node that could be compact."""
_LEAF = "new.{0} = old.{0}"
_LINE = "new.{0} = line if (line := old.{0}) < 257 else lines(line, line)"
_PART = "new.{0} = made[type(part := old.{0})](part)"


def _maker(kind: type[ast.AST]) -> Callable[[Any], Any]:
    """The function that makes a compact node, written out: in a loop over the names it takes twice the time."""
    sorts = {**dict.fromkeys(_LEAVES, _LEAF), "lineno": _LINE, "end_lineno": _LINE}
    sorts |= {"body": "new.folded = later(body_of, old.body)"} if kind in _FOLDING else {}
    copied = [sorts.get(name, _PART).format(name) for name in (*kind._fields, *kind._attributes)]
    known: dict[str, Any] = {
        "kind": _KINDS[kind],
        "create": _KINDS[kind].__new__,
        "made": _MADE,
        "lines": _LINES.setdefault,
        "later": partial,
        "body_of": _body_of,
    }
    exec("\n ".join(("def make(old):", "new = create(kind)", *copied, "return new")), known)
    make: Callable[[Any], Any] = known["make"]
    return make


_LINES: dict[int, int] = {}
"""Numbers of lines are one object each; Python itself sees to those up to 256."""
_NOTHING: list[Any] = []


def _listed(nodes: list[Any]) -> list[Any]:
    if not nodes:
        return _NOTHING
    nodes[:] = [_MADE[type(node)](node) for node in nodes]
    return nodes


def _body_of(nodes: list[Any], _: ast.AST) -> list[Any]:
    with suppress(RecursionError):
        return _listed(nodes)
    return nodes


class _Made(dict[type, Callable[[Any], Any]]):
    """How something of a type becomes compact. Texts, numbers, None and what is compact stay what they are."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = _maker(kind) if kind in _KINDS else lambda value: value
        return self[kind]


_MADE = _Made({list: _listed})
