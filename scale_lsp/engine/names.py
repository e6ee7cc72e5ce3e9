"""Names of fields and relations where code writes them: in `select_related("…")`, `filter(…=)`, `Meta.indexes`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.engine.guesses import Guesses, Question, models_by_guesses, question
from scale_lsp.engine.receivers import models_of_receiver
from scale_lsp.flow.definitions import definitions
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.paths import Naming, Step, steps
from scale_lsp.index.project import Snapshot
from scale_lsp.orm.queryset_methods import sync_name
from scale_lsp.text.cursor import OpenCall, Word, word_at
from scale_lsp.text.positions import Location, Position, Span, offset_of
from scale_lsp.text.source import SourceFile

_STRINGS: dict[str, Naming] = {
    "select_related": Naming.JOIN,
    "prefetch_related": Naming.PREFETCH,
    **dict.fromkeys(("only", "defer"), Naming.LOADED),
    **dict.fromkeys(("values", "values_list", "order_by", "distinct", "latest", "earliest"), Naming.COLUMN),
}
"""Methods whose arguments are paths, as strings."""
_KEYWORDS: dict[str, Naming] = {
    **dict.fromkeys(("filter", "exclude", "get", "get_or_create", "update_or_create"), Naming.LOOKUP),
    **dict.fromkeys(("create", "update"), Naming.OWN),
}
"""Methods whose keyword arguments are paths."""
_CONDITIONS = frozenset({"Q", "When"})
"""What takes the keyword arguments of `filter()`, as an argument of some method."""
_EXPRESSIONS = frozenset({"F", "Count", "Sum", "Avg", "Min", "Max", "StdDev", "Variance"})
"""What names a column by its first argument."""
_IN_META = frozenset({"ordering", "unique_together", "index_together", "get_latest_by", "order_with_respect_to"})
_INDEXES = frozenset({"Index", "UniqueConstraint", "GinIndex", "GistIndex", "BTreeIndex", "BrinIndex", "HashIndex"})
_LISTS_OF_INDEXES = frozenset({"fields", "include"})
_CLASS = re.compile(r"(?P<indent>[ \t]*)class[ \t]+(?P<name>\w+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A path that is being written. `span` is all of it, without quotes and the sign of an ordering."""

    span: Span
    path: str
    upto: str
    """The part before the cursor."""
    models: tuple[Symbol, ...]
    """Where it may begin: the rows may be of one or the other. Empty where that is not known."""
    naming: Naming
    question: Question | None = None
    """What to ask somebody who guesses the models, where they are not known."""


def written_at(snapshot: Snapshot, path: str, position: Position, guesses: Guesses = ()) -> Written | None:
    """The path of names at a place; None where there is none.

    `guesses` answer the question about it. They are for those who write, never for findings: nobody is sure of them.
    """
    source = snapshot.source(path)
    block = source.block_at(position.line) if isinstance(source, SourceFile) else None
    if not isinstance(source, SourceFile) or block is None:
        return None
    first = source.start_of(block)
    text, lines = "".join(block.lines), list(block.lines)
    offset = offset_of(lines, Position(position.line - first, position.column))
    word = word_at(text, offset)
    if word is None:
        return None
    meaning = _in_method(word) or _in_meta(source, word, position.line)
    if meaning is None:
        return None
    naming, at = meaning
    asked: Question | None = None
    models: tuple[Symbol, ...] = ()
    if not isinstance(at, OpenCall):
        models = (at,) if at in snapshot.graph.models else ()
    elif guesses:
        models = models_by_guesses(snapshot, source, first, text, word, at, guesses)
    else:
        models, probe = models_of_receiver(snapshot, source, first, text, word, at)
        asked = question(source, first, text, at, probe) if probe is not None and not models else None
    if not models and asked is None:
        return None
    signed = naming is Naming.COLUMN or any(_may_descend(call) for call in word.calls[:1])
    sign = len(word.text) - len(word.text.lstrip("-")) if signed else 0
    start = position.column - (offset - word.start) + min(sign, 1)
    whole = word.text[min(sign, 1) :]
    if position.column < start:
        return None
    span = Span(Position(position.line, start), Position(position.line, start + len(whole)))
    return Written(span, whole, whole[: position.column - start], models, naming, asked)


def suggestions(snapshot: Snapshot, written: Written) -> Sequence[Step]:
    """What the name that is being written can be, in the order of declaration: what holds for all of the models."""
    if not written.models:
        return []
    before = tuple(written.upto.split("__")[:-1])
    first, *others = (steps(snapshot.graph, model, before, written.naming) for model in written.models)
    return [step for name, step in first.items() if all(name in other for other in others)]


