"""Code that reads Django's log of queries, which is empty unless DEBUG is on.

https://docs.djangoproject.com/en/5.2/faq/models/#how-can-i-see-the-raw-sql-queries-django-is-running
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact, ProductionSettings
from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.scopes import code, functions_with, outside_name
from scale_lsp.flow.surveys import QueryLogRead
from scale_lsp.flow.values import Site
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.index.settings.values import Listed

_CONNECTION = "django.db.connection"
_CONNECTIONS = "django.db.connections"
_LOGGING = frozenset({"force_debug_cursor", "CaptureQueriesContext", "DEBUG", "override_settings", "call_command"})
"""What makes the log fill, or shows that the code knows when it does."""


def query_log_reads(snapshot: Snapshot, declared: Sequence[DeclaredFact] = ()) -> Iterator[QueryLogRead]:
    """The first place of each function that reads `connection.queries`."""
    for path, name, function in functions_with(snapshot, ".queries"):
        reads = list(_reads(snapshot, path, function))
        if not reads or snapshot.graph.roles.of_function(path, name) is Role.COMMAND:
            continue
        if _knows_debug(snapshot, path, function) or _is_unused(snapshot, path, function, declared):
            continue
        first = min(reads, key=lambda node: (node.lineno, node.col_offset))
        whole = Site(path, function.block, function.node)
        yield QueryLogRead(Site(path, function.block, first), name, whole)


def _reads(snapshot: Snapshot, path: str, function: Definition) -> Iterator[ast.Attribute]:
    for node in code(function):
        if isinstance(node, ast.Attribute) and _is_log(snapshot, path, node, function):
            yield node


def _is_log(snapshot: Snapshot, path: str, node: ast.Attribute, function: Definition) -> bool:
    if node.attr not in ("queries", "queries_log"):
        return False
    if isinstance(node.value, ast.Subscript):
        return outside_name(snapshot, path, node.value.value, function.node) == _CONNECTIONS
    return outside_name(snapshot, path, node.value, function.node) == _CONNECTION


def _knows_debug(snapshot: Snapshot, path: str, function: Definition) -> bool:
    """Whether the function or its class asks for DEBUG, or switches the log on."""
    around = [function]
    where = definitions(snapshot, path)
    if function.owner and where is not None:
        around += [d for d in where.functions.values() if d.owner == function.owner]
    return any(
        any(getattr(node, said, "") in _LOGGING for said in ("attr", "id"))
        or (isinstance(node, ast.Constant) and node.value == "DEBUG")
        for each in around
        for node in code(each)
    )


def _is_unused(snapshot: Snapshot, path: str, function: Definition, declared: Sequence[DeclaredFact]) -> bool:
    """Whether it is a middleware that production surely does not use."""
    where = definitions(snapshot, path)
    name = function.owner
    if where is None or not name or f"{name}.__init__" not in where.functions:
        return False
    if not any(isinstance(n, ast.Name) and n.id == "get_response" for n in code(where.functions[f"{name}.__init__"])):
        return False
    production = [fact for fact in declared if isinstance(fact, ProductionSettings)]
    for settings in production:
        listed = settings.get("MIDDLEWARE")
        if listed is None or not isinstance(listed.value, Listed) or listed.value.open:
            return False
        if any(item.string is None or item.string.endswith(f".{name}") for item in listed.value.items):
            return False
    return bool(production)


QUERY_LOGS = Framework(survey=query_log_reads)
