"""What is known of a function's parameters without a caller: `self`, and what annotations say."""

from __future__ import annotations

import ast

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import UNKNOWN, ClassRef, Instance, ModelClass, Object, Origin, QuerySet, Rows, Value
from scale_lsp.index.names import Symbol

_LISTS = frozenset({"list", "List", "Iterable", "Iterator", "Sequence", "Collection", "set", "Set", "tuple", "Tuple"})
_QUERYSETS = frozenset({"QuerySet", "Manager", "BaseManager", "RelatedManager"})


def parameters(
    machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: Symbol | None, self_value: Value | None
) -> dict[str, Value]:
    """Parameter names with their values; `self_value` is the object that a method belongs to."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    values: dict[str, Value] = {a.arg: _annotated(machine, a.annotation) for a in (*arguments, *node.args.kwonlyargs)}
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)
    if owner is not None and arguments and not static:
        classmethod_ = any(isinstance(d, ast.Name) and d.id == "classmethod" for d in node.decorator_list)
        values[arguments[0].arg] = _class_of(machine, owner) if classmethod_ else self_value or UNKNOWN
    return values


def _class_of(machine: Machine, owner: Symbol) -> Value:
    return ModelClass(owner) if owner in machine.graph.models else ClassRef(owner)


def _annotated(machine: Machine, annotation: ast.expr | None) -> Value:
    """An annotated row or collection of rows. What is loaded on it is the caller's business."""
    match annotation:
        case None:
            return UNKNOWN
        case ast.Constant(value=str(text)):
            try:
                return _annotated(machine, ast.parse(text, mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return UNKNOWN
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _annotated(machine, left)
        case ast.Subscript(value=of, slice=inner):
            return _generic(machine, of, inner)
        case ast.Name() | ast.Attribute():
            found = _resolved(machine, annotation)
            if isinstance(found, ModelClass):
                return Instance(found.model, sealed=True)
            if isinstance(found, ClassRef):
                return Object(found.symbol)
    return UNKNOWN


def _generic(machine: Machine, of: ast.expr, inner: ast.expr) -> Value:
    name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
    item = _annotated(machine, inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner)
    if name == "Optional":
        return item
    if not isinstance(item, Instance):
        return UNKNOWN
    if name in _LISTS:
        return Rows(item)
    if name in _QUERYSETS:
        from scale_lsp.flow.loaded import ANYTHING

        manager = machine.graph.default_manager(item.model)
        origin = Origin(machine.site(inner), item.model, fixable=False)
        return QuerySet(item.model, origin, ANYTHING, manager=manager)
    return UNKNOWN


def _resolved(machine: Machine, node: ast.expr) -> Value:
    from scale_lsp.flow.expressions import evaluate

    with machine.silently():
        return evaluate(machine, node)
