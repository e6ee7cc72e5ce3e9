"""See rules/schema/composite-index-order.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.indexes import QUOTE, added, added_and_migrated, finding_of, is_worth_it, names
from scale_lsp.common.migrations import RUN_MAKEMIGRATIONS, index_name, name_of, recorded, with_migration
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.facts import IndexLacking
from scale_lsp.rule import Context, checks, fixes


@checks
def composite_index_order(lacking: IndexLacking, ctx: Context) -> Iterator[Finding]:
    if lacking.missing or not is_worth_it(lacking, ctx):
        return
    declared, wrong = lacking.declared, lacking.replaces
    first = lacking.key[0].lstrip("-")
    site = declared.places[wrong] if wrong else declared.fields.get(first, declared.site)
    problem = (
        f"the index on ({names(wrong.columns)}) has the columns in the wrong order"
        if wrong
        else "single indexes do not add up"
    )
    yield finding_of(lacking, ctx, site, problem=problem)


@fixes
def put_in_order_and_migrate(finding: Finding, ctx: Context) -> Fix | None:
    """The new index comes first, so that queries always have one; two of one name cannot be there at once."""
    from scale_lsp.rewrite.migrations import AddIndex, RemoveIndex

    lacking: IndexLacking = finding.values["lacking"]
    if lacking.replaces is None:
        return added_and_migrated(finding, ctx)
    made, of = put_in_order(finding, ctx), recorded(ctx, lacking.declared.model)
    old = name_of(lacking.replaces, of, ctx) if of else None
    if made is None or not made.edits or of is None or old is None:
        return None
    kept = "name" in dict(lacking.replaces.options)
    new = old if kept else index_name(of, lacking.key, ctx)
    if new is None or (new in of.table.indexes and not kept):
        return None
    gone, added = RemoveIndex(of.name, old), AddIndex(of.name, new, lacking.key)
    return with_migration(made, of, [gone, added] if kept else [added, gone], ctx)


@fixes
def put_in_order(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.keywords import set_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    lacking: IndexLacking = finding.values["lacking"]
    if lacking.replaces is None:
        return added(finding, ctx)
    path, text = finding.location.path, ctx.text(finding.location.path)
    if "fields" not in dict(lacking.replaces.options):
        return None
    try:
        edits = set_keyword(path, text, finding.location.span, "fields", f"[{names(lacking.key, QUOTE)}]")
    except RewriteRefused:
        return None
    return Fix(f"Put the columns in the order {names(lacking.key)}", Safety.UNSAFE, edits, RUN_MAKEMIGRATIONS)
