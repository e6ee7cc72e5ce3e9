"""What a run of code asks the database: how many queries each place sends, and the loops that repeat them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scale_lsp.index.names import Symbol
from scale_lsp.text.records import replace
from scale_lsp.text.site import Site

SAMPLE = 100
"""Rows for which two ways through the code are compared."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A loop that repeats queries: what it visits, in words, and how many there are at most, where that is known.

    `paged`: the rows of one page. `of_one`: they belong to one row, as the orders of the visitor do.
    """

    rows: str
    model: Symbol | None = None
    most: int | None = None
    paged: bool = False
    of_one: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Charge:
    """Queries that one place sends. `around` are the loops that repeat them, outermost first.

    `site` is None for what a request asks for once, whoever wants it: its session and its user. It is None too where
    `words` say what could not be counted: no queries then.
    """

    site: Site | None
    words: str
    around: tuple[Visit, ...] = ()
    writes: bool = False


Ledger = dict[Charge, int]
TOO_LONG = Charge(None, "the code is too long to be followed to its end")


def add(ledger: Ledger, other: Mapping[Charge, int], around: tuple[Visit, ...] = (), times: int = 1) -> None:
    """Enter what other code asks, which runs inside loops."""
    for charge, number in other.items():
        if charge.site is None:
            ledger[charge] = number
        else:
            charge = replace(charge, around=around + charge.around) if around else charge
            ledger[charge] = ledger.get(charge, 0) + number * times


def weight(ledger: Mapping[Charge, int]) -> int:
    """The queries when each loop visits `SAMPLE` rows."""
    return sum(n * math.prod(SAMPLE if v.most is None else v.most for v in c.around) for c, n in ledger.items())


def dearest(ledgers: Iterable[Ledger]) -> Ledger:
    """That of the way which asks most."""
    asking = [ledger for ledger in ledgers if ledger]
    if len(asking) < 2:
        return asking[0] if asking else {}
    return max(asking, key=weight)
