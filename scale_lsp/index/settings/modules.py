"""Executing a settings module: what every name holds at its end, over imports, branches and changes in place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scale_lsp.index.names import Names
from scale_lsp.index.project import File
from scale_lsp.index.settings.changes import call, overridden, put, remove
from scale_lsp.index.settings.expressions import Scope, evaluate
from scale_lsp.index.settings.values import UNKNOWN, Reference, Setting, either, truth
from scale_lsp.index.summary import Import, imported
from scale_lsp.text.blocks import Block
from scale_lsp.text.site import Site
from scale_lsp.text.source import SourceFile

MOST_MODULES = 60
_DEVELOPMENT = re.compile(r"(?:^|[._/])(?:local|loc|dev|devel|develop|development|tests?|testing|ci|debug)(?:$|[._/])")
_PRIVATE = re.compile(r"local|settings|secret|private|config|env", re.I)


def is_development(name: str) -> bool:
    """Whether a module, by its name, is for a developer's machine or for tests, and never for production."""
    return bool(_DEVELOPMENT.search(name))


@dataclass(slots=True)
class Execution:
    """The modules that were executed, each once, and the files that were read for it."""

    names: Names
    sources: Mapping[str, File]
    states: dict[str, dict[str, Setting]] = field(default_factory=dict)
    read: dict[str, None] = field(default_factory=dict)

    def module(self, path: str) -> Mapping[str, Setting]:
        """The names of a module of the project after it has run; empty for one that is not Python or runs already."""
        if path not in self.states:
            self.states[path] = {}
            self.read[path] = None
            source = self.sources.get(path)
            if isinstance(source, SourceFile) and len(self.states) <= MOST_MODULES:
                state: dict[str, Setting] = {}
                for item in source.items:
                    _statement(item.node, _Frame(self, path, item.block, state))
                self.states[path] = state
        return self.states[path]


@dataclass(slots=True)
class _Frame:
    execution: Execution
    path: str
    block: Block
    values: dict[str, Setting]

    @property
    def scope(self) -> Scope:
        return Scope(self.path, self.block, self.values, self.execution.module)

    def site(self, node: ast.AST) -> Site:
        return Site(self.path, self.block, node)


def _run(nodes: Iterable[ast.stmt], frame: _Frame) -> None:
    for node in nodes:
        _statement(node, frame)


def _statement(node: ast.stmt, frame: _Frame) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _assign(target, value, frame)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _assign(target, value, frame)
        case ast.AugAssign(target=target, op=op, value=value):
            changed = ast.copy_location(ast.BinOp(_load(target), op, value), node)
            put(target, Setting(evaluate(changed, frame.scope), frame.site(value), frame.site(target)), frame.scope)
        case ast.Expr(value=ast.Call() as called):
            if not _include(called, frame):
                call(called, frame.scope)
        case ast.Delete(targets=targets):
            for target in targets:
                remove(target, frame.scope)
        case ast.Import() | ast.ImportFrom():
            _import(node, frame)
        case ast.If(test=test, body=body, orelse=other):
            _branch(test, body, other, frame)
        case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=final):
            _try(node, body, [s for h in handlers for s in h.body], [*other, *final], frame)
        case ast.With(body=body):
            _run(body, frame)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            frame.values[name] = Setting(Reference(name), frame.site(node))
        case ast.For() | ast.While() | ast.Match():
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name | ast.Subscript) and isinstance(inner.ctx, ast.Store):
                    put(inner, Setting(UNKNOWN, frame.site(inner)), frame.scope)


def _load(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Subscript(value=of, slice=index):
            return ast.copy_location(ast.Subscript(of, index, ast.Load()), target)
    return target


def _assign(target: ast.expr, value: ast.expr, frame: _Frame) -> None:
    if isinstance(target, ast.Tuple | ast.List):
        values = value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) else None
        for i, inner in enumerate(target.elts):
            made = frame.scope.setting(values[i]) if values else Setting(UNKNOWN, frame.site(value))
            put(inner, made, frame.scope)
        return
    put(target, frame.scope.setting(value, target), frame.scope)


