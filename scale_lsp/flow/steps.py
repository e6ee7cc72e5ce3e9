"""How far one interpretation goes, and what ends it early."""

from __future__ import annotations

from dataclasses import dataclass

MAX_DEPTH = 9
MAX_STEPS = 40_000
MAX_PENDING = 30
LOOKS = 64
"""Steps between two looks whether somebody waits."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Something was left out that is unknown only because this call is pending."""

    pending: object


class OutOfSteps(Exception):
    """The interpretation of one function became too long; what was observed so far stays valid."""


class Interrupted(Exception):
    """There is something more urgent to do. Calls that were done are remembered, so a next time gets further."""


def never() -> bool:
    return False
