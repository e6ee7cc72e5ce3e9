"""Queries that run on the thread of an event loop: Django raises SynchronousOnlyOperation.

https://docs.djangoproject.com/en/5.2/topics/async/#async-safety
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.flow.facts import EffectRun, EntryPoint, QueryInEventLoop, QueryRun, RelationFetched, Surrounded
from scale_lsp.flow.values import Site
from scale_lsp.orm.effects import Effect


@dataclass(frozen=True, slots=True)
class Asked:
    """A query on the thread of an event loop, on one of the ways there. `through` is the call that leads to it."""

    fact: QueryRun | EffectRun | RelationFetched
    entry: EntryPoint
    through: Site | None

    @property
    def lacking(self) -> RelationFetched | None:
        """The relation that the queryset of the row should have loaded."""
        return self.fact if isinstance(self.fact, RelationFetched) and self.through is None else None

    @property
    def site(self) -> Site:
        return self.through or self.fact.site


def asked_in_loops(fact: object) -> Iterator[Asked]:
    """The ways on which a fact is a query in an event loop."""
    if isinstance(fact, Surrounded) and _is_synchronous(fact):
        for entry in fact.entries:
            asked = Asked(fact, entry, entry.around.through)
            if entry.around.loop and (asked.through or asked.lacking or fact.site.path.endswith(".py")):
                yield asked


def query_in_event_loop(asked: Sequence[Asked]) -> QueryInEventLoop:
    """The fact about one expression of a coroutine that asks the database, on all ways."""
    first = asked[0]
    inside = tuple(dict.fromkeys(one.fact.site for one in asked if one.through is not None))
    entries = tuple(dict.fromkeys(one.entry for one in asked))
    return QueryInEventLoop(first.site, _method(first), None, (), inside, entries)


def relations_in_event_loop(asked: Sequence[Asked]) -> QueryInEventLoop:
    """The fact about one queryset that lacks relations."""
    reads = [one.fact for one in asked if isinstance(one.fact, RelationFetched)]
    paths = tuple(dict.fromkeys(read.path for read in reads))
    entries = tuple(dict.fromkeys(entry for read in reads for entry in read.entries))
    sites = tuple(dict.fromkeys(read.site for read in reads))
    return QueryInEventLoop(reads[0].origin.site, "relation", reads[0].origin, paths, sites, entries)


def _is_synchronous(fact: QueryRun | EffectRun | RelationFetched) -> bool:
    match fact:
        case QueryRun(asynchronous=asynchronous):
            return not asynchronous
        case EffectRun(calling=calling):
            return calling.effect in (Effect.WRITE, Effect.TRANSACTION) and not calling.asynchronous
    return True


def _method(asked: Asked) -> str:
    if asked.through is not None:
        return "call"
    match asked.fact:
        case QueryRun(method=method):
            return method
        case EffectRun(calling=calling, name=name):
            return "transaction" if calling.effect is Effect.TRANSACTION else name.rpartition(".")[2]
    return "relation"
