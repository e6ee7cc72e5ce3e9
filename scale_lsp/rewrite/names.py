"""Replacing a name given as a string."""

from __future__ import annotations

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Span


def replace_argument_string(path: str, text: str, span: Span, value: str) -> tuple[Edit, ...]:
    """Edits that put `value` into the string literal at `span`, or into the first argument of the call there.

    Quotes and prefix stay. Raises RewriteRefused.
    """
    old = text_at(text, span)
    tree = parse(old)
    if isinstance(tree, cst.Call):
        lookup = next((a.value for a in tree.args if a.keyword is None or a.keyword.value == "lookup"), None)
        if lookup is None:
            raise RewriteRefused("the call names nothing")
        return difference(path, span, old, code(tree.deep_replace(lookup, _literal(lookup, value))))
    return difference(path, span, old, code(_literal(tree, value)))


def _literal(node: cst.BaseExpression, value: str) -> cst.SimpleString:
    if not isinstance(node, cst.SimpleString):
        raise RewriteRefused("not a plain string")
    return node.with_changes(value=f"{node.prefix}{node.quote}{value}{node.quote}")
