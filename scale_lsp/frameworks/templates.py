"""Django templates: what a view renders is visited with the values the view puts into the context."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Frame, Machine
from scale_lsp.flow.methods import call_method_of
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import rows_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    External,
    Function,
    Instance,
    Method,
    Object,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.frameworks.jinja import render_jinja
from scale_lsp.frameworks.template_files import find_template, loaded_template
from scale_lsp.frameworks.template_library import included_name, library
from scale_lsp.frameworks.views import base_context, is_view, option
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.text.jinja import JinjaFile
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
)

_DEEPEST = 8
_LOADED = "template:"


@dataclass(slots=True)
class Scope:
    """Variables of a template, and the blocks that templates further down put in."""

    variables: dict[str, Value]
    blocks: dict[str, tuple[tuple[Node, ...], TemplateFile]] = field(default_factory=dict)
    depth: int = 0


def render(machine: Machine, name: Value, context: Value, engine: Value = UNKNOWN) -> None:
    """Visit a template by its name, with a context dictionary and the name of an engine, if one is chosen."""
    keys = context.keys if isinstance(context, Dict) else ()
    variables = {k: v for k, v in keys if isinstance(k, str)}
    for one in alternatives(name):
        if isinstance(one, Const) and isinstance(one.value, str):
            template = loaded_template(machine, one.value, engine)
            if isinstance(template, JinjaFile):
                render_jinja(machine, template, variables)
            elif template is not None:
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
    node = template.nodes[0] if template.nodes else None
    if node is not None:
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
            for operands, body in branches:
                for operand in operands:
                    _tested(machine, template, operand, scope)
                _visit(machine, template, body, scope)
        case With(assignments=assignments, body=body):
            inner = replace(scope, variables=dict(scope.variables))
            inner.variables |= {name: _value(machine, template, e, scope) for name, e in assignments}
            _visit(machine, template, body, inner)
        case Include(template=name, assignments=assignments, only=only):
            variables = {} if only else dict(scope.variables)
            variables |= {n: _value(machine, template, e, scope) for n, e in assignments}
            included = name.literal if isinstance(name.literal, str) else _text(_value(machine, template, name, scope))
            found = find_template(machine, included) if included else None
            if found is not None:
                with _at(machine, template, name.node):
                    _visit_file(machine, found, Scope(variables, {}, scope.depth + 1))
        case BlockNode(name=name, body=body):
            inner_body, home = scope.blocks.get(name, (body, template))
            _visit(machine, home, inner_body, scope)
            if inner_body is not body and _uses_super(inner_body):
                _visit(machine, template, body, scope)
        case Regroup():
            _regroup(machine, template, node, scope)
        case Tag():
            _tag(machine, template, node, scope)


def _text(value: Value) -> str:
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def _uses_super(nodes: Iterable[Node]) -> bool:
    return any(isinstance(n, Output) and n.expression.path == ("block", "super") for n in nodes)


def _at(machine: Machine, template: TemplateFile, node: ast.AST) -> AbstractContextManager[Frame]:
    name = template.path.rpartition("/")[2]
    return machine.inside(template.path, template.block, f"<{name}>", node)


def _for(machine: Machine, template: TemplateFile, node: For, scope: Scope) -> None:
    value = _value(machine, template, node.iterable, scope)
    with _at(machine, template, node.iterable.node):
        over = iterate(machine, value, node.iterable.node)
        with machine.looping(
            node.iterable.node, over.rows, frozenset(node.targets), over.over_rows, over.small
        ) as loop:
            item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
            inner = replace(scope, variables=dict(scope.variables))
            if len(node.targets) == 1:
                inner.variables[node.targets[0]] = item
            else:
                for target, part in zip(node.targets, _unpacked(item, len(node.targets)), strict=True):
                    inner.variables[target] = part
            _visit(machine, template, node.body, inner)
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
                rows_of(machine, one, expression.node)


def _regroup(machine: Machine, template: TemplateFile, node: Regroup, scope: Scope) -> None:
    value = _value(machine, template, node.target, scope)
    with _at(machine, template, node.target.node):
        over = iterate(machine, value, node.target.node)
        with machine.looping(node.target.node, over.rows, frozenset(), over.over_rows, over.small) as loop:
            item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
            group = _followed(machine, item, node.by, node.target.node)
    scope.variables[node.name] = Rows(Dict((("grouper", group), ("list", Rows(over.item)))))


# expressions


def _value(machine: Machine, template: TemplateFile, expression: Expression, scope: Scope) -> Value:
    if not expression.path:
        return UNKNOWN if expression.literal is None else Const(expression.literal)
    head, *rest = expression.path
    value = scope.variables.get(head, UNKNOWN)
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
    value = _called(machine, value, node)
    for name in path:
        value = join(*(_called(machine, _looked_up(machine, one, name, node), node) for one in alternatives(value)))
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


def _called(machine: Machine, value: Value, node: ast.AST) -> Value:
    match value:
        case Function():
            return call_function(machine, value, [], {}, node, keep_origins=True)
        case Method():
            return call_method_of(machine, value, node, [], {})
        case QuerySet(manager=info) if info is not None and value.parent is not None and value.pristine:
            return value
    return value


def _filtered(machine: Machine, name: str, value: Value, argument: Value, node: ast.AST) -> Value:
    match name:
        case "length" | "count":
            for one in alternatives(value):
                if isinstance(one, QuerySet):
                    rows_of(machine, one, node)
            return UNKNOWN
        case "first" | "last" | "random":
            item = iterate(machine, value, node).item
            return revisited(item, None, machine.active)
        case "slice" | "dictsort" | "dictsortreversed" | "default" | "default_if_none" | "safe" | "list" | "batch":
            return value
        case "join" | "unordered_list":
            to_string(machine, value, node)
            return UNKNOWN
    own = library(machine).get(("filter", name))
    if own is not None:
        return call_function(machine, own.function, [value, argument], {}, node, keep_origins=True)
    return UNKNOWN


# tags


def _tag(machine: Machine, template: TemplateFile, node: Tag, scope: Scope) -> None:
    arguments = [_value(machine, template, argument, scope) for argument in node.arguments]
    keywords = {name: _value(machine, template, argument, scope) for name, argument in node.keywords}
    result: Value = arguments[0] if node.name == "set" and arguments else UNKNOWN
    for kind in ("simple_tag", "inclusion_tag"):
        tag = library(machine).get((kind, node.name))
        if tag is None:
            continue
        context = [Dict(tuple(scope.variables.items()))] if tag.takes_context else []
        with _at(machine, template, node.node):
            result = call_function(
                machine, tag.function, [*context, *arguments], keywords, node.node, keep_origins=True
            )
            if kind == "inclusion_tag":
                _included(machine, included_name(tag.function), result, scope)
    if node.as_name:
        scope.variables[node.as_name] = result
    with machine.behind_cache() if node.name == "cache" else nullcontext():
        _visit(machine, template, node.body, scope)


def _included(machine: Machine, name: str, context: Value, scope: Scope) -> None:
    template = find_template(machine, name)
    if template is not None and isinstance(context, Dict):
        variables = {key: value for key, value in context.keys if isinstance(key, str)}
        _visit_file(machine, template, Scope(variables, {}, scope.depth + 1))


# who renders


def _render(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`render(request, name, context)` and `TemplateResponse`."""
    name = args[1] if len(args) > 1 else keywords.get("template_name", keywords.get("template", UNKNOWN))
    context = args[2] if len(args) > 2 else keywords.get("context", UNKNOWN)
    render(machine, name, context, keywords.get("using", UNKNOWN))
    return UNKNOWN


