"""When the rows of a queryset grow with its table, as far as the code says."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Growth, Impact
from scale_lsp.flow.facts import QueryRun
from scale_lsp.flow.permissions import is_for_few as may_ask_few
from scale_lsp.flow.rights import Whose, runs_for
from scale_lsp.flow.values import Const, Lookup
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role
from scale_lsp.orm.fields import FieldKind
from scale_lsp.rule import Context

_DATES = frozenset({"DateField", "DateTimeField"})
_OPEN_ENDS = frozenset({"lt", "lte"})
"""Up to now is everything."""
_EXACT = frozenset({"", "exact", "in"})

MANY = 1000
"""From so many rows on a list of all of them is slow to build and to use."""


def grows(run: QueryRun, ctx: Context) -> bool:
    """Whether a request gets more rows the more there are in the table, and nothing says that there are few."""
    limited = run.bound is not None or run.sliced or run.paged or run.streamed or run.grouped
    if limited or run.relation is not None or run.narrowed:
        return False
    if Role.REQUEST not in run.roles or ctx.options.is_small(label_of(run.model, ctx)):
        return False
    if not any(grow(run.model, ctx) for grow in (belongs, has_pages, is_large)):
        return False
    return not any(_narrows(lookup, run.model, ctx) for lookup in (*run.lookups, *_for_most(run)))


def _for_most(run: QueryRun) -> Iterator[Lookup]:
    """What the rows are chosen by for all who have no right to see the others."""
    return (one for one in run.perhaps or () if runs_for(one.site) is Whose.OTHERS)


def is_for_few(run: QueryRun, ctx: Context) -> bool:
    """Whether only the staff, or those with a permission, are shown what a query fetches."""
    if runs_for(run.origin.site) is Whose.FEW or runs_for(run.site) is Whose.FEW:
        return True
    asking = [entry for entry in run.entries if entry.role is Role.REQUEST]
    return bool(asking) and all(may_ask_few(ctx.snapshot, entry) for entry in asking)


def fills_up(symbol: Symbol, ctx: Context) -> bool:
    """Whether visitors make the rows of a table, or refer to them: orders, comments, products that are ordered.

    Of other tables nobody knows: the slides of a front page belong to products, and categories have pages.
    """
    if is_large(symbol, ctx) or _is_visitors(symbol, ctx, frozenset()):
        return True
    if not belongs(symbol, ctx):
        return False
    ways_back = ctx.graph.models[symbol].reverse.values()
    return has_pages(symbol, ctx) or any(
        one.target is not None and _is_visitors(one.target, ctx, frozenset()) for one in ways_back
    )


def _is_visitors(symbol: Symbol, ctx: Context, seen: frozenset[Symbol]) -> bool:
    """Whether each row belongs to a user, if only by way of other rows: an order's customer has an account."""
    if symbol in seen or symbol not in ctx.graph.models:
        return False
    for one in ctx.graph.models[symbol].forward.values():
        if one.arity is not Arity.ONE or one.target is None:
            continue
        field = ctx.graph.field(symbol, one.name)
        is_account = field is not None and field.kind is FieldKind.ONE_TO_ONE
        if one.target == ctx.graph.user_model and (is_account or not one.null):
            return True
        if not one.null and _is_visitors(one.target, ctx, seen | {symbol}):
            return True
    return False


def belongs(symbol: Symbol, ctx: Context) -> bool:
    """Whether each row of a model belongs to another one: customers' orders and categories' products become many.

    A table that points at no other, or need not, is mostly one that is set up once: kinds, themes, semesters.
    """
    model = ctx.graph.models[symbol]
    forward, ancestors = model.forward.values(), (*model.parents, symbol)
    return any(one.arity is Arity.ONE and not one.null and one.target not in ancestors for one in forward)


def has_pages(symbol: Symbol, ctx: Context) -> bool:
    """Whether each row has a page of its own, as products and articles have, and kinds and settings have not.

    https://docs.djangoproject.com/en/5.2/ref/models/instances/#get-absolute-url
    """
    return ctx.graph.classes.owner_of(symbol, "get_absolute_url") is not None


def label_of(symbol: Symbol, ctx: Context) -> str:
    """`app.Model`, as options name it."""
    model = ctx.graph.models[symbol]
    return f"{model.app_label}.{model.name}"


def impact_of(symbol: Symbol, rows: int, ctx: Context) -> Impact:
    """All rows now, so many after the fix."""
    return Impact("rows", Growth(0, 1), Growth(rows), f"rows of {ctx.graph.models[symbol].name}")


def _narrows(lookup: Lookup, model: Symbol, ctx: Context) -> bool:
    """Whether a condition leaves the rows of one parent, of a span of time, or perhaps few for another reason.

    So does one of several alternatives: the others are mostly of its kind.
    """
    if lookup.method == "exclude":
        return False
    here: Symbol | None = model
    names = lookup.path.split("__")
    while names and here is not None and (relation := ctx.graph.relation(here, names[0].removesuffix("_id"))):
        here = relation.target
        names.pop(0)
    comparison = names[-1] if names else ""
    if not names or (comparison in ("exact", "in", "id", "pk") and len(names) == 1):
        return lookup.value != Const(None)
    if here is None:
        return True
    field = ctx.graph.field(here, names[0])
    if field is None:
        return comparison != "isnull"
    comparison = comparison if len(names) > 1 else ""
    if field.column in _DATES:
        return comparison not in _OPEN_ENDS and comparison != "isnull"
    if field.unique or field.primary_key:
        return comparison in _EXACT
    decided = isinstance(lookup.value, Const) or field.choices or field.column in ("BooleanField", "NullBooleanField")
    return comparison in _EXACT and not decided


def is_large(target: Symbol, ctx: Context) -> bool:
    """Tables that are said to be large, and the users."""
    rows = ctx.options.table_rows(label_of(target, ctx))
    return rows >= MANY if rows is not None else target == ctx.graph.user_model
