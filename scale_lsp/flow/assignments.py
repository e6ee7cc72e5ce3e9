"""What a loop assigns to its rows before it saves them, and whether one UPDATE could say it."""

from __future__ import annotations

import ast

from scale_lsp.flow.iteration import assigned_names, bound_names
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import External
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind

_COMPUTED = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_WHOLE = frozenset(
    {
        *("IntegerField", "BigIntegerField", "SmallIntegerField"),
        *("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
    }
)
_FIXED = (ast.Name, ast.Attribute, ast.Constant, ast.UnaryOp, ast.USub, ast.Not, ast.expr_context)
_PURE = frozenset({f"builtins.{name}" for name in ("str", "int", "float", "bool", "len", "round", "abs", "min", "max")})
_SAVED = frozenset({FieldKind.COLUMN, FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE})


def bound(node: ast.For) -> frozenset[str]:
    """The variables that a loop changes."""
    return bound_names(node.target) | assigned_names(node.body)


def read_after(node: ast.For, name: str, call: ast.Call) -> bool:
    """Whether a variable is read behind a call in the body."""
    end = (call.end_lineno or 0, call.end_col_offset or 0)
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) and (n.lineno, n.col_offset) > end
        for statement in node.body
        for n in ast.walk(statement)
    )


def copies(node: ast.For, name: str) -> bool:
    """Whether the body makes a copy of a row: without its key, or with `force_insert`, `save()` writes another one."""
    for statement in node.body:
        for one in ast.walk(statement):
            match one:
                case ast.Attribute(value=ast.Name(id=of), attr="pk" | "id", ctx=ast.Store()) if of == name:
                    return True
                case ast.Attribute(value=ast.Attribute(value=ast.Name(id=of), attr="_state"), ctx=ast.Store()):
                    if of == name:
                        return True
                case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr="save"), keywords=keywords):
                    if of == name and any(keyword.arg == "force_insert" for keyword in keywords):
                        return True
    return False


def only_builds(node: ast.For, call: ast.Call) -> bool:
    """Whether the body is `M.objects.create(…)` or its like, `M(…).save()`, or `row = M(…); row.save()` alone."""
    if not isinstance(call.func, ast.Attribute) or any(keyword.arg == "force_insert" for keyword in call.keywords):
        return False
    if call.func.attr in ("create", "get_or_create", "update_or_create"):
        return len(node.body) == 1 and not call.args
    if call.args or call.keywords:
        return False
    match node.body:
        case [ast.Expr()]:
            return isinstance(call.func.value, ast.Call)
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()), ast.Expr()]:
            return isinstance(call.func.value, ast.Name) and call.func.value.id == name
    return False


def is_settled(machine: Machine, node: ast.For) -> bool:
    """Whether what the body computes does not depend on when it is computed: it calls nothing but plain functions."""
    from scale_lsp.flow.expressions import evaluate

    for statement in node.body:
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                with machine.silently():
                    callee = evaluate(machine, call.func)
                if isinstance(callee, External) and callee.name not in _PURE:
                    return False
                if not isinstance(callee, External) and not call.func.id[:1].isupper():
                    return False
            elif isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                if call.func.attr not in ("create", "save", "delete", "get", "strip", "lower", "upper", "title"):
                    return False
    return True


def columns(machine: Machine, node: ast.For, model: Symbol) -> tuple[str, ...] | None:
    """The columns that the body assigns to the row; None where it assigns anything else to a row."""
    found: dict[str, None] = {}
    for statement in node.body:
        for target in ast.walk(statement):
            if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store):
                name = _column(machine, node, model, target)
                if name is None:
                    return None
                found[name] = None
    return tuple(found) or None


def _column(machine: Machine, node: ast.For, model: Symbol, target: ast.expr) -> str | None:
    match target:
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            field = machine.graph.field(model, attr) or machine.graph.attname_owner(model, attr)
            of_row = isinstance(node.target, ast.Name) and node.target.id == name
            known = field is not None and field.kind in _SAVED and field.column not in ("FileField", "ImageField")
            return attr if of_row and known and field is not None and not field.primary_key else None
    return None


def saves(call: ast.Call, names: tuple[str, ...]) -> bool:
    """Whether `save()` writes just these columns: all of the row, or exactly them by `update_fields`."""
    if call.args or any(keyword.arg != "update_fields" for keyword in call.keywords):
        return False
    for keyword in call.keywords:
        if not isinstance(keyword.value, ast.List | ast.Tuple | ast.Set):
            return False
        given = [e.value if isinstance(e, ast.Constant) else None for e in keyword.value.elts]
        if set(given) != set(names):
            return False
    return True


def values(machine: Machine, node: ast.For, model: Symbol) -> tuple[tuple[str, str], ...] | None:
    """The arguments of `update()` that say what the body assigns; None where Python has to compute each row's."""
    found: dict[str, str] = {}
    for statement in node.body[:-1]:
        match statement:
            case ast.Assign(targets=[target], value=value):
                text = _value(machine, node, model, target, value)
            case ast.AugAssign(target=target, op=op, value=value) if type(op) in _COMPUTED:
                text = _own(machine, node, model, target, op, value)
            case _:
                return None
        name = _column(machine, node, model, target)
        if text is None or name is None or name in found:
            return None
        found[name] = text
    read = {name for s in node.body[:-1] for n in ast.walk(s) if (name := _read_of_row(node, n))}
    own = {name for name, text in found.items() if text.startswith(f'F("{name}")')}
    return tuple(found.items()) if not read & (set(found) - own) else None


def _read_of_row(node: ast.For, of: ast.AST) -> str:
    match of, node.target:
        case ast.Attribute(value=ast.Name(id=name), attr=attr, ctx=ast.Load()), ast.Name(id=row) if name == row:
            return attr
    return ""


def _value(machine: Machine, node: ast.For, model: Symbol, target: ast.expr, value: ast.expr) -> str | None:
    if _is_fixed(node, value):
        return machine.site(value).text
    match value:
        case ast.BinOp(left=ast.Attribute() as left, op=op, right=right) if type(op) in _COMPUTED:
            if machine.site(left).text == machine.site(target).text:
                return _own(machine, node, model, target, op, right)
    return None


def _own(
    machine: Machine, node: ast.For, model: Symbol, target: ast.expr, op: ast.operator, value: ast.expr
) -> str | None:
    """`F("stock") + 1` for `row.stock += 1`: whole numbers are added up by a database as by Python."""
    name = _column(machine, node, model, target)
    field = machine.graph.field(model, name) if name else None
    if field is None or field.column not in _WHOLE or field.null or not _is_fixed(node, value):
        return None
    return f'F("{name}") {_COMPUTED[type(op)]} {machine.site(value).text}'


def _is_fixed(node: ast.For, value: ast.expr) -> bool:
    """Whether an expression is the same in each turn: names, attributes and literals that the loop does not touch."""
    changed = bound(node)
    return all(isinstance(n, _FIXED) for n in ast.walk(value)) and not any(
        isinstance(n, ast.Name) and n.id in changed for n in ast.walk(value)
    )
