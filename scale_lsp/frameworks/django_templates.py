"""Django templates: their tags and expressions, visited with the values of a context."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import zip_longest

from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.keys import ahead
from scale_lsp.flow.limits import last_of, part_of
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import called
from scale_lsp.flow.queries import shown
from scale_lsp.flow.querysets import rows_of
from scale_lsp.flow.spending import VISITOR, Ways, once, uncounted
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Instance,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.frameworks.template_files import find_template, text_of
from scale_lsp.frameworks.template_library import included_name, library
from scale_lsp.text.records import replace
from scale_lsp.text.template import (
    BlockNode,
    Expression,
    Extends,
    For,
    If,
    Include,
    Node,
    Output,
    Regroup,
    Tag,
    TemplateFile,
    With,
    uses_super,
)

_DEEPEST = 8


@dataclass(slots=True)
class Scope:
    """Variables of a template, and the blocks that templates further down put in."""

    variables: dict[str, Value]
    blocks: dict[str, tuple[tuple[Node, ...], TemplateFile]] = field(default_factory=dict)
    depth: int = 0


def visit_template(machine: Machine, template: TemplateFile, variables: dict[str, Value]) -> None:
    """Visit a template with its context."""
    _visit_file(machine, template, Scope(variables))


def _visit_file(machine: Machine, template: TemplateFile, scope: Scope) -> None:
    if scope.depth > _DEEPEST:
        return
    extends = next((n for n in template.nodes if isinstance(n, Extends)), None)
    if extends is not None and isinstance(extends.template.literal, str):
        parent = find_template(machine, extends.template.literal)
        if parent is not None:
            blocks = {n.name: (n.body, template) for n in _blocks(template.nodes)}
            deeper = Scope(scope.variables, blocks | scope.blocks, scope.depth + 1)
            _visit_file(machine, parent, deeper)
            return
    _visit(machine, template, template.nodes, scope)


def _blocks(nodes: Iterable[Node]) -> Iterable[BlockNode]:
    for node in nodes:
        match node:
            case BlockNode(body=body):
                yield node
                yield from _blocks(body)
            case With(body=body) | Tag(body=body):
                yield from _blocks(body)
            case If(branches=branches):
                for _, inner in branches:
                    yield from _blocks(inner)


def _visit(machine: Machine, template: TemplateFile, nodes: Iterable[Node], scope: Scope) -> None:
    for node in nodes:
        machine.step()
        _node(machine, template, node, scope)


def _node(machine: Machine, template: TemplateFile, node: Node, scope: Scope) -> None:
    match node:
        case Output(expression=expression):
            value = _value(machine, template, expression, scope)
            with _at(machine, template, expression.node):
                to_string(machine, value, expression.node)
        case For():
            _for(machine, template, node, scope)
        case If(branches=branches):
            ways = Ways(machine)
            for operands, body in branches:
                ways.outside()  # each way has come by the tests of those before it
                for operand in operands:
                    _tested(machine, template, operand, scope)
                ways.begin()
                _visit(machine, template, body, scope)
            ways.end()
        case With(assignments=assignments, body=body):
            inner = replace(scope, variables=dict(scope.variables))
            inner.variables |= {name: _value(machine, template, e, scope) for name, e in assignments}
            _visit(machine, template, body, inner)
        case Include(template=name, assignments=assignments, only=only):
            variables = {} if only else dict(scope.variables)
            variables |= {n: _value(machine, template, e, scope) for n, e in assignments}
            included = (
                name.literal if isinstance(name.literal, str) else text_of(_value(machine, template, name, scope))
            )
            found = find_template(machine, included) if included else None
            if found is not None:
                with _at(machine, template, name.node):
                    _visit_file(machine, found, Scope(variables, {}, scope.depth + 1))
        case BlockNode(name=name, body=body):
            inner_body, home = scope.blocks.get(name, (body, template))
            _visit(machine, home, inner_body, scope)
            if inner_body is not body and uses_super(inner_body):
                _visit(machine, template, body, scope)
        case Regroup():
            _regroup(machine, template, node, scope)
        case Tag():
            _tag(machine, template, node, scope)


def _at(machine: Machine, template: TemplateFile, node: ast.AST) -> AbstractContextManager[Frame]:
    name = template.path.rpartition("/")[2]
    return machine.inside(template.path, template.block, f"<{name}>", node)


def _for(machine: Machine, template: TemplateFile, node: For, scope: Scope) -> None:
    value = _value(machine, template, node.iterable, scope)
    with _at(machine, template, node.iterable.node):
        shown(machine, value, node.iterable.node)
        over = iterate(machine, value, node.iterable.node)
        with machine.looping(
            node.iterable.node, over.rows, frozenset(node.targets), over.over_rows, over.small, over.visit
        ) as loop:
            item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
            inner = replace(scope, variables=dict(scope.variables))
            if len(node.targets) == 1:
                inner.variables[node.targets[0]] = item
            else:
                for target, part in zip(node.targets, _unpacked(item, len(node.targets)), strict=True):
                    inner.variables[target] = part
            _visit(machine, template, node.body, inner)
    with uncounted(machine):
        _visit(machine, template, node.empty, scope)


def _unpacked(item: Value, count: int) -> Sequence[Value]:
    match item:
        case Tuple(items=items) if len(items) == count:
            return items
        case Dict(keys=(("grouper", group), ("list", rows))) if count == 2:  # a named tuple of `regroup`
            return group, rows
    return [UNKNOWN] * count


def _tested(machine: Machine, template: TemplateFile, expression: Expression, scope: Scope) -> None:
    value = _value(machine, template, expression, scope)
    with _at(machine, template, expression.node):
        for one in alternatives(value):
            if isinstance(one, QuerySet):
                rows_of(machine, one, expression.node, "bool")


def _regroup(machine: Machine, template: TemplateFile, node: Regroup, scope: Scope) -> None:
    value = _value(machine, template, node.target, scope)
    with _at(machine, template, node.target.node):
        over = iterate(machine, value, node.target.node)
        with machine.looping(node.target.node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
            item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
            group = _followed(machine, item, node.by, node.target.node)
    scope.variables[node.name] = Rows(Dict((("grouper", group), ("list", Rows(over.item)))))


# expressions


def _value(machine: Machine, template: TemplateFile, expression: Expression, scope: Scope) -> Value:
    if not expression.path:
        return UNKNOWN if expression.literal is None else Const(expression.literal)
    head, *rest = expression.path
    value = scope.variables.get(head, UNKNOWN)
    asked = rest[0] if head == "request" and rest else head
    if asked in VISITOR and head not in scope.variables:
        once(machine, *VISITOR[asked])
    if head in ("user", "request") and value is UNKNOWN and machine.graph.user_model:
        if head == "user" or rest[:1] == ["user"]:
            value, rest = Instance(machine.graph.user_model), rest if head == "user" else rest[1:]
    with _at(machine, template, expression.node):
        value = _followed(machine, value, rest, expression.node)
        for applied in expression.filters:
            argument = _value(machine, template, applied.argument, scope) if applied.argument else UNKNOWN
            value = _filtered(machine, applied.name, value, argument, expression.node)
    return value


def _followed(machine: Machine, value: Value, path: Sequence[str], node: ast.AST) -> Value:
    """Template look-up: a key, an attribute or an index; what can be called without arguments is called."""
    value = called(machine, value, node)
    for name, following in zip_longest(path, path[1:]):
        with ahead(machine, node, following, node, name) if following else nullcontext():
            value = join(*(called(machine, _looked_up(machine, one, name, node), node) for one in alternatives(value)))
    return value


def _looked_up(machine: Machine, value: Value, name: str, node: ast.AST) -> Value:
    match value:
        case Dict() if any(key == name for key, _ in value.keys):
            return value.get(name)
        case Rows(item=item) if name.isdigit():
            return revisited(item, None, machine.active)
        case Tuple(items=items) if name.isdigit() and int(name) < len(items):
            return items[int(name)]
        case QuerySet() if name.isdigit():
            item = rows_of(machine, value, node)
            return revisited(item, None, machine.active)
    return attribute(machine, value, name, node)


def _filtered(machine: Machine, name: str, value: Value, argument: Value, node: ast.AST) -> Value:
    match name:
        case "length" | "count":
            for one in alternatives(value):
                if isinstance(one, QuerySet):
                    rows_of(machine, one, node, "len")
            shown(machine, value, node)
            return UNKNOWN
        case "first" | "last" | "random":
            for one in alternatives(value):
                if name == "last" and isinstance(one, QuerySet):
                    last_of(machine, one, node)
            item = iterate(machine, value, node).item
            return revisited(item, None, machine.active)
        case "slice":
            return join(*(part_of(machine, one, argument, node) for one in alternatives(value)))
        case "dictsort" | "dictsortreversed" | "default" | "default_if_none" | "safe" | "list" | "batch":
            return value
        case "join" | "unordered_list":
            to_string(machine, value, node)
            return UNKNOWN
    own = library(machine).get(("filter", name))
    function = own.function(machine) if own is not None else None
    if function is not None:
        return call_function(machine, function, [value, argument], {}, node, keep_origins=True)
    return UNKNOWN


# tags


def _tag(machine: Machine, template: TemplateFile, node: Tag, scope: Scope) -> None:
    arguments = [_value(machine, template, argument, scope) for argument in node.arguments]
    keywords = {name: _value(machine, template, argument, scope) for name, argument in node.keywords}
    result: Value = arguments[0] if node.name == "set" and arguments else UNKNOWN
    for kind in ("simple_tag", "inclusion_tag"):
        tag = library(machine).get((kind, node.name))
        function = tag.function(machine) if tag is not None else None
        if tag is None or function is None:
            continue
        context = [Dict(tuple(scope.variables.items()))] if tag.takes_context else []
        with _at(machine, template, node.node):
            result = call_function(machine, function, [*context, *arguments], keywords, node.node, keep_origins=True)
            if kind == "inclusion_tag":
                _included(machine, included_name(function), result, scope)
    if node.as_name:
        scope.variables[node.as_name] = result
    with machine.behind_cache() if node.name == "cache" else nullcontext():
        _visit(machine, template, node.body, scope)


def _included(machine: Machine, name: str, context: Value, scope: Scope) -> None:
    template = find_template(machine, name)
    if template is not None and isinstance(context, Dict):
        variables = {key: value for key, value in context.keys if isinstance(key, str)}
        _visit_file(machine, template, Scope(variables, {}, scope.depth + 1))
