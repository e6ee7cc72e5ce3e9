"""Choices that each form of a formset asks for again.

A `ModelChoiceField` copies its queryset for each form, and `ModelChoiceIterator` asks each time that it is shown.
https://docs.djangoproject.com/en/5.2/ref/forms/fields/#modelchoicefield
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.facts import FormsetChoices
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import ClassRef, Const, ModelClass, Object, QuerySet, Tuple, Value, alternatives
from scale_lsp.frameworks.declarations import MetaOption, declared
from scale_lsp.frameworks.form_choices import CHOICE_FIELDS, is_changed, touches_fields
from scale_lsp.frameworks.forms import has_list
from scale_lsp.frameworks.model_forms import key_field, key_fields
from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Other

MADE_OF = (
    *("parent_model", "model", "form", "formset", "fields", "exclude", "extra", "max_num", "absolute_max", "min_num"),
    *("widgets", "formfield_callback", "field_classes"),
)
"""The arguments of factories that decide what the forms of a formset list, and how many there are."""
_CHANGING = frozenset({"widgets", "formfield_callback", "field_classes"})
_HARMLESS = ("clean", "save", "delete_", "get_queryset", "get_default_prefix", "get_ordering")


def forms_shown(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value], rows: bool
) -> None:
    """A formset is made to be shown. `rows`: each row of a table has a form."""
    given = dict(of.attributes)
    data = args[0] if args else keywords.get("data", Const(None))
    spread = isinstance(node, ast.Call) and (
        any(isinstance(each, ast.Starred) for each in node.args) or any(k.arg is None for k in node.keywords)
    )
    if spread or Const(None) not in alternatives(data) or given.get("max_num") in (Const(0), Const(1)):
        return
    if not (rows or "initial" in keywords or _count(given) >= 2) or not _is_plain(machine, given.get("formset")):
        return
    fields = tuple(dict(_fields(machine, given, node)).items())
    if fields:
        machine.observe(FormsetChoices(machine.site(node), fields))


def _count(given: Mapping[str, Value]) -> int:
    """How many forms there are besides those of rows; a number that is not known is one."""
    numbers = [given[name] for name in ("extra", "min_num") if name in given]
    return sum(one.value for one in numbers if isinstance(one, Const) and isinstance(one.value, int))


def _is_plain(machine: Machine, formset: Value | None) -> bool:
    """Whether nothing of the project can give the forms of a formset their choices."""
    if formset is None:
        return True
    if not isinstance(formset, ClassRef):
        return False
    classes = machine.graph.classes
    summaries = [summary for one in classes.info(formset.symbol).ancestors if (summary := classes.summary(one))]
    return all(name.startswith(_HARMLESS) for summary in summaries for name in summary.methods)


def _fields(machine: Machine, given: Mapping[str, Value], node: ast.AST) -> Iterator[tuple[str, Symbol]]:
    form, model, parent = given.get("form"), given.get("model"), given.get("parent_model")
    if given.keys() & _CHANGING:
        return
    if isinstance(form, ClassRef) and not is_changed(machine, form.symbol, node):
        yield from _declared(machine, form.symbol)
        for key in key_fields(machine, form.symbol):
            if not _is_key_to(key.queryset.model, parent):
                yield key.name, key.queryset.model
    elif form is None and isinstance(model, ModelClass) and not touches_fields(machine, node):
        yield from _named(machine, model.model, given, node)


def _declared(machine: Machine, form: Symbol) -> Iterator[tuple[str, Symbol]]:
    for one in declared(machine, form):
        if one.info.symbol.name not in CHOICE_FIELDS or not isinstance(one.node, ast.Call):
            continue
        chosen = next((k.value for k in one.node.keywords if k.arg == "queryset"), None)
        chosen = one.node.args[0] if one.node.args else chosen
        if chosen is None:
            continue
        with one.inside(machine), machine.silently():
            queryset = evaluate(machine, chosen)
            listed = has_list(machine, one.node)
        if listed and isinstance(queryset, QuerySet) and queryset.model_known and not queryset.empty:
            yield one.name, queryset.model


def _named(machine: Machine, model: Symbol, given: Mapping[str, Value], node: ast.AST) -> Iterator[tuple[str, Symbol]]:
    """The keys among the fields that a factory is given; Django makes the form."""
    fields, site = given.get("fields"), machine.site(node)
    if not isinstance(node, ast.expr):
        return
    place = MetaOption(Other(""), site.path, site.block, node, "")
    names: Sequence[str] = ()
    if isinstance(fields, Tuple):
        names = [one.value for one in fields.items if isinstance(one, Const) and isinstance(one.value, str)]
    elif fields == Const("__all__") and "exclude" not in given:
        names = list(machine.graph.models[model].forward)
    for name in names:
        key = key_field(machine, model, name, place)
        if key is not None and not _is_key_to(key.queryset.model, given.get("parent_model")):
            yield name, key.queryset.model


def _is_key_to(target: Symbol, parent: Value | None) -> bool:
    """The forms of an inline formset hide the key to the parent."""
    return isinstance(parent, ModelClass) and parent.model == target
