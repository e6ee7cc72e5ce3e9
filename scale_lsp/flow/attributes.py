"""Reading an attribute of a value: where relations are read, properties run and methods are found."""

from __future__ import annotations

import ast

from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.decorated import decorators, is_property
from scale_lsp.flow.facts import PropertyRead
from scale_lsp.flow.kept import keeps_answer, kept_by
from scale_lsp.flow.limits import page_of
from scale_lsp.flow.loaded import join_path
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.querysets import manager, related_manager
from scale_lsp.flow.reading import read_column, read_relation
from scale_lsp.flow.rows import related_row, row_of
from scale_lsp.flow.spending import counted, related
from scale_lsp.flow.tasks import sends
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Dict,
    External,
    Function,
    Instance,
    Method,
    ModelClass,
    Module,
    Moved,
    Object,
    Paginated,
    QuerySet,
    Rows,
    Site,
    Super,
    Tuple,
    Value,
    alternatives,
    join,
)
from scale_lsp.index.models import Arity, Relation
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.orm.effects import SAVING
from scale_lsp.orm.queryset_methods import METHODS, OF_OTHER_LIBRARIES
from scale_lsp.text.records import replace

_DICT_METHODS = frozenset(dir(dict))


def attribute(machine: Machine, of: Value, name: str, node: ast.AST) -> Value:
    """The value of `of.name`. Of a dictionary it is a key, as Jinja has it; in Python there is no such attribute."""
    from scale_lsp.flow.classes import object_attribute
    from scale_lsp.flow.resolve import value_of

    match of:
        case Instance():
            return _of_instance(machine, of, name, node)
        case QuerySet():
            return _of_queryset(machine, of, name, node)
        case ModelClass():
            return _of_model(machine, of, name, node)
        case ClassRef(symbol=symbol):
            read = member(machine, symbol, name, of, node)
            return Method(of, name) if read is UNKNOWN and has_inherited(machine, symbol, name) else read
        case Object():
            return object_attribute(machine, of, name, node)
        case Super():
            return _of_super(machine, of, name, node)
        case Module(symbol=symbol):
            found = machine.graph.names.member(symbol, name)
            return value_of(machine, found) if found else UNKNOWN
        case External(name=qualified):
            return External(f"{qualified}.{name}")
        case Function() if sends(machine, of, name):
            return Method(of, name)
        case Moved():
            return Method(of, name)
        case Paginated(of=inner) if name in ("count", "num_pages", "page_range"):
            counted(machine, inner, node)
            return UNKNOWN
        case Paginated(of=inner) if name == "object_list":
            return join(*map(page_of, alternatives(inner)))
        case Paginated(of=inner) if name == "page_obj":
            return inner
        case Tuple(items=items, names=names) if name in names:
            return items[names.index(name)]
        case Dict() if name not in _DICT_METHODS and any(key == name for key, _ in of.keys):
            return of.get(name)
        case Rows() | Tuple() | Dict() | Const() | Paginated():
            return Method(of, name)
    return UNKNOWN


def has_inherited(machine: Machine, symbol: Symbol, name: str) -> bool:
    """Whether a framework's base class gives a class a method of that name."""
    info = machine.graph.classes.info(symbol)
    return any(name in f.methods and f.owns(info) for f in machine.frameworks)


def _of_instance(machine: Machine, of: Instance, name: str, node: ast.AST) -> Value:
    graph = machine.graph
    path = join_path(of.path, name)
    is_attribute, queryset = of.loaded.attribute(path)
    if is_attribute:
        return Rows(row_of(queryset, None)) if queryset else UNKNOWN
    if not of.path and name in of.loaded.annotations:
        return UNKNOWN
    relation = graph.relation(of.model, name)
    if relation is not None:
        return follow(machine, of, relation, node)
    column = graph.field(of.model, name) or graph.attname_owner(of.model, name)
    if column is not None:
        read_column(machine, of, column.name, node)
    if graph.field(of.model, name) is not None or name == "pk":
        return UNKNOWN
    found = member(machine, of.model, name, of, node)
    if found is UNKNOWN and find_member(machine, of.model, name) is None:
        return _own_method(machine, of, name)
    return found


