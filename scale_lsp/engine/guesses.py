"""Where the model of a receiver is not known: what to ask somebody who guesses, and what his answer means.

In a copy of the text each part of the receiver, from all of it down to its first name, is given two names: one for what
it is, one for a row of it if it is a queryset or manager. Asked is which classes these are objects of. What is known of
the longest part is put in its place; what becomes of that is for our own analysis to say.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.engine.receivers import PROBE, Probe, models_of, probes
from scale_lsp.flow.values import ModelClass
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.text.cursor import OpenCall, Word
from scale_lsp.text.positions import Position, offset_of, position_of, split_lines
from scale_lsp.text.source import SourceFile

Guesses = Sequence[Collection[tuple[str, str]]]
"""For each place that was asked about the classes: the path of the file, the name in it."""

_ROW_OF = "latest()"
"""Of all that has this method only querysets and managers are used in Django code."""
_NAME = "__scale_lsp_{}__"
_MODEL = _NAME.format("model")
_ROWS = f"{_MODEL}._default_manager"
_A_ROW = f"{_ROWS}.get()"


@dataclass(frozen=True, slots=True)
class Question:
    """What are the objects that have their names at these places of a text?"""

    text: str
    places: tuple[Position, ...]


def question(source: SourceFile, first_line: int, text: str, call: OpenCall, probe: Probe) -> Question | None:
    """What to ask about the receiver of a call. `text` is that of the block that begins at `first_line`."""
    if not (parts := _parts(probe, first_line, text)):
        return None
    before = "".join(source.lines[:first_line]) + text[: parts[0][0]]
    behind = "".join(source.lines[first_line + len(split_lines(text)) :])
    named, offsets = "(", []
    for number, (start, end) in enumerate(parts):
        for part in (text[start:end], f"({text[start:end]}).{_ROW_OF}"):
            offsets.append(len(before) + len(named) + 1)
            named += f"({_NAME.format(number)} := {part}), "
    asked = f"{before}{named}){text[parts[0][1] : call.dot]}{probe.tail}{behind}"
    lines = split_lines(asked)
    return Question(asked, tuple(position_of(lines, offset) for offset in offsets))


def models_by_guesses(
    snapshot: Snapshot, source: SourceFile, first_line: int, text: str, word: Word, call: OpenCall, guesses: Guesses
) -> tuple[Symbol, ...]:
    """The models of the receiver by the answer to the question about it."""
    probe = next(probes(source, first_line, text, word, call), None)
    parts = _parts(probe, first_line, text) if probe is not None else []
    guessed = _guessed(snapshot, parts, guesses)
    if guessed is None:
        return ()
    (start, end), instead, models = guessed
    if (start, end) == parts[0] and instead == _ROWS:
        return tuple(models)
    before = text[:start] + instead + text[end : call.dot]
    found: dict[Symbol, None] = {}
    for known in probes(source, first_line, text, word, call, before):
        for model in models:
            found |= dict.fromkeys(models_of(snapshot, known, {_MODEL: ModelClass(model)}))
        if found:
            break
    return tuple(found)


def _guessed(
    snapshot: Snapshot, parts: Sequence[tuple[int, int]], guesses: Guesses
) -> tuple[tuple[int, int], str, list[Symbol]] | None:
    """The longest part that is known: its offsets, what to write instead, and the models that this may be of."""
    for number, part in enumerate(parts):
        of_part = guesses[2 * number : 2 * number + 2]
        for classes, instead in zip(of_part, (_A_ROW, _ROWS), strict=False):
            symbols = (Symbol(Kind.CLASS, path, name) for path, name in classes)
            if models := [symbol for symbol in symbols if symbol in snapshot.graph.models]:
                return part, instead, models
    return None


def _parts(probe: Probe, first_line: int, text: str) -> list[tuple[int, int]]:
    """Offsets in `text` of the receiver, then of what that is an attribute, an item or the answer of, and so on."""
    lines, above = split_lines(text), probe.source.start_of(probe.block) - first_line
    found = []
    for part in _chain(_receiver(probe)):
        span = probe.block.span(part).shifted(above)
        found.append((offset_of(lines, span.start), offset_of(lines, span.end)))
    return found


def _receiver(probe: Probe) -> ast.expr | None:
    for node in ast.walk(probe.block.parsed()):
        match node:
            case ast.Call(func=ast.Attribute(value=receiver), args=[ast.Constant(value=value)]) if value == PROBE:
                return receiver
    return None


def _chain(node: ast.expr | None) -> Iterator[ast.expr]:
    while node is not None:
        yield node
        match node:
            case ast.Attribute(value=of) | ast.Subscript(value=of) | ast.Call(func=ast.Attribute(value=of)):
                node = of
            case _:
                node = None
