"""`--max-queries`: what one request may ask the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scale_lsp.config import Config
from scale_lsp.engine.endpoints import Endpoint, endpoints, usual_sizes
from scale_lsp.index.project import Snapshot
from scale_lsp.report.full import place

Key = tuple[str, tuple[str, ...]]
"""An endpoint by its name and routes."""
_REQUESTS = frozenset({"view", "api", "admin", "consumer"})
"""Somebody waits for these; tasks and commands may take their time."""


def numbers(snapshot: Snapshot, config: Config) -> dict[Key, int]:
    """The queries of each request, for the usual numbers of rows."""
    sizes = usual_sizes(snapshot, config.options)
    return {(one.name, one.routes): one.at(sizes) for one in _requests(snapshot, config)}


def over(
    snapshot: Snapshot, config: Config, most: int, targets: Collection[str], before: Mapping[Key, int]
) -> Iterator[str]:
    """Requests of some files that ask more than `most` queries, and more than before, in words."""
    wanted, sizes = frozenset(targets), usual_sizes(snapshot, config.options)
    for one in _requests(snapshot, config):
        number = one.at(sizes)
        if number > max(most, before.get((one.name, one.routes), 0)) and one.location.path in wanted:
            known = before.get((one.name, one.routes))
            grown = f", {known:,} before" if known is not None else ""
            yield f"{place(one.location)}: {_name(one)} asks {_queries(one, number)}{grown}; the budget is {most}"


def _requests(snapshot: Snapshot, config: Config) -> Iterator[Endpoint]:
    return (one for one in endpoints(snapshot, config) if one.kind in _REQUESTS)


def _name(one: Endpoint) -> str:
    return f"{one.name} ({one.routes[0]})" if one.routes else one.name


def _queries(one: Endpoint, number: int) -> str:
    grows = bool(one.queries.per_row or one.queries.per_nested_row)
    words = f"{one.queries} queries" if one.queries != type(one.queries)(1) else "1 query"
    return f"{words}, {number:,} at the usual size, n = {one.n}" if grows else words
