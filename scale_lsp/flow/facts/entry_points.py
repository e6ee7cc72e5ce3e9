"""Where control comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Site
from scale_lsp.index.roles import Role


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """Code that something outside the project starts, or a function seen by itself (`Role.CODE`).

    `around` is what lies between it and the place that a fact is about.
    """

    role: Role
    path: str
    name: str
    site: Site = field(compare=False)
    around: Surroundings = NOTHING_AROUND


def roles_of(entries: tuple[EntryPoint, ...]) -> frozenset[Role]:
    """Who starts the code that is reached; without `CODE` if anybody is known to."""
    return frozenset(e.role for e in entries if e.role is not Role.CODE) or frozenset((Role.CODE,))
