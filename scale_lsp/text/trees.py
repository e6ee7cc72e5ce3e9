"""Syntax trees, faster than `ast` goes through them."""

from __future__ import annotations

import ast


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, outer ones first, without contexts (`Load`) and operators."""
    found = [node]
    for each in found:
        for name in each._fields:
            value = getattr(each, name, None)
            if isinstance(value, list):
                found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and value._fields:
                found.append(value)
    return found
