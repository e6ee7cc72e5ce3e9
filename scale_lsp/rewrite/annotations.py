"""Annotating a queryset, and reading what it was annotated with."""

from __future__ import annotations

import libcst as cst

from scale_lsp.rewrite.relations import called, chain, dot, insertion, replaced, with_argument
from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Span

_KEEPING = frozenset(
    {
        *(
            "all",
            "filter",
            "exclude",
            "get",
            "order_by",
            "reverse",
            "select_related",
            "prefetch_related",
            "only",
            "defer",
        ),
        *("using", "annotate", "iterator", "aiterator"),
    }
)
"""Methods after which rows can still be counted one by one."""
_ALONE = frozenset({"Exists", "F", "Max", "Min", "OuterRef", "Q", "Subquery", "Value"})
"""What gives the same when a query joins more rows."""


def annotate(path: str, text: str, span: Span, name: str, expression: str) -> tuple[Edit, ...]:
    """Edits that annotate the queryset at `span`. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    links = chain(tree)
    if any(method not in _KEEPING for method in map(called, links) if method):
        raise RewriteRefused("an annotation may not mean the same here")
    if not isinstance(links[-1], cst.Attribute):
        raise RewriteRefused("what the rows are chosen by cannot be seen")
    argument = cst.Arg(
        cst.parse_expression(expression),
        keyword=cst.Name(name),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    for link in links:
        if isinstance(link, cst.Call) and called(link) == "annotate":
            return difference(path, span, old, code(replaced(tree, link, _merged(link, name, argument))))
    target = insertion(links)
    bare = target.with_changes(lpar=target.lpar[1:], rpar=target.rpar[:-1]) if target is tree else target
    if not isinstance(bare, cst.Call | cst.Attribute | cst.Name | cst.Subscript):
        raise RewriteRefused("no chain of calls")
    call = cst.Call(cst.Attribute(bare, cst.Name("annotate"), dot=dot(links)), [argument])
    if target is tree:
        call = call.with_changes(lpar=target.lpar[:1], rpar=target.rpar[-1:])
    return difference(path, span, old, code(replaced(tree, target, call)))


def _merged(link: cst.Call, name: str, argument: cst.Arg) -> cst.Call:
    """One annotation more. Those that are there must not change when rows are joined to theirs."""
    for given, value in _keywords(link):
        if given == name:
            raise RewriteRefused("the name is taken")
        if not _stays(value):
            raise RewriteRefused("another annotation would change")
    if len(_keywords(link)) != len(link.args):
        raise RewriteRefused("annotations without a name")
    return link.with_changes(args=with_argument(list(link.args), argument.value, name))


def _stays(value: cst.BaseExpression) -> bool:
    match value:
        case cst.Call(func=cst.Name(value="Count") | cst.Attribute(attr=cst.Name(value="Count"))):
            return any(
                key == "distinct" and cst.Module([]).code_for_node(one) == "True" for key, one in _keywords(value)
            )
        case cst.Call(func=cst.Name(value=function) | cst.Attribute(attr=cst.Name(value=function))):
            return function in _ALONE
    return False


def prefetch(path: str, text: str, span: Span, value: str) -> tuple[Edit, ...]:
    """Edits that give `prefetch_related()` of the queryset at `span` one argument more. Raises RewriteRefused."""
    old = text_at(text, span)
    if value.partition("to_attr=")[2] in old:
        raise RewriteRefused("the name is taken")
    tree = parse(old)
    for link in chain(tree):
        if isinstance(link, cst.Call) and called(link) == "prefetch_related" and link.args:
            more = link.with_changes(args=with_argument(list(link.args), cst.parse_expression(value)))
            return difference(path, span, old, code(replaced(tree, link, more)))
    raise RewriteRefused("prefetched elsewhere")


def lookup_paths(text: str, span: Span) -> tuple[str, ...]:
    """What the queryset at `span` chooses its rows by, in its own words. Raises RewriteRefused."""
    found = []
    for link in chain(parse(text_at(text, span))):
        if isinstance(link, cst.Call) and called(link) in ("filter", "exclude", "get"):
            if any(arg.keyword is None for arg in link.args):
                raise RewriteRefused("conditions that are made elsewhere")
            found += [name for name, _ in _keywords(link)]
    return tuple(found)


def _keywords(link: cst.BaseExpression) -> list[tuple[str, cst.BaseExpression]]:
    args = link.args if isinstance(link, cst.Call) else ()
    return [(arg.keyword.value, arg.value) for arg in args if arg.keyword is not None]


def substitute(path: str, text: str, span: Span, new: str) -> tuple[Edit, ...]:
    """Edits that put another expression at `span`; one with a comment in it stays.

    Raises RewriteRefused.
    """
    old = text_at(text, span)
    if "#" in old:
        raise RewriteRefused("a comment would be lost")
    return difference(path, span, old, new)
