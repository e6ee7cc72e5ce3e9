"""Changing what a name holds in place: `DATABASES["default"]["X"] = 1`, `MIDDLEWARE.insert(0, "x")`, `X.update(…)`."""

from __future__ import annotations

import ast
from dataclasses import replace

from scale_lsp.index.settings.expressions import Scope, evaluate
from scale_lsp.index.settings.values import UNKNOWN, Alternatives, Known, Listed, Mapped, Setting, Unset
from scale_lsp.text.site import Site


def put(target: ast.expr, setting: Setting, scope: Scope) -> None:
    """Assign to a name, or to a key of the dictionary it holds."""
    match target:
        case ast.Name(id=name):
            scope.values[name] = setting
        case ast.Subscript(value=of, slice=index):
            holder = _held(of, scope) or scope.setting(of)
            put(of, _with(holder, scope.setting(index).string, setting), scope)


def _held(node: ast.expr, scope: Scope) -> Setting | None:
    """The setting that an expression names, with the place where it was assigned."""
    match node:
        case ast.Name(id=name):
            return scope.values.get(name)
        case ast.Subscript(value=of, slice=index):
            holder, key = _held(of, scope), evaluate(index, scope)
            return holder.get(key.value) if holder and isinstance(key, Known) and isinstance(key.value, str) else None
    return None


def _with(holder: Setting, key: str | None, setting: Setting) -> Setting:
    """A dictionary with one key changed; which one is not known if `key` is None."""
    match holder.value:
        case Mapped(items=items, open=more) as before:
            if key is None:
                return replace(holder, value=Mapped(items, open=True))
            return replace(holder, value=Mapped(tuple((dict(before.items) | {key: setting}).items()), more))
        case Alternatives(options=options):
            changed = tuple((c, o if isinstance(o.value, Unset) else _with(o, key, setting)) for c, o in options)
            return replace(holder, value=Alternatives(changed))
    return replace(holder, value=Mapped(((key, setting),) if key else (), open=True))


def remove(target: ast.expr, scope: Scope) -> None:
    """`del X`, `del X["key"]`"""
    match target:
        case ast.Name(id=name):
            scope.values.pop(name, None)
        case ast.Subscript(value=of, slice=index):
            holder, key = _held(of, scope), evaluate(index, scope)
            if holder and isinstance(holder.value, Mapped) and isinstance(key, Known):
                kept = tuple((name, value) for name, value in holder.value.items if name != key.value)
                put(of, replace(holder, value=Mapped(kept, holder.value.open)), scope)


def call(node: ast.Call, scope: Scope) -> None:
    """A method that changes a list or a dictionary; `exec()` and what is given `locals()` may change everything."""
    if isinstance(node.func, ast.Attribute) and (holder := _held(node.func.value, scope)):
        changed = _changed(holder, node.func.attr, node, scope)
        if changed is not None:
            put(node.func.value, changed, scope)
    elif (isinstance(node.func, ast.Name) and node.func.id in ("exec", "execfile")) or any(
        isinstance(a, ast.Call) and getattr(a.func, "id", "") in ("locals", "globals") for a in node.args
    ):
        overridden(scope.values, scope.site(node))


EVERY = "*"
"""Stands for the settings that are not assigned, where something that is not followed may assign them."""


def overridden(values: dict[str, Setting], site: Site) -> None:
    """Something that is not followed may have given any setting another value."""
    values[EVERY] = Setting(UNKNOWN, site)
    for name, setting in values.items():
        if name.isupper():
            options = (("", setting), ("changed elsewhere", Setting(UNKNOWN, site)))
            values[name] = replace(setting, value=Alternatives(options))


def _changed(holder: Setting, method: str, node: ast.Call, scope: Scope) -> Setting | None:
    arguments = [scope.setting(a) for a in node.args if not isinstance(a, ast.Starred)]
    keywords = {k.arg: scope.setting(k.value, k) for k in node.keywords if k.arg}
    match holder.value, method, arguments:
        case Listed(items=items, open=more), "append", [item]:
            return replace(holder, value=Listed((*items, item), more))
        case Listed(items=items, open=more), "insert", [at, item]:
            place = at.literal if isinstance(at.literal, int) else len(items)
            return replace(holder, value=Listed((*items[:place], item, *items[place:]), more))
        case Listed(items=items, open=more), "extend", [other]:
            added = other.value.items if isinstance(other.value, Listed) else ()
            closed = isinstance(other.value, Listed) and not other.value.open
            return replace(holder, value=Listed((*items, *added), more or not closed))
        case Listed(items=items, open=more), "remove", [item] if item.known:
            return replace(holder, value=Listed(tuple(i for i in items if i.literal != item.literal), more))
        case Listed(), "pop" | "clear" | "sort" | "reverse", _:
            return replace(holder, value=Listed((), open=True))
        case Mapped() as before, "update", _:
            given = arguments[0].value if arguments else Mapped(())
            new = given if isinstance(given, Mapped) else Mapped((), open=True)
            pairs = tuple((dict(before.items) | dict(new.items) | keywords).items())
            return replace(holder, value=Mapped(pairs, before.open or new.open))
        case Mapped() as before, "setdefault", [key, default] if key.string:
            return holder if before.get(key.string) else _with(holder, key.string, default)
        case Mapped() as before, "pop", [key, *_]:
            kept = tuple((name, value) for name, value in before.items if name != key.literal)
            return replace(holder, value=Mapped(kept, before.open))
    return None
