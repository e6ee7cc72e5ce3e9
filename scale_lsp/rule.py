"""The rule author's API: a rule is a function of a fact, and perhaps a function that fixes what it found.

    @checks
    def my_rule(fact: RowsVisited, ctx: Context) -> Iterator[Finding]: ...

    @fixes
    def my_fix(finding: Finding, ctx: Context) -> Fix | None: ...

The annotation of the first parameter is the subscription, to one type of fact or several. Of several
fixes the one defined first is preferred; the others are offered beside it in editors.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from scale_lsp.catalogue import Entry
from scale_lsp.finding import Finding, Fix, Impact, Related, Safety, Severity
from scale_lsp.flow.values import Site
from scale_lsp.index.dependencies import file
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.project import Snapshot
from scale_lsp.options import Options
from scale_lsp.text.positions import Location, cut

Check = Callable[[Any, "Context"], Iterator[Finding]]
MakeFix = Callable[[Finding, "Context"], Fix | None]
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may ask while it looks at a fact: the project at this moment, its own page, the user's numbers."""

    snapshot: Snapshot
    entry: Entry
    severity: Severity
    options: Options
    django: tuple[int, ...] | None = None
    """The project's Django version; None when it is not known."""

    @property
    def graph(self) -> ModelGraph:
        return self.snapshot.graph

    def location(self, site: Site) -> Location:
        return site.location(self.snapshot.sources[site.path])

    def text(self, path: str) -> str:
        self.snapshot.reads.note_file(path)
        return self.snapshot.sources[path].text

    def code(self, at: Location) -> str:
        """The text at a place. Whoever asks for no more depends on the code around it, not on the rest of the file."""
        source = self.snapshot.sources[at.path]
        first, last = source.block_at(at.span.start.line), source.block_at(at.span.end.line)
        self.snapshot.reads.note(first if first is last else file(at.path))
        return cut(source.lines, at.span)

    def finding(
        self,
        site: Site,
        *,
        related: Iterable[Related] = (),
        impact: Impact | None = None,
        fixable: Safety | None = None,
        rare: bool = False,
        **values: Any,
    ) -> Finding:
        """A finding at a site; `values` fill the message of the rule's page and are kept for the fix.

        `rare`: the price is paid once in a while, as behind a cache, so it is no more than a remark.
        """
        remark = rare and self.severity in (Severity.ERROR, Severity.WARNING)
        return Finding(
            rule=self.entry.slug,
            location=self.location(site),
            message=self.entry.message.format(**values),
            severity=Severity.INFO if remark else self.severity,
            values=values,
            impact=impact,
            related=tuple(dict.fromkeys(related)),
            fixable=fixable,
        )


def checks(function: _Function) -> _Function:
    """Mark a function as the eyes of a rule."""
    function.__dict__["scale_checks"] = True
    return function


def fixes(function: _Function) -> _Function:
    """Mark a function as the hands of a rule."""
    function.__dict__["scale_fixes"] = True
    return function


def subscriptions(check: Check) -> tuple[type, ...]:
    """The types of facts a check wants. Raises TypeError when its first parameter is not annotated."""
    hints = typing.get_type_hints(check)
    first = next((hint for name, hint in hints.items() if name != "return"), None)
    wanted = typing.get_args(first) or (first,)
    if not all(isinstance(each, type) for each in wanted):
        raise TypeError(f"{check.__module__}.{check.__qualname__}: annotate the first parameter with the fact it wants")
    return wanted
