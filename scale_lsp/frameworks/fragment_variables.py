"""What the output of a part of a template depends on, besides the rows that it visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scale_lsp.frameworks.template_files import template_named
from scale_lsp.frameworks.visitor_templates import KNOWN_TAGS
from scale_lsp.index.project import Snapshot
from scale_lsp.text.records import replace
from scale_lsp.text.template import Expression, For, If, Include, Node, Output, Regroup, Tag, With

_OF_VISITOR = frozenset({"user", "perms", "messages", "request", "csrf_token", "view", "form", "formset", "block"})
"""Variables that Django fills for each visitor, and objects that are more than their text."""
_CONSTANTS = frozenset({"True", "False", "None"})
_BY_CHANCE = frozenset({"random"})
_DEEPEST = 8


class Dependent(Exception):
    """The output depends on the visitor, or on something that no key can say."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names that the part itself binds."""

    bound: frozenset[str] = _CONSTANTS
    depth: int = 0

    def binding(self, *names: str) -> _Scope:
        return replace(self, bound=self.bound | frozenset(names))


def dependencies(snapshot: Snapshot, loop: For) -> tuple[str, ...]:
    """The variables of the page that a loop shows, as they are written. Raises Dependent."""
    found: dict[str, None] = {}
    _loop(snapshot, loop, _Scope(_CONSTANTS | {loop.iterable.path[0]}), found)
    return tuple(found)


def _loop(snapshot: Snapshot, loop: For, scope: _Scope, found: dict[str, None]) -> None:
    _tested(loop.iterable, scope)
    _visit(snapshot, loop.body, scope.binding("forloop", *loop.targets), found)
    _visit(snapshot, loop.empty, scope, found)


def _visit(snapshot: Snapshot, nodes: Iterable[Node], scope: _Scope, found: dict[str, None]) -> None:
    for node in nodes:
        match node:
            case Output(expression=expression):
                _shown(expression, scope, found)
            case For():
                _loop(snapshot, node, scope, found)
            case If(branches=branches):
                for operands, body in branches:
                    for operand in operands:
                        _tested(operand, scope)
                    _visit(snapshot, body, scope, found)
            case With(assignments=assignments, body=body):
                for _, expression in assignments:
                    _tested(expression, scope)
                _visit(snapshot, body, scope.binding(*(name for name, _ in assignments)), found)
            case Include(template=template, assignments=assignments, only=only):
                for _, expression in assignments:
                    _tested(expression, scope)
                given = _Scope(_CONSTANTS) if only else scope
                _included(snapshot, template, given.binding(*(name for name, _ in assignments)), found)
            case Regroup(target=target, name=name):
                _tested(target, scope)
                scope = scope.binding(name)
            case Tag(name=name, arguments=arguments, as_name=as_name, body=body, keywords=keywords):
                if name not in KNOWN_TAGS:
                    raise Dependent(name)
                if name != "load":
                    for expression in (*arguments, *(value for _, value in keywords)):
                        _shown(expression, scope, found)
                scope = scope.binding(as_name) if as_name else scope
                _visit(snapshot, body, scope.binding(*(key for key, _ in keywords)), found)
            case _:
                raise Dependent("a block that another template fills")


def _included(snapshot: Snapshot, template: Expression, scope: _Scope, found: dict[str, None]) -> None:
    file = template_named(snapshot, template.literal) if isinstance(template.literal, str) else None
    if file is None or scope.depth > _DEEPEST:
        raise Dependent("a template that nobody knows")
    _visit(snapshot, file.nodes, replace(scope, depth=scope.depth + 1), found)


def _shown(expression: Expression, scope: _Scope, found: dict[str, None]) -> None:
    """The text of a value is shown: the same text makes the same output."""
    if _is_bound(expression, scope):
        return
    if expression.path[0] in _OF_VISITOR or scope.depth:
        raise Dependent(expression.path[0])
    for applied in expression.filters:
        if applied.argument is not None:
            _tested(applied.argument, scope)
    found[".".join(expression.path)] = None


def _tested(expression: Expression, scope: _Scope) -> None:
    """More than the text of a value counts, so it must be one of the part's own."""
    if not _is_bound(expression, scope):
        raise Dependent(expression.path[0])


def _is_bound(expression: Expression, scope: _Scope) -> bool:
    if any(applied.name in _BY_CHANCE for applied in expression.filters):
        raise Dependent("chance")
    if not expression.path:
        return True
    arguments = (applied.argument for applied in expression.filters if applied.argument is not None)
    return expression.path[0] in scope.bound and all(_is_bound(each, scope) for each in arguments)
