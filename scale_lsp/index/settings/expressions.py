"""The value of an expression in a settings module."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scale_lsp.index.settings.environment import (
    DATABASE_URLS,
    GETTERS,
    READERS,
    Arguments,
    as_type,
    database_url,
    read,
    variable,
)
from scale_lsp.index.settings.operators import added, compared, negated, repeated
from scale_lsp.index.settings.values import (
    UNKNOWN,
    Alternatives,
    Composed,
    FromEnvironment,
    Known,
    Listed,
    Mapped,
    Reader,
    Reference,
    Setting,
    Value,
    text_of,
    truth,
)
from scale_lsp.text.blocks import Block
from scale_lsp.text.site import Site

MOST_NESTED = 60


@dataclass(slots=True)
class Scope:
    """The names at one point of a module. `module` gives the names of another one."""

    path: str
    block: Block
    values: dict[str, Setting]
    module: Callable[[str], Mapping[str, Setting]]
    depth: int = 0

    def site(self, node: ast.AST) -> Site:
        return Site(self.path, self.block, node)

    def setting(self, node: ast.expr, target: ast.AST | None = None) -> Setting:
        return Setting(evaluate(node, self), self.site(node), self.site(target) if target else None)


def evaluate(node: ast.expr, scope: Scope) -> Value:
    """The value; unknown where it is written in a way that is not followed. Never raises."""
    if scope.depth > MOST_NESTED:
        return UNKNOWN
    scope.depth += 1
    try:
        return _evaluate(node, scope)
    finally:
        scope.depth -= 1


def _evaluate(node: ast.expr, scope: Scope) -> Value:
    match node:
        case ast.Constant(value=str() | int() | float() | bytes() | None as value):
            return Known(value)
        case ast.Name(id="DEBUG") if "DEBUG" in scope.values:
            return Known(False)  # production is seen as it is meant to run, whatever DEBUG says now
        case ast.Name(id=name):
            return scope.values[name].value if name in scope.values else Reference(name)
        case ast.Attribute():
            return _attribute(node, scope)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return _listed(items, scope)
        case ast.Dict(keys=keys, values=values):
            return _mapped(zip(keys, values, strict=True), scope)
        case ast.Call():
            return _call(node, scope)
        case ast.Subscript():
            return _subscript(node, scope)
        case ast.JoinedStr(values=parts):
            return _composed(
                evaluate(p.value, scope) if isinstance(p, ast.FormattedValue) else _evaluate(p, scope) for p in parts
            )
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(evaluate(left, scope), op, evaluate(right, scope), scope.site(node))
        case ast.BoolOp():
            return _choice(node, scope)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return negated(scope.setting(operand))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return Known(-number)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return compared(scope.setting(left), op, evaluate(right, scope))
        case ast.IfExp(test=test, body=body, orelse=other):
            known = truth(evaluate(test, scope))
            if known is not None:
                return evaluate(body if known else other, scope)
            condition = scope.block.text_of(test)
            return Alternatives(((condition, scope.setting(body)), (f"not {condition}", scope.setting(other))))
    return UNKNOWN


def _attribute(node: ast.Attribute, scope: Scope) -> Value:
    of = evaluate(node.value, scope)
    match of:
        case Reference(path=path) if path:
            found = scope.module(path).get(node.attr)
            return found.value if found else UNKNOWN
        case Reference(qualified=qualified):
            return Reference(f"{qualified}.{node.attr}")
        case Known() | Composed() | FromEnvironment() if node.attr in ("parent", "value"):
            return of if node.attr == "value" else UNKNOWN
    return UNKNOWN


def _listed(items: Iterable[ast.expr], scope: Scope) -> Listed:
    found: list[Setting] = []
    more = False
    for item in items:
        if not isinstance(item, ast.Starred):
            found.append(scope.setting(item))
            continue
        inner = evaluate(item.value, scope)
        found += inner.items if isinstance(inner, Listed) else ()
        more = more or not isinstance(inner, Listed) or inner.open
    return Listed(tuple(found), more)


def _mapped(pairs: Iterable[tuple[ast.expr | None, ast.expr]], scope: Scope) -> Mapped:
    found: dict[str, Setting] = {}
    more = False
    for key, value in pairs:
        if key is None:
            inner = evaluate(value, scope)
            found |= dict(inner.items) if isinstance(inner, Mapped) else {}
            more = more or not isinstance(inner, Mapped) or inner.open
        elif isinstance(name := evaluate(key, scope), Known) and isinstance(name.value, str):
            found[name.value] = scope.setting(value, key)
        else:
            more = True
    return Mapped(tuple(found.items()), more)


def _composed(parts: Iterable[Value]) -> Value:
    every = tuple(parts)
    if all(isinstance(part, Known) for part in every):
        return Known("".join(str(part.value) for part in every if isinstance(part, Known)))
    return Composed(every)


def _binary(left: Value, op: ast.operator, right: Value, site: Site) -> Value:
    match op, left, right:
        case ast.Add(), _, _:
            return added(left, right)
        case ast.Div(), Composed() | Known(value=str()) | Reference() | FromEnvironment() | Alternatives(), _:
            return Composed((left, Known("/"), right))
        case ast.Div(), _, Known(value=str()):
            return Composed((UNKNOWN, Known("/"), right))
        case ast.BitOr(), Mapped(), Mapped():
            return Mapped(tuple((dict(left.items) | dict(right.items)).items()), left.open or right.open)
        case ast.Mod(), Known(value=str()), _:
            return Composed((UNKNOWN,))
    return repeated(left, op, right)


def _choice(node: ast.BoolOp, scope: Scope) -> Value:
    """`a or b`: a reader whose default is false gets the default `b`."""
    settings = [scope.setting(value) for value in node.values]
    left = settings[0]
    for right in settings[1:]:
        known = truth(left.value)
        value: Value = UNKNOWN
        if known is not None:
            value = left.value if known is isinstance(node.op, ast.Or) else right.value
        elif isinstance(left.value, FromEnvironment) and isinstance(node.op, ast.Or):
            default = left.value.default
            if default is None or truth(default.value) is False:
                value = FromEnvironment(left.value.name, right, left.value.cast)
            else:
                value = left.value
        elif isinstance(node.op, ast.Or):
            value = Alternatives(((scope.block.text_of(left.site.node), left), ("otherwise", right)))
        elif truth(right.value) is False:
            value = Known(False)
        left = Setting(value, left.site)
    return left.value


def _subscript(node: ast.Subscript, scope: Scope) -> Value:
    of, index = evaluate(node.value, scope), evaluate(node.slice, scope)
    match of, index:
        case Reference(qualified="os.environ"), Known(value=str(name)):
            return FromEnvironment(name)
        case Mapped(), Known(value=str(name)):
            found = of.get(name)
            return found.value if found else UNKNOWN
        case Listed(items=items, open=False), Known(value=int(i)) if -len(items) <= i < len(items):
            return items[i].value
    return UNKNOWN


def _call(node: ast.Call, scope: Scope) -> Value:
    function = evaluate(node.func, scope)
    arguments: Arguments = (
        [scope.setting(a) for a in node.args if not isinstance(a, ast.Starred)],
        {k.arg: scope.setting(k.value, k) for k in node.keywords if k.arg},
    )
    match function:
        case Reference(qualified=name):
            return _named_call(name, arguments, node, scope)
        case Reader() as reader:
            return read(reader, "", arguments, scope.site(node))
    if isinstance(node.func, ast.Attribute):
        return _method(scope.setting(node.func.value), node.func.attr, arguments, scope.site(node))
    return UNKNOWN


def _named_call(name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    positional, keywords = arguments
    first = positional[0] if positional else None
    if name in GETTERS:
        return variable(arguments)
    if name in READERS:
        if name in ("decouple.config", "environs.env"):
            return read(Reader(READERS[name]), "", arguments, scope.site(node))
        return Reader(READERS[name], tuple(_scheme(keywords)))
    head, _, method = name.rpartition(".")
    if head in READERS:
        return read(Reader(READERS[head]), method, arguments, scope.site(node))
    if name in DATABASE_URLS:
        return database_url(name, arguments, scope.site(node))
    if name in ("bool", "int", "str", "float") and first:
        return as_type(name, first)
    if name in ("list", "tuple", "set", "copy.copy", "copy.deepcopy", "frozenset") and first:
        return first.value
    if name == "dict":
        base = first.value if first and isinstance(first.value, Mapped) else Mapped((), open=first is not None)
        return Mapped(tuple((dict(base.items) | dict(keywords)).items()), base.open)
    if name.endswith("strtobool") and first:
        return (
            FromEnvironment(first.value.name, first.value.default, "bool")
            if isinstance(first.value, FromEnvironment)
            else UNKNOWN
        )
    if name in ("os.path.join", "pathlib.Path", "Path"):
        return Composed(tuple(part for p in positional for part in (p.value, Known("/")))[:-1] or (UNKNOWN,))
    if name.endswith((".gettext_lazy", ".ugettext_lazy", ".gettext")) and first:
        return first.value
    return UNKNOWN


def _scheme(keywords: Mapping[str, Setting]) -> Iterable[tuple[str, FromEnvironment]]:
    """`environ.Env(DEBUG=(bool, False))`"""
    for name, setting in keywords.items():
        pair = list(setting.items())
        if len(pair) == 2:
            yield name, FromEnvironment(name, pair[1], getattr(pair[0].value, "qualified", "?"))
        elif isinstance(setting.value, Reference):
            yield name, FromEnvironment(name, None, setting.value.qualified)


def _method(of: Setting, name: str, arguments: Arguments, site: Site) -> Value:
    positional, _ = arguments
    match of.value:
        case Reader() as reader:
            return read(reader, name, arguments, site)
        case Mapped() as mapped if name == "get" and positional:
            key = positional[0].string
            found = mapped.get(key) if key else None
            if found or mapped.open or key is None:
                return found.value if found else UNKNOWN
            return positional[1].value if len(positional) > 1 else Known(None)
        case Mapped() | Listed() if name == "copy":
            return of.value
        case Known(value=str(text)) if name in ("lower", "upper", "strip"):
            return Known(getattr(text, name)())
        case Known(value=str(text)) if name == "split":
            mark = positional[0].string if positional else None
            return Listed(tuple(Setting(Known(part), of.site) for part in text.split(mark or None)))
        case FromEnvironment(name=variable_name, default=default, cast=cast) if name in ("lower", "upper", "strip"):
            inner = Setting(_method(default, name, arguments, site), default.site) if default else None
            return FromEnvironment(variable_name, inner, cast)
        case FromEnvironment() if name == "split":
            return Listed((), open=True)
        case Composed() | Known(value=str()) if name in ("format", "replace"):
            return Composed((Known(text_of(of.value).replace("{}", "")), UNKNOWN)) if name == "format" else UNKNOWN
        case Composed() if name in ("resolve", "as_posix", "absolute"):
            return of.value
        case Composed() if name == "joinpath":
            return Composed((of.value, *(part for p in positional for part in (Known("/"), p.value))))
    return UNKNOWN
