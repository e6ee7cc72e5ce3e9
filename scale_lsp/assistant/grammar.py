"""Matching what people type against the table of intents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from scale_lsp.assistant.intents import INTENTS, Intent
from scale_lsp.assistant.language import NUMBERS, corrected, number, words
from scale_lsp.assistant.things import Thing, thing
from scale_lsp.assistant.topics import topic_words
from scale_lsp.assistant.view import View
from scale_lsp.catalogue import entries

Said = Mapping[str, str]
"""Slot → the words that stand for it."""


@dataclass(frozen=True, slots=True)
class Understood:
    intent: str
    things: Mapping[str, Thing] = field(default_factory=dict)
    number: int | None = None
    said: Said = field(default_factory=dict)
    """From these the things can be found again."""

    @property
    def thing(self) -> Thing | None:
        return self.things.get("thing")


def understand(text: str, view: View) -> Understood | None:
    """What is asked; None when the table does not have it."""
    found = words(text)
    plain = corrected(found, vocabulary(), _names(found, view))
    known: dict[str, Thing | None] = {}

    def meant(text: str) -> Thing | None:
        if text not in known:
            known[text] = thing(text, view)
        return known[text]

    for intent in INTENTS:
        for way in intent.ways:
            for said in _fits(_parsed(way), plain):
                things = {name: meant(text) for name, text in said.items() if name != "number"}
                count = number(said["number"]) if "number" in said else None
                if ("number" in said) != (count is not None):
                    continue
                fitting = {name: t for name, t in things.items() if t is not None and t.kind in intent.takes[name]}
                if len(fitting) == len(things):
                    return Understood(intent.name, fitting, count, said)
    return None


def again(intent: Intent, said: Said, count: int | None, view: View) -> Understood | None:
    """What was asked before, from its words; None when it has become unknown."""
    things = {name: thing(text, view) for name, text in said.items() if name != "number"}
    fitting = {name: t for name, t in things.items() if t is not None and t.kind in intent.takes.get(name, ())}
    return Understood(intent.name, fitting, count, said) if len(fitting) == len(things) else None


def _names(found: Collection[str], view: View) -> Collection[str]:
    """The words that are names of the project, or look like code: nobody misspelt them."""
    models = {symbol.name.lower() for symbol in view.snapshot.graph.models}
    parts = {part for name in view.files for part in re.split(r"[/.]", name)}
    names = (models, view.names, parts)
    return {w for w in found if "_" in w or any(form in known for known in names for form in (w, w.removesuffix("s")))}


@cache
def vocabulary() -> frozenset[str]:
    """All words the grammar has, those of topics and rules among them."""
    ways = (way for intent in INTENTS for way in intent.ways)
    literal = {word for way in ways for word in re.findall(r"[\w+-]+", re.sub(r"\{\w+\}", " ", way))}
    pages = {word for e in entries().values() for word in f"{e.slug.replace('-', ' ')} {e.title.lower()}".split()}
    names = {"view", "page", "model", "file", "project", "rows", "users", "website", "application", "code", "function"}
    return frozenset({*literal, *topic_words(), *pages, *names, *NUMBERS, *entries()})


@dataclass(frozen=True, slots=True)
class _Words:
    any: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Perhaps:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Gap:
    pass


_Part = _Words | _Perhaps | _Slot | _Gap
_TOKEN = re.compile(r"\[|\]|\{\w+\}|…|[^\s\[\]{}…]+")
_LONGEST = 8
"""Words of a slot."""


@cache
def _parsed(way: str) -> tuple[_Part, ...]:
    stack: list[list[_Part]] = [[]]
    for token in _TOKEN.findall(way):
        match token:
            case "[":
                stack.append([])
            case "]":
                perhaps = _Perhaps(tuple(stack.pop()))
                stack[-1].append(perhaps)
            case "…":
                stack[-1].append(_Gap())
            case _ if token.startswith("{"):
                stack[-1].append(_Slot(token[1:-1]))
            case _:
                stack[-1].append(_Words(frozenset(token.split("|"))))
    (parts,) = stack
    return tuple(parts)


def _fits(parts: Sequence[_Part], text: Sequence[str]) -> Iterator[Said]:
    """All ways in which the parts are the whole text; slots as long as can be."""
    if not parts:
        if not text:
            yield {}
        return
    first, rest = parts[0], parts[1:]
    match first:
        case _Words(any=any_of):
            if text and text[0] in any_of:
                yield from _fits(rest, text[1:])
        case _Perhaps(parts=inner):
            yield from _fits([*inner, *rest], text)
            yield from _fits(rest, text)
        case _Gap():
            for start in range(len(text) + 1):
                yield from _fits(rest, text[start:])
        case _Slot(name=name):
            for end in range(min(len(text), _LONGEST), 0, -1):
                for said in _fits(rest, text[end:]):
                    yield {name: " ".join(text[:end]), **said}
