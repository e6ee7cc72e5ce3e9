"""Expressions as values: a position-free, comparable form of the few shapes that declarations are written in."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name: `models.CASCADE`."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | int | float | bool | bytes | complex | None


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A dict: `{"get": "list"}`."""

    items: tuple[tuple[Shape, Shape], ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: Shape
    arguments: tuple[Shape, ...]
    keywords: tuple[tuple[str, Shape], ...]

    def argument(self, index: int, keyword: str) -> Shape | None:
        """The argument given at a position or by its keyword."""
        if index < len(self.arguments):
            return self.arguments[index]
        return next((value for name, value in self.keywords if name == keyword), None)


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute of something that is not a plain name: `Manager.from_queryset(Q).x`."""

    of: Shape
    name: str


@dataclass(frozen=True, slots=True)
class Other:
    """Anything else; two of them never say the same."""

    text: str


Shape = Union[Name, Literal, Sequence, Pairs, Call, Member, Other]  # noqa: UP007 - recursive alias, evaluated at run time


MOST_NESTED = 100


def shape_of(node: ast.expr | None, depth: int = 0) -> Shape:
    """The shape of an expression; what lies deeper than anybody writes is not looked at."""
    if depth > MOST_NESTED:
        return Other("nested too deep")
    match node:
        case ast.Constant(value=value) if not isinstance(value, type(...)):
            return Literal(value)
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=inner, attr=attr):
            of = shape_of(inner, depth + 1)
            return Name(f"{of.dotted}.{attr}") if isinstance(of, Name) else Member(of, attr)
        case ast.Subscript(value=inner):  # Manager["Order"], ForeignKey[Order]: the parameter says nothing to us
            return shape_of(inner, depth + 1)
        case ast.Call(func=function, args=args, keywords=keywords):
            return Call(
                shape_of(function, depth + 1),
                tuple(shape_of(a, depth + 1) for a in args),
                tuple((k.arg, shape_of(k.value, depth + 1)) for k in keywords if k.arg),
            )
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return Sequence(tuple(shape_of(i, depth + 1) for i in items))
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return Pairs(
                tuple((shape_of(k, depth + 1), shape_of(v, depth + 1)) for k, v in zip(keys, values, strict=True))
            )
        case None:
            return Literal(None)
        case _:
            return Other(_written(node))


def _written(node: ast.expr) -> str:
    try:
        return ast.dump(node)
    except RecursionError:
        return "nested too deep"


def string(shape: Shape | None) -> str | None:
    return shape.value if isinstance(shape, Literal) and isinstance(shape.value, str) else None
