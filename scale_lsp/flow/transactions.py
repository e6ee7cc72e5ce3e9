"""Which transaction code runs in: one that the code begins, or one that Django does.

https://docs.djangoproject.com/en/5.2/topics/db/transactions/#tying-transactions-to-http-requests
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scale_lsp.flow.declared import DatabaseConfigured, DeclaredFact, told
from scale_lsp.flow.decorated import saved_in_admin
from scale_lsp.flow.facts import EntryPoint
from scale_lsp.flow.scopes import FUNCTIONS, nodes_with
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.text.site import Site

_VIEWS = ("django.views.", "django.contrib.auth.views.", "rest_framework.")


def transaction_of(snapshot: Snapshot, entry: EntryPoint) -> str | None:
    """The transaction around a place that is reached from an entry point, in words; None where there is none."""
    around = entry.around
    if around.begun is not None:
        name = _function(around.begun)
        return f"`{around.begun.text}`" + (f" of `{name}()`" if name else "")
    if around.transaction:
        heard = entry.role is Role.SIGNAL and not saved_in_admin(snapshot, entry.path, entry.name)
        return "the change that sends the signal" if heard else "the admin's page"
    return "the whole request (`ATOMIC_REQUESTS`)" if _is_atomic_request(snapshot, entry) else None


def _function(begun: Site) -> str:
    """The name of the innermost function that begins the transaction."""
    within = ""
    for statement in begun.block.statements:
        for node in ast.walk(statement):
            if isinstance(node, FUNCTIONS) and any(inner is begun.node for inner in ast.walk(node)):
                within = node.name
    return within


def _is_atomic_request(snapshot: Snapshot, entry: EntryPoint) -> bool:
    """Whether code runs in the transaction of a view, by `ATOMIC_REQUESTS` in all settings of production."""
    around = entry.around
    if around.committed or around.thread or around.background or entry.role is not Role.REQUEST:
        return False
    return (
        _is_view(snapshot, entry)
        and told(snapshot, "atomic requests", _is_switched_on)
        and not _may_be_exempt(snapshot)
    )


def _is_view(snapshot: Snapshot, entry: EntryPoint) -> bool:
    """Middlewares, consumers and coroutines have no such transaction."""
    if isinstance(entry.site.node, ast.AsyncFunctionDef):
        return False
    owner = entry.name.rpartition(".")[0]
    if owner:
        outside = snapshot.graph.classes.info(Symbol(Kind.CLASS, entry.path, owner)).outside
        return any(name.startswith(_VIEWS) for name in outside)
    return Symbol(Kind.FUNCTION, entry.path, entry.name) in snapshot.graph.roles.routed


def _is_switched_on(facts: Iterable[DeclaredFact]) -> bool:
    default = [fact for fact in facts if isinstance(fact, DatabaseConfigured) and fact.alias == "default"]
    settings = [database.setting.get("ATOMIC_REQUESTS") for database in default]
    return bool(settings) and all(setting is not None and setting.literal is True for setting in settings)


def _may_be_exempt(snapshot: Snapshot) -> bool:
    """Whether some code of the project takes views out: by a decorator, in a URLconf or in a base class."""
    name = "non_atomic_requests"
    return any(
        getattr(site.node, "attr", getattr(site.node, "id", "")) == name for _, site in nodes_with(snapshot, name)
    )
