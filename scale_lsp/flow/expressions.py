"""The abstract value of an expression, with the reads and queries that evaluating it causes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from scale_lsp.flow import reductions
from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.caches import is_from_cache
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.classes import inherited
from scale_lsp.flow.comprehensions import comprehension, dict_comprehension
from scale_lsp.flow.decisions import decided
from scale_lsp.flow.effects import mark_saved, sent
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.keys import ahead, compared
from scale_lsp.flow.library import call_external
from scale_lsp.flow.lookups import inverted
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import call_method
from scale_lsp.flow.operators import operation
from scale_lsp.flow.querysets import index, rows_of
from scale_lsp.flow.reduction_shapes import BY_KIND
from scale_lsp.flow.requests import is_request, request_attribute
from scale_lsp.flow.resolve import resolve_name, value_of_class
from scale_lsp.flow.spending import VISITOR, each_way, of_any, once
from scale_lsp.flow.strings import joined
from scale_lsp.flow.tasks import is_handed_over
from scale_lsp.flow.threads import call_moved
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Condition,
    Const,
    Dict,
    Either,
    External,
    Function,
    Instance,
    Method,
    ModelClass,
    Moved,
    Object,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.orm.effects import SAVING
from scale_lsp.text.compact import by_kind
from scale_lsp.text.records import replace

_SMALL_LITERAL = 10
_MOST_KEYS = 60


def evaluate(machine: Machine, node: ast.expr) -> Value:
    """The value of an expression; UNKNOWN where nothing is known."""
    machine.step()
    handler = _HANDLERS.get(type(node))
    if handler is None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                evaluate(machine, child)
        return UNKNOWN
    if type(node) in BY_KIND:
        reductions.look(machine, node)
    return handler(machine, node)


def _constant(machine: Machine, node: ast.Constant) -> Value:
    return Const(node.value) if not isinstance(node.value, type(...)) else UNKNOWN


def _name(machine: Machine, node: ast.Name) -> Value:
    found = machine.lookup(node.id)
    return found if found is not None else resolve_name(machine, node.id)


def _attribute(machine: Machine, node: ast.Attribute) -> Value:
    chained = isinstance(node.value, ast.Attribute)
    with ahead(machine, node.value, node.attr, node) if chained else nullcontext():
        of = evaluate(machine, node.value)
    if of is UNKNOWN and is_request(node.value):
        if node.attr in VISITOR:
            once(machine, *VISITOR[node.attr])
        return request_attribute(machine, node.attr)
    if not isinstance(of, Either):
        return attribute(machine, of, node.attr, node)
    return join(*of_any(machine, of, lambda one: attribute(machine, one, node.attr, node)))


def _call(machine: Machine, node: ast.Call) -> Value:
    function = node.func
    if isinstance(function, ast.Name) and function.id == "super" and machine.lookup("super") is None:
        return _super(machine, node)
    callee = evaluate(machine, function)
    positional, keywords = arguments(machine, node)
    frame, before = machine.frame, machine.frame.calling
    frame.calling = node
    try:
        if isinstance(callee, Either):
            result = join(*of_any(machine, callee, lambda one: call_value(machine, one, node, positional, keywords)))
        else:
            result = call_value(machine, callee, node, positional, keywords)
    finally:
        frame.calling = before
    if isinstance(function, ast.Attribute) and function.attr in SAVING:
        mark_saved(machine, function.value)
    return result


def arguments(machine: Machine, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
    """The values of a call's arguments; a starred tuple that is known is spread by who needs it."""
    positional = [evaluate(machine, a.value if isinstance(a, ast.Starred) else a) for a in node.args]
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value)
        if keyword.arg:
            keywords[keyword.arg] = value
        elif isinstance(value, Dict):
            keywords |= {k: v for k, v in value.keys if isinstance(k, str)}
    return positional, keywords


