"""A view that shows a queryset, made to show one page of it.

https://docs.djangoproject.com/en/5.2/topics/pagination/#using-paginator-in-a-view-function
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

PAGE = "page_obj"
"""The name that Django's own list views give to the page."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)
_CONTEXTS = ("get_context_data", "update", "dict")
_HARMLESS = frozenset({"count", "exists", "aggregate", "acount", "aexists", "aaggregate"})


@dataclass(frozen=True, slots=True)
class _View:
    """The function around a queryset, and the parents of its nodes."""

    path: str
    text: str
    lines: list[str]
    function: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None
    parents: dict[ast.AST, ast.AST]


def paginate_view(
    path: str, text: str, span: Span, views: Collection[str], size: int, order: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that put the queryset at `span` into a `Paginator` where it goes into the context of a template.

    The page keeps the name that the template knows, and is there as `page_obj` too. `views` are the functions and
    classes that requests begin with; `order` the keys to order by, if nothing does. Raises RewriteRefused.
    """
    view, queryset = _view_at(path, text, span)
    if any(isinstance(node, ast.Name) and node.id == PAGE for node in ast.walk(view.function)):
        raise RewriteRefused("the view has a page already")
    place = _handed_over(view, queryset)
    statement = _statement(view, place)
    indent = _indent(view, statement)
    ordering = _ordering(view, queryset, order)
    rows = _text(view, place) + (ordering if place is queryset else "")
    page = f"{PAGE} = Paginator({rows}, {size}).get_page({_request(view, views)}.GET.get({_quoted(view, 'page')}))"
    start = Position(statement.lineno - 1, 0)
    return (
        *import_name(path, text, "django.core.paginator", "Paginator"),
        Edit(path, Span(start, start), f"{indent}{page}{_newline(view)}"),
        *_renamed(view, place, statement, indent),
        *(_inserted(view, queryset, ordering) if place is not queryset else ()),
    )


def cap_view(path: str, text: str, span: Span, limit: int, order: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that hand over no more than `limit` rows of the queryset at `span`. Raises RewriteRefused."""
    view, queryset = _view_at(path, text, span, waits=True)
    place = _handed_over(view, queryset)
    ordering = _ordering(view, queryset, order)
    if place is queryset:
        return tuple(_inserted(view, queryset, f"{ordering}[:{limit}]"))
    return (*_inserted(view, place, f"[:{limit}]"), *_inserted(view, queryset, ordering))


def paginate_list(
    path: str, text: str, span: Span, views: Collection[str], size: int, order: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that put one page of the queryset at `span` where its rows are listed in a dictionary, and the number of
    pages.

    Raises RewriteRefused.
    """
    view, queryset = _view_at(path, text, span)
    if any(isinstance(node, ast.Name) and node.id == PAGE for node in ast.walk(view.function)):
        raise RewriteRefused("the view has a page already")
    rows, listed = _listed(view, queryset)
    if not isinstance(view.parents[listed], ast.Dict):
        raise RewriteRefused("there is no place for the number of pages")
    statement = _statement(view, rows)
    ordering = _ordering(view, queryset, order)
    code = _text(view, rows) + (ordering if rows is queryset else "")
    page = f"{PAGE} = Paginator({code}, {size}).get_page({_request(view, views)}.GET.get({_quoted(view, 'page')}))"
    start = Position(statement.lineno - 1, 0)
    behind = node_span(view.lines, listed).end
    return (
        *import_name(path, text, "django.core.paginator", "Paginator"),
        Edit(path, Span(start, start), f"{_indent(view, statement)}{page}{_newline(view)}"),
        Edit(path, node_span(view.lines, rows), PAGE),
        Edit(path, Span(behind, behind), f", {_quoted(view, 'num_pages')}: {PAGE}.paginator.num_pages"),
        *(_inserted(view, queryset, ordering) if rows is not queryset else ()),
    )


def cap_list(path: str, text: str, span: Span, limit: int, order: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that list no more than `limit` rows of the queryset at `span`. Raises RewriteRefused."""
    view, queryset = _view_at(path, text, span, waits=True)
    rows, _ = _listed(view, queryset)
    ordering = _ordering(view, queryset, order)
    if rows is queryset:
        return tuple(_inserted(view, queryset, f"{ordering}[:{limit}]"))
    return (*_inserted(view, rows, f"[:{limit}]"), *_inserted(view, queryset, ordering))


def _listed(view: _View, queryset: ast.expr) -> tuple[ast.expr, ast.expr]:
    """The expression whose rows are listed, and the list."""
    rows: ast.expr = queryset
    match view.parents[queryset]:
        case ast.Assign(targets=[ast.Name(id=name)]):
            loads = [n for n in ast.walk(view.function) if isinstance(n, ast.Name) and n.id == name and _is_read(n)]
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


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def _inserted(view: _View, behind: ast.expr, code: str) -> Iterator[Edit]:
    if code:
        end = node_span(view.lines, behind).end
        yield Edit(view.path, Span(end, end), code)


def _view_at(path: str, text: str, span: Span, waits: bool = False) -> tuple[_View, ast.expr]:
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = next((n for n in ast.walk(tree) if isinstance(n, ast.expr) and node_span(lines, n) == span), None)
    if found is None:
        raise RewriteRefused("no expression here")
    around = list(_upwards(parents, found))
    function = next((node for node in around if isinstance(node, _Function | ast.Lambda)), None)
    if not isinstance(function, _Function if waits else ast.FunctionDef):
        raise RewriteRefused("not in a function that can wait for a page")
    owner = parents[function]
    return _View(path, text, lines, function, owner if isinstance(owner, ast.ClassDef) else None, parents), found


def _upwards(parents: dict[ast.AST, ast.AST], node: ast.AST) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node


def _handed_over(view: _View, queryset: ast.expr) -> ast.expr:
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


def _key(view: _View, node: ast.expr) -> bool:
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


def _leaves_rows(view: _View, node: ast.Name, name: str) -> bool:
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


def _statement(view: _View, place: ast.expr) -> ast.stmt:
    found = next(node for node in _upwards(view.parents, place) if isinstance(node, ast.stmt))
    if not isinstance(found, _SIMPLE):
        raise RewriteRefused("there is no line before it for the page")
    return found


def _indent(view: _View, statement: ast.stmt) -> str:
    line = view.lines[statement.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if len(indent.encode()) != statement.col_offset:
        raise RewriteRefused("the statement shares its line")
    return indent


def _ordering(view: _View, queryset: ast.expr, order: Sequence[str]) -> str:
    if not isinstance(queryset, ast.Call | ast.Attribute | ast.Name):
        raise RewriteRefused("nothing can be appended to it")
    return f".order_by({', '.join(_quoted(view, key) for key in order)})" if order else ""


def _request(view: _View, views: Collection[str]) -> str:
    """The request as the view has it: its first argument, or an attribute of the class's instance."""
    arguments = [argument.arg for argument in (*view.function.args.posonlyargs, *view.function.args.args)]
    if view.owner is None:
        if arguments and view.function.name in views:
            return arguments[0]
    elif "request" in arguments:
        return "request"
    elif view.owner.name in views and arguments[:1] == ["self"]:
        return "self.request"
    raise RewriteRefused("no request here")


def _renamed(view: _View, place: ast.expr, statement: ast.stmt, indent: str) -> Iterator[Edit]:
    """The page instead of the queryset, and beside it under its usual name."""
    span = node_span(view.lines, place)
    match view.parents[place]:
        case ast.Assign(targets=[ast.Subscript(value=context)]):
            yield Edit(view.path, span, PAGE)
            below = Position(statement.end_lineno or statement.lineno, 0)
            line = f"{indent}{_text(view, context)}[{_quoted(view, PAGE)}] = {PAGE}{_newline(view)}"
            yield Edit(view.path, Span(below, below), line)
        case ast.keyword():
            yield Edit(view.path, span, f"{PAGE}, {PAGE}={PAGE}")
        case ast.Dict() as context if _on_own_line(view, context, place):
            yield Edit(view.path, span, PAGE)
            below = Position(span.end.line + 1, 0)
            line = view.lines[span.start.line]
            own = line[: len(line) - len(line.lstrip())]
            yield Edit(view.path, Span(below, below), f"{own}{_quoted(view, PAGE)}: {PAGE},{_newline(view)}")
        case _:
            yield Edit(view.path, span, f"{PAGE}, {_quoted(view, PAGE)}: {PAGE}")


def _on_own_line(view: _View, context: ast.Dict, place: ast.expr) -> bool:
    """Whether the item has a line for itself, with a comma at its end."""
    key = next(k for k, v in zip(context.keys, context.values, strict=True) if v is place and k is not None)
    line = view.lines[key.lineno - 1]
    span = node_span(view.lines, place)
    behind = view.lines[span.end.line][span.end.column :].strip()
    return len(line[: len(line) - len(line.lstrip())].encode()) == key.col_offset and behind == ","


def _text(view: _View, node: ast.expr) -> str:
    return ast.get_source_segment(view.text, node) or ""


def _quoted(view: _View, word: str) -> str:
    code = "".join(view.lines[view.function.lineno - 1 : view.function.end_lineno])
    mark = "'" if code.count("'") > code.count('"') else '"'
    return f"{mark}{word}{mark}"


def _newline(view: _View) -> str:
    return "\r\n" if view.lines[0].endswith("\r\n") else "\n"
