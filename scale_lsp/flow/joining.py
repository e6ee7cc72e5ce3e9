"""The second step of assembly: what only several facts show together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scale_lsp.flow.event_loop import Asked, asked_in_loops, query_in_event_loop, relations_in_event_loop
from scale_lsp.flow.facts import (
    Fact,
    KeysRead,
    ModelDeclared,
    PropertyRead,
    QueriesInLoop,
    QueriesRepeated,
    QueryRun,
    QuerysetPaged,
    QuerysetUsed,
    RelationFetched,
    RelationRead,
    RowsAnswered,
    RowsSummarised,
    TemplateQueries,
    Use,
)
from scale_lsp.flow.gathering import Gathered, Key
from scale_lsp.flow.lacking import lacking
from scale_lsp.flow.models import declared_model
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.repeated_properties import property_around, repeated_property
from scale_lsp.flow.searches import Searched, searched, text_searched
from scale_lsp.flow.surveys import Survey
from scale_lsp.flow.table_uses import uses
from scale_lsp.flow.template_reads import ways
from scale_lsp.index.derived import of_classes
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import ClassSummary
from scale_lsp.text.template import TemplateFile

KEYS, USED, TEMPLATE, SEARCH = "keys", "used", "template", "search"
ASKED, FETCHED, TABLE, CAUSE, PROPERTY = "asked", "fetched", "table", "cause", "property"
Part = (
    PropertyRead
    | RelationRead
    | QueryRun
    | RowsAnswered
    | QuerysetPaged
    | RelationFetched
    | Searched
    | Asked
    | ModelDeclared
    | Use
    | QueriesInLoop
)


def parts(snapshot: Snapshot, facts: Iterable[Gathered]) -> Iterator[tuple[Key, Part]]:
    """What facts are part of."""
    for fact in facts:
        match fact:
            case RelationRead(key=key) if key is not None:
                yield Key(KEYS, key.site), fact
            case RowsAnswered(query=query) | QuerysetPaged(query=query):
                yield Key(USED, query.origin), fact
            case QueriesInLoop(cause=tuple() as cause):
                yield Key(CAUSE, cause), fact
            case PropertyRead(definition=definition):
                yield Key(PROPERTY, definition), fact
            case QueryRun():
                yield Key(USED, fact.origin), fact
                if (asking := property_around(fact.site)) is not None:
                    yield Key(PROPERTY, asking), fact
                if not fact.site.path.endswith(".py"):
                    yield Key(TEMPLATE, fact.site.path), fact
                if search := searched(snapshot.graph, fact):
                    yield Key(SEARCH, search.columns[0].site), search
                yield from ((Key(TABLE, table), use) for table, use in uses(snapshot.graph, fact))
        for asked in asked_in_loops(fact):
            lacking = asked.lacking
            yield Key(FETCHED, lacking.origin) if lacking else Key(ASKED, asked.site), asked


def parts_of_models(snapshot: Snapshot, frameworks: Frameworks) -> Iterator[tuple[Key, tuple[None, Part]]]:
    """The tables that are declared, and what clients may ask of them; what stays the same is the same object."""

    def of_class(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[tuple[Key, tuple[None, Part]]]:
        if (model := declared_model(snapshot, symbol)) is not None:
            yield Key(TABLE, symbol), (None, model)
        for framework in frameworks:
            for run in framework.offers(snapshot, symbol, summary) if framework.offers is not None else ():
                yield from ((Key(TABLE, table), (None, use)) for table, use in uses(snapshot.graph, run))

    return of_classes(snapshot, "tables", of_class)


def joined(snapshot: Snapshot, key: Key, parts: Sequence[Part]) -> Iterator[Fact | Survey]:
    """The facts that the parts of one thing make up."""
    kind = key.kind if parts else ""
    if kind == KEYS:
        reads = tuple(part for part in parts if isinstance(part, RelationRead))
        yield from (KeysRead(read.key, reads) for read in reads[:1] if read.key is not None)
    elif kind == USED:
        yield _used(parts)
    elif kind == TEMPLATE:
        runs = sorted((part for part in parts if isinstance(part, QueryRun)), key=lambda run: run.site.start)
        template = snapshot.source(runs[0].site.path)
        apart = ways(template, [run.site for run in runs]) if isinstance(template, TemplateFile) else ()
        yield TemplateQueries(runs[0].site.path, tuple(runs), apart)
    elif kind == CAUSE:
        places = tuple(part for part in parts if isinstance(part, QueriesInLoop))
        yield RowsSummarised(places) if places[0].summaries else QueriesRepeated(places)
    elif kind == SEARCH:
        yield text_searched([part for part in parts if isinstance(part, Searched)])
    elif kind == PROPERTY:
        reads_of = [part for part in parts if isinstance(part, PropertyRead)]
        yield from repeated_property(snapshot, reads_of, [part for part in parts if isinstance(part, QueryRun)])
    elif kind == ASKED:
        yield query_in_event_loop([part for part in parts if isinstance(part, Asked)])
    elif kind == FETCHED:
        yield relations_in_event_loop([part for part in parts if isinstance(part, Asked)])
    elif kind == TABLE:
        demand = [part for part in parts if isinstance(part, Use)]
        for model in (part for part in parts if isinstance(part, ModelDeclared)):
            yield model
            yield from lacking(snapshot.graph, model, demand)


def _used(parts: Sequence[Part]) -> QuerysetUsed:
    runs = tuple(part for part in parts if isinstance(part, QueryRun))
    answers = tuple(part for part in parts if isinstance(part, RowsAnswered))
    pages = tuple(part for part in parts if isinstance(part, QuerysetPaged))
    queries = (*runs, *(answer.query for answer in answers), *(page.query for page in pages))
    return QuerysetUsed(queries[0].origin, runs, answers, pages)
