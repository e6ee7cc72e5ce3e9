"""What the rules about lacking indexes share: which are worth it, what is said of them, how they are added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scale_lsp.common.migrations import RUN_MAKEMIGRATIONS, index_name, recorded, with_migration
from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import IndexLacking, Use
from scale_lsp.flow.values import Site
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.models import Model
from scale_lsp.index.names import Symbol
from scale_lsp.rule import Context
from scale_lsp.text.positions import Location

ONE_MORE = "each insert writes one index more"
NEEDS_MIGRATION = f"{RUN_MAKEMIGRATIONS}; {ONE_MORE}"
QUOTE = '"'


def is_worth_it(lacking: IndexLacking, ctx: Context) -> bool:
    """Whether the table is not known to be small, and has not too many indexes already."""
    rows = ctx.options.table_rows(label(ctx.graph.models[lacking.declared.model]))
    count = len(lacking.declared.indexes.all) + lacking.rank
    small = rows is not None and rows < ctx.options.index_min_rows
    return not small and (lacking.rank == 1 or count <= ctx.options.index_max_per_model)


def finding_of(lacking: IndexLacking, ctx: Context, site: Site, **values: object) -> Finding:
    """A warning where the user has said how many rows the table has; else no more than a remark."""
    model = ctx.graph.models[lacking.declared.model]
    known = ctx.options.table_rows(label(model)) is not None
    queries = list(dict.fromkeys(use.words for use in lacking.uses))
    more = f" and {len(queries) - 1} more" if len(queries) > 1 else ""
    return ctx.finding(
        site,
        related=_related(lacking.uses, ctx),
        impact=_impact(lacking.uses, model),
        fixable=Safety.UNSAFE,
        rare=not known,
        model=model.name,
        label=label(model),
        column=lacking.key[0].lstrip("-"),
        key=names(lacking.key),
        query=f"`{queries[0]}`{more}",
        reads="read" if more else "reads",
        needs="need" if more else "needs",
        lacking=lacking,
        place=ctx.location(lacking.declared.site),
        **values,
    )


def label(model: Model) -> str:
    return f"{model.app_label}.{model.name}"


def class_of(ctx: Context, model: Symbol) -> Location | None:
    """Where a model class of the project is."""
    found = definitions(ctx.snapshot, model.path)
    if found is None or is_shipped(model.path) or model.name not in found.classes:
        return None
    definition = found.classes[model.name]
    return ctx.location(Site(model.path, definition.block, definition.node))


def names(columns: Iterable[str], quote: str = "") -> str:
    return ", ".join(f"{quote}{column}{quote}" for column in columns)


def _related(uses: Iterable[Use], ctx: Context) -> Iterator[Related]:
    for use in uses:
        yield Related(ctx.location(use.run.origin.site), f"`{use.words}` asks for rows here")


def _impact(uses: Iterable[Use], model: Model) -> Impact | None:
    """What the database reads for one row, where all that is asked for is one row."""
    if all(use.run.method in ("get", "get_or_create", "update_or_create") for use in uses):
        return Impact("scanned rows", Growth(0, 1), Growth(1), f"rows of {model.name}")
    return None


def added(finding: Finding, ctx: Context) -> Fix | None:
    """The index as an entry of `Meta.indexes`. Django gives it a name."""
    from scale_lsp.rewrite.indexes import Entry, add_index
    from scale_lsp.rewrite.snippet import RewriteRefused

    lacking: IndexLacking = finding.values["lacking"]
    place: Location = finding.values["place"]
    entry = Entry(f"{{Index}}(fields=[{names(lacking.key, QUOTE)}])", (("django.db.models", "Index"),))
    try:
        edits = add_index(place.path, ctx.text(place.path), place.span, entry)
    except RewriteRefused:
        return None
    return Fix(f"Add an index on ({names(lacking.key)})", Safety.UNSAFE, edits, NEEDS_MIGRATION)


def added_and_migrated(finding: Finding, ctx: Context) -> Fix | None:
    """The index as an entry of `Meta.indexes`, and the migration that creates it."""
    from scale_lsp.rewrite.migrations import AddIndex

    lacking: IndexLacking = finding.values["lacking"]
    made, of = added(finding, ctx), recorded(ctx, lacking.declared.model)
    name = index_name(of, lacking.key, ctx) if of else None
    if made is None or not made.edits or of is None or name is None or name in of.table.indexes:
        return None
    return with_migration(made, of, [AddIndex(of.name, name, lacking.key)], ctx, ONE_MORE)
