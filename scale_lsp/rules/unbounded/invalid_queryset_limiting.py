"""See rules/unbounded/invalid-queryset-limiting.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.facts import LimitRefused
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit

_ADDED = {
    "limit": ("AttributeError", "a queryset has no `limit()`", "slice it: `[:n]`"),
    "take": ("AttributeError", "a queryset has no `take()`", "slice it: `[:n]`"),
    "top": ("AttributeError", "a queryset has no `top()`", "slice it: `[:n]`"),
    "offset": ("AttributeError", "a queryset has no `offset()`", "slice it: `[n:]`"),
    "negative": ("ValueError", "a queryset cannot be counted from its end", "use `last()`, or `reverse()` and a slice"),
    "negative filter": (
        "ValueError",
        "the filter `slice` counts a queryset from its end",
        "reverse its order in the view, and count from the beginning",
    ),
    "last filter": ("ValueError", "the filter `last` counts a queryset from its end", "write `.last`"),
    "update": ("TypeError", "a slice takes no `update()`", "choose the rows by `pk__in` of the slice's keys"),
    "delete": ("TypeError", "a slice takes no `delete()`", "choose the rows by `pk__in` of the slice's keys"),
}
_MOVED = frozenset({"filter", "exclude", "order_by", "distinct"})
_WRITES = frozenset({"update", "delete"})


@checks
def invalid_queryset_limiting(refused: LimitRefused, ctx: Context) -> Iterator[Finding]:
    how = refused.how
    behind = ("TypeError", f"a slice takes no `{how}()`", f"call `{how}()` first, slice last")
    error, why, advice = _ADDED.get(how, behind)
    yield ctx.finding(
        refused.site,
        fixable=_safety(refused),
        error=error,
        why=why,
        advice=advice,
        model=ctx.graph.models[refused.model].name,
        how=how,
        text=refused.site.text,
    )


def _safety(refused: LimitRefused) -> Safety | None:
    if refused.how in _MOVED or refused.how in _WRITES:
        return Safety.UNSAFE
    if refused.how == "negative filter" or (refused.how == "negative" and refused.sliced):
        return None
    return Safety.SAFE if refused.how in _ADDED else None


_NOT_ON_MYSQL = "it now writes rows, and MySQL takes no LIMIT in such a subquery"
_LAST = re.compile(r"([A-Za-z_][\w.]*)\s*\|\s*last\b(.*)", re.S)


@fixes
def limit(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.limits import call_last, slice_instead, slice_last, write_chosen
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, how = finding.location.path, finding.location.span, finding.values["how"]
    text = ctx.text(path)
    try:
        if how in _MOVED:
            edits = slice_last(path, text, span)
            return Fix(f"Call `{how}()` first, slice last", Safety.UNSAFE, edits, f"`{how}()` then sees all rows")
        if how in _WRITES:
            edits = write_chosen(path, text, span, f"{finding.values['model']}.objects")
            return Fix("Choose the rows by the slice's keys", Safety.UNSAFE, edits, _NOT_ON_MYSQL)
        if how == "last filter":
            match = _LAST.fullmatch(finding.values["text"])
            edits = (Edit(path, span, f"{match[1]}.last{match[2]}"),) if match else ()
            return Fix("Write `.last`", Safety.SAFE, edits)
        if how == "negative":
            return Fix("Call `last()`", Safety.SAFE, call_last(path, text, span))
        return Fix("Slice instead", Safety.SAFE, slice_instead(path, text, span))
    except RewriteRefused:
        return None
