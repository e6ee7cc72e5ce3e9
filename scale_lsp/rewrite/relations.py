"""Adding `select_related` and `prefetch_related` to a queryset expression.

Where a call may be inserted was tried on Django 4.2 to 6.1: before slices and before anything that ends the chain of
querysets; never behind `union()` and its like; `select_related` never on a raw queryset.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, is_string, parse, quote
from scale_lsp.text.positions import Edit, Span

_ENDS = frozenset(
    {
        *("values", "values_list", "dates", "datetimes", "iterator", "aiterator", "in_bulk", "ain_bulk"),
        *("get", "first", "last", "latest", "earliest", "aget", "afirst", "alast", "alatest", "aearliest"),
        *("count", "exists", "aggregate", "explain", "acount", "aexists", "aaggregate", "create", "acreate"),
        *("get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"),
    }
)
_COMBINES = frozenset({"union", "intersection", "difference"})
_SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"})
CHUNK_SIZE = 2000


def load_relations(
    path: str,
    old: str,
    span: Span,
    select: Sequence[str],
    prefetch: Sequence[str],
    columns: Sequence[str] = (),
) -> tuple[Edit, ...]:
    """Edits that make the queryset expression `old` at `span` load relations.

    `columns` are the foreign keys of the model itself that the paths begin with: `only()` has to name them too.
    No edits when everything is loaded already. Raises RewriteRefused.
    """
    tree = parse(old)
    new = _loading(tree, select, prefetch, columns, old)
    return difference(path, span, old, code(new))


def _loading(
    tree: cst.BaseExpression, select: Sequence[str], prefetch: Sequence[str], columns: Sequence[str], old: str
) -> cst.BaseExpression:
    match tree:
        case cst.Call(func=cst.Name(value=function), args=[first, *rest]) if function in _SHORTCUTS:
            inner = first.value
            if isinstance(inner, cst.Name) and inner.value[:1].isupper():
                inner = cst.Attribute(inner, cst.Name("objects"))
            loading = _bare(_loading(_wrapped(inner), select, prefetch, columns, old))
            return tree.with_changes(args=[first.with_changes(value=loading), *rest])
    links = chain(tree)
    if any(name in _COMBINES for name in map(called, links)):
        raise RewriteRefused("a combined queryset cannot load relations")
    if select and any(called(link) == "raw" for link in links):
        raise RewriteRefused("a raw queryset cannot join relations")
    if any(called(link) in ("values", "values_list") for link in links):
        raise RewriteRefused("values() has no rows that could load relations")
    new = tree
    for method, names in (("select_related", select), ("prefetch_related", prefetch)):
        if names:
            new = _with(new, method, names, old)
    new = _naming_columns(new, columns, old)
    return _with_chunks(new) if prefetch else new


def _wrapped(tree: cst.BaseExpression) -> cst.BaseExpression:
    """With parentheses around it, as `parse` gives a tree."""
    return tree.with_changes(lpar=[cst.LeftParen(), *tree.lpar], rpar=[*tree.rpar, cst.RightParen()])


def _bare(tree: cst.BaseExpression) -> cst.BaseExpression:
    return tree.with_changes(lpar=tree.lpar[1:], rpar=tree.rpar[:-1])


def chain(tree: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The expression and what it is called on, outermost first."""
    links = [tree]
    while True:
        match links[-1]:
            case cst.Call(func=cst.Attribute(value=inner)) | cst.Subscript(value=inner):
                links.append(inner)
            case _:
                return links


def called(node: cst.BaseExpression) -> str:
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))):
            return name
    return ""


def _with(tree: cst.BaseExpression, method: str, names: Sequence[str], old: str) -> cst.BaseExpression:
    links = chain(tree)
    resets = [i for i, link in enumerate(links) if called(link) == method and _is_reset(link)]
    first_reset = resets[0] if resets else len(links)
    for link in links[:first_reset]:
        if called(link) == method and isinstance(link, cst.Call) and _only_names(link):
            merged = _merged(link, names, old)
            return tree if merged is link else tree.deep_replace(link, merged)
    target = insertion(links)
    return replaced(tree, target, _appended(target, links, method, names, old))


def replaced(tree: cst.BaseExpression, old: cst.BaseExpression, new: cst.BaseExpression) -> cst.BaseExpression:
    if tree is old:
        return new
    return tree.deep_replace(old, new)


