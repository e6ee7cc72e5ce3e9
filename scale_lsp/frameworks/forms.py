"""Forms: a choice list shows every row of its queryset, with the label that its field or `__str__` gives it.

https://docs.djangoproject.com/en/5.2/ref/forms/fields/#django.forms.ModelChoiceField
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.apply import apply
from scale_lsp.flow.attributes import member, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.rows import row_of
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Dict,
    External,
    Object,
    QuerySet,
    Rowshape,
    Value,
    alternatives,
)
from scale_lsp.frameworks.declarations import declared
from scale_lsp.frameworks.form_choices import choices_at_import, whole_tables
from scale_lsp.frameworks.model_forms import key_fields
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Symbol, external
from scale_lsp.text.records import replace

_FIELDS = ("ModelChoiceField", "ModelMultipleChoiceField")
_CHOICE_FIELDS = frozenset(f"{module}.{name}" for module in ("django.forms", "django.forms.models") for name in _FIELDS)
_LISTING = frozenset(
    f"django.forms.{module}{name}"
    for module in ("", "widgets.")
    for name in ("Select", "SelectMultiple", "RadioSelect", "CheckboxSelectMultiple")
)
_EDITING = ("FormView", "CreateView", "UpdateView", "FormMixin")
_HARMLESS = frozenset(
    {"__init__", "label_from_instance", "to_python", "clean", "validate", "prepare_value", "has_changed", "description"}
)
"""What a field class may define without changing which rows the list shows."""
_REPLACING = frozenset({"", "queryset", "choices", "widget", "label_from_instance"})


def is_form(info: ClassInfo) -> bool:
    return any(
        name.startswith(("django.forms.", "django.contrib.auth.forms.")) and name.endswith("Form")
        for name in info.outside
    )


def is_choice_field(info: ClassInfo) -> bool:
    """A field that shows the rows of its queryset, whatever project class it is."""
    return info.derives_from(_CHOICE_FIELDS)


def _is_edit_view(info: ClassInfo) -> bool:
    return any(name.startswith("django.views.generic") and name.endswith(_EDITING) for name in info.outside)


def _owns(info: ClassInfo) -> bool:
    return is_form(info) or _is_edit_view(info) or is_choice_field(info) or info.symbol == _WIDGET


_WIDGET = external("django.forms.Widget")
PLAIN_FIELD = external("django.forms.ModelChoiceField")


# making fields


def _new_field(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`ModelChoiceField(queryset=…)`: made to be rendered."""
    return choice_field(machine, PLAIN_FIELD, node, args, keywords)


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Object | None:
    if is_form(info):
        _show_unbound(machine, info.symbol, node, args, keywords.get("data", Const(None)))
    if not is_choice_field(info):
        return None
    return choice_field(machine, info.symbol, node, args, keywords)


