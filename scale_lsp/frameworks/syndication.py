"""Feeds and sitemaps: both ask a class for its items, and then for the parts of each item.

https://docs.djangoproject.com/en/5.2/ref/contrib/syndication/
https://docs.djangoproject.com/en/5.2/ref/contrib/sitemaps/
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import UNKNOWN, Const, Dict, Function, Instance, Object, Value, alternatives, revisited
from scale_lsp.frameworks.template_files import loaded_template
from scale_lsp.frameworks.templates import render
from scale_lsp.index.classes import ClassInfo
from scale_lsp.text.records import replace

_FEEDS = frozenset({"django.contrib.syndication.views.Feed", "django.contrib.gis.feeds.Feed"})
_GENERIC = "django.contrib.sitemaps.GenericSitemap"
_SITEMAPS = frozenset({"django.contrib.sitemaps.Sitemap", "django.contrib.gis.sitemaps.KMLSitemap", _GENERIC})
_OF_AN_ITEM = (
    *("item_enclosures", "item_enclosure_url", "item_author_name", "item_pubdate", "item_updateddate", "item_guid"),
    *("item_guid_is_permalink", "item_comments", "item_categories", "item_copyright", "item_extra_kwargs"),
)
_WITH_ANOTHER = {
    "item_enclosure_url": ("item_enclosure_length", "item_enclosure_mime_type"),
    "item_author_name": ("item_author_email", "item_author_link"),
}
"""What a feed asks for only if there is something else."""

Default = Callable[[Machine, Value, ast.AST], None]


def _is_feed(info: ClassInfo) -> bool:
    return info.derives_from(_FEEDS)


def _is_sitemap(info: ClassInfo) -> bool:
    return info.derives_from(_SITEMAPS)


# feeds


def _visit_feed(machine: Machine, info: ClassInfo) -> None:
    node = machine.frame.node
    if node is None:
        return
    feed = Object(info.symbol)
    about = _asked(machine, feed, "get_object", UNKNOWN, node)
    with _each(machine, _asked(machine, feed, "items", about, node), node) as item:
        for part, default in (("title", to_string), ("description", to_string)):
            template = attribute(machine, feed, f"{part}_template", node)
            if isinstance(template, Const) and isinstance(template.value, str):
                if loaded_template(machine, template.value, UNKNOWN) is not None:
                    render(machine, template, _context_of(machine, feed, item, about, node))
            else:
                _part(machine, feed, f"item_{part}", item, node, default)
        _part(machine, feed, "item_link", item, node, _absolute_url)
        for name in _OF_AN_ITEM:
            if _part(machine, feed, name, item, node):
                for other in _WITH_ANOTHER.get(name, ()):
                    _part(machine, feed, other, item, node)


def _context_of(machine: Machine, feed: Object, item: Value, about: Value, node: ast.AST) -> Value:
    """What the templates of a feed are rendered with."""
    given = {"item": item, "obj": about, "site": UNKNOWN, "request": UNKNOWN}
    method = find_method(machine, feed.symbol, "get_context_data")
    if method is None:
        return _context(machine, feed, node, [], given)
    return call_function(machine, replace(method, bound=feed), [], given, node, keep_origins=True)


def _context(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`Feed.get_context_data()`: the item is called `obj`."""
    return Dict((("obj", keywords.get("item", UNKNOWN)), ("site", UNKNOWN)))


# sitemaps


def _visit_sitemap(machine: Machine, info: ClassInfo) -> None:
    if machine.frame.node is not None:
        sitemap = Object(info.symbol)
        _list(machine, sitemap, _asked(machine, sitemap, "items", UNKNOWN, machine.frame.node), machine.frame.node)


def _list(machine: Machine, sitemap: Object | None, items: Value, node: ast.AST) -> None:
    """The entries of a sitemap; one without a class of its own is as Django made it."""
    with _each(machine, items, node) as item:
        _part(machine, sitemap, "location", item, node, _absolute_url)
        for name in ("lastmod", "changefreq", "priority"):
            _part(machine, sitemap, name, item, node)


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> None:
    """A class derived from `GenericSitemap`, which is made with its queryset."""
    if info.derives_from(frozenset({_GENERIC})) and find_method(machine, info.symbol, "items") is None:
        _list(machine, Object(info.symbol), _queryset(args, keywords), node)


def _generic(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`GenericSitemap({"queryset": …})`."""
    _list(machine, None, _queryset(args, keywords), node)
    return UNKNOWN


def _queryset(args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    given = args[0] if args else keywords.get("info_dict", UNKNOWN)
    return given.get("queryset") if isinstance(given, Dict) else UNKNOWN


# items and their parts


@contextmanager
def _each(machine: Machine, items: Value, node: ast.AST) -> Iterator[Value]:
    over = iterate(machine, items, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        yield revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})


def _asked(machine: Machine, of: Object, name: str, about: Value, node: ast.AST) -> Value:
    """What a method of the class returns, or an attribute of it holds. A method need not take what it is about."""
    method = find_method(machine, of.symbol, name)
    if method is None:
        return attribute(machine, of, name, node)
    return call_function(machine, replace(method, bound=of), _taken(method, about), {}, node, keep_origins=True)


def _taken(method: Function, about: Value) -> list[Value]:
    arguments = method.node.args
    return [about] if len([*arguments.posonlyargs, *arguments.args]) > 1 or arguments.vararg else []


def _part(
    machine: Machine, of: Object | None, name: str, item: Value, node: ast.AST, default: Default | None = None
) -> bool:
    """Ask for a part of an item, at the method that gives it. Whether the class has the part."""
    method = find_method(machine, of.symbol, name) if of is not None else None
    if method is not None:
        place = _name(method)
        with machine.inside(method.path, method.block, method.qualname, place):
            call_function(machine, replace(method, bound=of), _taken(method, item), {}, place, keep_origins=True)
        return True
    has_attribute = of is not None and attribute(machine, of, name, node) is not UNKNOWN
    if default is not None and not has_attribute:
        default(machine, item, node)
    return has_attribute


def _name(method: Function) -> ast.AST:
    """The name in a definition."""
    node = method.node
    start = node.col_offset + len("def ")
    end = start + len(method.qualname.rpartition(".")[2].encode())
    return ast.Pass(lineno=node.lineno, col_offset=start, end_lineno=node.lineno, end_col_offset=end)


def _absolute_url(machine: Machine, item: Value, node: ast.AST) -> None:
    for one in alternatives(item):
        if isinstance(one, Instance):
            method = find_method(machine, one.model, "get_absolute_url")
            if method is not None:
                call_function(machine, replace(method, bound=one), [], {}, node, keep_origins=True)


FEEDS = Framework(owns=_is_feed, visits=_visit_feed, methods={"get_context_data": _context})
SITEMAPS = Framework(owns=_is_sitemap, visits=_visit_sitemap, construct=_construct, functions={_GENERIC: _generic})
