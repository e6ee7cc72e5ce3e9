"""What a rule says about a place in the code, and what may be done about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from scale_lsp.text.positions import Edit, Location, NewFile


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"


class Safety(StrEnum):
    """`safe`: same results, for fix-all. `unsafe`: something observable can change. `manual`: left to finish."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Growth:
    """How a cost grows: `constant + n·per_row + n·m·per_nested_row`."""

    constant: int
    per_row: int = 0
    per_nested_row: int = 0

    def __str__(self) -> str:
        terms = [str(self.constant)] if self.constant or not (self.per_row or self.per_nested_row) else []
        for factor, unit in ((self.per_row, "n"), (self.per_nested_row, "n·m")):
            if factor:
                terms.append(unit if factor == 1 else f"{factor}{unit}")
        return " + ".join(terms)

    def at(self, n: int, m: int | None = None) -> int:
        """The number for n rows, and m rows below each of them (default: n)."""
        return self.constant + n * self.per_row + n * (n if m is None else m) * self.per_nested_row


@dataclass(frozen=True, slots=True)
class Impact:
    """The cost now and after the fix; `n` says in the user's words what n counts ("rows of Order")."""

    resource: Literal["queries", "rows", "scanned rows", "memory", "locks", "connections"]
    now: Growth
    fixed: Growth
    n: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the finding: a read, a queryset, a template line.

    `shared`: in a function that other code calls too; reports leave it out, an editor that has the file open shows it.
    """

    location: Location
    message: str
    shared: bool = False
    cost: Growth | None = None
    """The queries that this place adds; None where another place has them already."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place. `values` are the rule's own, used by its message and by its fix."""

    rule: str
    location: Location
    message: str
    severity: Severity
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    impact: Impact | None = None
    related: tuple[Related, ...] = ()
    fixable: Safety | None = None
    """The safest of the fixes that may be had; None when there is none."""
    cause: Related | None = field(default=None, compare=False)
    """The place of a change that the finding comes from, where it lies on lines that the change leaves alone."""

    @property
    def sort_key(self) -> tuple[Location, str]:
        return (self.location, self.rule)


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits and new files that are applied all together or not at all; they may touch several files."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]
    reason: str = ""
    """Why the fix is not safe; empty for safe fixes."""
    new_files: tuple[NewFile, ...] = ()
    """Files that the edits need; none of them may be there before."""

    @property
    def extracts(self) -> bool:
        """Whether code goes on in a function or class that the edits add, such as a task."""
        return any(_DEFINITION.search(edit.text) for edit in self.edits)


_DEFINITION = re.compile(r"^(?:async def|def|class) ", re.M)
