"""Calls that reach outside the process."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.facts.entry_points import EntryPoint, roles_of
from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Site
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Calling, Effect


@dataclass(frozen=True, slots=True)
class EffectRun:
    """A call that does something outside the process, or hands work to somebody else.

    `name` is the qualified name of what is called, of a task that of its function. `limited` says whether the call has
    a timeout: None where `timeout=None` asks for none. `written` are the arguments that name a row which was saved
    since the transaction began, if there is one. `does` is what a thread or a task does that is started here, as far
    as it is seen; `kept`: what the call returns is kept, so that somebody may wait for it.
    """

    site: Site
    calling: Calling
    name: str
    limited: bool | None = True
    written: tuple[str, ...] = ()
    does: frozenset[Effect] = frozenset()
    kept: bool = True
    repeated: bool = False
    around: Surroundings = NOTHING_AROUND
    entries: tuple[EntryPoint, ...] = ()

    @property
    def effect(self) -> Effect:
        return self.calling.effect

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code that runs it; without `CODE` if anybody is known to."""
        return roles_of(self.entries)

    @property
    def waiting(self) -> frozenset[Role]:
        """Who waits until it is done."""
        return roles_of(tuple(e for e in self.entries if not e.around.background)) - {Role.CODE}


@dataclass(frozen=True, slots=True)
class RowsCached:
    """Rows are put into the default cache, by themselves or inside of lists and dictionaries; `site` is the value."""

    site: Site
    model: Symbol
