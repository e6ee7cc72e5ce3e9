"""Jinja templates: executed as the Python that jinja2 makes of them, with what the view puts into the context.

https://docs.djangoproject.com/en/5.2/topics/templates/#django.template.backends.jinja2.Jinja2
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.attributes import to_string
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.statements import execute_all
from scale_lsp.flow.values import UNKNOWN, Const, Dict, External, Function, Site, Tuple, Value, alternatives
from scale_lsp.frameworks.jinja_filters import FILTERS
from scale_lsp.frameworks.template_files import find_jinja
from scale_lsp.text.jinja import JinjaFile
from scale_lsp.text.jinja_code import Code
from scale_lsp.text.jinja_expressions import PREFIX
from scale_lsp.text.records import replace

_BLOCKS = f"{PREFIX}blocks"
_GLOBALS: dict[str, Value] = {
    "range": External("builtins.range"),
    "dict": External("builtins.dict"),
    "namespace": External(f"{PREFIX}namespace"),
}
"""https://jinja.palletsprojects.com/en/stable/templates/#list-of-global-functions"""


def render_jinja(machine: Machine, file: JinjaFile, variables: Mapping[str, Value]) -> None:
    """Visit a template with the variables of its context."""
    _run(machine, file, variables, {}, None)


def _run(
    machine: Machine,
    file: JinjaFile,
    variables: Mapping[str, Value],
    blocks: Mapping[str, tuple[Function, ...]],
    call: Site | None,
) -> dict[str, Value]:
    """Execute a template and what it extends. Gives its variables; recursion is followed once."""
    name = f"<{file.path.rpartition('/')[2]}>"
    if any(frame.path == file.path and frame.name == name for frame in machine.frames):
        return {}
    code = file.code
    with machine.inside(file.path, file.block, name) as frame:
        frame.call = call or frame.call
        stacks = _stacked(file, code, blocks)
        frame.variables = {**_initial(code), **variables}
        frame.variables[_BLOCKS] = Dict(tuple((n, Tuple(stack)) for n, stack in stacks.items()))
        execute_all(machine, code.body)
        if code.extends is not None:
            parent = next(_files(machine, evaluate(machine, code.extends)), None)
            if parent is not None:
                _run(machine, parent, frame.variables, stacks, call)
            else:
                for block in code.blocks:
                    _render_block(machine, block, code.extends, {})
        return frame.variables


def _initial(code: Code) -> dict[str, Value]:
    """All variables of a template: without this they would be looked up as Python's."""
    return {n: External(n) if n.startswith(PREFIX) else _GLOBALS.get(n, UNKNOWN) for n in code.names}


def _stacked(
    file: JinjaFile, code: Code, blocks: Mapping[str, tuple[Function, ...]]
) -> dict[str, tuple[Function, ...]]:
    """The blocks of a template behind those of the templates that extend it."""
    own = {name: Function(file.path, file.block, node, name) for name, node in code.blocks.items()}
    return {**blocks, **{name: (*blocks.get(name, ()), function) for name, function in own.items()}}


def _files(machine: Machine, names: Value) -> Iterator[JinjaFile]:
    """The templates of a name, or of a list of names, that are there."""
    for one in names.items if isinstance(names, Tuple) else alternatives(names):
        if isinstance(one, Const) and isinstance(one.value, str):
            found = find_jinja(machine, one.value)
            if found is not None:
                yield found


def _context(machine: Machine) -> dict[str, Value]:
    """The variables that are seen where control is, without those of inner scopes."""
    seen = {**(machine.frame.closure or {}), **machine.frame.variables}
    return {name: value for name, value in seen.items() if "@" not in name and not name.startswith(PREFIX)}


# what the code of a template calls


def _output(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    for value in args:
        to_string(machine, value, node)
    return UNKNOWN


def _block(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    for name in args:
        if isinstance(name, Const):
            _render_block(machine, name.value, node, keywords)
    return UNKNOWN


def _render_block(machine: Machine, name: str, node: ast.AST, inner: Mapping[str, Value]) -> None:
    """The innermost template's block of that name; in it, `super()` is the next one's."""
    blocks = machine.lookup(_BLOCKS)
    stack = blocks.get(name) if isinstance(blocks, Dict) else UNKNOWN
    context = {**(machine.frame.closure or {}), **machine.frame.variables, **inner}
    above: Value = UNKNOWN
    for function in reversed(stack.items) if isinstance(stack, Tuple) else ():
        if isinstance(function, Function):
            above = replace(function, closure={**context, "super": above})
    if isinstance(above, Function) and isinstance(above.node, ast.FunctionDef):
        call = machine.site(node)
        with machine.inside(above.path, above.block, f"{{% block {name} %}}") as frame:
            frame.call, frame.closure = call, above.closure
            execute_all(machine, above.node.body)


def _include(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    name, with_context = args
    file = next(_files(machine, name), None)
    if file is not None:
        variables = {**_context(machine), **keywords} if with_context == Const(True) else {}
        _run(machine, file, variables, {}, machine.site(node))
    return UNKNOWN


def _import(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """The macros and variables of another template."""
    name, with_context = args
    file = next(_files(machine, name), None)
    if file is None:
        return UNKNOWN
    variables = _context(machine) if with_context == Const(True) else {}
    found = _run(machine, file, variables, {}, machine.site(node))
    return Dict(tuple((n, found[n]) for n in sorted(file.code.exports) if n in found))


def _namespace(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Dict(tuple(keywords.items()))


JINJA = Framework(
    functions={
        f"{PREFIX}output": _output,
        f"{PREFIX}block": _block,
        f"{PREFIX}include": _include,
        f"{PREFIX}import": _import,
        f"{PREFIX}namespace": _namespace,
        **FILTERS,
    },
)
