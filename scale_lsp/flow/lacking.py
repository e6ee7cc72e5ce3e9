"""The indexes that a table lacks, from all that queries ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scale_lsp.flow.facts import IndexLacking, ModelDeclared, Use
from scale_lsp.index.advice import Fields, is_served, lacks_all, merged, proposed
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.indexes import Index, Indexes, Source
from scale_lsp.index.roles import Role
from scale_lsp.text.records import replace

_WAITED_FOR = frozenset({Role.REQUEST, Role.TEMPLATE_TAG})
_SELDOM = frozenset({Role.ADMIN, Role.TASK, Role.COMMAND})


def lacking(graph: ModelGraph, declared: ModelDeclared, uses: Sequence[Use]) -> Iterator[IndexLacking]:
    """Only a query that somebody waits for is a reason for an index; the others add to its weight."""
    model = graph.models[declared.model]
    if not model.managed or not uses:
        return
    fields, indexes = model.fields, declared.indexes
    wanted: dict[tuple[str, ...], list[Use]] = {}
    for use in uses:
        if not is_served(use.demand, indexes, fields) and (key := proposed(use.demand, fields)):
            wanted.setdefault(key, []).append(use)
    longest = merged(wanted)
    grouped: dict[tuple[str, ...], list[Use]] = {}
    for key, some in wanted.items():
        grouped.setdefault(longest[key], []).extend(some)
    waited = {key: some for key, some in grouped.items() if any(use.run.roles & _WAITED_FOR for use in some)}
    for rank, (key, some) in enumerate(sorted(waited.items(), key=lambda item: -_weight(item[1])), 1):
        missing = any(lacks_all(use.demand, indexes, fields) for use in some)
        other = None if missing else _replaceable(declared, key, uses, fields)
        yield IndexLacking(declared, key, tuple(some), missing, other, rank)


def _weight(uses: Iterable[Use]) -> float:
    return sum(0.2 if use.run.roles <= _SELDOM else 1 for use in uses)


def _replaceable(declared: ModelDeclared, key: tuple[str, ...], uses: Iterable[Use], fields: Fields) -> Index | None:
    """An index of the same columns in another order without which each query is served as well as before."""
    names = {column.lstrip("-") for column in key}
    for index in declared.indexes.all:
        if index.source is Source.INDEXES and index.plain and set(index.fields) == names and index in declared.places:
            others = tuple(replace(i, columns=key) if i is index else i for i in declared.indexes.all)
            after = Indexes(others)
            served = (use for use in uses if is_served(use.demand, declared.indexes, fields))
            if all(is_served(use.demand, after, fields) for use in served):
                return index
    return None
