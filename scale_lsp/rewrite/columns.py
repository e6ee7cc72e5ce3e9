"""The columns that `only()` and `defer()` name."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from scale_lsp.rewrite.relations import called, with_argument
from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, is_string, parse, quote
from scale_lsp.text.positions import Edit, Span


def load_columns(path: str, old: str, span: Span, names: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that make the call `old` of `only()` or `defer()` at `span` load columns too. Raises RewriteRefused."""
    tree = parse(old)
    if not isinstance(tree, cst.Call) or not all(isinstance(arg.value, cst.SimpleString) for arg in tree.args):
        raise RewriteRefused("no call with names")
    args = list(tree.args)
    if called(tree) == "only":
        for name in names:
            args = with_argument(args, cst.SimpleString(quote(name, old)))
        return difference(path, span, old, code(tree.with_changes(args=args)))
    written = {word for name in names for word in (name, f"{name}_id")}  # Django takes both for a foreign key
    kept = [arg for arg in args if not any(is_string(arg.value, name) for name in written)]
    if kept:
        last = kept[-1].with_changes(comma=args[-1].comma, whitespace_after_arg=args[-1].whitespace_after_arg)
        return difference(path, span, old, code(tree.with_changes(args=[*kept[:-1], last])))
    match tree.func:
        case cst.Attribute(value=queryset):
            bare = queryset.with_changes(lpar=[*tree.lpar, *queryset.lpar], rpar=[*queryset.rpar, *tree.rpar])
            return difference(path, span, old, code(bare))
    raise RewriteRefused("no chain of calls")
