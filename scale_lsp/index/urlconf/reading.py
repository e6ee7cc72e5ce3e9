"""The lists of patterns that modules hold when they have run: built, added to and extended at the top level."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Name, shape_of, string
from scale_lsp.index.urlconf.route import Unread
from scale_lsp.orm.entry_points import I18N_PATTERNS, ROUTES, STATIC_ROUTES, SUFFIXED_ROUTES
from scale_lsp.text.blocks import Block
from scale_lsp.text.site import Site
from scale_lsp.text.source import SourceFile
from scale_lsp.text.trees import walk


@dataclass(frozen=True, slots=True)
class Localized:
    """Patterns below the language: https://docs.djangoproject.com/en/5.2/topics/i18n/translation/"""

    entries: tuple[Entry, ...]


Entry = Site | Localized | Unread
"""A pattern where it is written, several, or what cannot be read."""
Lists = Mapping[str, tuple[Entry, ...]]


@dataclass(slots=True)
class Reading:
    """One reading of the URLconfs of a project: what its modules hold, each of them run once."""

    snapshot: Snapshot
    modules: dict[str, Lists] = field(default_factory=dict)
    included: set[str] = field(default_factory=set)
    """The modules that others include."""
    symbols: dict[tuple[str, str], Symbol | None] = field(default_factory=dict)

    def module(self, path: str) -> Lists:
        """The lists of a module; none while it runs."""
        if path not in self.modules:
            self.modules[path] = {}
            source = self.snapshot.source(path)
            if isinstance(source, SourceFile):
                lists: dict[str, tuple[Entry, ...]] = {}
                for item in source.items:
                    _statement(item.node, _Frame(self, path, item.block, lists))
                self.modules[path] = lists
        return self.modules[path]

    def patterns(self, path: str, name: str = "urlpatterns") -> tuple[Entry, ...] | None:
        """The list that a module has under a name, be it taken over from another."""
        found = self.module(path).get(name)
        if found is None:
            symbol = self.snapshot.graph.names.resolve(path, name)
            if symbol is not None and symbol.kind is Kind.VALUE and symbol.path != path and "." not in symbol.name:
                return self.patterns(symbol.path, symbol.name)
        return found

    def app_name(self, path: str) -> str | None:
        return string(self.snapshot.graph.names.value_shape(Symbol(Kind.VALUE, path, "app_name")))

    def symbol(self, path: str, node: ast.AST | None) -> Symbol | None:
        """What a name or dotted name at the top level of a file means."""
        shape = shape_of(node) if isinstance(node, ast.Name | ast.Attribute) else None
        if not isinstance(shape, Name):
            return None
        key = (path, shape.dotted)
        if key not in self.symbols:
            self.symbols[key] = self.snapshot.graph.names.resolve(*key)
        return self.symbols[key]

    def outside(self, path: str, node: ast.AST | None) -> str:
        """The qualified name of something outside the project; "" for anything else."""
        found = self.symbol(path, node)
        return found.name if found is not None and found.kind is Kind.EXTERNAL else ""

    def entries(self, path: str, block: Block, node: ast.expr, local: Lists | None = None) -> tuple[Entry, ...]:
        """The patterns of an expression that gives a list of them; `local` are lists that come first."""
        site = Site(path, block, node)
        match node:
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return tuple(e for item in items for e in self.item(path, block, item, local))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return (*self.entries(path, block, left, local), *self.entries(path, block, right, local))
            case ast.IfExp(test=test, body=body, orelse=other):
                debug = in_debug(test)
                ways = [way for way, left_out in ((body, True), (other, False)) if debug is not left_out]
                return tuple(e for way in ways for e in self.entries(path, block, way, local))
            case ast.Name(id=name) if local is not None and name in local:
                return local[name]
            case ast.Attribute(attr="urls"):
                return (site,)
            case ast.Name() | ast.Attribute():
                return self._named(site, self.symbol(path, node))
            case ast.Call():
                return self._made(path, block, node, local)
        return (Unread(site, "a list that is computed"),)

    def item(self, path: str, block: Block, node: ast.expr, local: Lists | None) -> tuple[Entry, ...]:
        """The patterns that one item of a list stands for."""
        match node:
            case ast.Starred(value=several):
                return self.entries(path, block, several, local)
            case ast.Name():
                return self.entries(path, block, node, local)
        return (Site(path, block, node),)

    def _named(self, site: Site, symbol: Symbol | None) -> tuple[Entry, ...]:
        found = None
        if symbol is not None and symbol.kind is Kind.VALUE:
            found = self.patterns(symbol.path, symbol.name)
        return (Unread(site, "a list that is not found"),) if found is None else found

    def _made(self, path: str, block: Block, node: ast.Call, local: Lists | None) -> tuple[Entry, ...]:
        name = self.outside(path, node.func)
        if name in STATIC_ROUTES:
            return ()
        if name in I18N_PATTERNS:
            return (Localized(tuple(e for item in node.args for e in self.item(path, block, item, local))),)
        same = isinstance(node.func, ast.Name) and node.func.id in ("list", "tuple")
        if (same or name in SUFFIXED_ROUTES) and node.args:
            return self.entries(path, block, node.args[0], local)
        if name in ROUTES:
            return (Site(path, block, node),)
        return (Unread(Site(path, block, node), "what a call returns"),)


