"""Views that many visitors ask for: those that are for nobody in particular, and that change nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scale_lsp.flow.facts import EntryPoint
from scale_lsp.flow.scopes import code, definition, dotted, outside_name
from scale_lsp.frameworks.api_authentication import function_of_decorator
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role

_DECORATORS = (
    "django.views.decorators.",
    "django.contrib.auth.decorators.login_required",
    "rest_framework.decorators.api_view",
)
_BASES = ("django.views.generic.", "django.contrib.auth.mixins.LoginRequiredMixin", "rest_framework.", "object")
_CHANGING = frozenset({"post", "put", "patch", "delete", "form_valid", "form_invalid"})
_REFUSED = frozenset({401, 403})
_ASKING = frozenset(
    {
        "PermissionDenied",
        "HttpResponseForbidden",
        "has_perm",
        "has_perms",
        "has_module_perms",
        "is_staff",
        "is_superuser",
    }
)
"""What a view names that lets only some in: https://docs.djangoproject.com/en/5.2/topics/auth/default/"""
_CACHED = ("cache_page", "lru_cache", "cached_property", "cache", "never_cache")


def is_hot(snapshot: Snapshot, entry: EntryPoint) -> bool:
    """Whether a view surely answers GET for any visitor, or any member. A permission keeps it to few."""
    node = entry.site.node
    if entry.role is not Role.REQUEST or entry.name.rpartition(".")[2] in _CHANGING:
        return False
    decorators = [(entry.path, each) for each in getattr(node, "decorator_list", ())]
    code_of = [ast.walk(node)]
    owner = _class_of(entry)
    if owner is not None:
        info = snapshot.graph.classes.info(owner)
        if any(not name.startswith(_BASES) for name in info.outside):
            return False
        for ancestor in info.ancestors:
            found = definition(snapshot, ancestor)
            if found is not None:
                decorators += [(ancestor.path, each) for each in found.node.decorator_list]
                code_of.append(code(found))
    if any(_asks_permission(each) for each in code_of):
        return False
    return all(_is_open(snapshot, path, decorator) for path, decorator in decorators)


def _asks_permission(nodes: Iterable[ast.AST]) -> bool:
    """Whether a view, or a class it comes from, looks at what the visitor may do."""
    return any(_is_refusal(each) or dotted(each).rpartition(".")[2] in _ASKING for each in nodes)


def _is_refusal(node: ast.AST) -> bool:
    """`HttpResponse(status=403)`: what a visitor brings along decides."""
    return isinstance(node, ast.keyword) and node.arg == "status" and getattr(node.value, "value", None) in _REFUSED


def _class_of(entry: EntryPoint) -> Symbol | None:
    name = entry.name if isinstance(entry.site.node, ast.ClassDef) else entry.name.rpartition(".")[0]
    return Symbol(Kind.CLASS, entry.path, name) if name else None


def _is_open(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    """Whether a decorator leaves the view to all, changes nothing, and keeps no answers."""
    names = [dotted(n).rpartition(".")[2] for n in ast.walk(decorator) if isinstance(n, ast.Name | ast.Attribute)]
    if any(name in (*_CACHED, "require_POST") for name in names):
        return False
    name = outside_name(snapshot, path, function_of_decorator(decorator))
    return name.startswith(_DECORATORS)
