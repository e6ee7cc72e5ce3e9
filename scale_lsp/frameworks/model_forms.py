"""The choice lists of a model form that nobody declares: one for each key that `Meta.fields` names.

https://docs.djangoproject.com/en/5.2/topics/forms/modelforms/#field-types
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.querysets import initial
from scale_lsp.flow.values import Origin, QuerySet, Site
from scale_lsp.frameworks.declarations import MetaOption, declared_names, literal_in, meta_model, meta_option, names_of
from scale_lsp.index.derived import derived, of_classes
from scale_lsp.index.models import Field
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Literal, Name, string
from scale_lsp.index.summary import ClassSummary
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class KeyField:
    """A choice field that Django makes for a foreign key or a many-to-many field, and where it is named."""

    name: str
    path: str
    block: Block
    node: ast.AST
    queryset: QuerySet


def key_fields(machine: Machine, form: Symbol) -> Iterator[KeyField]:
    """The choice fields of a model form that show all rows of the other model."""
    model = meta_model(machine, form)
    meta = _names_option(machine, form)
    if meta is None or model is None or form in _forms_of_admins(machine):
        return
    if meta_option(machine, form, "formfield_callback") or meta_option(machine, form, "field_classes"):
        return
    mine = declared_names(machine, form) | _with_widgets(machine, form)
    for name in field_names(machine, form, model):
        if name not in mine and (key := key_field(machine, model, name, meta)):
            yield key


def key_field(machine: Machine, model: Symbol, name: str, meta: MetaOption) -> KeyField | None:
    """The choice field that Django makes for a model's field of that name: all rows of the other model."""
    field = machine.graph.field(model, name)
    relation = machine.graph.relation(model, name)
    target = relation.target if relation else None
    if field is None or target is None or target not in machine.graph.models or not _is_editable_key(machine, field):
        return None
    node = literal_in(meta.expression, name)
    manager = machine.graph.default_manager(target)
    origin = Origin(Site(meta.path, meta.block, node), target, edited=False)
    queryset = initial(machine, origin, manager)
    return KeyField(name, meta.path, meta.block, node, queryset)


def field_names(machine: Machine, form: Symbol, model: Symbol) -> list[str]:
    """The fields of a model that its form shows; of columns only those that it names."""
    meta = _names_option(machine, form)
    if meta is None:
        return []
    if meta.qualname.endswith(".fields") and string(meta.shape) != "__all__":
        names = names_of(machine, meta)
    else:
        names = list(machine.graph.models[model].forward)
    excluded = meta_option(machine, form, "exclude")
    without = names_of(machine, excluded) if excluded else ()
    return [name for name in names if name not in without]


def _names_option(machine: Machine, form: Symbol) -> MetaOption | None:
    return meta_option(machine, form, "fields") or meta_option(machine, form, "exclude")


def _is_editable_key(machine: Machine, field: Field) -> bool:
    """Whether Django itself makes a list of choices for it: the field is one of Django's, and not hidden from forms."""
    summary = machine.graph.classes.summary(field.declared_in)
    shape = summary.attributes.get(field.name) if summary else None
    if not isinstance(shape, Call) or not isinstance(shape.function, Name) or field.parent_link:
        return False
    found = machine.graph.names.resolve(field.declared_in.path, shape.function.dotted)
    editable = dict(shape.keywords).get("editable", Literal(True)) == Literal(True)
    known = found is not None and found.kind is Kind.EXTERNAL and found.name.startswith("django.db.models.")
    return known and editable


def _with_widgets(machine: Machine, form: Symbol) -> set[str]:
    """The fields that `Meta.widgets` shows in another way; every field when it cannot be read."""
    meta = meta_option(machine, form, "widgets")
    if meta is None:
        return set()
    keys = meta.expression.keys if isinstance(meta.expression, ast.Dict) else [None]
    names = {key.value if isinstance(key, ast.Constant) else None for key in keys}
    if None in names:
        model = meta_model(machine, form)
        return set(machine.graph.models[model].forward) if model else set()
    return {str(name) for name in names}


def _forms_of_admins(machine: Machine) -> set[Symbol]:
    """Forms of admin classes, which show some keys as plain numbers or complete them while one types."""
    return derived(
        machine.snapshot, "forms of admins", lambda snapshot: set(of_classes(snapshot, "forms of admins", _of_admin))
    )


def _of_admin(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[Symbol]:
    shape = summary.attributes.get("form") or summary.attributes.get("add_form")
    if isinstance(shape, Name):
        info = snapshot.graph.classes.info(symbol)
        found = snapshot.graph.names.resolve(symbol.path, shape.dotted)
        if found is not None and any(".admin." in f".{outside}" for outside in info.outside):
            yield found
