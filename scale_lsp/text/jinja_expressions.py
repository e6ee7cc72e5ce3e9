"""Expressions of Jinja as Python expressions, each with its exact place.

https://jinja.palletsprojects.com/en/stable/templates/#expressions
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

PREFIX = "jinja2."
"""Begins the names of what only Jinja has: `jinja2.filters.map`."""

LAZY = frozenset({"map", "select", "reject", "selectattr", "rejectattr"})
_DICT_METHODS = frozenset(dir(dict))
_OPERATORS: dict[str, type[ast.operator]] = {
    "Add": ast.Add,
    "Sub": ast.Sub,
    "Mul": ast.Mult,
    "Div": ast.Div,
    "FloorDiv": ast.FloorDiv,
    "Mod": ast.Mod,
    "Pow": ast.Pow,
}
_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "ne": ast.NotEq,
    "lt": ast.Lt,
    "lteq": ast.LtE,
    "gt": ast.Gt,
    "gteq": ast.GtE,
    "in": ast.In,
    "notin": ast.NotIn,
}
_PAIRS = {"(": ")", "[": "]", "{": "}"}

Placed = TypeVar("Placed", bound=ast.stmt | ast.expr)
Place = Callable[[int], tuple[int, int]]
"""From an offset to a line, counted from 1, and a column in UTF-8 bytes, as syntax trees have them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token, from offset `start` up to `end` of the text."""

    start: int
    end: int
    kind: str
    text: str


class Expressions:
    """Turns nodes of `jinja2.nodes`, whose `lineno` is an offset, into Python.

    `renamed` are the names of inner scopes, `used` all variables of the Python, `at` is the offset of the node at hand.
    """

    def __init__(self, tokens: Sequence[Token], place: Place) -> None:
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.place = place
        self.renamed: dict[str, str] = {}
        self.used: set[str] = set()
        self.at = 0

    # names and places

    def name(self, name: str) -> str:
        """What a variable is called in Python."""
        return self.renamed.get(name, name)

    def named(self, name: str, context: ast.expr_context | None = None) -> ast.Name:
        """A variable by its name in Python."""
        self.used.add(name)
        return self.placed(ast.Name(id=name, ctx=context or ast.Load()), self.at, self.at + 1)

    def unknown(self) -> ast.expr:
        return self.placed(ast.Constant(value=...), self.at, self.at + 1)

    def call(self, name: str, arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword] = ()) -> ast.Call:
        """A call of what only Jinja has, at the place of its first argument."""
        call = ast.Call(func=self.named(PREFIX + name), args=list(arguments), keywords=list(keywords))
        return like(call, arguments[0]) if arguments else self.placed(call, self.at, self.at + 1)

    def placed(self, node: Placed, start: int, end: int) -> Placed:
        node.lineno, node.col_offset = self.place(start)
        node.end_lineno, node.end_col_offset = self.place(max(start, end))
        return node

    def _until(self, node: Placed, first: ast.expr, end: int) -> Placed:
        """Placed from the beginning of its first part up to an offset."""
        node.lineno, node.col_offset = first.lineno, first.col_offset
        node.end_lineno, node.end_col_offset = self.place(end)
        return node

    def _index(self, offset: int) -> int:
        return bisect_left(self.starts, offset)

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if index < len(self.tokens) else None

    def _end_of(self, index: int) -> int:
        """Where a token ends; an opening bracket ends where it is closed."""
        token = self._token(index)
        if token is None:
            return self.tokens[-1].end if self.tokens else 0
        depth = 0
        for inner in self.tokens[index:] if token.text in _PAIRS else ():
            if inner.kind == "operator":
                depth += (inner.text in _PAIRS) - (inner.text in _PAIRS.values())
            if not depth:
                return inner.end
        return token.end

    def _is(self, index: int, text: str) -> bool:
        token = self._token(index)
        return token is not None and token.kind == "operator" and token.text == text

    # expressions

    def expression(self, node: Any) -> ast.expr:
        """The Python of an expression; the parts of what is not known are evaluated, and their result is unknown."""
        before = self.at
        self.at = before if node.lineno is None else node.lineno
        try:
            kind = type(node).__name__
            if kind in _OPERATORS:
                left, right = self.expression(node.left), self.expression(node.right)
                return spanning(ast.BinOp(left=left, op=_OPERATORS[kind](), right=right), left, right)
            handler = getattr(self, f"_{kind.lower()}", self._other)
            found: ast.expr = handler(node)
            return found
        finally:
            self.at = before

    def _other(self, node: Any) -> ast.expr:
        return self.call("unknown", [self.expression(child) for child in node.iter_child_nodes() if _is_value(child)])

    def _name(self, node: Any) -> ast.expr:
        context = ast.Load() if node.ctx == "load" else ast.Store()
        name = self.named(self.name(node.name), context)
        return self.placed(name, self.at, self._end_of(self._index(self.at)))

    def _const(self, node: Any) -> ast.expr:
        return self.placed(ast.Constant(value=node.value), self.at, self._end_of(self._index(self.at)))

    def _templatedata(self, node: Any) -> ast.expr:
        return self.placed(ast.Constant(value=node.data), self.at, self.at)

    def _getattr(self, node: Any) -> ast.expr:
        of = self.expression(node.node)
        end = self._end_of(self._index(node.lineno) + 1)
        return self._until(ast.Attribute(value=of, attr=node.attr, ctx=ast.Load()), of, end)

    def _getitem(self, node: Any) -> ast.expr:
        of = self.expression(node.node)
        index = self._index(node.lineno)
        end = self._end_of(index + 1 if self._is(index, ".") else index)
        key = self.expression(node.arg)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value not in _DICT_METHODS:
            return self._until(ast.Attribute(value=of, attr=key.value, ctx=ast.Load()), of, end)
        return self._until(ast.Subscript(value=of, slice=key, ctx=ast.Load()), of, end)

    def _slice(self, node: Any) -> ast.expr:
        lower, upper, step = (self.expression(n) if n else None for n in (node.start, node.stop, node.step))
        return self.placed(ast.Slice(lower=lower, upper=upper, step=step), self.at, self.at + 1)

    def _call(self, node: Any) -> ast.expr:
        function = self.expression(node.node)
        call = ast.Call(func=function, args=self._positional(node), keywords=self._keywords(node))
        return self._until(call, function, self._end_of(self._index(node.lineno)))

    def _positional(self, node: Any) -> list[ast.expr]:
        given = [self.expression(argument) for argument in node.args or ()]
        if node.dyn_args is not None:
            rest = self.expression(node.dyn_args)
            given.append(like(ast.Starred(value=rest, ctx=ast.Load()), rest))
        return given

    def _keywords(self, node: Any) -> list[ast.keyword]:
        pairs = [(k.key, self.expression(k.value)) for k in node.kwargs or () if hasattr(k, "value")]
        if node.dyn_kwargs is not None:
            pairs.append((None, self.expression(node.dyn_kwargs)))
        return [ast.copy_location(ast.keyword(arg=key, value=value), value) for key, value in pairs]

    def _filter(self, node: Any) -> ast.expr:
        lazy = type(node.node).__name__ == "Filter" and node.node.name in LAZY
        of = self.unknown() if node.node is None or (node.name == "first" and lazy) else self.expression(node.node)
        call = self.call(f"filters.{node.name}", [of, *self._positional(node)], self._keywords(node))
        index = self._index(node.lineno)
        while self._is(index + 1, "."):
            index += 2
        return self._until(call, of, self._end_of(index + 1 if self._is(index + 1, "(") else index))

    def _test(self, node: Any) -> ast.expr:
        of = self.expression(node.node)
        return self.call(f"tests.{node.name}", [of, *self._positional(node)], self._keywords(node))

    def _condexpr(self, node: Any) -> ast.expr:
        test, chosen = self.expression(node.test), self.expression(node.expr1)
        other = self.expression(node.expr2) if node.expr2 is not None else ast.Constant(value=None)
        last = test if node.expr2 is None else other
        return spanning(ast.IfExp(test=test, body=chosen, orelse=like(other, last)), chosen, last)

    def _compare(self, node: Any) -> ast.expr:
        left, others = self.expression(node.expr), [self.expression(operand.expr) for operand in node.ops]
        operators = [_COMPARISONS[operand.op]() for operand in node.ops]
        return spanning(ast.Compare(left=left, ops=operators, comparators=others), left, others[-1])

    def _and(self, node: Any) -> ast.expr:
        left, right = self.expression(node.left), self.expression(node.right)
        return spanning(ast.BoolOp(op=ast.And(), values=[left, right]), left, right)

    def _or(self, node: Any) -> ast.expr:
        left, right = self.expression(node.left), self.expression(node.right)
        return spanning(ast.BoolOp(op=ast.Or(), values=[left, right]), left, right)

    def _not(self, node: Any) -> ast.expr:
        of = self.expression(node.node)
        return like(ast.UnaryOp(op=ast.Not(), operand=of), of)

    def _neg(self, node: Any) -> ast.expr:
        of = self.expression(node.node)
        return like(ast.UnaryOp(op=ast.USub(), operand=of), of)

    def _concat(self, node: Any) -> ast.expr:
        return self.call("output", [self.expression(part) for part in node.nodes])

    def _tuple(self, node: Any) -> ast.expr:
        context = ast.Load() if node.ctx == "load" else ast.Store()
        return self._listed(ast.Tuple(elts=[self.expression(item) for item in node.items], ctx=context))

    def _list(self, node: Any) -> ast.expr:
        return self._listed(ast.List(elts=[self.expression(item) for item in node.items], ctx=ast.Load()))

    def _listed(self, node: ast.Tuple | ast.List) -> ast.expr:
        if node.elts:
            return spanning(node, node.elts[0], node.elts[-1])
        return self.placed(node, self.at, self.at + 1)

    def _dict(self, node: Any) -> ast.expr:
        pairs = [(self.expression(pair.key), self.expression(pair.value)) for pair in node.items]
        made = ast.Dict(keys=[key for key, _ in pairs], values=[value for _, value in pairs])
        return self.placed(made, self.at, self._end_of(self._index(self.at)))

    def _nsref(self, node: Any) -> ast.expr:
        of = self.named(self.name(node.name))
        key = self.placed(ast.Constant(value=node.attr), self.at, self.at + 1)
        return like(ast.Subscript(value=of, slice=key, ctx=ast.Store()), of)


def _is_value(node: Any) -> bool:
    return any(base.__name__ == "Expr" for base in type(node).__mro__)


def like(node: Placed, other: ast.expr) -> Placed:
    """A node at the place of another one."""
    return spanning(node, other, other)


def spanning(node: Placed, first: ast.expr, last: ast.expr) -> Placed:
    """A node from the beginning of one to the end of another one."""
    node.lineno, node.col_offset = first.lineno, first.col_offset
    node.end_lineno, node.end_col_offset = last.end_lineno, last.end_col_offset
    return node
