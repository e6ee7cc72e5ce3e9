"""A view that shows a queryset, made to show one page of it.

https://docs.djangoproject.com/en/5.2/topics/pagination/#using-paginator-in-a-view-function
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.view_code import (
    View,
    indent_of,
    inserted,
    is_read,
    newline_of,
    ordering_of,
    quoted,
    request_of,
    statement_of,
    text_of,
    view_at,
)
from scale_lsp.text.positions import Edit, Position, Span

PAGE = "page_obj"
"""The name that Django's own list views give to the page."""
_CONTEXTS = ("get_context_data", "update", "dict")
_HARMLESS = frozenset({"count", "exists", "aggregate", "acount", "aexists", "aaggregate"})


def paginate_view(
    path: str, text: str, span: Span, views: Collection[str], size: int, order: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that put the queryset at `span` into a `Paginator` where it goes into the context of a template.

    The page keeps the name that the template knows, and is there as `page_obj` too. `views` are the functions and
    classes that requests begin with; `order` the keys to order by, if nothing does. Raises RewriteRefused.
    """
    view, queryset = view_at(path, text, span)
    if any(isinstance(node, ast.Name) and node.id == PAGE for node in ast.walk(view.function)):
        raise RewriteRefused("the view has a page already")
    listed = _list_of(view, queryset)
    place = _handed_over(view, listed)
    statement = statement_of(view, place)
    indent = indent_of(view, statement)
    ordering = ordering_of(view, queryset, order)
    rows = text_of(view, queryset) + ordering if place is listed else text_of(view, place)
    page = f"{PAGE} = Paginator({rows}, {size}).get_page({request_of(view, views)}.GET.get({quoted(view, 'page')}))"
    start = Position(statement.lineno - 1, 0)
    return (
        *import_name(path, text, "django.core.paginator", "Paginator"),
        Edit(path, Span(start, start), f"{indent}{page}{newline_of(view)}"),
        *_renamed(view, place, statement, indent),
        *(_unlisted(view, listed, queryset, ordering) if place is not listed else ()),
    )


def cap_view(path: str, text: str, span: Span, limit: int, order: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that hand over no more than `limit` rows of the queryset at `span`. Raises RewriteRefused."""
    view, queryset = view_at(path, text, span, waits=True)
    place = _handed_over(view, _list_of(view, queryset))
    ordering = ordering_of(view, queryset, order)
    if place is queryset or _list_of(view, queryset) is not queryset:
        return tuple(inserted(view, queryset, f"{ordering}[:{limit}]"))
    return (*inserted(view, place, f"[:{limit}]"), *inserted(view, queryset, ordering))


def paginate_list(
    path: str, text: str, span: Span, views: Collection[str], size: int, order: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that put one page of the queryset at `span` where its rows are listed in a dictionary, and the number of
    pages.

    Raises RewriteRefused.
    """
    view, queryset = view_at(path, text, span)
    if any(isinstance(node, ast.Name) and node.id == PAGE for node in ast.walk(view.function)):
        raise RewriteRefused("the view has a page already")
    rows, listed = _listed(view, queryset)
    if not isinstance(view.parents[listed], ast.Dict):
        raise RewriteRefused("there is no place for the number of pages")
    statement = statement_of(view, rows)
    ordering = ordering_of(view, queryset, order)
    code = text_of(view, rows) + (ordering if rows is queryset else "")
    page = f"{PAGE} = Paginator({code}, {size}).get_page({request_of(view, views)}.GET.get({quoted(view, 'page')}))"
    start = Position(statement.lineno - 1, 0)
    behind = node_span(view.lines, listed).end
    return (
        *import_name(path, text, "django.core.paginator", "Paginator"),
        Edit(path, Span(start, start), f"{indent_of(view, statement)}{page}{newline_of(view)}"),
        Edit(path, node_span(view.lines, rows), PAGE),
        Edit(path, Span(behind, behind), f", {quoted(view, 'num_pages')}: {PAGE}.paginator.num_pages"),
        *(inserted(view, queryset, ordering) if rows is not queryset else ()),
    )


def cap_list(path: str, text: str, span: Span, limit: int, order: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that list no more than `limit` rows of the queryset at `span`. Raises RewriteRefused."""
    view, queryset = view_at(path, text, span, waits=True)
    rows, _ = _listed(view, queryset)
    ordering = ordering_of(view, queryset, order)
    if rows is queryset:
        return tuple(inserted(view, queryset, f"{ordering}[:{limit}]"))
    return (*inserted(view, rows, f"[:{limit}]"), *inserted(view, queryset, ordering))


def _listed(view: View, queryset: ast.expr) -> tuple[ast.expr, ast.expr]:
    """The expression whose rows are listed, and the list."""
    rows: ast.expr = queryset
    match view.parents[queryset]:
        case ast.Assign(targets=[ast.Name(id=name)]):
            loads = [n for n in ast.walk(view.function) if isinstance(n, ast.Name) and n.id == name and is_read(n)]
            loads = [node for node in loads if not _leaves_rows(view, node, name)]
            if len(loads) != 1:
                raise RewriteRefused(f"`{name}` is used {len(loads)} times")
            rows = loads[0]
    while isinstance(member := view.parents[rows], ast.Attribute) and isinstance(
        call := view.parents[member], ast.Call
    ):
        rows = call
    match view.parents[rows]:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[only]) as listed if only is rows:
            return rows, listed
        case ast.Call(func=ast.Name(id="serialize") | ast.Attribute(attr="serialize")) as listed:
            return rows, listed
        case ast.Call(args=[first, *_], keywords=keywords) as listed if first is rows:
            if any(keyword.arg == "many" for keyword in keywords):
                return rows, listed
        case ast.comprehension(iter=over) as generator if over is rows:
            made = view.parents[generator]
            if isinstance(made, ast.ListComp):
                return rows, made
    raise RewriteRefused("its rows are not listed in one place")


def _list_of(view: View, queryset: ast.expr) -> ast.expr:
    """The `list(…)` around the queryset, or the queryset."""
    match view.parents[queryset]:
        case ast.Call(func=ast.Name(id="list"), args=[only], keywords=[]) as listed if only is queryset:
            return listed
    return queryset


def _unlisted(view: View, listed: ast.expr, queryset: ast.expr, ordering: str) -> Iterator[Edit]:
    if listed is queryset:
        yield from inserted(view, queryset, ordering)
    else:
        yield Edit(view.path, node_span(view.lines, listed), text_of(view, queryset) + ordering)


def _handed_over(view: View, queryset: ast.expr) -> ast.expr:
    """The expression whose value goes into the context: the queryset, or the variable that holds it."""
    if _key(view, queryset):
        return queryset
    match view.parents[queryset]:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is queryset:
            pass
        case _:
            raise RewriteRefused("the queryset goes where it cannot be followed")
    given = []
    for node in ast.walk(view.function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            if _key(view, node):
                given.append(node)
            elif not _leaves_rows(view, node, name):
                raise RewriteRefused(f"`{name}` is used otherwise too")
    if len(given) != 1:
        raise RewriteRefused(f"`{name}` goes into {len(given)} contexts")
    return given[0]


def _key(view: View, node: ast.expr) -> bool:
    """Whether this is the value of a name in a context: `{"name": …}`, `context["name"] = …`, `update(name=…)`."""
    match view.parents[node]:
        case ast.Dict(keys=keys, values=values):
            return any(v is node and isinstance(k, ast.Constant) for k, v in zip(keys, values, strict=True))
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str()))], value=value):
            return value is node
        case ast.keyword(arg=str()) as keyword:
            match view.parents[keyword]:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    return name in _CONTEXTS
    return False


