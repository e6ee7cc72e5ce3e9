"""Queries that run on the thread of an event loop: Django raises SynchronousOnlyOperation.

https://docs.djangoproject.com/en/5.2/topics/async/#async-safety
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scale_lsp.flow.facts import EffectRun, EntryPoint, QueryInEventLoop, QueryRun, RelationFetched, Surrounded
from scale_lsp.flow.values import Origin, Site
from scale_lsp.orm.effects import Effect


def queries_in_event_loops(asked: Iterable[object]) -> Iterator[QueryInEventLoop]:
    """One for each expression of a coroutine that asks the database, and one for each queryset that lacks relations."""
    found: dict[Site, QueryInEventLoop] = {}
    lacking: dict[Origin, list[RelationFetched]] = {}
    for fact in asked:
        if not isinstance(fact, Surrounded) or not _is_synchronous(fact):
            continue
        for entry in fact.entries:
            if not entry.around.loop:
                continue
            through = entry.around.through
            if isinstance(fact, RelationFetched) and through is None:
                lacking.setdefault(fact.origin, []).append(fact)
            elif through is not None or fact.site.path.endswith(".py"):
                _add(found, fact, entry, through)
    yield from found.values()
    for origin, reads in lacking.items():
        paths = tuple(dict.fromkeys(read.path for read in reads))
        entries = tuple(dict.fromkeys(entry for read in reads for entry in read.entries))
        sites = tuple(dict.fromkeys(read.site for read in reads))
        yield QueryInEventLoop(origin.site, "relation", origin, paths, sites, entries)


def _is_synchronous(fact: QueryRun | EffectRun | RelationFetched) -> bool:
    match fact:
        case QueryRun(asynchronous=asynchronous):
            return not asynchronous
        case EffectRun(calling=calling):
            return calling.effect in (Effect.WRITE, Effect.TRANSACTION) and not calling.asynchronous
    return True


def _add(
    found: dict[Site, QueryInEventLoop],
    fact: QueryRun | EffectRun | RelationFetched,
    entry: EntryPoint,
    through: Site | None,
) -> None:
    site = through or fact.site
    before = found.get(site)
    if before is None:
        before = QueryInEventLoop(site, _method(fact, through), None, (), (), ())
    inside = before.inside if through is None else tuple(dict.fromkeys((*before.inside, fact.site)))
    entries = tuple(dict.fromkeys((*before.entries, entry)))
    found[site] = replace(before, inside=inside, entries=entries)


def _method(fact: QueryRun | EffectRun | RelationFetched, through: Site | None) -> str:
    if through is not None:
        return "call"
    match fact:
        case QueryRun(method=method):
            return method
        case EffectRun(calling=calling, name=name):
            return "transaction" if calling.effect is Effect.TRANSACTION else name.rpartition(".")[2]
    return "relation"
