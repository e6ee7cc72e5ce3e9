"""How often a template reads an attribute of one variable on one way through it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scale_lsp.flow.values import Site
from scale_lsp.text.template import (
    BlockNode,
    Expression,
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

Key = tuple[object, ...]
"""What a path leads from: the tag that binds its first name, or None for the page, and the names in front."""
Bound = Mapping[str, object]


def most(template: TemplateFile, sites: Sequence[Site], attribute: str) -> tuple[int, tuple[Site, ...]]:
    """The most reads of one object, and where all of them are."""
    by_node = {id(site.node): site for site in sites}
    counts, places = _nodes(template.nodes, {}, by_node, attribute)
    if not counts:
        return 0, ()
    key = max(counts, key=lambda each: counts[each])
    return counts[key], tuple(places[key])


Ways = frozenset[tuple[int, int]]
Found = tuple[dict[Key, int], dict[Key, list[Site]]]


def _nodes(nodes: Iterable[Node], bound: Bound, sites: Mapping[int, Site], attribute: str) -> Found:
    counts: dict[Key, int] = {}
    places: dict[Key, list[Site]] = {}
    for node in nodes:
        for expression in _expressions(node):
            if (site := sites.get(id(expression.node))) is not None and attribute in expression.path[1:]:
                head, *rest = expression.path
                key = (bound.get(head), head, *rest[: rest.index(attribute)])
                counts[key] = counts.get(key, 0) + 1
                places.setdefault(key, []).append(site)
        ways = [_nodes(body, {**bound, **dict.fromkeys(names, node)}, sites, attribute) for names, body in _ways(node)]
        for key in {key for way, _ in ways for key in way}:
            counts[key] = counts.get(key, 0) + max(way.get(key, 0) for way, _ in ways)
        for _, found in ways:
            for key, more in found.items():
                places.setdefault(key, []).extend(more)
    return counts, places


def ways(template: TemplateFile, sites: Sequence[Site]) -> tuple[Ways, ...]:
    """For each place which of several bodies of which tags it stands in; the tags are numbered."""
    found: dict[Place, Ways] = {}
    _note_ways(template.nodes, frozenset(), found, [])
    return tuple(found.get(_place(site.node), frozenset()) for site in sites)


Place = tuple[int, int]


def _place(node: ast.AST) -> Place:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _note_ways(nodes: Iterable[Node], within: Ways, found: dict[Place, Ways], seen: list[Node]) -> None:
    for node in nodes:
        conditions = [one for branch in node.branches for one in branch[0]] if isinstance(node, If) else ()
        found.update((_place(expression.node), within) for expression in (*_expressions(node), *conditions))
        seen.append(node)
        tag, several = len(seen), isinstance(node, If | For)
        for body, (_, inner) in enumerate(_ways(node)):
            _note_ways(inner, within | {(tag, body)} if several else within, found, seen)


def _expressions(node: Node) -> Iterator[Expression]:
    """The expressions of a tag itself; of conditions the first, since the others may not be reached."""
    match node:
        case Output(expression=expression):
            yield expression
        case For(iterable=iterable):
            yield iterable
        case If(branches=branches):
            yield from branches[0][0]
        case With(assignments=assignments) | Include(assignments=assignments):
            yield from (expression for _, expression in assignments)
        case Regroup(target=target):
            yield target
        case Tag(arguments=arguments, keywords=keywords):
            yield from (*arguments, *(value for _, value in keywords))


def _ways(node: Node) -> Iterator[tuple[Sequence[str], Sequence[Node]]]:
    """The bodies of a tag, of which one is rendered, each with the names that the tag binds for it."""
    match node:
        case For(targets=targets, body=body, empty=empty):
            yield targets, body
            yield (), empty
        case If(branches=branches):
            yield from (((), body) for _, body in branches)
        case With(assignments=assignments, body=body):
            yield [name for name, _ in assignments], body
        case BlockNode(body=body):
            yield (), body
        case Tag(name=name, body=body) if name != "cache":
            yield (), body
