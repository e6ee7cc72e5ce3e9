"""Which code of a module or class is worth interpreting by itself."""

from __future__ import annotations

import ast

from scale_lsp.orm.effects import AT_IMPORT

_NAMING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_VISITING = frozenset(
    {"select_related", "prefetch_related", "prefetch_related_objects", "sorted", "min", "max", "map", "filter", "sort"}
    | {"GenericSitemap"}
)


def may_matter(node: ast.stmt) -> bool:
    """Whether a statement that runs at import has a loop, visits rows, names relations or uses the network.

    All other code is interpreted only when it is called.
    """
    return not isinstance(node, _NAMING) and any(map(_matters, ast.walk(node)))


def _matters(node: ast.AST) -> bool:
    if isinstance(node, _LOOPS):
        return True
    if isinstance(node, ast.Call) and node.keywords and isinstance(node.func, ast.Attribute):
        return node.func.attr == "as_view"
    if isinstance(node, ast.Attribute):
        return node.attr in _VISITING
    return isinstance(node, ast.Name) and (node.id in _VISITING or node.id in AT_IMPORT)
