"""Queries that ask for the same thing whoever visits, as expressions that can be cached where they stand."""

from __future__ import annotations

import ast
import zlib
from collections.abc import Iterator

from scale_lsp.flow.facts import QueryRun
from scale_lsp.flow.scopes import dotted, outside_name
from scale_lsp.flow.surveys import SharedRead
from scale_lsp.flow.values import Const
from scale_lsp.frameworks.hot_views import is_hot
from scale_lsp.frameworks.same_pages import same_page
from scale_lsp.index.names import Kind
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Literal

_NUMBERS = frozenset({"count", "aggregate", "acount", "aaggregate"})
_ROWS = frozenset({"list", "tuple", "set", "dict", "sorted"})
_CALLABLE = ("django.db.models.", "builtins.")
_CHANGING = frozenset({"select_for_update", "using", "raw", "extra", "Now", "Random"})
"""What makes each answer another one, or needs the row itself."""
_WRITING = frozenset(
    {
        *("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save", "delete"),
        *("acreate", "aget_or_create", "aupdate_or_create", "abulk_create", "abulk_update", "asave", "adelete"),
    }
)


def shared_reads(snapshot: Snapshot, run: QueryRun) -> Iterator[SharedRead]:
    """The query, if requests run it and it depends on nothing but the code, at the expression that has its result."""
    if not run.site.path.endswith(".py"):
        return
    if run.cached or run.repeated or run.relation is not None or run.streamed or not run.every_lookup:
        return
    if run.method not in _NUMBERS and (run.method != "iterate" or run.site.text.partition("(")[0] not in _ROWS):
        return  # told from the text: the node may have to be made
    expression = run.site.node
    if not isinstance(expression, ast.Call):
        return
    number = run.method in _NUMBERS and isinstance(expression.func, ast.Attribute)
    rows = isinstance(expression.func, ast.Name) and expression.func.id in _ROWS and run.method == "iterate"
    if not (number or rows) or _is_awaited(run):
        return
    requests = [entry for entry in run.entries if is_hot(snapshot, entry)]
    inside = {id(node) for node in ast.walk(expression)}
    if not requests or not all(isinstance(one.value, Const) or id(one.site.node) in inside for one in run.lookups):
        return
    if depends_on_code_only(snapshot, run.site.path, expression) and not _is_behind_write(run):
        view = same_page(snapshot, requests[0].path, requests[0].site) if len(requests) == 1 else None
        yield SharedRead(run, number, _key(snapshot, run, expression), view)


def _is_behind_write(run: QueryRun) -> bool:
    """Whether code of the same function has written before it asks: what it wrote has to show."""
    elsewhere = {
        id(node)
        for statement in run.site.block.statements
        for choice in ast.walk(statement)
        if isinstance(choice, ast.If) and isinstance(choice.body[-1], ast.Return | ast.Raise)
        for inner in choice.body
        for node in ast.walk(inner)
    }
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _WRITING
        and node.lineno <= run.site.lineno
        and id(node) not in elsewhere
        for statement in run.site.block.statements
        for node in ast.walk(statement)
    )


def _is_awaited(run: QueryRun) -> bool:
    return run.method.startswith("a") and run.method != "aggregate"


def depends_on_code_only(snapshot: Snapshot, path: str, expression: ast.expr) -> bool:
    """Whether an expression names models, literals and Django's expressions, and no variable of the function."""
    names = snapshot.graph.names
    for node in ast.walk(expression):
        match node:
            case ast.Name(id=name) if name in _CHANGING:
                return False
            case ast.Name(id=name):
                found = names.resolve(path, name)
                if found is None:
                    if name not in _ROWS:
                        return False
                elif found.kind is Kind.VALUE:
                    if not isinstance(names.value_shape(found), Literal):
                        return False
                elif found.kind is Kind.FUNCTION:
                    return False
            case ast.Call(func=ast.Name() as function):
                if dotted(function) not in _ROWS and not outside_name(snapshot, path, function).startswith(_CALLABLE):
                    return False
            case ast.Call(func=ast.Attribute()):
                outside = outside_name(snapshot, path, node.func)
                if outside and not outside.startswith(_CALLABLE):
                    return False
            case ast.Lambda() | ast.Await() | ast.NamedExpr() | ast.Yield() | ast.YieldFrom() | ast.GeneratorExp():
                return False
            case ast.Attribute(attr="select_for_update" | "using" | "raw" | "extra" | "order_by", value=ast.Name()):
                return False
    return not any(
        word in ast.dump(expression) for word in ("select_for_update", "'using'", "'Now'", "'Random'", "'?'")
    )


def _key(snapshot: Snapshot, run: QueryRun, expression: ast.Call) -> str:
    """A key of its own for each expression: where it stands, what it asks for, and a sum of its text."""
    module = run.site.path.removeprefix(snapshot.root).strip("/").removesuffix(".py").replace("/", ".")
    total = zlib.crc32(f"{module}:{ast.unparse(expression)}".encode())
    return f"{module}:{run.model.name.rpartition('.')[2]}.{run.method.replace('iterate', 'rows')}:{total:08x}"