def _is_reset(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(args=[cst.Arg(value=cst.Name(value="None"))]):
            return True
    return False


def _only_names(call: cst.Call) -> bool:
    """Whether a call can take another name: it has arguments, and none is `*names` or `**options`."""
    return bool(call.args) and all(not arg.star and arg.keyword is None for arg in call.args)


def _merged(call: cst.Call, names: Sequence[str], old: str) -> cst.Call:
    args = list(call.args)
    for name in names:
        if any(is_string(a.value) and _covers(_text(a), name) for a in args):
            continue
        shorter = [i for i, a in enumerate(args) if is_string(a.value) and name.startswith(_text(a) + "__")]
        literal = cst.SimpleString(quote(name, old))
        if shorter:
            args[shorter[0]] = args[shorter[0]].with_changes(value=literal)
        else:
            args = with_argument(args, literal)
    return call if args == list(call.args) else call.with_changes(args=args)


def _text(arg: cst.Arg) -> str:
    value = arg.value
    return str(value.evaluated_value) if isinstance(value, cst.SimpleString) else ""


def _covers(loaded: str, name: str) -> bool:
    return loaded == name or loaded.startswith(name + "__")


def with_argument(args: list[cst.Arg], value: cst.BaseExpression, keyword: str | None = None) -> list[cst.Arg]:
    """One argument more, separated as the others are; a trailing comma stays a trailing comma."""
    arg = cst.Arg(value, keyword=cst.Name(keyword) if keyword else None)
    if keyword:
        arg = arg.with_changes(equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")))
    if not args:
        return [arg]
    last = args[-1]
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    between = args[-2].comma if len(args) > 1 else comma
    if isinstance(last.comma, cst.Comma):
        if len(args) == 1 and "\n" in cst.Module([]).code_for_node(last.comma):
            return [last, arg.with_changes(comma=_commented(last.comma, None))]
        between = _commented(between, _comment(last.comma))
        return [*args[:-1], last.with_changes(comma=between), arg.with_changes(comma=_commented(last.comma, None))]
    between = _commented(between, None)
    whitespace = last.whitespace_after_arg
    return [
        *args[:-1],
        last.with_changes(comma=between, whitespace_after_arg=cst.SimpleWhitespace("")),
        arg.with_changes(whitespace_after_arg=whitespace),
    ]


def _comment(comma: cst.Comma) -> cst.Comment | None:
    """The comment behind a comma: it belongs to what is before it."""
    after = comma.whitespace_after
    return after.first_line.comment if isinstance(after, cst.ParenthesizedWhitespace) else None


def _commented(comma: cst.Comma | cst.MaybeSentinel, comment: cst.Comment | None) -> cst.Comma | cst.MaybeSentinel:
    """The comma with that comment behind it, or with none."""
    after = comma.whitespace_after if isinstance(comma, cst.Comma) else None
    if not isinstance(after, cst.ParenthesizedWhitespace):
        return comma
    space = cst.SimpleWhitespace("  " if comment else "")
    line = after.first_line.with_changes(comment=comment, whitespace=space)
    return cst.ensure_type(comma, cst.Comma).with_changes(whitespace_after=after.with_changes(first_line=line))


def insertion(links: list[cst.BaseExpression]) -> cst.BaseExpression:
    """The queryset in the chain behind which the call goes: the last one before a slice or the end of the chain."""
    target = links[0]
    for i, link in enumerate(links):
        if isinstance(link, cst.Subscript) or called(link) in _ENDS:
            if i + 1 == len(links):
                raise RewriteRefused("no queryset in front of this")
            target = links[i + 1]
    return target


def _appended(
    target: cst.BaseExpression, links: list[cst.BaseExpression], method: str, names: Sequence[str], old: str
) -> cst.BaseExpression:
    arguments = [
        cst.Arg(
            cst.SimpleString(quote(name, old)),
            comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            if i + 1 < len(names)
            else cst.MaybeSentinel.DEFAULT,
        )
        for i, name in enumerate(names)
    ]
    whole = target is links[0]  # its outer parentheses are those around the snippet
    inner = _bare(target) if whole else target
    simple = isinstance(inner, cst.Call | cst.Attribute | cst.Name | cst.Subscript)
    if not simple and not inner.lpar:
        inner = inner.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    call = cst.Call(cst.Attribute(inner, cst.Name(method), dot=dot(links)), arguments)
    if whole:
        call = call.with_changes(lpar=target.lpar[:1], rpar=target.rpar[-1:])
    return call


def dot(links: list[cst.BaseExpression]) -> cst.Dot:
    """A dot as the chain has them: on a line of its own where its calls are."""
    for link in links:
        if isinstance(link, cst.Call) and isinstance(link.func, cst.Attribute):
            before = cst.Module([]).code_for_node(link.func.dot)
            if "\\\n" in before:
                return link.func.dot
            if "\n" in before:  # without the comments between the calls
                indent = before[before.rindex("\n") + 1 :].partition(".")[0]
                return cst.Dot(cst.ParenthesizedWhitespace(last_line=cst.SimpleWhitespace(indent)))
    return cst.Dot()


def _naming_columns(tree: cst.BaseExpression, columns: Sequence[str], old: str) -> cst.BaseExpression:
    """`only()` has to name the foreign keys that are followed, or Django raises FieldError."""
    for link in chain(tree):
        if called(link) == "only" and isinstance(link, cst.Call) and _only_names(link):
            args = list(link.args)
            for name in columns:
                if not any(_text(a) in (name, f"{name}_id") or _text(a).startswith(name + "__") for a in args):
                    args = with_argument(args, cst.SimpleString(quote(name, old)))
            if args != list(link.args):
                tree = replaced(tree, link, link.with_changes(args=args))
    return tree


def _with_chunks(tree: cst.BaseExpression) -> cst.BaseExpression:
    """`iterator()` needs a chunk size once something is prefetched (Django raises ValueError since 5.0)."""
    for link in chain(tree):
        if called(link) in ("iterator", "aiterator") and isinstance(link, cst.Call) and not link.args:
            sized = link.with_changes(args=with_argument([], cst.Integer(str(CHUNK_SIZE)), "chunk_size"))
            return replaced(tree, link, sized)
    return tree
