"""Rows at random, drawn among their keys.

https://docs.python.org/3/library/random.html#random.sample
"""

from __future__ import annotations

import ast
import re

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.statements import add_import
from scale_lsp.rewrite.tree import Tree
from scale_lsp.text.positions import Edit, Span

_NAMES = ("keys", "drawn_from", "all_keys")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMBINED = frozenset({"union", "intersection", "difference", "raw", "extra", "distinct", "values", "values_list"})
"""Methods after which a queryset cannot be filtered by its keys, or means something else."""
_LIST = 'list({rows}.values_list("pk", flat=True))'


def draw_keys(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """`random.choice(rows)` and `random.sample(list(rows), k)` over the keys, then the rows of those drawn.

    Raises RewriteRefused.
    """
    tree = Tree(text)
    node = next((n for n in tree.walk(ast.Call) if tree.span(n) == span), None)
    match node:
        case ast.Call(func=function, args=[rows], keywords=[]):
            found = _rows(tree, rows)
            name = tree.text(function, function)
            return (Edit(path, span, f"{found}.get(pk={name}({_LIST.format(rows=found)}))"),)
        case ast.Call(func=function, args=[ast.Call(func=ast.Name(id="list"), args=[rows]), number], keywords=[]):
            found = _rows(tree, rows)
            name, most = tree.text(function, function), tree.text(number, number)
            drawn = f"{name}({_LIST.format(rows=found)}, {most})"
            return (Edit(path, span, f"list({found}.filter(pk__in={drawn}))"),)
    raise RewriteRefused("another way to draw")


def sample_keys(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """`rows.order_by("?")[:k]` and `rows.order_by("?").first()` by a sample of the keys. Raises RewriteRefused."""
    tree = Tree(text)
    parents = {child: node for node in ast.walk(tree.module) for child in ast.iter_child_nodes(node)}
    shuffled = next((n for n in tree.walk(ast.Call) if tree.span(n) == span), None)
    if shuffled is None or not isinstance(shuffled.func, ast.Attribute):
        raise RewriteRefused("no call here")
    whole: ast.expr = shuffled
    match parents[shuffled]:
        case ast.Subscript(slice=ast.Slice(lower=None, upper=ast.expr() as upper, step=None)) as cut:
            whole, most = cut, tree.text(upper, upper)
        case ast.Attribute(attr="first") as member if isinstance(parents[member], ast.Call):
            most = "1"
        case _:
            raise RewriteRefused("all rows are wanted, in random order")
    _check_scope(parents, whole)
    rows = _rows(tree, shuffled.func.value)
    name = next((name for name in _NAMES if not re.search(rf"\b{name}\b", text)), None)
    if name is None:
        raise RewriteRefused("the names are taken")
    drawn = f"random.sample({name} := {_LIST.format(rows=rows)}, min({most}, len({name})))"
    return (*add_import(path, text, "random"), Edit(path, tree.span(whole), f"{rows}.filter(pk__in={drawn})"))


def _check_scope(parents: dict[ast.AST, ast.AST], node: ast.AST) -> None:
    """Refuse where a name cannot be bound inside an expression."""
    while node in parents:
        node = parents[node]
        if isinstance(node, _FUNCTIONS):
            return
        if isinstance(node, (*_COMPREHENSIONS, ast.Lambda, ast.ClassDef)):
            break
    raise RewriteRefused("no function around it")


def _rows(tree: Tree, node: ast.expr) -> str:
    """The text of a queryset that may be written twice: a chain of methods that begins with a name."""
    chain = node
    while isinstance(chain, ast.Call | ast.Attribute):
        if isinstance(chain, ast.Attribute) and chain.attr in _COMBINED:
            raise RewriteRefused("it cannot be filtered")
        if isinstance(chain, ast.Call) and not isinstance(chain.func, ast.Attribute):
            raise RewriteRefused("no chain of methods")
        chain = chain.func if isinstance(chain, ast.Call) else chain.value
    text = tree.text(node, node)
    if not isinstance(chain, ast.Name) or "\n" in text:
        raise RewriteRefused("no plain queryset")
    return text.removesuffix(".all()")
