"""Views that only a few may ask for: members of the staff, and those who have a permission.

https://docs.djangoproject.com/en/5.2/topics/auth/default/#the-permission-required-decorator
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.facts import EntryPoint
from scale_lsp.flow.scopes import definition, outside_name
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Name, Sequence

_DECORATORS = frozenset(
    {
        "django.contrib.admin.views.decorators.staff_member_required",
        "django.contrib.auth.decorators.permission_required",
    }
)
_TEST = "django.contrib.auth.decorators.user_passes_test"
_MIXINS = frozenset({"django.contrib.auth.mixins.PermissionRequiredMixin"})
_API_PERMISSION = "rest_framework.permissions.IsAdminUser"
_FEW = frozenset({"is_staff", "is_superuser"})


def is_for_few(snapshot: Snapshot, entry: EntryPoint) -> bool:
    """Whether a decorator, a base class or REST framework's permissions surely keep all others out."""
    if any(_keeps_out(snapshot, entry.path, one) for one in getattr(entry.site.node, "decorator_list", ())):
        return True
    owner = entry.name.rpartition(".")[0] or (entry.name if isinstance(entry.site.node, ast.ClassDef) else "")
    return bool(owner) and _is_class_for_few(snapshot, Symbol(Kind.CLASS, entry.path, owner))


def _is_class_for_few(snapshot: Snapshot, view: Symbol) -> bool:
    info = snapshot.graph.classes.info(view)
    if info.derives_from(_MIXINS):
        return True
    for path, decorator in _decorators(snapshot, view):
        if _keeps_out(snapshot, path, decorator):
            return True
    owner = snapshot.graph.classes.owner_of(view, "permission_classes")
    summary = snapshot.graph.classes.summary(owner) if owner is not None else None
    shape = summary.attributes.get("permission_classes") if summary is not None else None
    if owner is None or not isinstance(shape, Sequence):
        return False
    found = (snapshot.graph.names.resolve(owner.path, one.dotted) for one in shape.items if isinstance(one, Name))
    return any(one is not None and one.name == _API_PERMISSION for one in found)


def _decorators(snapshot: Snapshot, view: Symbol) -> Iterator[tuple[str, ast.expr]]:
    for ancestor in snapshot.graph.classes.info(view).ancestors:
        found = definition(snapshot, ancestor)
        yield from ((ancestor.path, one) for one in (found.node.decorator_list if found is not None else ()))


def _keeps_out(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    """Also inside of `method_decorator(…, name="dispatch")`; a test of one's own only where it asks for the staff."""
    nodes = list(ast.walk(decorator))
    names = {outside_name(snapshot, path, node) for node in nodes if isinstance(node, ast.Name | ast.Attribute)}
    asks = any(isinstance(node, ast.Attribute) and node.attr in _FEW for node in nodes)
    return bool(names & _DECORATORS) or (_TEST in names and asks)