@dataclass(slots=True)
class _Frame:
    reading: Reading
    path: str
    block: Block
    lists: dict[str, tuple[Entry, ...]]

    def entries(self, node: ast.expr) -> tuple[Entry, ...]:
        return self.reading.entries(self.path, self.block, node, self.lists)

    def known(self, name: str) -> tuple[Entry, ...]:
        return self.lists.get(name) or self.reading.patterns(self.path, name) or ()


def _statement(node: ast.stmt, frame: _Frame) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    frame.lists[target.id] = frame.entries(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            frame.lists[name] = frame.entries(value)
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
            frame.lists[name] = (*frame.known(name), *frame.entries(value))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) as call):
            if name in frame.lists:
                frame.lists[name] = _changed(frame.lists[name], method, call, frame)
        case ast.If(test=test, body=body, orelse=other):
            debug = in_debug(test)
            _run(body if debug is not True else (), frame)
            _run(other if debug is not False else (), frame)
        case ast.Try(body=body, orelse=other, finalbody=final):
            _run([*body, *other, *final], frame)
        case ast.With(body=body):
            _run(body, frame)
        case ast.For() | ast.While():
            _loop(node, frame)


def _run(statements: Iterable[ast.stmt], frame: _Frame) -> None:
    for node in statements:
        _statement(node, frame)


def _changed(known: tuple[Entry, ...], method: str, call: ast.Call, frame: _Frame) -> tuple[Entry, ...]:
    match method, call.args:
        case "append", [item]:
            return (*known, *frame.reading.item(frame.path, frame.block, item, frame.lists))
        case "extend", [several]:
            return (*known, *frame.entries(several))
        case "insert", [_, item]:
            return (*frame.reading.item(frame.path, frame.block, item, frame.lists), *known)
    return (*known, Unread(Site(frame.path, frame.block, call), f"a list that is changed by `{method}`"))


def _loop(node: ast.stmt, frame: _Frame) -> None:
    """A loop that names a list may add to it."""
    named = {n.id for n in walk(node) if isinstance(n, ast.Name)}
    for name in named & frame.lists.keys():
        unread = Unread(Site(frame.path, frame.block, node), "a list that a loop may add to")
        frame.lists[name] = (*frame.lists[name], unread)


def in_debug(test: ast.expr) -> bool | None:
    """Whether a condition holds with DEBUG on only (True), with DEBUG off only (False), or something else."""
    match test:
        case ast.Name(id="DEBUG") | ast.Attribute(attr="DEBUG"):
            return True
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value="DEBUG"), *_]):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=inner) if in_debug(inner):
            return False
        case ast.BoolOp(op=ast.And(), values=values) if any(in_debug(value) for value in values):
            return True
    return None
