"""Model formsets: one form for each row of a queryset; each form reads its row's many-to-many fields.

https://docs.djangoproject.com/en/5.2/topics/forms/modelforms/#model-formsets
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.iteration import iterate, visited
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import manager
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Instance,
    ModelClass,
    Object,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
)
from scale_lsp.frameworks.formset_choices import MADE_OF, forms_shown
from scale_lsp.frameworks.model_forms import field_names
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import external
from scale_lsp.text.records import replace

_CLASS = external("django.forms.models.modelformset_factory")
_PLAIN = external("django.forms.formsets.formset_factory")
_FORMSET = external("django.forms.models.BaseModelFormSet")
_FORM = external("django.forms.models.ModelForm")
_FACTORIES = ("django.forms", "django.forms.models")
_PLAIN_FACTORIES = ("django.forms", "django.forms.formsets")


def _owns(info: ClassInfo) -> bool:
    return info.symbol in (_CLASS, _PLAIN, _FORMSET)


def _model_formset(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`modelformset_factory(Order, form=OrderForm, fields=…)`: a class of formsets."""
    return _formset_class(dict(keywords) | dict(zip(("model", "form"), args, strict=False)), machine)


def _inline_formset(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`inlineformset_factory(Order, OrderItem, form=ItemForm, fields=…)`"""
    given = dict(keywords) | dict(zip(("parent_model", "model", "form", "formset"), args, strict=False))
    return _formset_class({"extra": Const(3)} | given, machine)


def _plain_formset(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`formset_factory(OrderForm, extra=2)`: https://docs.djangoproject.com/en/5.2/ref/forms/formsets/"""
    given = dict(keywords) | dict(zip(("form", "formset", "extra"), args, strict=False))
    return Object(_PLAIN, tuple((name, given[name]) for name in MADE_OF if name in given))


def _formset_class(given: Mapping[str, Value], machine: Machine) -> Value:
    base = given.get("formset")
    if base is not None and not (isinstance(base, ClassRef) and _leaves_rows(machine, base)):
        return UNKNOWN
    return Object(_CLASS, tuple((name, given[name]) for name in MADE_OF if name in given))


def _leaves_rows(machine: Machine, base: ClassRef) -> bool:
    """Whether a formset class shows the rows it is given."""
    return not any(find_member(machine, base.symbol, name) for name in ("__init__", "get_queryset", "queryset"))


def _call(machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`OrderFormSet(queryset=…)`; all rows of the model by default."""
    if of.symbol == _PLAIN:
        forms_shown(machine, of, node, args, keywords, rows=False)
    if of.symbol != _CLASS:
        return UNKNOWN
    known = dict(of.attributes)
    model = known.get("model")
    queryset = keywords.get("queryset", Const(None))
    has_rows = "parent_model" not in known or _is_saved(args[2] if len(args) > 2 else keywords.get("instance"))
    none = isinstance(queryset, QuerySet) and (queryset.empty or queryset.bound == 1)
    forms_shown(machine, of, node, args, keywords, rows=has_rows and not none)
    if not has_rows:
        return UNKNOWN
    if queryset == Const(None) and isinstance(model, ModelClass):
        queryset = manager(machine, model.model, machine.graph.default_manager(model.model), node)
        queryset = replace(queryset, origin=replace(queryset.origin, edited=False))
    formset = Object(_FORMSET, (("queryset", queryset), *of.attributes))
    with visited(machine, queryset, node) as row:
        if isinstance(row, Instance):
            _make_form(machine, formset, row, node)
    return formset


def _is_saved(parent: Value | None) -> bool:
    """Whether an inline formset can have rows: those of a parent that is in the database."""
    return any(isinstance(one, Instance) and (one.origin or one.sealed) for one in alternatives(parent or UNKNOWN))


def _make_form(machine: Machine, formset: Object, row: Instance, node: ast.AST) -> None:
    form = _form(formset, row)
    for name in _names(machine, formset, row):
        relation = machine.graph.relation(row.model, name)
        if relation is not None and relation.forward and relation.arity is Arity.MANY:
            iterate(machine, attribute(machine, row, name, node), node)
    method = find_method(machine, form.symbol, "__init__")
    if method is not None:
        call_function(machine, replace(method, bound=form), [], {}, node)


def _names(machine: Machine, formset: Object, row: Instance) -> list[str]:
    known = dict(formset.attributes)
    fields, form = known.get("fields"), known.get("form")
    if isinstance(fields, Tuple):
        return [item.value for item in fields.items if isinstance(item, Const) and isinstance(item.value, str)]
    if fields == Const("__all__"):
        return list(machine.graph.models[row.model].forward)
    return field_names(machine, form.symbol, row.model) if isinstance(form, ClassRef) else []


def _form(formset: Object, row: Value) -> Object:
    form = dict(formset.attributes).get("form")
    return Object(form.symbol if isinstance(form, ClassRef) else _FORM, (("instance", row),))


def _forms(machine: Machine, of: Object, node: ast.AST) -> Value:
    """The forms of a formset, each with its row."""
    queryset = dict(of.attributes).get("queryset", UNKNOWN)
    found = [one for one in alternatives(queryset) if isinstance(one, QuerySet)]
    if not found:
        return Rows(_form(of, UNKNOWN))
    with machine.silently():  # the rows were fetched when the formset was made
        return Rows(_form(of, iterate(machine, queryset, node).item))


def _iterator(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return _forms(machine, of, node)


def _queryset(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return dict(of.attributes).get("queryset", UNKNOWN)


FORMSETS = Framework(
    owns=_owns,
    methods={"__call__": _call, "__iter__": _iterator, "get_queryset": _queryset},
    attributes={"forms": _forms, "initial_forms": _forms},
    functions={
        **{f"{module}.modelformset_factory": _model_formset for module in _FACTORIES},
        **{f"{module}.inlineformset_factory": _inline_formset for module in _FACTORIES},
        **{f"{module}.formset_factory": _plain_formset for module in _PLAIN_FACTORIES},
    },
)
