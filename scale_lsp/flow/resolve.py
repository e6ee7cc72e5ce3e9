"""Names outside a function: module level, imports, classes and the values assigned to them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence

from scale_lsp.flow.calls import function_of
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.querysets import bare_queryset
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    External,
    Function,
    ModelClass,
    Module,
    Value,
)
from scale_lsp.index.dependencies import defined
from scale_lsp.index.models import ManagerInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.summary import Import
from scale_lsp.orm.fields import QUERYSET_BASES


def resolve_name(machine: Machine, name: str) -> Value:
    """A name that no local variable has: the module's own, or a builtin."""
    symbol = machine.graph.names.resolve(machine.frame.path, name)
    if symbol is not None:
        return value_of(machine, symbol)
    return External(f"builtins.{name}") if hasattr(builtins, name) else UNKNOWN


def value_of(machine: Machine, symbol: Symbol) -> Value:
    """The value of a definition."""
    match symbol.kind:
        case Kind.CLASS:
            return ModelClass(symbol) if symbol in machine.graph.models else ClassRef(symbol)
        case Kind.FUNCTION:
            return function_of(machine, symbol.path, symbol.name) or UNKNOWN
        case Kind.MODULE:
            return Module(symbol)
        case Kind.EXTERNAL:
            return External(symbol.name)
        case Kind.VALUE:
            return assigned_value(machine, symbol)
    return UNKNOWN


def assigned_value(machine: Machine, symbol: Symbol) -> Value:
    """What a top-level name or class attribute was assigned, evaluated where it stands."""
    machine.snapshot.reads.note(defined(symbol.path, symbol.name))
    found = definitions(machine.snapshot, symbol.path)
    if found is None or symbol.name not in found.values:
        return UNKNOWN
    block, expression = found.values[symbol.name]
    if any(frame.node is expression for frame in machine.frames) or len(machine.frames) > 12:
        return UNKNOWN
    owner = symbol.name.rpartition(".")[0]
    frame = Frame(symbol.path, block, "", {}, node=expression)
    if owner:
        frame.closure = _ClassScope(machine, symbol.path, owner)
    return in_frame(machine, frame, expression)


def in_frame(machine: Machine, frame: Frame, expression: ast.expr) -> Value:
    """Evaluate an expression that belongs to no running function: no loop of a caller repeats it."""
    from scale_lsp.flow.expressions import evaluate

    machine.uses[frame.block] = None
    loops, machine.loops = machine.loops, []
    machine.frames.append(frame)
    try:
        return evaluate(machine, expression)
    finally:
        machine.frames.pop()
        machine.loops = loops


class _ClassScope(dict[str, Value]):
    """Names of a class body, for expressions inside of it."""

    def __init__(self, machine: Machine, path: str, owner: str) -> None:
        super().__init__()
        self.machine = machine
        self.path = path
        self.owner = owner

    def __contains__(self, name: object) -> bool:
        found = definitions(self.machine.snapshot, self.path)
        qualname = f"{self.owner}.{name}"
        return bool(found and (qualname in found.values or qualname in found.functions or qualname in found.classes))

    def __getitem__(self, name: str) -> Value:
        found = definitions(self.machine.snapshot, self.path)
        qualname = f"{self.owner}.{name}"
        if found and qualname in found.functions:
            return function_of(self.machine, self.path, qualname) or UNKNOWN
        if found and qualname in found.classes:
            return ClassRef(Symbol(Kind.CLASS, self.path, qualname))
        return assigned_value(self.machine, Symbol(Kind.VALUE, self.path, qualname))


def import_value(machine: Machine, target: Import) -> Value:
    """What an import inside a function binds."""
    symbol = machine.graph.names.import_target(machine.frame.path, target)
    return UNKNOWN if symbol is None else value_of(machine, symbol)


def value_of_class(
    machine: Machine, symbol: Symbol, node: ast.Call, positional: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """The result of calling a project class that is no model."""
    from scale_lsp.flow.classes import construct

    info = machine.graph.classes.info(symbol)
    if info.derives_from(QUERYSET_BASES):
        model = positional[0] if positional else keywords.get("model", UNKNOWN)
        return bare_queryset(machine, model, node, ManagerInfo("", (symbol,), True))
    return construct(machine, symbol, node, positional, keywords)


__all__ = ["Function", "import_value", "resolve_name", "value_of"]
