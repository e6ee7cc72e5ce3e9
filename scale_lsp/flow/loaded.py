"""Supply: which relations a queryset loads together with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scale_lsp.text.records import replace
from scale_lsp.text.site import Site

if TYPE_CHECKING:
    from scale_lsp.flow.values import QuerySet


class Tri(Enum):
    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Columns:
    """`only("number")`, or `defer("text")`: the columns that are named in the one or the other, by their paths.

    `call` is the expression that names them.
    """

    method: str
    names: frozenset[str]
    call: Site

    def lacks(self, path: str, name: str) -> bool:
        """Whether a column of the rows at `path` is left out."""
        prefix = f"{path}__" if path else ""
        named = {one.removeprefix(prefix) for one in self.names if one.startswith(prefix)}
        if self.method == "defer":
            return name in named
        return bool(named) and not any(one == name or one.startswith(f"{name}__") for one in named)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Paths are relative to the queryset's rows and closed under prefixes: `a__b` brings `a`.

    `select` and `prefetch` are loaded on every way here, `may` on some. `anything` says that an argument was not
    understood, so nothing can be called missing. `by_queryset` are the querysets of `Prefetch(path, queryset)`;
    `attributes` those of `Prefetch(..., to_attr)`, by the path of the attribute.
    """

    select: frozenset[str] = frozenset()
    prefetch: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    anything: bool = False
    by_queryset: tuple[tuple[str, QuerySet | None], ...] = ()
    attributes: tuple[tuple[str, QuerySet | None], ...] = ()
    annotations: frozenset[str] = frozenset()
    peers: bool = False
    """`fetch_mode(FETCH_PEERS)` or RAISE (Django 6.1): forward relations are fetched for all rows at once, or never."""
    columns: Columns | None = None
    """The columns that are loaded, where these are not all and are known for sure."""

    def has(self, path: str) -> Tri:
        if path in self.select or path in self.prefetch:
            return Tri.YES
        return Tri.MAYBE if self.anything or path in self.may else Tri.NO

    def with_select(self, *paths: str) -> Loaded:
        return replace(self, select=self.select | closed(paths))

    def with_prefetch(self, *paths: str) -> Loaded:
        return replace(self, prefetch=self.prefetch | closed(paths))

    def queryset_for(self, path: str) -> QuerySet | None:
        """The queryset that a `Prefetch` gave for a path."""
        return next((q for p, q in self.by_queryset if p == path), None)

    def attribute(self, path: str) -> tuple[bool, QuerySet | None]:
        """Whether `Prefetch(to_attr=…)` sets that attribute, and with which queryset."""
        return next(((True, q) for p, q in self.attributes if p == path), (False, None))

    def joined(self, other: Loaded) -> Loaded:
        """What holds when control came from either side: loaded for sure only what both load."""
        if self == other:
            return self
        every = self.select | self.prefetch | self.may | other.select | other.prefetch | other.may
        mine, theirs = self.select | self.prefetch, other.select | other.prefetch
        return Loaded(
            select=self.select & theirs | other.select & mine,
            prefetch=self.prefetch & other.prefetch,
            may=every,
            anything=self.anything or other.anything,
            by_queryset=tuple(dict.fromkeys(self.by_queryset + other.by_queryset)),
            attributes=tuple(dict.fromkeys(self.attributes + other.attributes)),
            annotations=self.annotations | other.annotations,
            peers=self.peers or other.peers,
            columns=self.columns if self.columns == other.columns else None,
        )


NOTHING = Loaded()
ANYTHING = Loaded(anything=True)


def closed(paths: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    """The paths with all their prefixes."""
    result = set()
    for path in paths:
        while path:
            result.add(path)
            path = path.rpartition("__")[0]
    return frozenset(result)


def join_path(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name
