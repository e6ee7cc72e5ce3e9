"""Calling functions of the project: bind the arguments, interpret the body, take what it returns."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.decorated import REMEMBERING, decorators, surroundings_of
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.ledger import TOO_LONG
from scale_lsp.flow.machine import Machine, Remembered
from scale_lsp.flow.spending import whole_function
from scale_lsp.flow.steps import MAX_DEPTH, MAX_PENDING, Cut, OutOfSteps
from scale_lsp.flow.surroundings import IN_THREAD, NOTHING_AROUND
from scale_lsp.flow.values import (
    NOTHING_YET,
    UNKNOWN,
    Const,
    Dict,
    Function,
    Instance,
    Origin,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    is_plain,
    join,
)
from scale_lsp.index.dependencies import defined
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.text.records import replace


def find_method(machine: Machine, symbol: Symbol, name: str, after: Symbol | None = None) -> Function | None:
    """The method that attribute look-up finds on a class, unbound; `after`: behind that ancestor, as `super()` does."""
    found = find_member(machine, symbol, name, after)
    return found if isinstance(found, Function) else None


def find_member(machine: Machine, symbol: Symbol, name: str, after: Symbol | None = None) -> Function | Symbol | None:
    """The method, or the symbol of the class attribute or nested class, that a class or its ancestors define."""
    ancestors = machine.graph.classes.info(symbol).ancestors
    if after is not None:
        ancestors = ancestors[ancestors.index(after) + 1 :] if after in ancestors else ()
    for ancestor in ancestors:
        summary = machine.graph.classes.summary(ancestor)
        if summary is None:
            continue
        if name in summary.methods:
            return function_of(machine, ancestor.path, f"{ancestor.name}.{name}", ancestor)
        if name in summary.attributes:
            return Symbol(Kind.VALUE, ancestor.path, f"{ancestor.name}.{name}")
        if name in summary.nested:
            return Symbol(Kind.CLASS, ancestor.path, f"{ancestor.name}.{name}")
    return None


def function_of(machine: Machine, path: str, qualname: str, owner: Symbol | None = None) -> Function | None:
    machine.snapshot.reads.note(defined(path, qualname))
    found = definitions(machine.snapshot, path)
    definition = found.functions.get(qualname) if found else None
    if definition is None or isinstance(definition.node, ast.ClassDef):
        return None
    return Function(path, definition.block, definition.node, qualname, owner)


def call_function(
    machine: Machine,
    function: Function,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
    *,
    keep_origins: bool = False,
) -> Value:
    """The value a call returns, with all effects on the rows it is given. Unknown when it goes too deep or round.

    `keep_origins`: there is no call expression that could load relations, so a queryset stays where it was made.
    """
    names = decorators(machine, function)
    if names & REMEMBERING:
        return UNKNOWN
    if machine.around.loop and isinstance(function.node, ast.FunctionDef) and any(node is a for a in machine.awaited):
        around = IN_THREAD  # what is awaited is no plain function: a decorator moves it
    else:
        around = NOTHING_AROUND
    with machine.amid(around):
        return _call(machine, function, names, positional, keywords, node, keep_origins)


def _call(
    machine: Machine,
    function: Function,
    names: frozenset[str],
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    node: ast.AST,
    keep_origins: bool,
) -> Value:
    call = machine.site(node) if machine.frames else None
    bound = function.bound
    if "staticmethod" in names:
        bound = None
    frame = Frame(
        path=function.path,
        block=function.block,
        name=function.qualname,
        variables=bind(function.node.args, [bound, *positional] if bound is not None else positional, keywords),
        call=call,
        owner=function.owner,
        closure=function.closure,
        self_value=bound,
        node=function.node,
    )
    if _is_context_free(machine, frame, function):
        result = remembered(machine, frame, function)
    elif len(machine.frames) >= MAX_DEPTH or any(f.node is function.node for f in machine.frames):
        return UNKNOWN
    else:
        result = run(machine, frame, function.node)
    if machine.frames and not keep_origins and not isinstance(function.node, ast.Lambda):
        return rebased(
            machine, result, [*positional, *keywords.values(), *([bound] if bound is not None else [])], node
        )
    return result


_MOST_ROUNDS = 6
_MOST_AGAIN = 2
"""How often a function may wait for itself with other arguments."""
_NEAR = 2
"""Functions between a loop and a query that rules still look through."""


def _is_context_free(machine: Machine, frame: Frame, function: Function) -> bool:
    """Whether a call means the same wherever it stands: it is given no rows, and no near loop repeats it."""
    if function.closure is not None or (len(machine.via()) < _NEAR and machine.repeating()):
        return False
    return all(map(is_plain, frame.variables.values())) and (function.bound is None or is_plain(function.bound))


def remembered(machine: Machine, frame: Frame, function: Function) -> Value:
    """The result of a call that means the same everywhere: interpreted once, by itself."""
    key = (id(function.node), function.bound, tuple(frame.variables.items()))
    known = machine.calls.get(key)
    if known is None and key in machine.provisional:
        known, missing = machine.provisional[key]
        machine.unfinished |= missing
    if known is None:
        if key in machine.pending:
            machine.unfinished.add(key)
            return machine.approximations.get(key, NOTHING_YET)
        again = [other for other in machine.pending if other[0] == key[0]]
        if len(machine.pending) >= MAX_PENDING or len(again) >= _MOST_AGAIN:
            machine.unfinished.add(Cut(next(iter(again if len(again) >= _MOST_AGAIN else machine.pending))))
            return UNKNOWN
        known = _alone(machine, replace(frame, call=None), function, key)
    machine.take(frame.call, *known[1:])
    return known[0]


def _alone(machine: Machine, frame: Frame, function: Function, key: object) -> Remembered:
    """Interpret a call without its surroundings.

    Calls that need each other are interpreted again, with the values found so far, until these stay: then they do not
    depend on the one that came first. What could not be finished because of a caller is only remembered until it is.
    """
    for _ in range(_MOST_ROUNDS):
        found = set(machine.provisional)
        before = dict(machine.approximations)
        with machine.by_itself(key) as (observed, blocks, written, ledger):
            try:
                value = run(
                    machine, replace(frame, variables=dict(frame.variables), returned=[], left=[]), function.node
                )
            except OutOfSteps:
                value = UNKNOWN
                ledger[TOO_LONG] = 0
            needed = key in machine.unfinished
            missing = machine.unfinished - {key, Cut(key)}
        result = (value, observed, blocks, written, ledger)
        if needed:
            machine.approximations[key] = value
        if missing:
            machine.unfinished |= missing
            machine.provisional[key] = (result, frozenset(missing))
            return result
        cycle = [other for other in machine.provisional if other not in found]
        if not needed or machine.approximations == before:
            _settle(machine, cycle, result)
            break
        for other in cycle:
            del machine.provisional[other]
    return machine.finish(key, result)


def _settle(machine: Machine, cycle: Sequence[object], head: Remembered) -> None:
    """The calls of a cycle are done: each reaches all the others, so each has observed and used the same.

    Those that were cut short are forgotten: by itself, each of them gets further.
    """
    for key in cycle:
        (value, *_), missing = machine.provisional.pop(key)
        if not any(isinstance(one, Cut) for one in missing):
            machine.finish(key, (value, *head[1:]))
        machine.approximations.pop(key, None)


def run(machine: Machine, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Value:
    """Interpret a function body in a prepared frame."""
    from scale_lsp.flow.expressions import evaluate
    from scale_lsp.flow.statements import execute_all

    machine.uses[frame.block] = None
    machine.frames.append(frame)
    left, caches = machine.left, machine.caches
    machine.left = list(left)
    try:
        if isinstance(node, ast.Lambda):
            return evaluate(machine, node.body)
        with machine.amid(surroundings_of(machine, frame.path, node)), whole_function(machine):
            execute_all(machine, node.body)
    finally:
        machine.frames.pop()
        machine.left, machine.caches = left, caches
    return join(*frame.returned) if frame.returned else Const(None)


def bind(arguments: ast.arguments, positional: Sequence[Value], keywords: Mapping[str, Value]) -> dict[str, Value]:
    """Parameter names with the values a call gives them; what it does not give is unknown, or the default literal."""
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    variables: dict[str, Value] = dict.fromkeys(names, UNKNOWN)
    for name, default in zip(reversed(names), reversed(arguments.defaults), strict=False):
        if isinstance(default, ast.Constant):
            variables[name] = Const(default.value)
    for arg, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        constant = isinstance(keyword_default, ast.Constant)
        variables[arg.arg] = Const(keyword_default.value) if constant else UNKNOWN  # type: ignore[union-attr]
    variables |= dict(zip(names, map(_without_prose, positional), strict=False))
    extra: dict[str, Value] = {}
    for name, value in keywords.items():
        value = _without_prose(value)
        if name in variables:
            variables[name] = value
        else:
            extra[name] = value
    if arguments.vararg:
        rest = tuple(positional[len(names) :])
        variables[arguments.vararg.arg] = Tuple(rest) if rest else Rows(UNKNOWN)
    if arguments.kwarg:
        variables[arguments.kwarg.arg] = Dict(tuple(extra.items()))
    return variables


def _without_prose(value: Value) -> Value:
    """A text for people decides nothing; as an argument it would make each call another one."""
    prose = isinstance(value, Const) and isinstance(value.value, str) and (" " in value.value or "\n" in value.value)
    return UNKNOWN if prose else value


def rebased(machine: Machine, value: Value, given: Sequence[Value], node: ast.AST) -> Value:
    """A queryset that a call made belongs to the call: loading added there leaves other callers alone."""
    passed = {v.origin for g in given for v in alternatives(g) if isinstance(v, QuerySet)}

    def one(v: Value) -> Value:
        if not isinstance(v, QuerySet) or v.origin in passed:
            return v
        site = machine.site(node)
        return replace(v, origin=Origin(site, v.model, v.origin.fixable), born=machine.active)

    return join(*(one(v) for v in alternatives(value)))


def self_of(machine: Machine, owner: Symbol) -> Value:
    """What `self` is in a method, seen without a caller."""
    from scale_lsp.flow.classes import instance_of

    if owner in machine.graph.models:
        return Instance(owner)
    return instance_of(machine, owner)
