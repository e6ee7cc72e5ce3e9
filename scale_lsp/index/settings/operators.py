"""What operators make of values that are partly known."""

from __future__ import annotations

import ast

from scale_lsp.index.settings.values import (
    UNKNOWN,
    Alternatives,
    Composed,
    FromEnvironment,
    Known,
    Listed,
    Setting,
    Value,
    truth,
)


def added(left: Value, right: Value) -> Value:
    """`a + b` of strings, lists and numbers. A list with something unknown added stays a list, open."""
    match left, right:
        case Known(value=str(a)), Known(value=str(b)):
            return Known(a + b)
        case Known(value=int() | float() as a), Known(value=int() | float() as b):
            return Known(a + b)
        case Listed(), Listed():
            return Listed((*left.items, *right.items), left.open or right.open)
        case (Listed(items=items), _) | (_, Listed(items=items)):
            return Listed(items, open=True)
        case (Known(value=str()) | Composed(), _) | (_, Known(value=str()) | Composed()):
            return Composed((left, right))
    return UNKNOWN


_LARGEST = 10**15


def repeated(left: Value, op: ast.operator, right: Value) -> Value:
    """Arithmetic of known numbers: `60 * 60 * 24`."""
    match left, right:
        case Known(value=int() | float() as a), Known(value=int() | float() as b) if max(abs(a), abs(b)) < _LARGEST:
            match op:
                case ast.Mult():
                    return Known(a * b)
                case ast.Sub():
                    return Known(a - b)
                case ast.Div() if b:
                    return Known(a / b)
                case ast.FloorDiv() if b:
                    return Known(a // b)
    return UNKNOWN


def negated(operand: Setting) -> Value:
    known = truth(operand.value)
    if known is not None:
        return Known(not known)
    match operand.value:
        case FromEnvironment(name=name, default=Setting() as default) if truth(default.value) is not None:
            return FromEnvironment(name, Setting(Known(not truth(default.value)), default.site), "bool")
        case FromEnvironment(name=name):
            return FromEnvironment(name, None, "bool")
    return UNKNOWN


def compared(left: Setting, op: ast.cmpop, right: Value) -> Value:
    """`os.environ.get("DEBUG", "") == "1"` is read as a flag whose default is what the comparison gives."""
    match left.value:
        case Known(value="test" | "pytest") if getattr(right, "qualified", "") in ("sys.argv", "sys.modules"):
            return Known(isinstance(op, ast.NotIn))
        case Known() as known:
            held = _holds(known, op, right)
            return Known(held) if held is not None else UNKNOWN
        case FromEnvironment(name=name, default=default):
            held = _holds(default.value, op, right) if default and isinstance(default.value, Known) else None
            return FromEnvironment(name, Setting(Known(held), left.site) if held is not None else None, "bool")
        case Alternatives(options=options):
            return Alternatives(tuple((c, Setting(compared(o, op, right), o.site)) for c, o in options))
    return UNKNOWN


def _holds(left: Known, op: ast.cmpop, right: Value) -> bool | None:
    match op, right:
        case ((ast.Eq() | ast.Is()), Known(value=value)):
            return left.value == value
        case ((ast.NotEq() | ast.IsNot()), Known(value=value)):
            return left.value != value
        case ((ast.In() | ast.NotIn()), Listed(items=items, open=False)) if all(item.known for item in items):
            return (left.value in [item.literal for item in items]) is isinstance(op, ast.In)
        case ((ast.In() | ast.NotIn()), Listed(items=items)) if any(item.literal == left.value for item in items):
            return isinstance(op, ast.In)
    return None
