"""What the rows of a queryset are chosen by after branches that may each have happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def on_some_ways(
    a: Sequence[T], b: Sequence[T], perhaps_a: Sequence[T] | None, perhaps_b: Sequence[T] | None
) -> tuple[T, ...] | None:
    """The lookups of some ways only; None where they are not known.

    One of two ways has the lookups of the other and some more. Where each has its own, they are two queries.
    """
    only_a, only_b = [x for x in a if x not in b], [x for x in b if x not in a]
    if perhaps_a is None or perhaps_b is None or (only_a and only_b):
        return None
    return tuple(dict.fromkeys((*perhaps_a, *perhaps_b, *only_a, *only_b)))
