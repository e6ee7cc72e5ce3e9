"""Who renders templates: functions, generic views, and what they put into the context."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.spending import unseen
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    External,
    Instance,
    Object,
    QuerySet,
    Tuple,
    Value,
    alternatives,
    join,
)
from scale_lsp.frameworks.context_processors import variables_for_requests
from scale_lsp.frameworks.django_templates import visit_template
from scale_lsp.frameworks.jinja import render_jinja
from scale_lsp.frameworks.template_files import loaded_template, text_of
from scale_lsp.frameworks.views import base_context, is_view, option
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.text.jinja import JinjaFile
from scale_lsp.text.records import replace

_LOADED = "template:"


def render(
    machine: Machine,
    name: Value,
    context: Value,
    engine: Value = UNKNOWN,
    request: ast.AST | None = None,
) -> None:
    """Visit a template by its name, with a context dictionary and the name of an engine, if one is chosen.

    `request`: where it is rendered for a request, with what context processors add.
    """
    variables = variables_for_requests(machine, request) if request is not None else {}
    keys = context.keys if isinstance(context, Dict) else ()
    variables |= {k: v for k, v in keys if isinstance(k, str)}
    for one in alternatives(name):
        if isinstance(one, Const) and isinstance(one.value, str):
            template = loaded_template(machine, one.value, engine)
            if isinstance(template, JinjaFile):
                render_jinja(machine, template, variables)
            elif template is not None:
                visit_template(machine, template, variables)
            else:
                unseen(machine, f"the template {one.value} is not found")
        else:
            unseen(machine, "which template is rendered is not known")


def _render(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`render(request, name, context)` and `TemplateResponse`."""
    name = args[1] if len(args) > 1 else keywords.get("template_name", keywords.get("template", UNKNOWN))
    context = args[2] if len(args) > 2 else keywords.get("context", UNKNOWN)
    render(machine, name, context, keywords.get("using", UNKNOWN), node)
    return UNKNOWN


def _render_to_string(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    name = args[0] if args else keywords.get("template_name", UNKNOWN)
    context = args[1] if len(args) > 1 else keywords.get("context", UNKNOWN)
    request = node if len(args) > 2 or "request" in keywords else None
    render(machine, name, context, keywords.get("using", UNKNOWN), request)
    return UNKNOWN


def _get_template(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`get_template(name)`, to be rendered by its `render` method."""
    names = args[0] if args else UNKNOWN
    return External(f"{_LOADED}{text_of(names.items[0] if isinstance(names, Tuple) and names.items else names)}")


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
            render(machine, names, replace(one, keys=(*one.keys, ("view", view))), request=node)


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
    suffix = next((end for word, end in _SUFFIXES.items() if any(word in name for name in outside)), "_detail")
    given = option(machine, view, "template_name_suffix", node)
    suffix = text_of(given) or suffix
    for one in alternatives(base_context(machine, view, node, {})):
        for key, value in one.keys if isinstance(one, Dict) else ():
            if key in ("object_list", "object") and isinstance(value, QuerySet | Instance):
                model = machine.graph.models[value.model]
                return Const(f"{model.app_label}/{model.name.lower()}{suffix}.html")
    return UNKNOWN


_SUFFIXES = {"Filter": "_filter", "List": "_list", "Create": "_form", "Update": "_form", "Delete": "_confirm_delete"}


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
