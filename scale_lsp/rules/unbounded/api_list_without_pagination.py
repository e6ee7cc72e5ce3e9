"""See rules/unbounded/api-list-without-pagination.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scale_lsp.common.bounds import grows, impact_of, label_of
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.declared import DeclaredFact, ProductionSettings, told
from scale_lsp.flow.facts import Answer, QuerysetUsed, RowsAnswered
from scale_lsp.flow.loaded import Tri
from scale_lsp.index.settings.values import Known, Mapped, Unset
from scale_lsp.rule import Context, checks, fixes

_SETTING = "REST_FRAMEWORK"


@checks
def api_list_without_pagination(used: QuerysetUsed, ctx: Context) -> Iterator[Finding]:
    if any(run.paged for run in used.runs):
        return
    for answer in dict.fromkeys(one for one in used.answers if _is_whole(one, ctx) and grows(one.query, ctx)):
        origin, model = used.origin, ctx.graph.models[used.origin.model]
        viewed = answer.how is Answer.API_VIEW
        if not viewed and (not origin.edited or not origin.site.path.endswith(".py")):
            continue
        most = ctx.options.page_size + 1 if viewed else ctx.options.slice_limit
        yield ctx.finding(
            answer.site if viewed else origin.site,
            related=[] if viewed else [Related(ctx.location(answer.site), "all rows are serialized here")],
            impact=impact_of(origin.model, most, ctx),
            fixable=Safety.UNSAFE,
            what=f"`{answer.view.name}` has no pagination:" if answer.view else "Nothing limits what is serialized:",
            model=model.name,
            label=label_of(origin.model, ctx),
            viewed=viewed,
            operation=ctx.location(answer.site) if answer.how is Answer.OPERATION else None,
            order=("pk",) if answer.query.ordering == () else (),
            queryset=ctx.location(origin.site) if origin.edited else None,
        )


def _is_whole(answer: RowsAnswered, ctx: Context) -> bool:
    """Whether the answer has all rows, by what the view or the settings say."""
    if answer.how in (Answer.SERIALIZER, Answer.OPERATION):
        return True
    return answer.how is Answer.API_VIEW and (
        answer.paged is Tri.NO or (answer.unset and told(ctx.snapshot, "no pagination", _is_off))
    )


def _is_off(facts: Iterable[DeclaredFact]) -> bool:
    """Whether no settings of production paginate: the default of both settings is None."""
    found = [fact.value(_SETTING) for fact in facts if isinstance(fact, ProductionSettings)]
    if not found:
        return False
    for value in found:
        if isinstance(value, Unset):
            continue
        if not isinstance(value, Mapped) or value.open:
            return False
        if all(_is_given(value, key) for key in ("DEFAULT_PAGINATION_CLASS", "PAGE_SIZE")):
            return False
        paginator = value.get("DEFAULT_PAGINATION_CLASS")
        if paginator is not None and not (paginator.string or "rest_framework.").startswith("rest_framework."):
            return False  # a class of the project's own has a size of its own
    return True


def _is_given(value: Mapped, key: str) -> bool:
    setting = value.get(key)
    return setting is not None and setting.value != Known(None)


@fixes
def paginate(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.api_pagination import paginate_api_view
    from scale_lsp.rewrite.ordering import order_by
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values, options = finding.location.path, finding.location.span, finding.values, ctx.options
    if not values["viewed"]:
        return None
    try:
        edits = paginate_api_view(path, ctx.text(path), span, options.page_size, options.max_page_size)
        if values["order"]:
            place = values["queryset"]
            if place is None:
                return None
            edits += order_by(place.path, ctx.text(place.path), place.span, values["order"])
    except RewriteRefused:
        return None
    reason = 'the answer becomes {"count", "next", "previous", "results"} instead of a list'
    return Fix(f"Add `pagination_class` with {options.page_size} rows to a page", Safety.UNSAFE, edits, reason)


@fixes
def paginate_operation(finding: Finding, ctx: Context) -> Fix | None:
    """https://django-ninja.dev/guides/response/pagination/#pagenumberpagination"""
    from scale_lsp.rewrite.decorators import decorate
    from scale_lsp.rewrite.imports import import_names
    from scale_lsp.rewrite.ordering import order_by
    from scale_lsp.rewrite.snippet import RewriteRefused

    operation, place, order = (finding.values[name] for name in ("operation", "queryset", "order"))
    if operation is None or operation.path != place.path:
        return None
    path, size = operation.path, ctx.options.page_size
    text = ctx.text(path)
    try:
        edits = decorate(path, text, operation.span, f"paginate(PageNumberPagination, page_size={size})")
        edits += import_names(path, text, "ninja.pagination", ("PageNumberPagination", "paginate"))
        if order:
            edits += order_by(path, text, place.span, order)
    except RewriteRefused:
        return None
    reason = 'the answer becomes {"items", "count"} instead of a list; clients ask for `?page=2`'
    return Fix(f"Add `@paginate` with {size} rows to a page", Safety.UNSAFE, edits, reason)


@fixes
def cut_short(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.pagination import cap_list
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, limit = finding.location.path, finding.location.span, ctx.options.slice_limit
    if finding.values["viewed"]:
        return None
    try:
        edits = cap_list(path, ctx.text(path), span, limit, finding.values["order"])
    except RewriteRefused:
        return None
    reason = "the shape of the answer stays, the other rows are left out"
    return Fix(f"Answer with the first {limit}: `[:{limit}]`", Safety.UNSAFE, edits, reason)