def choice_field(
    machine: Machine, symbol: Symbol, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Object:
    """A field object; the rows it lists are visited."""
    field = Object(symbol)
    if not _lists_rows(machine, symbol) or not has_list(machine, node):
        return field
    queryset = args[0] if args else keywords.get("queryset", UNKNOWN)
    show(machine, field, queryset, node)
    return replace(field, attributes=(("queryset", queryset),))


def _lists_rows(machine: Machine, symbol: Symbol) -> bool:
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        summary = machine.graph.classes.summary(ancestor)
        if summary is None or not summary.methods.keys() <= _HARMLESS or "widget" in summary.attributes:
            return False
        if "iterator" in summary.attributes or "choices" in summary.attributes:
            return False
    return True


def has_list(machine: Machine, call: ast.Call) -> bool:
    """Whether the field is shown as a list of all rows: `HiddenInput` and autocompletion are not."""
    if any(keyword.arg is None for keyword in call.keywords):
        return False
    given = next((k.value for k in call.keywords if k.arg == "widget"), None)
    if given is None:
        return True
    with machine.silently():
        widget = evaluate(machine, given.func if isinstance(given, ast.Call) else given)
    return isinstance(widget, External) and widget.name in _LISTING


# visiting rows


def show(machine: Machine, field: Object, queryset: Value, node: ast.AST, label: Value | None = None) -> None:
    """Visit the rows of a choice list the way its widget does."""
    for one in alternatives(queryset):
        if not isinstance(one, QuerySet) or one.empty or one.bound == 1 or one.shape is Rowshape.VALUES:
            continue
        with machine.looping(node, f"rows of {one.model.name}", frozenset(), True) as loop:
            row = row_of(one, loop.token)
            method = find_method(machine, field.symbol, "label_from_instance")
            if label is not None:
                apply(machine, label, [row], node)
            elif method is not None:
                call_function(machine, replace(method, bound=Object(field.symbol)), [row], {}, node)
            else:
                to_string(machine, row, node)


def _assigned(machine: Machine, of: Object, name: str, value: Value, node: ast.AST) -> None:
    """`self.fields["brand"].queryset = …`: the list shows these rows instead of those that were declared."""
    if of.symbol == _WIDGET and name == "choices":
        of = next((v for k, v in of.attributes if k == "field" and isinstance(v, Object)), of)
    if name not in _REPLACING:
        return
    queryset = dict(of.attributes).get("queryset", UNKNOWN)
    for one in alternatives(queryset):
        if isinstance(one, QuerySet):  # no longer shown, so nothing is missing there
            show(machine, of, replace(one, loaded=replace(one.loaded, anything=True)), node)
    if name == "queryset":
        show(machine, of, value, node)
    elif name == "label_from_instance":
        show(machine, of, queryset, node, value)


# forms


def _visit(machine: Machine, info: ClassInfo) -> None:
    """The choice lists that a form declares; a view shows its `form_class`."""
    if is_form(info):
        _declared(machine, info.symbol)
        choices_at_import(machine, info.symbol)
    elif _is_edit_view(info) and machine.frame.node is not None:
        for one in alternatives(member(machine, info.symbol, "form_class", Object(info.symbol), machine.frame.node)):
            if isinstance(one, ClassRef):
                _show_keys(machine, one.symbol)
                if not _chooses_form(machine, info):
                    whole_tables(machine, one.symbol, machine.frame.node)


def _chooses_form(machine: Machine, info: ClassInfo) -> bool:
    return any(find_method(machine, info.symbol, name) for name in ("get_form", "get_form_class"))


def _show_unbound(machine: Machine, form: Symbol, node: ast.Call, args: Sequence[Value], data: Value) -> None:
    """A form without data has no other use than to be shown; one with data may only check it."""
    spread = any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords)
    if not spread and Const(None) in alternatives(args[0] if args else data):
        _show_keys(machine, form)
        whole_tables(machine, form, node)


def _show_keys(machine: Machine, form: Symbol) -> None:
    for key in key_fields(machine, form):
        with machine.inside(key.path, key.block, f"{form.name}.{key.name}", key.node):
            show(machine, Object(PLAIN_FIELD), key.queryset, key.node)


def _fields(machine: Machine, of: Object, node: ast.AST) -> Value:
    """`form.fields`"""
    found = _declared(machine, of.symbol)
    for key in key_fields(machine, of.symbol):
        found[key.name] = Object(PLAIN_FIELD, (("queryset", key.queryset),))
    return Dict(tuple(found.items()))


def _widget(machine: Machine, of: Object, node: ast.AST) -> Value:
    return Object(_WIDGET, (("field", of),))


def _declared(machine: Machine, symbol: Symbol) -> dict[str, Value]:
    """The choice fields that a form class or its ancestors declare."""
    return {one.name: one.value(machine) for one in declared(machine, symbol) if is_choice_field(one.info)}


FORMS = Framework(
    owns=_owns,
    visits=_visit,
    attributes={"fields": _fields, "base_fields": _fields, "widget": _widget},
    construct=_construct,
    assigned=_assigned,
    functions=dict.fromkeys(_CHOICE_FIELDS, _new_field),
)
