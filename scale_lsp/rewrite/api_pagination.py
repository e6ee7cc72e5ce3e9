"""A pagination class for a view of REST framework.

https://www.django-rest-framework.org/api-guide/pagination/#modifying-the-pagination-style
"""

from __future__ import annotations

import ast

from scale_lsp.rewrite.declarations import class_at, declare_attributes
from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_NAME = "StandardPagination"


def paginate_api_view(path: str, text: str, span: Span, size: int, most: int) -> tuple[Edit, ...]:
    """Edits that give the view whose name is at `span` a pagination class, written above it unless the file has it.

    Raises RewriteRefused.
    """
    lines = split_lines(text)
    view = class_at(text, span)
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    edits = [*_named(path, text, lines, view, span)]
    if not any(isinstance(node, ast.ClassDef) and node.name == _NAME for node in tree.body):
        edits += import_name(path, text, "rest_framework.pagination", "PageNumberPagination")
        newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
        written = [
            f"class {_NAME}(PageNumberPagination):",
            f"    page_size = {size}",
            '    page_size_query_param = "page_size"',
            f"    max_page_size = {most}",
            "",
            "",
        ]
        first = min([view.lineno, *(decorator.lineno for decorator in view.decorator_list)])
        place = Position(first - 1, 0)
        if view.col_offset:
            raise RewriteRefused("the view is inside something")
        edits.append(Edit(path, Span(place, place), "".join(line + newline for line in written)))
    return tuple(edits)


def _named(path: str, text: str, lines: list[str], view: ast.ClassDef, span: Span) -> tuple[Edit, ...]:
    for member in view.body:
        match member:
            case ast.Assign(targets=[ast.Name(id="pagination_class")], value=value):
                return (Edit(path, node_span(lines, value), _NAME),)
    return declare_attributes(path, text, span, [f"pagination_class = {_NAME}"])
