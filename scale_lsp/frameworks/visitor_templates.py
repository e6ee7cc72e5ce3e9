"""What a template shows of the visitor: `user`, `perms`, `messages`, the CSRF token, and the request itself.

https://docs.djangoproject.com/en/5.2/ref/templates/api/#built-in-template-context-processors
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scale_lsp.flow.scopes import mentions
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.template_files import template_named
from scale_lsp.index.derived import derived
from scale_lsp.index.project import Snapshot
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

_PROCESSORS = {
    "user": "django.contrib.auth.context_processors.auth",
    "perms": "django.contrib.auth.context_processors.auth",
    "messages": "django.contrib.messages.context_processors.messages",
    "request": "django.template.context_processors.request",
}
_OF_REQUEST = frozenset({"user", "session", "COOKIES"})
_DEEPEST = 8
KNOWN_TAGS = frozenset(
    {"autoescape", "blocktrans", "blocktranslate", "comment", "cycle", "filter", "firstof", "get_current_language"}
    | {"ifchanged", "load", "lorem", "now", "resetcycle", "spaceless", "static", "templatetag", "trans", "translate"}
    | {"url", "verbatim", "widthratio"}
)
"""Tags of Django that show nothing of the visitor: https://docs.djangoproject.com/en/5.2/ref/templates/builtins/"""

Overrides = Mapping[str, tuple[tuple[Node, ...], TemplateFile]]
Read = tuple[str, Site]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that context processors fill, less those that something else fills here."""

    names: frozenset[str]
    blocks: Overrides = field(default_factory=dict)
    depth: int = 0
    strict: bool = False
    """Whether tags that nobody knows count, since they may read anything."""

    def without(self, *names: str) -> Scope:
        return replace(self, names=self.names - frozenset(names))


def template_reads(
    snapshot: Snapshot, name: str, given: frozenset[str] = frozenset(), *, strict: bool = False
) -> Iterator[Read]:
    """The places in a template and those it extends and includes. `given` are names that the view may fill itself.

    `strict`: with all tags that are not Django's own.
    """
    template = template_named(snapshot, name)
    if template is not None:
        yield from _in_file(snapshot, template, Scope(_filled(snapshot) - given, strict=strict))


def _filled(snapshot: Snapshot) -> frozenset[str]:
    """The names that the project's settings have context processors for."""
    return derived(snapshot, "visitor names", lambda snapshot: frozenset(_named(snapshot)))


def _named(snapshot: Snapshot) -> Iterator[str]:
    paths = [path for path in snapshot.paths if path.endswith(".py")]
    for name, dotted in _PROCESSORS.items():
        if any(mentions(snapshot, path, dotted) for path in paths):
            yield name


def _in_file(snapshot: Snapshot, template: TemplateFile, scope: Scope) -> Iterator[Read]:
    if scope.depth > _DEEPEST:
        return
    extends = next((n for n in template.nodes if isinstance(n, Extends)), None)
    if extends is not None and isinstance(extends.template.literal, str):
        parent = template_named(snapshot, extends.template.literal)
        if parent is not None:
            mine = {n.name: (n.body, template) for n in _blocks(template.nodes)}
            yield from _in_file(
                snapshot, parent, replace(scope, blocks={**mine, **scope.blocks}, depth=scope.depth + 1)
            )
            return
    yield from _in_nodes(snapshot, template, template.nodes, scope)


def _blocks(nodes: Iterable[Node]) -> Iterator[BlockNode]:
    for node in nodes:
        if isinstance(node, BlockNode):
            yield node
            yield from _blocks(node.body)


def _in_nodes(snapshot: Snapshot, template: TemplateFile, nodes: Iterable[Node], scope: Scope) -> Iterator[Read]:
    for node in nodes:
        yield from _in_node(snapshot, template, node, scope)


def _in_node(snapshot: Snapshot, template: TemplateFile, node: Node, scope: Scope) -> Iterator[Read]:
    match node:
        case Output(expression=expression):
            yield from _in_expression(template, expression, scope)
        case For(targets=targets, iterable=iterable, body=body, empty=empty):
            yield from _in_expression(template, iterable, scope)
            yield from _in_nodes(snapshot, template, body, scope.without(*targets))
            yield from _in_nodes(snapshot, template, empty, scope)
        case If(branches=branches):
            for operands, body in branches:
                for operand in operands:
                    yield from _in_expression(template, operand, scope)
                yield from _in_nodes(snapshot, template, body, scope)
        case With(assignments=assignments, body=body):
            for _, expression in assignments:
                yield from _in_expression(template, expression, scope)
            yield from _in_nodes(snapshot, template, body, scope.without(*(name for name, _ in assignments)))
        case Include(template=name, assignments=assignments, only=False) if isinstance(name.literal, str):
            found = template_named(snapshot, name.literal)
            if found is not None:
                inner = scope.without(*(given for given, _ in assignments))
                yield from _in_file(snapshot, found, replace(inner, blocks={}, depth=scope.depth + 1))
        case BlockNode(name=name, body=body):
            inner_body, home = scope.blocks.get(name, (body, template))
            yield from _in_nodes(snapshot, home, inner_body, scope)
            if inner_body is not body and uses_super(inner_body):
                yield from _in_nodes(snapshot, template, body, scope)
        case Regroup(target=target):
            yield from _in_expression(template, target, scope)
        case Tag(name="csrf_token", node=place):
            yield "{% csrf_token %}", Site(template.path, template.block, place)
        case Tag(name="cache"):
            return
        case Tag(name=name, node=place) if scope.strict and name not in KNOWN_TAGS:
            yield f"{{% {name} %}}", Site(template.path, template.block, place)
        case Tag(arguments=arguments, body=body, keywords=keywords):
            for expression in (*arguments, *(value for _, value in keywords)):
                yield from _in_expression(template, expression, scope)
            yield from _in_nodes(snapshot, template, body, scope)


def _in_expression(template: TemplateFile, expression: Expression, scope: Scope) -> Iterator[Read]:
    path = expression.path
    if not path or path[0] not in scope.names:
        return
    if path[0] != "request":
        yield path[0], Site(template.path, template.block, expression.node)
    elif len(path) > 1 and path[1] in _OF_REQUEST:
        yield f"request.{path[1]}", Site(template.path, template.block, expression.node)
