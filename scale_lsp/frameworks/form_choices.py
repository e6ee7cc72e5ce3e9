"""Choices of forms that a query makes: all rows of a table, or rows that are fetched when the module is imported.

https://docs.djangoproject.com/en/5.2/ref/forms/fields/#django.forms.ChoiceField.choices
"""

from __future__ import annotations

import ast

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.facts import ChoicesListed
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import QuerySet, Rowshape, Site, Value
from scale_lsp.frameworks.declarations import Declared, declared, declared_names, meta_model
from scale_lsp.frameworks.model_forms import key_fields
from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Call

_CHOICES = frozenset(
    f"django.forms.{module}{name}"
    for module in ("", "fields.")
    for name in ("ChoiceField", "MultipleChoiceField", "TypedChoiceField", "TypedMultipleChoiceField")
)
CHOICE_FIELDS = frozenset(
    f"django.forms.{module}{name}"
    for module in ("", "models.")
    for name in ("ModelChoiceField", "ModelMultipleChoiceField")
)


def choices_at_import(machine: Machine, form: Symbol) -> None:
    """`choices=[(brand.pk, brand.name) for brand in Brand.objects.all()]` in the body of a form."""
    for one in declared(machine, form):
        if one.owner != form or one.info.symbol.name not in _CHOICES or not isinstance(one.node, ast.Call):
            continue
        given = next((k.value for k in one.node.keywords if k.arg == "choices"), None)
        placed = (one.block, given) if given is not None else None
        if isinstance(given, ast.Name):
            where = definitions(machine.snapshot, form.path)
            values = where.values if where else {}
            placed = values.get(f"{form.name}.{given.id}") or values.get(given.id)
        if placed is None:
            continue
        with one.inside(machine), machine.silently():
            queryset = _fetched(machine, placed[1])
        if isinstance(queryset, QuerySet) and queryset.model_known and not queryset.empty:
            names = {n.id for n in ast.walk(placed[1]) if isinstance(n, ast.Name)}
            later = placed[1] is given and not names & declared_names(machine, form)
            site = Site(form.path, *placed)
            machine.observe(ChoicesListed(site, form, one.name, queryset.model, at_import=True, later=later))


def _fetched(machine: Machine, node: ast.expr) -> Value | None:
    """The queryset whose rows an expression fetches to make a list of them."""
    match node:
        case ast.ListComp(generators=[ast.comprehension(iter=rows), *_]):
            return evaluate(machine, rows)
        case ast.GeneratorExp(generators=[ast.comprehension(iter=rows), *_]):
            return evaluate(machine, rows)
        case ast.Call(func=ast.Name(id="list" | "tuple" | "sorted"), args=[inner]):
            return _fetched(machine, inner)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _fetched(machine, left) or _fetched(machine, right)
        case ast.Call():
            return evaluate(machine, node)
    return None


def whole_tables(machine: Machine, form: Symbol, node: ast.AST) -> None:
    """The lists of all rows in a form that is shown here, unless code may choose other rows or another widget."""
    if is_changed(machine, form, node):
        return
    for one in declared(machine, form):
        if one.info.symbol.name in CHOICE_FIELDS and isinstance(one.node, ast.Call) and _has_its_widget(one.node):
            _declared(machine, form, one, one.node)
    for key in key_fields(machine, form):
        if _is_whole(key.queryset) and not _is_limited(machine, form, key.name):
            site = Site(key.path, key.block, key.node)
            machine.observe(ChoicesListed(site, form, key.name, key.queryset.model))


def _declared(machine: Machine, form: Symbol, one: Declared, call: ast.Call) -> None:
    given = next((k.value for k in call.keywords if k.arg == "queryset"), call.args[0] if call.args else None)
    if given is None:
        return
    with one.inside(machine), machine.silently():
        queryset = evaluate(machine, given)
    if isinstance(queryset, QuerySet) and _is_whole(queryset):
        machine.observe(ChoicesListed(Site(one.owner.path, one.block, given), form, one.name, queryset.model))


def _has_its_widget(call: ast.Call) -> bool:
    return not {keyword.arg for keyword in call.keywords} & {None, "widget", "limit_choices_to"}


def _is_whole(queryset: QuerySet) -> bool:
    narrowed = queryset.lookups or queryset.perhaps != () or queryset.narrowed or queryset.grouped
    limited = queryset.empty or queryset.sliced or queryset.bound is not None or queryset.relation is not None
    return (
        queryset.model_known
        and queryset.every_lookup
        and queryset.shape is Rowshape.INSTANCES
        and not (narrowed or limited)
    )


def is_changed(machine: Machine, form: Symbol, node: ast.AST) -> bool:
    """Whether methods of the form, or the code that shows it, may put other rows or widgets into its fields."""
    classes = machine.graph.classes
    summaries = [summary for one in classes.info(form).ancestors if (summary := classes.summary(one))]
    methods = {name for summary in summaries for name in summary.methods}
    if any(not name.startswith(("clean", "save")) for name in methods):
        return True
    return touches_fields(machine, node)


def touches_fields(machine: Machine, node: ast.AST) -> bool:
    """Whether the code that shows a form reaches for its fields."""
    around = machine.frame.node if machine.frame.node is not None else node
    return any(isinstance(n, ast.Attribute) and n.attr in ("fields", "base_fields") for n in ast.walk(around))


def _is_limited(machine: Machine, form: Symbol, name: str) -> bool:
    """Whether the model's field has `limit_choices_to`, or is not declared where that can be seen."""
    model = meta_model(machine, form)
    field = machine.graph.field(model, name) if model else None
    summary = machine.graph.classes.summary(field.declared_in) if field else None
    shape = summary.attributes.get(name) if summary else None
    return not isinstance(shape, Call) or "limit_choices_to" in dict(shape.keywords)
