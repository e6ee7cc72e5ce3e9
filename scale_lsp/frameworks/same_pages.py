"""Views whose pages are surely the same for all visitors: the only ones for which `cache_page` is right.

https://docs.djangoproject.com/en/5.2/topics/cache/#the-per-view-cache
"""

from __future__ import annotations

import ast

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.scopes import meaning, outside_name
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.context_processors import processors_of
from scale_lsp.frameworks.template_files import template_named
from scale_lsp.frameworks.visitor_templates import template_reads
from scale_lsp.index.names import Kind
from scale_lsp.index.project import Snapshot

_SAFE = frozenset({"GET", "path", "path_info", "method", "get_full_path"})
"""What a request has of its address, which is part of the key of a cached page."""
_DECORATORS = ("django.views.decorators.http.", "django.contrib.auth.decorators.")
_ANSWERS = frozenset({"django.http.HttpResponse", "django.http.JsonResponse", "django.shortcuts.get_object_or_404"})
_WRITING = frozenset(
    {"save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "add"}
    | {"send_mail", "delay", "apply_async", "set", "send"}
)


def same_page(snapshot: Snapshot, path: str, site: Site) -> Site | None:
    """The view, if its page depends on its address and the database alone."""
    function = site.node
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return None
    if any(not _is_plain(snapshot, path, decorator) for decorator in function.decorator_list):
        return None
    request = function.args.args[0].arg
    used = {id(n) for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == request}
    for node in ast.walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=name) as read, attr=attr) if name == request and attr in _SAFE:
                used.discard(id(read))
            case ast.Call(func=called, args=[ast.Name(id=name) as given, template, *_]) if name == request:
                if outside_name(snapshot, path, called) == "django.shortcuts.render" and _is_same(snapshot, template):
                    used.discard(id(given))
            case ast.Call(func=ast.Attribute(attr=name)) if name in _WRITING:
                return None
            case ast.Call(func=ast.Attribute() as called) if _is_elsewhere(snapshot, path, called):
                return None
            case ast.Call(func=ast.Name() as called):
                outside = outside_name(snapshot, path, called)
                if not outside.startswith("django.db.models.") and outside not in _ANSWERS:
                    if outside != "django.shortcuts.render" and not _is_builtin(snapshot, path, called.id):
                        return None
            case ast.Yield() | ast.YieldFrom() | ast.Global() | ast.Nonlocal() | ast.Lambda() | ast.FunctionDef():
                if node is not function:
                    return None
    return site if not used else None


def _is_plain(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return outside_name(snapshot, path, called).startswith(_DECORATORS)


def _is_elsewhere(snapshot: Snapshot, path: str, called: ast.Attribute) -> bool:
    """A function of another module, which may know the visitor without being told; not a method of a model."""
    found = meaning(snapshot, path, called)
    if found is None or found.kind is Kind.VALUE:
        return False
    return found.kind is not Kind.EXTERNAL or not found.name.startswith("django.db.models.")


def _is_builtin(snapshot: Snapshot, path: str, name: str) -> bool:
    """A name that is neither imported nor defined: what Python itself provides."""
    return snapshot.graph.names.resolve(path, name) is None


def _is_same(snapshot: Snapshot, template: ast.expr) -> bool:
    """Whether a template shows nothing of the visitor, nor any context processor of the project puts it in."""
    if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
        return False
    if template_named(snapshot, template.value) is None:
        return False
    if any(True for _ in template_reads(snapshot, template.value, strict=True)):
        return False
    return all(_ignores_request(snapshot, dotted_name) for dotted_name in processors_of(snapshot))


def _ignores_request(snapshot: Snapshot, name: str) -> bool:
    """Whether a context processor is Django's own, whose variables are looked for, or does not use its request."""
    if name.startswith("django."):
        return True
    module, _, member = name.rpartition(".")
    path = snapshot.graph.names.module(module, f"{snapshot.root}/manage.py")
    where = definitions(snapshot, path) if path else None
    found = where.functions.get(member) if where is not None else None
    if found is None or not isinstance(found.node, ast.FunctionDef) or not found.node.args.args:
        return False
    request = found.node.args.args[0].arg
    return not any(isinstance(n, ast.Name) and n.id == request for n in ast.walk(found.node))
