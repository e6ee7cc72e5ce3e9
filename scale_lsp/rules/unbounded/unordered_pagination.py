"""See rules/unbounded/unordered-pagination.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scale_lsp.common.bounds import label_of
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import QueryRun, QuerysetPaged, QuerysetUsed
from scale_lsp.rule import Context, checks, fixes

_RARELY_EQUAL = frozenset({"DateTimeField", "UUIDField"})
_PLACES = frozenset({"IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "SmallIntegerField"})
"""A number that orders the rows of one other row is mostly each one's place among them."""
_DISTINCT_ON = re.compile(r"\.distinct\(\s*[^\s)]")


@checks
def unordered_pagination(used: QuerysetUsed, ctx: Context) -> Iterator[Finding]:
    keys = [_keys_in_doubt(page, ctx) for page in used.pages]
    if not used.pages or None in keys or not used.origin.site.path.endswith(".py"):
        return
    model = ctx.graph.models[used.origin.model]
    here, places = ctx.location(used.origin.site), [ctx.location(page.site) for page in used.pages]
    ordering = keys[0] or ()
    last = f"`{ordering[-1].lstrip('-')}`" if ordering else ""
    tie = "-pk" if ordering and ordering[-1].startswith("-") else "pk"
    yield ctx.finding(
        used.origin.site,
        related=[Related(place, "it is shown in parts here") for place in places if place != here],
        fixable=Safety.UNSAFE,
        rare=bool(ordering),
        model=model.name,
        label=label_of(used.origin.model, ctx),
        doubt=f"rows with the same {last}" if ordering else "the rows",
        order=f"ordered by {last} alone" if ordering else "not ordered",
        advice=f"add `{tie}` as its last key" if ordering else "add `order_by()` with a unique last key",
        keys=ordering,
        tie=tie,
        edited=used.origin.edited,
    )


def _keys_in_doubt(page: QuerysetPaged, ctx: Context) -> tuple[str, ...] | None:
    """The keys of an order that leaves rows in any order, () if there is none; None where it may be total."""
    query = page.query
    if query.ordering is None or query.bound == 1 or query.grouped or not query.instances:
        return None
    return None if _is_total(query.ordering, query, ctx) else query.ordering


def _is_total(ordering: Sequence[str], query: QueryRun, ctx: Context) -> bool:
    """Whether no two rows are equal in all keys, or hardly ever are, or nobody knows."""
    names, model = {key.lstrip("-") for key in ordering}, query.model
    if not names:
        return False
    indexes = ctx.graph.indexes(model)
    unique = [set(index.fields) for index in indexes.all if index.unique]
    same = names | _same_for_all(query, ctx)
    if not indexes.known or names & {"pk", "id", "?"} or any(columns and columns <= same for columns in unique):
        return True
    fields = [ctx.graph.field(model, name) for name in names]
    rarely_equal = _RARELY_EQUAL | _PLACES if query.relation is not None else _RARELY_EQUAL
    return any(field is None or field.unique or field.column in rarely_equal for field in fields)


def _same_for_all(query: QueryRun, ctx: Context) -> set[str]:
    """The fields in which all chosen rows are equal: then other fields can be unique among them."""
    exact = (one.path.removesuffix("__exact").removesuffix("__pk") for one in query.lookups if one.method != "exclude")
    fields = {name: field for name in exact if (field := ctx.graph.field(query.model, name.removesuffix("_id")))}
    keys = ctx.graph.models[query.model].fields.values() if query.relation is not None else ()
    return {field.name for field in (*fields.values(), *(field for field in keys if field.is_key))}


@fixes
def order(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.declarations import declare_attributes
    from scale_lsp.rewrite.ordering import order_by
    from scale_lsp.rewrite.snippet import RewriteRefused, text_at

    path, span, values = finding.location.path, finding.location.span, finding.values
    text, keys = ctx.text(path), (*values["keys"], values["tie"])
    try:
        if not values["edited"]:
            listed = ", ".join(f'"{key}"' for key in keys)
            edits = declare_attributes(path, text, span, [f"ordering = [{listed}]"])
            return Fix(f"Add `ordering = [{listed}]`", Safety.UNSAFE, edits, _reason(keys))
        if _DISTINCT_ON.search(text_at(text, span)):
            return None
        edits = order_by(path, text, span, keys)
    except RewriteRefused:
        return None
    listed = ", ".join(f'"{key}"' for key in keys)
    return Fix(f"Order by {listed}", Safety.UNSAFE, edits, _reason(keys))


def _reason(keys: Sequence[str]) -> str:
    return "rows can come in another order" if len(keys) == 1 else "equal rows can change places"
