"""What the body of a loop does besides writing a row: nothing but computing, or things that belong to each row."""

from __future__ import annotations

import ast
from enum import IntEnum

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    External,
    Function,
    Method,
    ModelClass,
    QuerySet,
    Value,
    alternatives,
)
from scale_lsp.orm.queryset_methods import METHODS, WRITING, Does


class Body(IntEnum):
    COMPUTES = 0
    MORE = 1
    """It also logs, collects, leaves early, or writes something else."""
    BUSY = 2
    """It does what nobody sees through, or what is done to each row on purpose: sends, calls, waits, or gives each
    row a `try` or `with` of its own, so that one that fails leaves the others alone."""


_COMPUTING = (
    *("builtins.", "datetime.", "decimal.", "math.", "random.", "re.", "uuid.", "collections.", "itertools."),
    *("operator.", "string.", "functools.", "copy.", "json.", "fractions.", "statistics.", "secrets.", "hashlib."),
    *(
        "django.utils.",
        "django.db.models.",
        "django.db.transaction.",
        "django.conf.",
        "django.contrib.auth.hashers.",
        "dateutil.",
    ),
)
_REACHING_OUT = frozenset({"builtins.open", "builtins.input", "builtins.exec", "builtins.eval", "builtins.next"})
_OF_VALUES = frozenset(
    {
        name
        for kind in (str, bytes, dict, list, set, tuple, int, float)
        for name in dir(kind)
        if not name.startswith("_")
    }
    | {"isoformat", "date", "time", "total_seconds", "quantize", "timestamp", "strftime", "weekday", "group"}
)
_SAYING = frozenset({"debug", "info", "warning", "error", "write", "print", "log"})


def effects(machine: Machine, loop: ast.For, writes: frozenset[int]) -> Body:
    """What the body does besides the calls in `writes`."""
    statements = {id(s.value) for s in ast.walk(loop) if isinstance(s, ast.Expr)}
    found = Body.COMPUTES
    for statement in loop.body:
        for node in ast.walk(statement):
            match node:
                case ast.Await() | ast.Yield() | ast.YieldFrom():
                    return Body.BUSY
                case ast.Try() | ast.TryStar() | ast.With() if _holds(node, writes):
                    return Body.BUSY
                case ast.Try() | ast.TryStar() | ast.With():
                    found = max(found, Body.MORE)
                case ast.Return() | ast.Break() | ast.Raise() | ast.Assert() | ast.Delete() | ast.For() | ast.While():
                    found = max(found, Body.MORE)
                case ast.Call() if id(node) not in writes:
                    found = max(found, _of_call(machine, node, id(node) in statements))
    return found


def _holds(block: ast.stmt, writes: frozenset[int]) -> bool:
    return any(id(node) in writes for node in ast.walk(block))


def _of_call(machine: Machine, node: ast.Call, is_statement: bool) -> Body:
    from scale_lsp.flow.expressions import evaluate

    with machine.silently():
        callee = evaluate(machine, node.func)
    return max(_of(one, node, is_statement) for one in alternatives(callee))


def _of(callee: Value, node: ast.Call, is_statement: bool) -> Body:
    match callee:
        case ModelClass() | ClassRef():
            return Body.COMPUTES
        case External(name=name) if name.startswith("logging."):
            return Body.MORE
        case External(name=name):
            if name in _REACHING_OUT or not name.startswith(_COMPUTING):
                return Body.BUSY
            return Body.MORE if is_statement else Body.COMPUTES
        case Function():
            return Body.BUSY if is_statement else Body.MORE
        case Method(of=QuerySet(), name=name):
            writes = METHODS.get(name) in (Does.WRITE, Does.LIST) or name in WRITING
            return Body.MORE if writes or is_statement else Body.COMPUTES
        case Method():
            return Body.MORE if is_statement else Body.COMPUTES
    if callee is UNKNOWN and isinstance(node.func, ast.Attribute):
        if node.func.attr in _SAYING or (is_statement and node.func.attr in _OF_VALUES):
            return Body.MORE
        if node.func.attr in _OF_VALUES:
            return Body.COMPUTES
    return Body.BUSY if is_statement else Body.MORE
