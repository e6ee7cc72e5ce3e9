"""Views that only a few may ask for: members of the staff, and those who have a permission.

https://docs.djangoproject.com/en/5.2/topics/auth/default/#the-permission-required-decorator
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.facts import EntryPoint
from scale_lsp.flow.rights import FLAGS, Whose, holds_for, refuses
from scale_lsp.flow.scopes import code, definition, meaning, method, outside_name
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
_TESTED = frozenset({"django.contrib.auth.mixins.UserPassesTestMixin"})
_API_PERMISSION = "rest_framework.permissions.IsAdminUser"


def is_for_few(snapshot: Snapshot, entry: EntryPoint) -> bool:
    """Whether a decorator, a base class, the code of the view or REST framework's permissions keep all others out."""
    node = entry.site.node
    if any(_keeps_out(snapshot, entry.path, one) for one in getattr(node, "decorator_list", ())):
        return True
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _sends_away(snapshot, entry.path, node):
        return True
    owner = entry.name.rpartition(".")[0] or (entry.name if isinstance(entry.site.node, ast.ClassDef) else "")
    return bool(owner) and _is_class_for_few(snapshot, Symbol(Kind.CLASS, entry.path, owner))


def _is_class_for_few(snapshot: Snapshot, view: Symbol) -> bool:
    info = snapshot.graph.classes.info(view)
    if info.derives_from(_MIXINS):
        return True
    if any(_keeps_out(snapshot, path, decorator) for path, decorator in _decorators(snapshot, view)):
        return True
    if (found := method(snapshot, view, "dispatch")) is not None and _sends_away(
        snapshot, found[0].path, found[1].node
    ):
        return True
    if info.derives_from(_TESTED) and (found := method(snapshot, view, "test_func")) is not None:
        return _passes_few(found[1].node)
    owner = snapshot.graph.classes.owner_of(view, "permission_classes")
    summary = snapshot.graph.classes.summary(owner) if owner is not None else None
    shape = summary.attributes.get("permission_classes") if summary is not None else None
    if owner is None or not isinstance(shape, Sequence):
        return False
    allowed = (snapshot.graph.names.resolve(owner.path, one.dotted) for one in shape.items if isinstance(one, Name))
    return any(one is not None and one.name == _API_PERMISSION for one in allowed)


def _decorators(snapshot: Snapshot, view: Symbol) -> Iterator[tuple[str, ast.expr]]:
    for ancestor in snapshot.graph.classes.info(view).ancestors:
        found = definition(snapshot, ancestor)
        yield from ((ancestor.path, one) for one in (found.node.decorator_list if found is not None else ()))


def _keeps_out(snapshot: Snapshot, path: str, decorator: ast.expr) -> bool:
    """Also inside of `method_decorator(…, name="dispatch")`, and by a function of the project that does.

    A test of one's own counts where it asks for the staff.
    """
    nodes = list(ast.walk(decorator))
    named = [node for node in nodes if isinstance(node, ast.Name | ast.Attribute)]
    names = {outside_name(snapshot, path, node) for node in named}
    asks = any(isinstance(node, ast.Attribute) and node.attr in FLAGS for node in nodes)
    if names & _DECORATORS or (_TEST in names and asks):
        return True
    found = [one for node in named if (one := _function(snapshot, path, node)) is not None]
    if any(_is_made_of_one(snapshot, path, node) for node in named):
        return True
    if _TEST in names:
        return any(_passes_few(one.node) for _, one in found)
    return any(_has_refusing_wrapper(snapshot, place, one) for place, one in found)


def _is_made_of_one(snapshot: Snapshot, path: str, node: ast.expr) -> bool:
    """`staff_only = user_passes_test(lambda user: user.is_staff)`."""
    symbol = meaning(snapshot, path, node)
    if symbol is None or symbol.kind is not Kind.VALUE or (found := definitions(snapshot, symbol.path)) is None:
        return False
    _, value = found.values.get(symbol.name, (None, None))
    return isinstance(value, ast.Call) and _keeps_out(snapshot, symbol.path, value)


def _function(snapshot: Snapshot, path: str, node: ast.expr) -> tuple[str, Definition] | None:
    symbol = meaning(snapshot, path, node)
    found = definition(snapshot, symbol) if symbol is not None and symbol.kind is Kind.FUNCTION else None
    return (symbol.path, found) if symbol is not None and found is not None else None


def _has_refusing_wrapper(snapshot: Snapshot, path: str, decorator: Definition) -> bool:
    """Whether each function that a decorator puts around views sends the others away before it calls the view."""
    inner = [
        node
        for node in code(decorator)
        if node is not decorator.node
        and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) for one in node.body)
    ]
    return bool(inner) and all(_sends_away(snapshot, path, node) for node in inner)


def _sends_away(snapshot: Snapshot, path: str, function: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a function, or one that it calls first of all, lets only some go on."""
    if refuses(function.body):
        return True
    for statement in function.body:
        if isinstance(statement, ast.Expr):
            for node in ast.walk(statement):
                found = _function(snapshot, path, node) if isinstance(node, ast.Name | ast.Attribute) else None
                if found is not None and _raises_for_others(found[1].node):
                    return True
    return False


def _raises_for_others(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    raising = [one for one in function.body if isinstance(one, ast.If) and isinstance(one.body[-1], ast.Raise)]
    return refuses(raising)


def _passes_few(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a test holds for the staff only."""
    answers = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    return bool(answers) and all(holds_for(answer) is Whose.FEW for answer in answers)