def _render_to_string(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    name = args[0] if args else keywords.get("template_name", UNKNOWN)
    context = args[1] if len(args) > 1 else keywords.get("context", UNKNOWN)
    render(machine, name, context, keywords.get("using", UNKNOWN))
    return UNKNOWN


def _get_template(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`get_template(name)`, to be rendered by its `render` method."""
    names = args[0] if args else UNKNOWN
    return External(f"{_LOADED}{_text(names.items[0] if isinstance(names, Tuple) and names.items else names)}")


def _outside(
    machine: Machine, name: str, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`get_template(name).render(context)`, and `ListView.as_view(…)` of Django's own class."""
    of, _, method = name.rpartition(".")
    if of.startswith(_LOADED) and method == "render":
        render(machine, Const(of.removeprefix(_LOADED)), args[0] if args else keywords.get("context", UNKNOWN))
    elif of.startswith("django.views.generic.") and method == "as_view":
        _as_view(machine, Object(Symbol(Kind.EXTERNAL, "", of)), node, args, keywords)
    return UNKNOWN


def _visit_view(machine: Machine, info: ClassInfo) -> None:
    """A generic view renders its template with its context."""
    if machine.frame.node is not None:
        _show(machine, Object(info.symbol), machine.frame.node)


def _show(machine: Machine, view: Object, node: ast.AST) -> None:
    method = find_method(machine, view.symbol, "get_context_data")
    if method is not None:
        context = call_function(machine, replace(method, bound=view), [], {}, node, keep_origins=True)
    else:
        context = base_context(machine, view, node, {})
    _render_view(machine, view, context, node)


def _render_view(machine: Machine, view: Object, context: Value, node: ast.AST) -> None:
    names = _template_of(machine, view, node)
    for one in alternatives(context):
        if isinstance(one, Dict):
            render(machine, names, replace(one, keys=(*one.keys, ("view", view))))


def _template_of(machine: Machine, view: Object, node: ast.AST) -> Value:
    method = find_method(machine, view.symbol, "get_template_names")
    if method is not None:
        names = call_function(machine, replace(method, bound=view), [], {}, node)
    else:
        names = option(machine, view, "template_name", node)
    known = [name for one in alternatives(names) for name in (one.items if isinstance(one, Tuple) else (one,))]
    texts = [name for name in known if isinstance(name, Const) and isinstance(name.value, str)]
    if texts or method is not None:
        return join(*texts[:1]) if len(texts) == len(known) else UNKNOWN
    return _default_template(machine, view, node)


def _default_template(machine: Machine, view: Object, node: ast.AST) -> Value:
    """`shop/order_list.html`, from the model of the rows."""
    outside = machine.graph.classes.info(view.symbol).outside
    suffix = next((end for word, end in _SUFFIXES if any(word in name for name in outside)), "_detail")
    given = option(machine, view, "template_name_suffix", node)
    suffix = _text(given) or suffix
    for one in alternatives(base_context(machine, view, node, {})):
        for key, value in one.keys if isinstance(one, Dict) else ():
            if key in ("object_list", "object") and isinstance(value, QuerySet | Instance):
                model = machine.graph.models[value.model]
                return Const(f"{model.app_label}/{model.name.lower()}{suffix}.html")
    return UNKNOWN


_SUFFIXES = (("List", "_list"), ("Create", "_form"), ("Update", "_form"), ("Delete", "_confirm_delete"))


def _as_view(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`as_view(queryset=…)`: another view of the class, with these attributes."""
    if keywords:
        _show(machine, replace(of, attributes=tuple(keywords.items())), node)
    return UNKNOWN


def _render_to_response(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """What a view does that overrides `get()`."""
    _render_view(machine, of, args[0] if args else keywords.get("context", UNKNOWN), node)
    return UNKNOWN


TEMPLATES = Framework(
    owns=lambda info: is_view(info) and any(name.startswith("django.views.generic") for name in info.outside),
    visits=_visit_view,
    methods={"as_view": _as_view, "render_to_response": _render_to_response},
    unlisted=_outside,
    functions={
        "django.shortcuts.render": _render,
        "django.template.response.TemplateResponse": _render,
        "django.template.response.SimpleTemplateResponse": _render_to_string,
        "django.template.loader.render_to_string": _render_to_string,
        "django.shortcuts.render_to_response": _render_to_string,
        "django.template.RequestContext": lambda machine, node, args, keywords: args[1] if len(args) > 1 else UNKNOWN,
        "django.template.Context": lambda machine, node, args, keywords: args[0] if args else UNKNOWN,
        "django.template.loader.get_template": _get_template,
        "django.template.loader.select_template": _get_template,
    },
)
