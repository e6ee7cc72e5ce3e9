"""Questions and answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from scale_lsp.assistant.conversation import Pending, State
from scale_lsp.assistant.grammar import Understood
from scale_lsp.assistant.proposals import Proposal
from scale_lsp.assistant.view import Reference, View
from scale_lsp.finding import Finding
from scale_lsp.text.positions import Location

ASK, APPLY = "scale.ask", "scale.applyFix"


@dataclass(frozen=True, slots=True)
class Question:
    """`path` and `line` (from zero) say where somebody is, if they are somewhere."""

    text: str
    path: str | None = None
    line: int | None = None
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """How places and commands are written for a reader."""

    name: Callable[[str], str]
    """A path."""
    uri: Callable[[str], str] | None = None
    """Where a click leads; None for a reader who has no links."""
    commands: bool = False
    """Whether a link may run a command: https://code.visualstudio.com/api/extension-guides/command"""

    def place(self, location: Location) -> str:
        shown = f"{self.name(location.path)}:{location.span.start.line + 1}"
        return f"[{shown}]({self.uri(location.path)}#L{location.span.start.line + 1})" if self.uri else shown

    def command(self, action: Action) -> str:
        return f"[{action.title}](command:{action.command}?{quote(json.dumps([action.argument]))})"


@dataclass(frozen=True, slots=True)
class Action:
    """A command that is offered with an answer; its argument is JSON."""

    title: str
    command: str
    argument: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in its conversation."""

    view: View
    question: Question
    links: Links
    meant: Understood
    before: State
    start: int = 0
    """How many of a list were shown before."""

    def find(self, id: str) -> Finding | None:
        reference = Reference.parse(id)
        return reference.find(self.view) if reference else None

    def id(self, finding: Finding) -> str:
        return str(Reference.of(finding, self.view))

    @property
    def number(self) -> int | None:
        return self.meant.number


@dataclass(frozen=True, slots=True)
class Answer:
    """Markdown, and what of it can be spoken of next."""

    text: str
    shown: tuple[Finding, ...] = ()
    offset: int = 0
    current: Finding | None = None
    pending: Pending | None = None
    change: Proposal | None = None
    """What somebody has said yes to: to be written by who asks for them."""
    suggestions: tuple[str, ...] = ()
    keeps: bool = False
    """Whether what was spoken of before stays what is spoken of."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it leaves, with the conversation to hand back."""

    text: str
    intent: str
    conversation: str
    actions: tuple[Action, ...] = ()
    suggestions: tuple[str, ...] = ()
    change: Proposal | None = None


def joined(parts: Iterable[str]) -> str:
    """Paragraphs."""
    return "\n\n".join(part for part in parts if part)


Handler = Callable[[Turn], Answer]