def call_value(
    machine: Machine, callee: Value, node: ast.Call, positional: Sequence[Value], keywords: dict[str, Value]
) -> Value:
    """The result of calling a value."""
    match callee:
        case Function():
            if any(isinstance(a, ast.Starred) for a in node.args):
                first = next(i for i, a in enumerate(node.args) if isinstance(a, ast.Starred))
                positional = list(positional[:first])
            if is_handed_over(machine, callee):
                return sent(machine, callee, "", node)
            own = _is_hook(machine, callee, node)
            return call_function(machine, callee, positional, keywords, node, keep_origins=own)
        case Method():
            return call_method(machine, callee, node, positional, keywords)
        case Moved():
            return call_moved(machine, callee, node, positional, keywords)
        case ModelClass(model=model):
            return Instance(model, known=frozenset(keywords))
        case ClassRef(symbol=symbol):
            return value_of_class(machine, symbol, node, positional, keywords)
        case External(name=name):
            return call_external(machine, name, node, positional, keywords)
        case Object() if call := inherited(machine, callee, "__call__"):
            return call(machine, callee, node, positional, keywords)
        case QuerySet():  # manager(...) or queryset(...): not Django's
            return UNKNOWN
    return UNKNOWN


def _is_hook(machine: Machine, function: Function, node: ast.Call) -> bool:
    """Whether a class's own override of a framework's method is called, as in `self.get_queryset()`.

    The framework calls it too, so relations are best added in it. Behind `super()` is what other classes share.
    """
    if not isinstance(function.bound, Object) or not isinstance(node.func, ast.Attribute):
        return False
    if isinstance(node.func.value, ast.Call):
        return False
    return inherited(machine, function.bound, node.func.attr) is not None


def _super(machine: Machine, node: ast.Call) -> Value:
    from scale_lsp.flow.values import Super

    frame = machine.frame
    if frame.owner is None or frame.self_value is None:
        return UNKNOWN
    return Super(frame.self_value, frame.owner)


def _subscript(machine: Machine, node: ast.Subscript) -> Value:
    of = evaluate(machine, node.value)
    key = UNKNOWN if isinstance(node.slice, ast.Slice) else evaluate(machine, node.slice)
    return join(*(_item(machine, one, node, key) for one in alternatives(of)))


def _item(machine: Machine, of: Value, node: ast.Subscript, key: Value) -> Value:
    match of:
        case QuerySet():
            return index(machine, of, node, key)
        case Rows():
            if isinstance(node.slice, ast.Slice):
                return replace(of, size=None)
            return revisited(of.item, None, machine.active)
        case Tuple(items=items):
            if isinstance(key, Const) and isinstance(key.value, int) and -len(items) <= key.value < len(items):
                return items[key.value]
            return of if isinstance(node.slice, ast.Slice) else join(*items)
        case Dict():
            if isinstance(key, Const):
                return of.get(key.value)
            return join(of.values, *(v for _, v in of.keys))
    return UNKNOWN


def _tuple(machine: Machine, node: ast.Tuple | ast.List | ast.Set) -> Value:
    if any(isinstance(item, ast.Starred) for item in node.elts):
        items = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                items.append(iterate(machine, evaluate(machine, item.value), item).item)
            else:
                items.append(evaluate(machine, item))
        return Rows(join(*items))
    values = tuple(evaluate(machine, item) for item in node.elts)
    if isinstance(node, ast.Tuple):
        return Tuple(values)
    if not values:
        return Rows(UNKNOWN, 0)
    if len(values) <= _SMALL_LITERAL:
        return Tuple(values)
    return Rows(join(*values), len(values))


def _dict(machine: Machine, node: ast.Dict) -> Value:
    keys: dict[object, Value] = {}
    values: Value = UNKNOWN
    key_of_others: Value = UNKNOWN
    for key, value in zip(node.keys, node.values, strict=True):
        held = evaluate(machine, value)
        if key is None:
            if isinstance(held, Dict):
                keys |= dict(held.keys)
                values = join(values, held.values)
            continue
        name = evaluate(machine, key)
        if isinstance(name, Const):
            keys[name.value] = held
        else:
            values, key_of_others = held, name
    if len(keys) > _MOST_KEYS:  # a table, not a context
        return Dict()
    return Dict(tuple(keys.items()), values, key_of_others)


def _conditional(machine: Machine, node: ast.IfExp) -> Value:
    outcome = decided(machine, node.test)
    if outcome is not None:
        return evaluate(machine, node.body if outcome else node.orelse)
    truth(machine, node.test)
    return join(*each_way(machine, partial(evaluate, machine, node.body), partial(evaluate, machine, node.orelse)))


def _boolean(machine: Machine, node: ast.BoolOp) -> Value:
    values: list[Value] = []
    for value in node.values:
        missed = isinstance(node.op, ast.Or) and any(map(is_from_cache, values))
        with machine.behind_cache() if missed else nullcontext():
            values.append(evaluate(machine, value))
    for found, expression in zip(values[:-1], node.values, strict=False):
        _tested(machine, found, expression)
    return join(*values)


