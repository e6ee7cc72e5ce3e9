"""Facts that the files of a project show without being interpreted. Rules subscribe to them as to all others."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.values import Site
from scale_lsp.index.names import Symbol


@dataclass(frozen=True, slots=True)
class SocketsAccepted:
    """A consumer that is routed accepts WebSockets. `counted`: something on the way there may keep their number small.

    `accept` is where it says so, None where the base class does.
    """

    site: Site
    consumer: Symbol
    routes: tuple[Site, ...]
    accept: Site | None
    counted: bool


Survey = SocketsAccepted