def _own_method(machine: Machine, of: Instance, name: str) -> Value:
    """What Django gives every row, and every user."""
    if name == "email_user" and of.model == machine.graph.user_model:
        return External("django.contrib.auth.models.AbstractUser.email_user")
    return Method(of, name) if name in SAVING else UNKNOWN


def follow(machine: Machine, of: Instance, relation: Relation, node: ast.AST) -> Value:
    """Read a relation of a row: the related row, or the manager of the related rows."""
    if relation.arity is Arity.MANY:
        return related_manager(machine, of, relation, node)
    read_relation(machine, of, relation, node)
    related(machine, of, relation, node)
    return related_row(of, relation)


def _of_queryset(machine: Machine, of: QuerySet, name: str, node: ast.AST) -> Value:
    if name == "model":
        return ModelClass(of.model)
    for symbol in of.manager.classes if of.manager else ():
        found = find_member(machine, symbol, name)
        if isinstance(found, Function) and is_property(machine, found):
            return call_function(machine, replace(found, bound=of), [], {}, node)
        if found is not None:
            return Method(of, name)
    return Method(of, name) if name in METHODS or name in OF_OTHER_LIBRARIES else UNKNOWN


def _of_model(machine: Machine, of: ModelClass, name: str, node: ast.AST) -> Value:
    graph = machine.graph
    info = graph.manager(of.model, name)
    if info is None and name in ("_default_manager", "_base_manager"):
        info = graph.default_manager(of.model)
    if info is not None:
        return manager(machine, of.model, info, node)
    if graph.relation(of.model, name) or graph.field(of.model, name):
        return UNKNOWN
    return member(machine, of.model, name, of, node)


def member(machine: Machine, symbol: Symbol, name: str, of: Value, node: ast.AST, after: Symbol | None = None) -> Value:
    """A class member read through an instance or the class: a bound method, a property's value, an attribute."""
    from scale_lsp.flow.resolve import assigned_value, value_of

    found = find_member(machine, symbol, name, after)
    if isinstance(found, Function):
        names = decorators(machine, found)
        if is_property(machine, found):
            if isinstance(of, Instance | Object):
                defined = Site(found.path, found.block, found.node)
                observed = PropertyRead(machine.site(node), defined, found.qualname, isinstance(of, Instance))
                machine.observe(observed)
            if keeps_answer(machine, found):
                return kept_by(machine, of, replace(found, bound=of), node)
            return call_function(machine, replace(found, bound=of), [], {}, node)
        if "classmethod" in names and isinstance(of, Instance):
            return replace(found, bound=ModelClass(of.model))
        if "staticmethod" in names or (isinstance(of, ClassRef | ModelClass) and "classmethod" not in names):
            return found
        return replace(found, bound=of)
    if found is None:
        return UNKNOWN
    return assigned_value(machine, found) if found.kind is Kind.VALUE else value_of(machine, found)


def _of_super(machine: Machine, of: Super, name: str, node: ast.AST) -> Value:
    from scale_lsp.flow.classes import parent_attribute

    match of.of:
        case QuerySet():
            return Method(of, name)
        case Instance(model=model) | ModelClass(model=model):
            if isinstance(of.of, Instance) and find_member(machine, model, name, of.owner) is None:
                return _own_method(machine, of.of, name)
            return member(machine, model, name, of.of, node, of.owner)
        case ClassRef(symbol=symbol):
            return member(machine, symbol, name, of.of, node, of.owner)
        case Object():
            return parent_attribute(machine, of, of.of, name, node)
    return UNKNOWN


def to_string(machine: Machine, value: Value, node: ast.AST) -> None:
    """`str(value)`, an f-string or a log message: the `__str__` of a row runs."""
    for one in alternatives(value):
        if isinstance(one, Instance):
            method = find_method(machine, one.model, "__str__")
            if method is not None:
                call_function(machine, replace(method, bound=one), [], {}, node)
        elif isinstance(one, Rows | Tuple):
            from scale_lsp.flow.iteration import iterate
            from scale_lsp.flow.values import revisited

            over = iterate(machine, one, node)
            with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
                item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
                to_string(machine, item, node)
