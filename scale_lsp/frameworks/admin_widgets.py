"""The lists of choices that the admin's form of one object builds for its relations.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#django.contrib.admin.ModelAdmin.autocomplete_fields
"""

from __future__ import annotations

import ast

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import AdminSelect, AdminSelects
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.frameworks.admin import is_admin
from scale_lsp.frameworks.declarations import declared_names
from scale_lsp.index.admin_registrations import model_of, registrations
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind

_USER_ADMIN = "django.contrib.auth.admin.UserAdmin"
_CHANGES = frozenset(
    {
        *(
            "form",
            "get_form",
            "get_fields",
            "get_fieldsets",
            "get_exclude",
            "get_readonly_fields",
            "formfield_overrides",
        ),
        *("get_autocomplete_fields", "formfield_for_foreignkey", "formfield_for_manytomany", "formfield_for_dbfield"),
        *("has_change_permission", "has_add_permission", "get_raw_id_fields", "change_view", "changeform_view"),
    }
)
"""With one of these it cannot be seen which lists a form has."""
_OTHERWISE = ("exclude", "readonly_fields", "raw_id_fields", "autocomplete_fields", "radio_fields")
_SHOWN = ("fields", "fieldsets")
_IN_FORMS = frozenset({FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE, FieldKind.MANY_TO_MANY})


def _visit(machine: Machine, info: ClassInfo) -> None:
    """Each relation in the form that has no other widget."""
    symbol, node = model_of(machine.snapshot, info), machine.frame.node
    model = machine.graph.model(symbol)
    names = _names(machine, info.symbol)
    if model is None or node is None or names & _CHANGES or not machine.graph.closed(model.symbol):
        return
    shown = {option: _texts(machine, info, option) for option in (*_SHOWN, *_OTHERWISE)}
    if None in shown.values():
        return
    chosen = frozenset().union(*(shown[option] or () for option in _SHOWN))
    otherwise = frozenset().union(*(shown[option] or () for option in _OTHERWISE))
    selects = tuple(
        AdminSelect(field.name, relation.target, _is_searchable(machine, relation.target))
        for field in model.fields.values()
        if field.kind in _IN_FORMS and field.editable and not (field.through or field.parent_link)
        if (relation := model.forward.get(field.name)) is not None and relation.target is not None
        if field.name not in otherwise and (not names & set(_SHOWN) or field.name in chosen)
    )
    if selects:
        free = "autocomplete_fields" not in names, "raw_id_fields" not in names
        machine.observe(AdminSelects(machine.site(node), model.symbol, selects, *free))


def _names(machine: Machine, symbol: Symbol) -> set[str]:
    """The attributes and methods of a class and its ancestors in the project."""
    classes = machine.graph.classes
    summaries = map(classes.summary, classes.info(symbol).ancestors)
    return declared_names(machine, symbol) | {name for summary in summaries if summary for name in summary.methods}


def _texts(machine: Machine, info: ClassInfo, option: str) -> frozenset[str] | None:
    """The names in an option, none where it is not there; None where not all of them can be read."""
    for ancestor in info.ancestors:
        where = definitions(machine.snapshot, ancestor.path)
        placed = where.values.get(f"{ancestor.name}.{option}") if where else None
        if placed is not None:
            nodes = [n for n in ast.walk(placed[1]) if isinstance(n, ast.expr)]
            if any(
                not isinstance(n, ast.Constant | ast.Tuple | ast.List | ast.Dict | ast.Call | ast.Name) for n in nodes
            ):
                return None
            names = [n for n in nodes if isinstance(n, ast.Name)]
            if len(names) != sum(isinstance(n, ast.Call) for n in nodes):  # `_("Dates")` is a title
                return None
            return frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return frozenset()


def _is_searchable(machine: Machine, target: Symbol) -> bool:
    """Whether an admin of the target answers searches: https://docs.djangoproject.com/en/5.2/ref/contrib/admin/"""
    if is_shipped(target.path):
        return target == machine.graph.user_model
    return any(
        "search_fields" in declared_names(machine, admin) or _USER_ADMIN in machine.graph.classes.info(admin).outside
        for admin, models in registrations(machine.snapshot).items()
        if target in models
    )


ADMIN_WIDGETS = Framework(owns=is_admin, visits=_visit)
