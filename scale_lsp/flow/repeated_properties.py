"""Properties that ask the database each time they are read, and are read again of the same object.

https://docs.djangoproject.com/en/5.2/ref/utils/#django.utils.functional.cached_property
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scale_lsp.flow import python_reads, template_reads
from scale_lsp.flow.facts import EntryPoint, PropertyRead, QueryRun
from scale_lsp.flow.surveys import PropertyRepeated
from scale_lsp.flow.values import Site
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.text.template import TemplateFile

_ONCE = frozenset(
    {"list", "dict", "set", "sorted", "map", "filter", "zip", "iter", "reversed", "enumerate", "iterator"}
    | {"values", "values_list", "all", "exclude", "order_by"}
)
"""What makes a result that is used up, or that its reader may change or refine."""
_GET = ("setup", "dispatch", "get", "get_queryset", "get_object", "get_context_data", "get_template_names")
"""The methods of a view that one GET runs through: https://docs.djangoproject.com/en/5.2/ref/class-based-views/"""


def property_around(site: Site) -> Site | None:
    """The property of a class that a place is in."""
    for statement in site.block.statements:
        if _decorator(statement) is not None and any(node is site.node for node in ast.walk(statement)):
            return Site(site.path, site.block, statement)
    return None


def repeated_property(
    snapshot: Snapshot, reads: Sequence[PropertyRead], runs: Sequence[QueryRun]
) -> Iterator[PropertyRepeated]:
    """The property, if its first answer would do: nothing is written by the code that reads it."""
    entries = {entry for read in reads for entry in read.entries}
    if not runs or any(read.writes for read in reads) or not any(entry.role is Role.REQUEST for entry in entries):
        return
    definition = reads[0].definition
    decorator = _decorator(definition.node)
    if any(run.cached or run.repeated or run.asynchronous for run in runs) or not _keeps(definition.node):
        return
    times, places = _most(snapshot, reads, entries)
    if decorator is not None and times > 1:
        yield PropertyRepeated(Site(definition.path, definition.block, decorator), reads[0].name, times, places)


def _decorator(function: ast.AST) -> ast.expr | None:
    """The `property` above a function that has no other decorator."""
    match function:
        case ast.FunctionDef(decorator_list=[ast.Name(id="property") as decorator]):
            return decorator
    return None


def _keeps(function: ast.AST) -> bool:
    """Whether a property gives a value that nobody can use up, change or refine."""
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        match node:
            case ast.Yield() | ast.YieldFrom() | ast.Await() | ast.FunctionDef() | ast.Lambda() if node is not function:
                return False
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                assigned.setdefault(name, []).append(value)
            case ast.Attribute(attr=name, ctx=ast.Store()):
                return False
    return bool(returned) and all(_is_settled(value, assigned) for value in returned)


def _is_settled(value: ast.expr, assigned: Mapping[str, Sequence[ast.expr]]) -> bool:
    match value:
        case ast.Name(id=name):
            others = {key: values for key, values in assigned.items() if key != name}
            return name in assigned and all(_is_settled(each, others) for each in assigned[name])
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name not in _ONCE
        case ast.Subscript(slice=ast.Slice()):
            return False
        case ast.IfExp(body=body, orelse=orelse):
            return _is_settled(body, assigned) and _is_settled(orelse, assigned)
        case ast.BoolOp(values=values):
            return all(_is_settled(each, assigned) for each in values)
    return isinstance(value, ast.Constant | ast.Compare | ast.BinOp | ast.Subscript | ast.UnaryOp | ast.JoinedStr)


def _most(
    snapshot: Snapshot, reads: Sequence[PropertyRead], entries: Iterable[EntryPoint]
) -> tuple[int, tuple[Site, ...]]:
    """How often one object is asked on one way through one function, one template or one view, and where."""
    best: tuple[int, tuple[Site, ...]] = (0, ())
    name = reads[0].name.rpartition(".")[2]
    for path in dict.fromkeys(read.site.path for read in reads):
        source = snapshot.source(path)
        if isinstance(source, TemplateFile):
            here = [read.site for read in reads if read.site.path == path]
            best = max(best, template_reads.most(source, here, name), key=_times)
    here = [read.site for read in reads if read.site.path.endswith(".py")]
    for function, sites in python_reads.by_function(here).items():
        best = max(best, (python_reads.most(function, sites, name), tuple(sites)), key=_times)
    for entry in entries:
        if isinstance(entry.site.node, ast.ClassDef):
            mine = [read.site for read in reads if entry in read.entries and not read.of_row]
            places = {f: s for f, s in python_reads.by_function(mine).items() if f.name in _GET}
            times = sum(python_reads.most(function, sites, name) for function, sites in places.items())
            best = max(best, (times, tuple(site for sites in places.values() for site in sites)), key=_times)
    return best


def _times(found: tuple[int, tuple[Site, ...]]) -> int:
    return found[0]
