"""The order of a queryset."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from scale_lsp.rewrite.relations import with_argument
from scale_lsp.rewrite.snippet import RewriteRefused, append_call, code, difference, parse, quote, text_at
from scale_lsp.text.positions import Edit, Span

_UNORDERABLE = frozenset({"union", "intersection", "difference", "first", "last", "get", "iterator"})


def order_by(path: str, text: str, span: Span, keys: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that order the queryset at `span` by all the keys: the last one joins an `order_by()` that has the others.

    Raises RewriteRefused.
    """
    old = text_at(text, span)
    tree = parse(old)
    whole = tree.value if isinstance(tree, cst.Subscript) else tree
    link: cst.BaseExpression = whole
    while True:
        match link:
            case cst.Subscript():
                raise RewriteRefused("it is sliced")
            case cst.Call(func=cst.Attribute(attr=cst.Name(value="order_by")), args=args):
                if len(args) != len(keys) - 1 or any(a.star or a.keyword for a in args):
                    raise RewriteRefused("its keys are not written down")
                new = link.with_changes(args=with_argument(list(args), cst.SimpleString(quote(keys[-1], old))))
                return difference(path, span, old, code(new if link is tree else tree.deep_replace(link, new)))
            case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value=name))):
                if name in _UNORDERABLE:
                    raise RewriteRefused(f"{name}() is no place for an order")
                link = inner
            case _:
                break
    call = f".order_by({', '.join(quote(key, old) for key in keys)})"
    if whole is tree:
        return append_call(path, text, span, call)
    arguments = [cst.Arg(cst.SimpleString(quote(key, old))) for key in keys]
    ordered = cst.Call(cst.Attribute(whole, cst.Name("order_by")), arguments)
    return difference(path, span, old, code(tree.with_changes(value=ordered)))
