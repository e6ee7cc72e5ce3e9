"""Objects of project classes that are no models: views, managers, helpers."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.attributes import member
from scale_lsp.flow.calls import call_function, find_member, find_method, function_of
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import BaseMethod
from scale_lsp.flow.values import (
    UNKNOWN,
    Function,
    Instance,
    Method,
    Object,
    Origin,
    QuerySet,
    Super,
    Value,
    alternatives,
)
from scale_lsp.index.models import ManagerInfo
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import MANAGER_BASES, QUERYSET_BASES
from scale_lsp.text.records import replace
from scale_lsp.text.trees import once


def instance_of(machine: Machine, symbol: Symbol) -> Value:
    """`self` in a method of a class that is no model. A manager or queryset class stands for rows of its one model."""
    info = machine.graph.classes.info(symbol)
    if not info.derives_from(MANAGER_BASES | QUERYSET_BASES):
        return Object(symbol)
    users = {
        (model.symbol, manager.name): manager
        for model in machine.graph.models.values()
        for manager in model.managers.values()
        if not model.abstract and any(symbol in machine.graph.classes.info(c).ancestors for c in manager.classes)
    }
    if len({model for model, _ in users}) != 1:
        return UNKNOWN
    (model, _), manager = next(iter(users.items()))
    definition = machine.frame.node if machine.frames else None
    if definition is None:
        return UNKNOWN
    return QuerySet(model, Origin(machine.site(definition), model, fixable=False), manager=manager)


def object_attribute(machine: Machine, of: Object, name: str, node: ast.AST) -> Value:
    for key, value in of.attributes:
        if key == name:
            return value
    if name == "__class__":
        return UNKNOWN
    if find_member(machine, of.symbol, name) is not None:
        return member(machine, of.symbol, name, of, node)
    if inherited(machine, of, name) is not None:
        return Method(of, name)
    assigned = assigned_attribute(machine, of, name)
    return assigned if assigned is not UNKNOWN else given_attribute(machine, of, name, node)


def given_attribute(machine: Machine, of: Object, name: str, node: ast.AST) -> Value:
    """What a framework's base class sets on the object before the project's code runs."""
    info = machine.graph.classes.info(of.symbol)
    makers = (f.attributes[name] for f in machine.frameworks if name in f.attributes and f.owns(info))
    return next((make(machine, of, node) for make in makers), UNKNOWN)


def inherited(machine: Machine, of: Object, name: str) -> BaseMethod | None:
    """The method of that name that a class has from a framework's base class."""
    info = machine.graph.classes.info(of.symbol)
    return next((f.methods[name] for f in machine.frameworks if name in f.methods and f.owns(info)), None)


def assigned_attribute(machine: Machine, of: Object, name: str) -> Value:
    """What `self.name = …` in one of the class's methods assigned, when exactly one method does."""
    key = ("assigned", of.symbol, name)
    if key in machine.initial_values:
        return machine.initial_values[key]
    machine.initial_values[key] = UNKNOWN
    makers = [f for f in _methods(machine, of.symbol) if name in _assigned_names(f)]
    if len(makers) != 1 or any(f.node is makers[0].node for f in machine.frames):
        return UNKNOWN
    maker = replace(makers[0], bound=of)
    with machine.silently():
        loops, machine.loops = machine.loops, []
        variables: dict[str, Value] = {}
        frame = Frame(maker.path, maker.block, maker.qualname, variables, owner=maker.owner, self_value=of)
        frame.node = maker.node
        variables |= _parameters(maker.node, of)
        try:
            from scale_lsp.flow.calls import run

            if len(machine.frames) < 8:
                run(machine, frame, maker.node)
        finally:
            machine.loops = loops
    first = next(iter(_parameters(maker.node, of)), "self")
    after = frame.variables.get(first)
    found = next((v for k, v in after.attributes if k == name), UNKNOWN) if isinstance(after, Object) else UNKNOWN
    machine.initial_values[key] = found
    return found


def _parameters(node: ast.AST, of: Value) -> dict[str, Value]:
    args = getattr(node, "args", None)
    names = [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)] if args else []
    return {name: of if i == 0 else UNKNOWN for i, name in enumerate(names)}


def _methods(machine: Machine, symbol: Symbol) -> list[Function]:
    found: list[Function] = []
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        summary = machine.graph.classes.summary(ancestor)
        for name in summary.methods if summary else ():
            function = function_of(machine, ancestor.path, f"{ancestor.name}.{name}", ancestor)
            if function is not None:
                found.append(function)
    return found


def _assigned_names(function: Function) -> frozenset[str]:
    """The attributes that a method assigns, on whatever object."""
    return once(function.block.memo, "assigned attributes", function.node, _attributes_stored)


def _attributes_stored(node: ast.AST) -> frozenset[str]:
    return frozenset(n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store))


def parent_attribute(machine: Machine, parent: Super, of: Object, name: str, node: ast.AST) -> Value:
    """`super().name` in a class that is no model."""
    if find_member(machine, of.symbol, name, parent.owner) is None and inherited(machine, of, name) is not None:
        return Method(of, name)
    found = member(machine, of.symbol, name, of, node, parent.owner)
    return found if found is not UNKNOWN else given_attribute(machine, of, name, node)


def construct(
    machine: Machine, symbol: Symbol, node: ast.Call, positional: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """An object of a project class, with the attributes its `__init__` sets on it."""
    made = Object(symbol)
    method = find_method(machine, symbol, "__init__")
    if method is not None:
        call_function(machine, replace(method, bound=made), positional, keywords, node)
    info = machine.graph.classes.info(symbol)
    for framework in machine.frameworks:
        if framework.construct is not None and framework.owns(info):
            made = framework.construct(machine, info, node, positional, keywords) or made
    return made


def tell_assigned(machine: Machine, of: Value, name: str, value: Value, node: ast.AST) -> None:
    """Tell frameworks that an attribute of an object of theirs was set."""
    for one in alternatives(of):
        if isinstance(one, Object):
            info = machine.graph.classes.info(one.symbol)
            for framework in machine.frameworks:
                if framework.assigned is not None and framework.owns(info):
                    framework.assigned(machine, one, name, value, node)


__all__ = ["Instance", "ManagerInfo", "construct", "instance_of", "object_attribute", "parent_attribute"]
