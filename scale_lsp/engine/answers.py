"""The pieces of code that something outside starts, each with what its interpretation has observed and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from scale_lsp.flow.analysis import Analysis, followed
from scale_lsp.flow.entries import Entry
from scale_lsp.flow.facts import Observation
from scale_lsp.flow.hooks import hooks
from scale_lsp.flow.interpretation import Result
from scale_lsp.flow.ledger import Ledger, add
from scale_lsp.flow.scopes import definition
from scale_lsp.flow.spending import SESSION, USER
from scale_lsp.frameworks.api_authentication import is_api
from scale_lsp.frameworks.asking_who import asks_who, is_cached
from scale_lsp.index.admin_registrations import model_of
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.index.routes import routes
from scale_lsp.index.urlconf.route import Route
from scale_lsp.text.folders import module_name
from scale_lsp.text.site import Site

VERBS = ("get", "post", "put", "patch", "delete")
_HANDLERS = ("connect", "receive", "receive_json", "disconnect")
Served = Literal["view", "api", "admin", "task", "command", "consumer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`name` is dotted, with the method where a class has several; `site` is the function or class."""

    kind: Served
    name: str
    routes: tuple[str, ...]
    site: Site
    ledger: Ledger
    observations: tuple[Observation, ...]
    cached: bool = False
    unknown: tuple[str, ...] = ()


Results = Callable[[str, str], list[tuple[Entry, Result]]]
"""What was interpreted under a name of a file."""


def answers(snapshot: Snapshot, path: str | None = None) -> Iterator[Answer]:
    """Views by their routes; admin classes, tasks, commands and consumers by what they are: all, or of one file."""
    analysis = followed(snapshot)
    results = _by_name(analysis)
    served: dict[tuple[Symbol, object], list[Route]] = {}
    for route in routes(snapshot):
        if route.served != "admin" and path in (None, route.view.path):
            served.setdefault((route.view, route.actions), []).append(route)
    middleware = _of_middleware(snapshot, results)
    for (view, _), same in served.items():
        yield from _of_view(snapshot, results, view, same, middleware)
    prefixes = [route.pattern for route in routes(snapshot) if route.served == "admin"]
    for entry, result in analysis.of(path) if path is not None else list(analysis.results.values()):
        yield from _of_entry(snapshot, entry, result, prefixes)


def sources(snapshot: Snapshot, path: str) -> set[str]:
    """The files whose code the answers in one file are made of: its own, those of base classes and of middleware."""
    found = {path, *(where for (where, _), kind in hooks(snapshot).items() if kind == "middleware")}
    for route in routes(snapshot):
        if route.view.path == path and route.view.kind is Kind.CLASS:
            found |= {owner.path for owner in snapshot.graph.classes.info(route.view).ancestors}
    return found


def _by_name(analysis: Analysis) -> Results:
    files: dict[str, dict[str, list[tuple[Entry, Result]]]] = {}

    def find(path: str, name: str) -> list[tuple[Entry, Result]]:
        if path not in files:
            known = files[path] = {}
            for entry, result in analysis.of(path):
                known.setdefault(entry.name, []).append((entry, result))
        return files[path].get(name, [])

    return find


def _of_middleware(snapshot: Snapshot, results: Results) -> Ledger:
    """What the project's middleware asks for each request."""
    ledger: Ledger = {}
    for (path, name), kind in hooks(snapshot).items():
        for _, result in results(path, name) if kind == "middleware" else ():
            add(ledger, result.asked.get("", {}))
    return ledger


def _of_view(
    snapshot: Snapshot, results: Results, view: Symbol, same: list[Route], middleware: Ledger
) -> Iterator[Answer]:
    for method, request, entry, result in _handlers(snapshot, results, view, same[0]):
        ledger: Ledger = {}
        add(ledger, middleware)
        add(ledger, result.asked.get(request, {}))
        if asks_who(snapshot, view, same[0].decorated):
            add(ledger, {SESSION: 1, USER: 1})
        yield Answer(
            kind="api" if is_api(snapshot, view, None) else "consumer" if same[0].served == "websocket" else "view",
            name=f"{dotted(snapshot, view)}.{method}" if method else dotted(snapshot, view),
            routes=tuple(dict.fromkeys(route.pattern for route in same)),
            site=_site(snapshot, view, entry),
            ledger=ledger,
            observations=result.observations,
            cached=is_cached(snapshot, view, same[0].decorated),
        )


def _site(snapshot: Snapshot, view: Symbol, entry: Entry) -> Site:
    """Of the code that answers; of the view, where that is inherited."""
    found = definition(snapshot, view)
    if found is None or view.kind is Kind.FUNCTION or entry.owner == view:
        return Site(entry.path, entry.block, entry.node)
    return Site(view.path, found.block, found.node)


def _handlers(
    snapshot: Snapshot, results: Results, view: Symbol, route: Route
) -> Iterator[tuple[str, str, Entry, Result]]:
    """What answers: the name of the method, the kind of request, and the code that was interpreted."""
    if view.kind is Kind.FUNCTION:
        yield from (("", "", *found) for found in results(view.path, view.name))
        return
    of_class = [found for found in results(view.path, view.name) if found[0].owner == view]
    actions = route.actions or tuple((verb, verb) for verb in (*VERBS, *_HANDLERS))
    for verb, action in actions:
        owner = snapshot.graph.classes.owner_of(view, action)
        own = results(owner.path, f"{owner.name}.{action}") if owner is not None else []
        if own:
            yield (action, "", *own[0])
            continue
        for entry, result in of_class:
            if action in result.asked:
                yield (action, action, entry, result)
            elif verb == action == "get" and (result.asked[""] or "list" in result.asked):
                yield ("", "list" if "list" in result.asked else "", entry, result)


def _of_entry(snapshot: Snapshot, entry: Entry, result: Result, prefixes: Iterable[str]) -> Iterator[Answer]:
    """What needs no route."""
    symbol = Symbol(Kind.FUNCTION, entry.path, entry.name)
    site = Site(entry.path, entry.block, entry.node)
    name = dotted(snapshot, entry.owner if entry.owner and entry.name == entry.owner.name else symbol)
    match result.start.role:
        case Role.TASK:
            yield Answer("task", name, (), site, result.asked[""], result.observations)
        case Role.COMMAND if entry.name.endswith(".handle"):
            yield Answer("command", name, (), site, result.asked[""], result.observations)
        case Role.ADMIN if entry.owner is not None and entry.name == entry.owner.name:
            model = model_of(snapshot, snapshot.graph.classes.info(entry.owner))
            info = snapshot.graph.models.get(model) if model is not None else None
            if info is not None and result.asked[""]:
                pages = tuple(f"{prefix}{info.app_label}/{info.name.lower()}/" for prefix in prefixes)
                ledger: Ledger = {SESSION: 1, USER: 1}
                add(ledger, result.asked[""])
                unknown = ("filters, search and the two counts of a change list are not counted",)
                yield Answer("admin", name, pages, site, ledger, result.observations, unknown=unknown)


def dotted(snapshot: Snapshot, symbol: Symbol) -> str:
    """`shop.views.orders`, as it is imported from the root of the project."""
    module = module_name(symbol.path, snapshot.root)
    return f"{module}.{symbol.name}" if module else symbol.name
