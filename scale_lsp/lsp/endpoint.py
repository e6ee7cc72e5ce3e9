"""The command that breaks down what an endpoint asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from scale_lsp.config import Config
from scale_lsp.engine.endpoints import Endpoint, endpoints, endpoints_in, usual_sizes
from scale_lsp.index.project import Snapshot
from scale_lsp.lsp.arguments import Argument, Place, valid
from scale_lsp.lsp.documents import caught_up
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.report.endpoint import breakdown, in_short
from scale_lsp.text.folders import relative_to
from scale_lsp.text.positions import Location
from scale_lsp.text.source import SourceFile


class Wanted(Argument):
    """By name or address, be it of a file; or the one around a position."""

    name: str | None = None
    uri: str | None = None
    position: Place | None = None


Found = tuple[Snapshot, Config, Endpoint]


async def endpoint(server: ScaleServer, wanted: dict[str, Any]) -> str:
    """The breakdown in Markdown, with links to the places."""
    found = await _found(server, wanted)
    return "\n".join(
        breakdown(one, usual_sizes(of, config.options), partial(_link, server, of)) for of, config, one in found
    )


async def show(server: ScaleServer, wanted: dict[str, Any]) -> None:
    """For a client that does not know how to show the breakdown: in short."""
    for of, _, one in await _found(server, wanted):
        text = in_short(one, partial(_where, of))
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))


async def _found(server: ScaleServer, said: dict[str, Any]) -> list[Found]:
    wanted = valid(Wanted, said)
    found: list[Found] = []
    if (path := path_of(wanted.uri) if wanted.uri is not None else None) is not None:
        found = await server.work(Lane.TEXT, partial(_in_file, server, path, wanted))
    if not found and wanted.name is not None:
        await caught_up(server)
        found = await server.work(Lane.TEXT, partial(_anywhere, server, wanted.name))
    if not found:
        name = f" `{wanted.name}`" if wanted.name is not None else ""
        raise JsonRpcInvalidParams(f"There is no endpoint{name} here.")
    return found


def _in_file(server: ScaleServer, path: str, wanted: Wanted) -> list[Found]:
    """On the analysis thread."""
    config, found = server.session.config(path), list[Found]()
    for snapshot in server.session.snapshots(path):
        there = endpoints_in(snapshot, path, config)
        if wanted.name is None:
            there = _around(snapshot, path, there, wanted.position.line) if wanted.position is not None else ()
        found += [(snapshot, config, one) for one in there if wanted.name in (None, one.name)]
    return found


def _around(snapshot: Snapshot, path: str, there: Sequence[Endpoint], line: int) -> tuple[Endpoint, ...]:
    """The last ones that begin above a line, in the same statement of the module."""
    source = snapshot.source(path)
    if not isinstance(source, SourceFile):
        return ()
    starts = (source.start_of(item.block) for item in source.items)
    begin = max((start for start in starts if start <= line), default=0)
    above = [one.location for one in there if begin <= one.location.span.start.line <= line]
    return tuple(one for one in there if above and one.location == above[-1])


def _anywhere(server: ScaleServer, name: str) -> list[Found]:
    """On the analysis thread: by the whole name or an address, else by the last parts of the name."""
    every = [
        (snapshot, home.config, one)
        for home in server.session.homes()
        for snapshot in [home.project.snapshot()]
        for one in endpoints(snapshot, home.config)
    ]
    exact = [found for found in every if name in (found[2].name, *found[2].routes)]
    return exact or [found for found in every if found[2].name.endswith(f".{name}")]


def _link(server: ScaleServer, snapshot: Snapshot, location: Location) -> str:
    return f"[{_where(snapshot, location)}]({server.uri(location.path)}#L{location.span.start.line + 1})"


def _where(snapshot: Snapshot, location: Location) -> str:
    return f"{relative_to(location.path, snapshot.root)}:{location.span.start.line + 1}"
