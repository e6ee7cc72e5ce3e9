"""Choice lists in the admin's forms whose rows the admin class chooses.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#django.contrib.admin.ModelAdmin.formfield_for_foreignkey
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.calls import find_member
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import UNKNOWN, Object, Value
from scale_lsp.frameworks.forms import PLAIN_FIELD, show
from scale_lsp.index.classes import ClassInfo

_BASES = ("ModelAdmin", "TabularInline", "StackedInline")
_ADMINS = frozenset(f"django.contrib.admin.{module}{name}" for module in ("", "options.") for name in _BASES)
_OTHER_WIDGETS = ("raw_id_fields", "autocomplete_fields", "formfield_overrides")


def _owns(info: ClassInfo) -> bool:
    return info.derives_from(_ADMINS)


def _formfield(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`super().formfield_for_foreignkey(db_field, request, queryset=…)`: a list of all these rows."""
    others = any(find_member(machine, of.symbol, name) for name in _OTHER_WIDGETS)
    if not others and "widget" not in keywords and "form_class" not in keywords:
        show(machine, Object(PLAIN_FIELD), keywords.get("queryset", UNKNOWN), node)
    return UNKNOWN


ADMIN_FORMS = Framework(
    owns=_owns, methods={"formfield_for_foreignkey": _formfield, "formfield_for_manytomany": _formfield}
)
