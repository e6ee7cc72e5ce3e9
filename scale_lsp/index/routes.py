"""The addresses of the site, as its URLconfs say them, without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scale_lsp.index.derived import derived
from scale_lsp.index.names import Names
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.modules import is_development
from scale_lsp.index.settings.production import is_elsewhere
from scale_lsp.index.shape import string
from scale_lsp.index.summary import Import
from scale_lsp.index.urlconf.expand import expand, module
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.index.urlconf.route import Found, Place, Route, Unread
from scale_lsp.index.urlconf.users import users
from scale_lsp.orm.entry_points import URL_ROUTERS
from scale_lsp.text.source import SourceFile
from scale_lsp.text.trees import walk


@dataclass(frozen=True, slots=True)
class Addresses:
    """All routes, each site of the admin as one, and the parts of URLconfs that are not followed."""

    routes: tuple[Route, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Roots:
    """Where reading begins. `surely`: a setting names the URLconfs."""

    urlconfs: tuple[str, ...]
    surely: bool
    sockets: tuple[str, ...]


def routes(snapshot: Snapshot) -> tuple[Route, ...]:
    """The routes of the site, in the order in which Django tries them."""
    return addresses(snapshot).routes


def unread(snapshot: Snapshot) -> tuple[Unread, ...]:
    """What URLconfs say and is not followed: there may be more routes than are known."""
    return addresses(snapshot).unread


def addresses(snapshot: Snapshot) -> Addresses:
    """Both, derived anew only when a URLconf, or what it names, has become something else."""
    users(snapshot)  # what is derived from others is renewed after them
    derived(snapshot, "root urlconfs", _roots, late=True)
    return derived(snapshot, "routes", _addresses, late=True)


def _addresses(snapshot: Snapshot) -> Addresses:
    roots = derived(snapshot, "root urlconfs", _roots, late=True)
    reading = Reading(snapshot)
    found: dict[str, tuple[Found, ...]] = {}
    for path in roots.urlconfs:
        found[path] = tuple(module(reading, path, Place()))
    wanted = [path for path in roots.urlconfs if roots.surely or path not in reading.included]
    everything = [one for path in wanted for one in found[path]]
    everything += [one for path in roots.sockets for one in _sockets(reading, path)]
    distinct = dict.fromkeys(everything)
    return Addresses(
        tuple(one for one in distinct if isinstance(one, Route)),
        tuple(one for one in distinct if isinstance(one, Unread)),
    )


def _roots(snapshot: Snapshot) -> _Roots:
    """The modules that ROOT_URLCONF names in production, else every URLconf."""
    names, root = snapshot.graph.names, snapshot.root
    modules = names.modules.items()
    settings = [path for path, summary in modules if "ROOT_URLCONF" in summary.assigns]
    deployed = [path for path in settings if not is_elsewhere(path, root) and not is_development(path)]
    named = tuple(dict.fromkeys(_named(names, deployed)) or dict.fromkeys(_named(names, settings)))
    every = sorted(path for path, summary in modules if "urlpatterns" in summary.assigns)
    ours = [path for path in every if not is_elsewhere(path, root)]
    routers = [path for path, summary in modules if any(map(_is_router, summary.imports.values()))]
    sockets = tuple(path for path in routers if not is_elsewhere(path, root))
    return _Roots(named or tuple(ours or every), bool(named), sockets)


def _is_router(found: Import) -> bool:
    return found.module == "channels.routing" or f"{found.module}.{found.name}" == "channels.routing"


def _named(names: Names, settings: Iterable[str]) -> Iterator[str]:
    """The files that ROOT_URLCONF names."""
    for path in settings:
        summary = names.summary(path)
        dotted = string(summary.assigns.get("ROOT_URLCONF")) if summary else None
        if dotted and (urlconf := names.module(dotted, path)):
            yield urlconf


def _sockets(reading: Reading, path: str) -> Iterator[Found]:
    """The outermost of Channels' routers for addresses in a file.

    https://channels.readthedocs.io/en/stable/topics/routing.html#urlrouter
    """
    source = reading.snapshot.source(path)
    for item in source.items if isinstance(source, SourceFile) else ():
        inner: set[int] = set()
        for node in walk(item.node):
            if isinstance(node, ast.Call) and reading.outside(path, node.func) in URL_ROUTERS and node.args:
                below = {id(one) for one in walk(node)}
                if id(node) not in inner:
                    entries = reading.entries(path, item.block, node.args[0])
                    yield from expand(reading, entries, Place(served="websocket"))
                inner |= below
