"""Views of the project that do something costly for whoever asks: try a password, make an account, send a mail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import Definition
from scale_lsp.flow.scopes import code, definition, dotted, meaning, outside_name
from scale_lsp.flow.surveys import Cost
from scale_lsp.frameworks.api_authentication import function_of_decorator
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Name, Sequence

WORDS = ("authenticate", "create_user", "CreationForm", "send_mail", "mail_admins", "mail_managers", "EmailM")
"""One of them is in the text of each file with such a view."""
_AUTHENTICATE = frozenset({"django.contrib.auth.authenticate", "django.contrib.auth.aauthenticate"})
_MAILS = frozenset(
    f"django.core.mail.{name}"
    for name in (
        *("send_mail", "send_mass_mail", "mail_admins", "mail_managers", "EmailMessage", "EmailMultiAlternatives"),
        *("message.EmailMessage", "message.EmailMultiAlternatives"),
    )
)
_CREATING = frozenset({"create_user", "acreate_user"})
_USER = "django.contrib.auth.models.User"
_GET_USER = "django.contrib.auth.get_user_model"
_FORMS = frozenset(f"django.contrib.auth.forms.{prefix}UserCreationForm" for prefix in ("", "Base", "Admin"))
_OPEN_DECORATORS = ("django.views.decorators.",)
_OPEN_BASES = ("django.views.generic.", "rest_framework.", "object")
_ASKING = frozenset({"has_perm", "has_perms", "is_staff", "is_superuser", "has_permission"})
_ANYBODY = "rest_framework.permissions.AllowAny"


def costly(snapshot: Snapshot, path: str, function: Definition) -> tuple[ast.expr, Cost] | None:
    """The first thing of that kind that a view does, and what it costs."""
    for node in code(function):
        if not isinstance(node, ast.Call):
            continue
        name = outside_name(snapshot, path, node.func, function.node)
        if name in _AUTHENTICATE:
            return node, Cost.PASSWORD
        if name in _MAILS and is_open(snapshot, path, function, signed_in=False):
            return node, Cost.MAIL
        if _makes_account(snapshot, path, node, function.node) and is_open(snapshot, path, function, signed_in=True):
            return node, Cost.ACCOUNT
    return None


def _makes_account(snapshot: Snapshot, path: str, call: ast.Call, function: ast.AST) -> bool:
    """`User.objects.create_user(…)`, or a form that does when it is saved."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(value=of, attr="objects"), attr=method) if method in _CREATING:
            return _is_user(snapshot, path, of, function)
    found = meaning(snapshot, path, call.func, function)
    return found is not None and makes_account(snapshot, found)


def makes_account(snapshot: Snapshot, form: Symbol) -> bool:
    """Whether a form is one of Django's that make a user, or derives from one."""
    if form.kind is Kind.CLASS:
        return snapshot.graph.classes.info(form).derives_from(_FORMS)
    return form.kind is Kind.EXTERNAL and form.name in _FORMS


def _is_user(snapshot: Snapshot, path: str, node: ast.expr, function: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return outside_name(snapshot, path, node.func, function) == _GET_USER
    found = meaning(snapshot, path, node, function)
    if found is not None and found.kind is Kind.VALUE:
        shape = snapshot.graph.names.value_shape(found)
        named = getattr(getattr(shape, "function", None), "dotted", "")
        return named.rpartition(".")[2] == _GET_USER.rpartition(".")[2]
    return found is not None and (found == snapshot.graph.user_model or found.name == _USER)


def is_open(snapshot: Snapshot, path: str, function: Definition, *, signed_in: bool) -> bool:
    """Whether anybody may ask: nothing is in front of the view that could keep them out, nor in it.

    `signed_in`: it may ask whether the visitor is signed in, as a page for newcomers does.
    """
    if any(_keeps_out(node, signed_in=signed_in) for node in code(function)):
        return False
    decorators = [(path, one) for one in function.node.decorator_list]
    if function.owner:
        owner = Symbol(Kind.CLASS, path, function.owner)
        info = snapshot.graph.classes.info(owner)
        if any(not name.startswith(_OPEN_BASES) for name in info.outside) or not _is_api_open(snapshot, owner):
            return False
        for ancestor in info.ancestors:
            found = definition(snapshot, ancestor)
            decorators += [(ancestor.path, one) for one in found.node.decorator_list] if found is not None else []
    names = (outside_name(snapshot, place, function_of_decorator(one)) for place, one in decorators)
    return all(name.startswith(_OPEN_DECORATORS) for name in names)


def _keeps_out(node: ast.AST, *, signed_in: bool) -> bool:
    match node:
        case ast.Attribute(attr=name) if name in _ASKING:
            return True
        case ast.Name(id="PermissionDenied"):
            return True
        case ast.Attribute(attr="user", value=of) if not signed_in:
            return dotted(of) in ("request", "self.request")
    return False


def _is_api_open(snapshot: Snapshot, owner: Symbol) -> bool:
    """Whether REST framework lets anybody ask, as far as the class says; anything else may be a setting's business."""
    classes = snapshot.graph.classes
    if not any(name.startswith("rest_framework.") for name in classes.info(owner).outside):
        return True
    place = classes.owner_of(owner, "permission_classes")
    summary = classes.summary(place) if place is not None else None
    shape = summary.attributes.get("permission_classes") if summary is not None else None
    if place is None or not isinstance(shape, Sequence):
        return False
    return all(name == _ANYBODY for name in _named(snapshot, place.path, shape))


def _named(snapshot: Snapshot, path: str, shape: Sequence) -> Iterator[str]:
    for item in shape.items:
        found = snapshot.graph.names.resolve(path, item.dotted) if isinstance(item, Name) else None
        yield found.name if found is not None else ""