def _branch(test: ast.expr, body: list[ast.stmt], other: list[ast.stmt], frame: _Frame) -> None:
    known = truth(evaluate(test, frame.scope))
    if known is None and _leads_to_development(body, frame):
        known = False
    if known is None and _leads_to_development(other, frame):
        known = True
    if known is not None:
        _run(body if known else other, frame)
        return
    _either(frame.block.text_of(test), body, other, frame, frame.site(test))


def _either(condition: str, body: Iterable[ast.stmt], other: Iterable[ast.stmt], frame: _Frame, site: Site) -> None:
    before, elsewise = dict(frame.values), dict(frame.values)
    _run(body, frame)
    _run(other, _Frame(frame.execution, frame.path, frame.block, elsewise))
    for name in dict.fromkeys((*frame.values, *elsewise)):
        one, two = frame.values.get(name), elsewise.get(name)
        if one is not two or one is not before.get(name):
            frame.values[name] = either(one, two, condition, site)


def _leads_to_development(body: Iterable[ast.stmt], frame: _Frame) -> bool:
    """Whether code takes over a module for developers. One that is not in the repository may be production's."""
    stars = (n for n in body if isinstance(n, ast.ImportFrom) and n.names[0].name == "*")
    known = ((n.module or "") for n in stars if _path(Import(n.module or "", None, n.level), frame))
    return any(map(is_development, known))


def _try(node: ast.Try, body: list[ast.stmt], handlers: list[ast.stmt], rest: list[ast.stmt], frame: _Frame) -> None:
    if all(isinstance(s, ast.Import | ast.ImportFrom) and _is_ours(s, frame) for s in body):
        _run(body, frame)
    else:
        _either("it works", body, handlers, frame, frame.site(node.body[0]))
    _run(rest, frame)


def _is_ours(node: ast.Import | ast.ImportFrom, frame: _Frame) -> bool:
    return all(_path(found, frame) for _, found in imported(node))


def _path(found: Import, frame: _Frame) -> str | None:
    """The file of the project that an import loads: the module itself, or the one that a name is taken from."""
    symbol = frame.execution.names.import_target(frame.path, Import(found.module, None, found.level))
    return symbol.path if symbol and symbol.path else None


def _import(node: ast.Import | ast.ImportFrom, frame: _Frame) -> None:
    for local, found in imported(node):
        if local == "*":
            _star(node, found, frame)
            continue
        path = _path(found, frame)
        if found.name is None:
            frame.values[local] = Setting(Reference(found.module, path or ""), frame.site(node))
        elif path and found.name in (state := frame.execution.module(path)):
            frame.values[local] = state[found.name]
        else:
            below = frame.execution.names.import_target(frame.path, found)
            inside = below.path if below and below.kind.value == "module" else ""
            dotted = f"{'.' * found.level}{found.module}.{found.name}".lstrip(".")
            frame.values[local] = Setting(Reference(dotted, inside), frame.site(node))


def _star(node: ast.stmt, found: Import, frame: _Frame) -> None:
    path = _path(found, frame)
    if path:
        if not is_development(found.module) or is_development(frame.path):
            state = frame.execution.module(path)
            frame.values.update({name: value for name, value in state.items() if not name.startswith("_")})
    elif found.level or _PRIVATE.search(found.module):
        overridden(frame.values, frame.site(node))


def _include(node: ast.Call, frame: _Frame) -> bool:
    """`include("base.py", optional("local.py"))` of django-split-settings runs files with the names at hand.

    https://django-split-settings.readthedocs.io/
    """
    match evaluate(node.func, frame.scope):
        case Reference(qualified="split_settings.tools.include"):
            pass
        case _:
            return False
    for argument in node.args:
        inner = argument.args[0] if isinstance(argument, ast.Call) and argument.args else argument
        name = frame.scope.setting(inner).string
        folder = frame.path.rpartition("/")[0]
        files = _matching(f"{folder}/{name}", frame.execution.sources) if name else []
        for path in files:
            frame.execution.read[path] = None
            source = frame.execution.sources[path]
            for item in source.items:
                _statement(item.node, _Frame(frame.execution, path, item.block, frame.values))
        if not files:
            overridden(frame.values, frame.site(node))
    return True


def _matching(pattern: str, sources: Mapping[str, File]) -> list[str]:
    wanted = re.compile(re.escape(pattern).replace(r"\*", "[^/]*"))
    return sorted(p for p in sources if wanted.fullmatch(p) and isinstance(sources[p], SourceFile))