def truth(machine: Machine, test: ast.expr) -> None:
    """Evaluate a condition: a queryset in it is fetched."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        if isinstance(test.operand, ast.Attribute):
            _tested(machine, _wanted(machine, test.operand, test), test.operand)
        else:
            truth(machine, test.operand)
        return
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            truth(machine, value)
        return
    reductions.tested(machine, test)
    _tested(machine, _wanted(machine, test, test), test)


def _wanted(machine: Machine, node: ast.expr, test: ast.expr) -> Value:
    """The value of an operand of which a test asks whether there is one."""
    with ahead(machine, node, "", test) if isinstance(node, ast.Attribute) else nullcontext():
        return evaluate(machine, node)


def _tested(machine: Machine, value: Value, node: ast.expr, why: str = "bool") -> None:
    of_any(machine, value, lambda one: rows_of(machine, one, node, why) if isinstance(one, QuerySet) else None)


def _operation(machine: Machine, node: ast.BinOp) -> Value:
    return operation(machine, node, evaluate(machine, node.left), evaluate(machine, node.right))


def _compare(machine: Machine, node: ast.Compare) -> Value:
    with compared(machine, node):
        evaluate(machine, node.left)
    for operator, side in zip(node.ops, node.comparators, strict=True):
        value = evaluate(machine, side)
        if isinstance(operator, ast.In | ast.NotIn):
            _tested(machine, value, side, "in")
    return UNKNOWN


def _joined(machine: Machine, node: ast.JoinedStr) -> Value:
    values = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            values.append(evaluate(machine, part.value))
            to_string(machine, values[-1], part.value)
    return joined(node, values)


def _await(machine: Machine, node: ast.Await) -> Value:
    machine.awaited.append(node.value)
    try:
        return evaluate(machine, node.value)
    finally:
        machine.awaited.pop()


def _lambda(machine: Machine, node: ast.Lambda) -> Value:
    frame = machine.frame
    return Function(frame.path, frame.block, node, "<lambda>", frame.owner, None, _closure(machine))


def _closure(machine: Machine) -> dict[str, Value]:
    frame = machine.frame
    return {**frame.closure, **frame.variables} if frame.closure else frame.variables


def _walrus(machine: Machine, node: ast.NamedExpr) -> Value:
    value = evaluate(machine, node.value)
    if isinstance(node.target, ast.Name):
        machine.frame.variables[node.target.id] = value
    return value


def _yield(machine: Machine, node: ast.Yield) -> Value:
    if node.value is not None:
        machine.frame.returned.append(Rows(evaluate(machine, node.value)))
    return UNKNOWN


def _yield_from(machine: Machine, node: ast.YieldFrom) -> Value:
    over = iterate(machine, evaluate(machine, node.value), node.value)
    machine.frame.returned.append(Rows(over.item))
    return UNKNOWN


def _starred(machine: Machine, node: ast.Starred) -> Value:
    return evaluate(machine, node.value)


def _not(machine: Machine, node: ast.UnaryOp) -> Value:
    if isinstance(node.op, ast.Not):
        truth(machine, node)
        return UNKNOWN
    value = evaluate(machine, node.operand)
    if isinstance(node.op, ast.Invert) and isinstance(value, Condition):
        return inverted(value)
    if isinstance(node.op, ast.USub) and isinstance(value, Const) and isinstance(value.value, int | float):
        return Const(-value.value)
    return UNKNOWN


_HANDLERS: dict[type[ast.expr], Callable[[Machine, Any], Value]] = by_kind(
    {
        ast.Constant: _constant,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.Subscript: _subscript,
        ast.Tuple: _tuple,
        ast.List: _tuple,
        ast.Set: _tuple,
        ast.Dict: _dict,
        ast.ListComp: comprehension,
        ast.SetComp: comprehension,
        ast.GeneratorExp: comprehension,
        ast.DictComp: dict_comprehension,
        ast.IfExp: _conditional,
        ast.BoolOp: _boolean,
        ast.BinOp: _operation,
        ast.UnaryOp: _not,
        ast.Compare: _compare,
        ast.JoinedStr: _joined,
        ast.Await: _await,
        ast.Lambda: _lambda,
        ast.NamedExpr: _walrus,
        ast.Yield: _yield,
        ast.YieldFrom: _yield_from,
        ast.Starred: _starred,
    }
)

__all__ = ["Either", "arguments", "call_value", "evaluate", "truth"]