def _leaves_rows(view: View, node: ast.Name, name: str) -> bool:
    """Whether a use of the variable asks for no rows: `products.count()`, `products = products.filter(…)`."""
    match view.parents[node]:
        case ast.Attribute(attr=attribute) as member:
            if attribute in _HARMLESS:
                return True
            chain: ast.AST = member
            while isinstance(chain, ast.Attribute | ast.Call):
                chain = view.parents[chain]
            match chain:
                case ast.Assign(targets=[ast.Name(id=target)]):
                    return target == name
    return False


def _renamed(view: View, place: ast.expr, statement: ast.stmt, indent: str) -> Iterator[Edit]:
    """The page instead of the queryset, and beside it under its usual name."""
    span = node_span(view.lines, place)
    match view.parents[place]:
        case ast.Assign(targets=[ast.Subscript(value=context)]):
            yield Edit(view.path, span, PAGE)
            below = Position(statement.end_lineno or statement.lineno, 0)
            line = f"{indent}{text_of(view, context)}[{quoted(view, PAGE)}] = {PAGE}{newline_of(view)}"
            yield Edit(view.path, Span(below, below), line)
        case ast.keyword():
            yield Edit(view.path, span, f"{PAGE}, {PAGE}={PAGE}")
        case ast.Dict() as context if _on_own_line(view, context, place):
            yield Edit(view.path, span, PAGE)
            below = Position(span.end.line + 1, 0)
            line = view.lines[span.start.line]
            own = line[: len(line) - len(line.lstrip())]
            yield Edit(view.path, Span(below, below), f"{own}{quoted(view, PAGE)}: {PAGE},{newline_of(view)}")
        case _:
            yield Edit(view.path, span, f"{PAGE}, {quoted(view, PAGE)}: {PAGE}")


def _on_own_line(view: View, context: ast.Dict, place: ast.expr) -> bool:
    """Whether the item has a line for itself, with a comma at its end."""
    key = next(k for k, v in zip(context.keys, context.values, strict=True) if v is place and k is not None)
    line = view.lines[key.lineno - 1]
    span = node_span(view.lines, place)
    behind = view.lines[span.end.line][span.end.column :].strip()
    return len(line[: len(line) - len(line.lstrip())].encode()) == key.col_offset and behind == ","
