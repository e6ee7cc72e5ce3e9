"""Who uses objects that make patterns: where viewsets are registered, routers added, operations declared."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scale_lsp.index.derived import derived
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, Shape
from scale_lsp.index.summary import ModuleSummary
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.text.blocks import Block
from scale_lsp.text.site import Site
from scale_lsp.text.source import SourceFile

OPERATIONS = frozenset({"get", "post", "put", "patch", "delete", "api_operation"})
_CALLS = frozenset({"register", "extend", "add_router", "register_controllers", "auto_discover_controllers"})


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a method of such an object: as a statement, or as the decorator of `function`.

    `looped`: it is made again and again.
    """

    method: str
    call: ast.Call
    site: Site
    function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    looped: bool = False


def uses(reading: Reading, of: Symbol) -> Iterator[Use]:
    """The uses of an object, file by file in the order of the text; first those beside it."""
    paths = {of.path, *users(reading.snapshot).get(of, ())}
    for path in sorted(paths, key=lambda path: (path != of.path, path)):
        source = reading.snapshot.source(path)
        for item in source.items if isinstance(source, SourceFile) else ():
            for use, owner in _uses([item.node], path, item.block):
                if reading.symbol(path, owner) == of:
                    yield use


def _uses(
    statements: Iterable[ast.stmt], path: str, block: Block, looped: bool = False
) -> Iterator[tuple[Use, ast.expr]]:
    for node in statements:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=method)) as call) if method in _CALLS:
                registry = isinstance(owner, ast.Attribute) and owner.attr == "registry"
                of = owner.value if registry and isinstance(owner, ast.Attribute) else owner
                yield Use(method, call, Site(path, block, call), looped=looped), of
            case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
                for made in decorators:
                    match made:
                        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in OPERATIONS:
                            yield Use(method, made, Site(path, block, made), node, looped), owner
            case ast.If(body=body, orelse=other) | ast.Try(body=body, orelse=other):
                yield from _uses([*body, *other], path, block, looped)
            case ast.With(body=body):
                yield from _uses(body, path, block, looped)
            case ast.For(body=body) | ast.While(body=body):
                yield from _uses(body, path, block, True)


def users(snapshot: Snapshot) -> Mapping[Symbol, tuple[str, ...]]:
    """The files that use a value of the top level in such a way, outside of loops."""
    return derived(snapshot, "users of routers", _users, late=True)


def _users(snapshot: Snapshot) -> Mapping[Symbol, tuple[str, ...]]:
    names = snapshot.graph.names
    found: dict[Symbol, dict[str, None]] = {}
    for path, summary in names.modules.items():
        for owner in dict.fromkeys(_owners(summary)):
            symbol = names.resolve(path, owner)
            if symbol is not None and symbol.kind is Kind.VALUE:
                found.setdefault(symbol, {})[path] = None
    return {symbol: tuple(paths) for symbol, paths in found.items()}


def _owners(summary: ModuleSummary) -> Iterator[str]:
    decorators = (one for several in summary.functions.values() for one in several)
    for shapes, wanted in ((summary.calls, _CALLS), (decorators, OPERATIONS)):
        for shape in shapes:
            owner, _, method = _called(shape).rpartition(".")
            if owner and method in wanted:
                yield owner.removesuffix(".registry")


def _called(shape: Shape) -> str:
    return shape.function.dotted if isinstance(shape, Call) and isinstance(shape.function, Name) else ""
