"""See rules/schema/redundant-index.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.migrations import RUN_MAKEMIGRATIONS, altered, name_of, recorded, with_migration
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.databases import vendor
from scale_lsp.flow.facts import ModelDeclared
from scale_lsp.index.indexes import Index, Source, redundant
from scale_lsp.index.models import Model
from scale_lsp.rule import Context, checks, fixes

_PREFIX_SEARCH = (
    "on PostgreSQL `db_index` also makes the index that `startswith` uses; keep it if `{column}` is searched so"
)
_TEXTS = frozenset({"CharField", "TextField", "SlugField", "EmailField", "URLField", "FileField", "FilePathField"})
_MOST_COLUMNS = 3


@checks
def redundant_index(declared: ModelDeclared, ctx: Context) -> Iterator[Finding]:
    model = ctx.graph.models[declared.model]
    engine = vendor(ctx.snapshot)
    if not model.managed or model.proxy:
        return
    for index, other in redundant(declared.indexes):
        if index not in declared.places or not _everywhere(model, index, ctx) or _is_wide(other, index, model):
            continue
        by_itself = index.source is Source.RELATION
        if engine == "mysql" and Source.RELATION in (index.source, other.source):
            continue  # there a foreign key has an index of its own only where no other begins with its column
        place = declared.places.get(other)
        yield ctx.finding(
            declared.places[index],
            related=[Related(ctx.location(place), "this index serves the same queries")] if place else [],
            fixable=Safety.UNSAFE,
            twin=_has_twin(index, model),
            index=_described(index),
            model=model.name,
            other=_described(other),
            declared=index,
            rare=by_itself,
        )


def _everywhere(model: Model, index: Index, ctx: Context) -> bool:
    """Whether every table that has the index can do without it: a child may have a `Meta` of its own."""
    children = (s for s, m in ctx.graph.models.items() if not m.abstract and model.symbol in m.parents)
    tables = [s for s in children if index in ctx.graph.indexes(s).all] if model.abstract else []
    return all(any(index == gone for gone, _ in redundant(ctx.graph.indexes(table))) for table in tables)


def _is_wide(other: Index, index: Index, model: Model) -> bool:
    """Whether the other index is so much larger that the shorter one may be wanted for its size."""
    if len(other.columns) > _MOST_COLUMNS:
        return True
    more = (model.fields.get(name) for name in other.fields[len(index.columns) :])
    return index.source is Source.RELATION and any(field is None or field.column in _TEXTS for field in more)


def _has_twin(index: Index, model: Model) -> bool:
    """https://docs.djangoproject.com/en/5.2/ref/databases/#indexes-for-varchar-and-text-columns"""
    field = model.fields.get(index.columns[0])
    return index.source is Source.FIELD and field is not None and field.column in _TEXTS


def _described(index: Index) -> str:
    names = ", ".join(f'"{column}"' for column in index.columns)
    match index.source:
        case Source.FIELD:
            return f"`db_index=True` of `{index.columns[0]}`"
        case Source.RELATION:
            return f"the index of the foreign key `{index.columns[0]}`"
        case Source.UNIQUE:
            return f"the index of the unique field `{index.columns[0]}`"
        case Source.INDEXES:
            return f"`Index(fields=[{names}])`"
        case Source.CONSTRAINTS:
            return f"`UniqueConstraint(fields=[{names}])`"
    return f"`{index.source.value} = [({names})]`"


@fixes
def remove_it_and_migrate(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.migrations import Operation, RemoveIndex

    index: Index = finding.values["declared"]
    made, of = remove_it(finding, ctx), recorded(ctx, index.declared_in)
    if made is None or not made.edits or of is None:
        return None
    operation: Operation | None = None
    if index.source in (Source.FIELD, Source.RELATION):
        operation = altered(of, index.columns[0], False if index.source is Source.RELATION else None, ctx)
    elif name := name_of(index, of, ctx):
        operation = RemoveIndex(of.name, name)
    return with_migration(made, of, [operation], ctx, _doubt(finding)) if operation else None


@fixes
def remove_it(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.items import remove_item
    from scale_lsp.rewrite.keywords import set_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, index = finding.location.path, finding.location.span, finding.values["declared"]
    by_itself = index.source is Source.RELATION
    try:
        if by_itself:
            edits = set_keyword(path, ctx.text(path), span, "db_index", "False")
        else:
            edits = remove_item(path, ctx.text(path), span)
    except RewriteRefused:
        return None
    title = f"Set `db_index=False` on `{index.columns[0]}`" if by_itself else f"Remove {_described(index)}"
    return Fix(title, Safety.UNSAFE, edits, "; ".join(filter(None, (RUN_MAKEMIGRATIONS, _doubt(finding)))))


def _doubt(finding: Finding) -> str:
    """What else there is to think of before an index goes."""
    if finding.values["declared"].source is Source.RELATION:
        return "deletes of the row it points to then use the other index"
    return _PREFIX_SEARCH.format(column=finding.values["declared"].columns[0]) if finding.values["twin"] else ""