def step_at(snapshot: Snapshot, written: Written) -> tuple[Span, Step] | None:
    """The one name of the path that the cursor is in, and what it stands for."""
    if len(written.models) != 1:
        return None
    names = written.path.split("__")
    index = written.upto.count("__")
    start = written.span.start.column + sum(len(name) + 2 for name in names[:index])
    known: Mapping[str, Step] = steps(snapshot.graph, written.models[0], tuple(names[:index]), written.naming)
    step = known.get(names[index]) if index < len(names) else None
    if step is None:
        return None
    line = written.span.start.line
    return Span(Position(line, start), Position(line, start + len(names[index]))), step


def described(snapshot: Snapshot, step: Step) -> str:
    """`foreign key to Customer`, in a few words."""
    if step.is_lookup:
        return "lookup"
    relation, field = step.relation, step.field
    if relation is None:
        return step.column or "column"
    target = snapshot.graph.model(relation.target)
    other = target.name if target is not None else "any model"
    if relation.forward:
        return f"{relation.kind.value} to {other}"
    return f"reverse {relation.kind.value}, {other}.{field.name}" if field is not None else f"child {other}"


def declaration(snapshot: Snapshot, step: Step) -> Location | None:
    """Where the field is declared that a name stands for: its name in the class."""
    if step.is_lookup or step.field is None:
        return None
    owner = step.field.declared_in
    known = definitions(snapshot, owner.path)
    found = known.classes.get(owner.name) if known else None
    source = snapshot.source(owner.path)
    if found is None or not isinstance(source, SourceFile) or is_shipped(owner.path):
        return None
    for block, member in found.members:
        targets = member.targets if isinstance(member, ast.Assign) else [getattr(member, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and target.id == step.field.name:
                return source.location(block, block.span(target))
    return None


def _in_method(word: Word) -> tuple[Naming, OpenCall] | None:
    """The method that is called, and what it takes the word for."""
    if not word.calls:
        return None
    inner, *outer = word.calls
    name = sync_name(inner.name)
    if inner.dot is not None and word.quoted and not word.unpacked and not inner.keyword:
        if name in _STRINGS:
            return _STRINGS[name], inner
    if inner.dot is not None and name in _KEYWORDS and word.quoted == word.unpacked:
        return _KEYWORDS[name], inner
    method = next((call for call in outer if call.dot is not None), None)
    if method is None:
        return None
    if inner.name in _CONDITIONS and word.quoted == word.unpacked:
        return Naming.LOOKUP, method
    if inner.name in _EXPRESSIONS and word.quoted and inner.first and not inner.keyword:
        return Naming.COLUMN, method
    if inner.name == "Prefetch" and word.quoted and inner.first and method.name == "prefetch_related":
        return Naming.PREFETCH, method
    return None


def _may_descend(call: OpenCall) -> bool:
    """https://docs.djangoproject.com/en/5.2/ref/models/indexes/#fields"""
    return call.name in _INDEXES - {"UniqueConstraint"} and call.keyword == "fields"


def _in_meta(source: SourceFile, word: Word, line: int) -> tuple[Naming, Symbol] | None:
    """The model whose `class Meta` names its fields."""
    if not word.quoted:
        return None
    if word.calls:
        inner = word.calls[0]
        if inner.name not in _INDEXES or inner.keyword not in _LISTS_OF_INDEXES:
            return None
        naming = Naming.OWN
    elif word.assigned in _IN_META:
        naming = Naming.COLUMN if word.assigned in ("ordering", "get_latest_by") else Naming.OWN
    else:
        return None
    names = _classes_around(source, line)
    if len(names) < 2 or names[-1] != "Meta":
        return None
    return naming, Symbol(Kind.CLASS, source.path, ".".join(names[:-1]))


def _classes_around(source: SourceFile, line: int) -> list[str]:
    """The names of the classes a line is in, outermost first, by the indentation alone: the text need not parse."""
    found: list[str] = []
    width = len(source.lines[line]) - len(source.lines[line].lstrip()) if line < len(source.lines) else 0
    for above in reversed(source.lines[:line]):
        match = _CLASS.match(above)
        indent = len(above) - len(above.lstrip())
        if match and indent < width:
            found.insert(0, match["name"])
        if above.strip() and not above.lstrip().startswith(("#", ")", "]", "}")):
            width = min(width, indent)
        if width == 0:
            break
    return found
