"""Functions that Django's signals call for a model.

https://docs.djangoproject.com/en/5.2/topics/signals/#connecting-receiver-functions
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from scale_lsp.index.classes import Classes
from scale_lsp.index.dependencies import RECEIVERS, Dependency, modules_in
from scale_lsp.index.memo import Memo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Sequence, Shape, string

_RECEIVER = frozenset({"django.dispatch.receiver", "django.dispatch.dispatcher.receiver"})
_SIGNALS = frozenset({"pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"})


@dataclass(frozen=True, slots=True)
class Receiver:
    """`sender` is a model, a text such as `shop.Order`, or None where it gets the signal of every model."""

    signal: str
    path: str
    name: str
    sender: Symbol | str | None


class Receivers:
    """All receivers of a project. Immutable."""

    def __init__(
        self, classes: Classes, before: Receivers | None = None, changed: Set[Dependency] = frozenset()
    ) -> None:
        """`before` are the receivers as they were, `changed` what has changed since."""
        self._classes = classes
        known = before._of_file.without(changed) if before else None
        self._of_file: Memo[str, tuple[Receiver, ...]] = known or Memo(classes.names.reads)
        said = {*modules_in(changed), *self._of_file.gone}
        same = before is not None and not any(self._of_file.gone.values()) and not any(map(self._in_file, said))
        self._all: tuple[Receiver, ...] = before._all if before is not None and same else tuple(self._every())

    def _in_file(self, path: str) -> tuple[Receiver, ...]:
        return self._of_file.get(path, self._receivers_of)

    def _every(self) -> dict[Receiver, None]:
        return {one: None for path in self._classes.names.modules for one in self._in_file(path)}

    def _receivers_of(self, path: str) -> tuple[Receiver, ...]:
        return tuple(_receivers(self._classes, path))

    def changes(self, before: Receivers) -> Iterator[Dependency]:
        """What is not as it was."""
        if self._all != before._all:
            yield RECEIVERS

    def of(self, model: Symbol, *signals: str) -> tuple[Receiver, ...]:
        """The receivers that get one of these signals when a row of the model is written."""
        self._classes.names.reads.note(RECEIVERS)
        lineage = self._classes.info(model).ancestors
        name = model.name.rpartition(".")[2].lower()
        return tuple(
            one
            for one in self._all
            if one.signal in signals
            and (
                one.sender is None
                or one.sender in lineage
                or (isinstance(one.sender, str) and one.sender.rpartition(".")[2].lower() == name)
            )
        )

    def at(self, path: str, name: str) -> tuple[Receiver, ...]:
        """What a function is connected to."""
        self._classes.names.reads.note(RECEIVERS)
        return tuple(one for one in self._all if (one.path, one.name) == (path, name))


def _receivers(classes: Classes, path: str) -> Iterator[Receiver]:
    module = classes.names.summary(path)
    for name, decorators in module.functions.items() if module else ():
        for decorator in decorators:
            if isinstance(decorator, Call) and _external(classes, path, decorator.function) in _RECEIVER:
                given = decorator.argument(0, "signal")
                several = given.items if isinstance(given, Sequence) else (given,)
                for shape in several:
                    yield from _receiver(classes, path, name, shape, dict(decorator.keywords).get("sender"))
    for call in module.connections if module else ():
        if isinstance(call.function, Name):
            signal = Name(call.function.dotted.removesuffix(".connect"))
            function = call.argument(0, "receiver")
            name = function.dotted if isinstance(function, Name) else "a receiver"
            yield from _receiver(classes, path, name, signal, call.argument(1, "sender"))


def _receiver(classes: Classes, path: str, name: str, signal: Shape | None, sender: Shape | None) -> Iterator[Receiver]:
    qualified = _external(classes, path, signal)
    written = signal.dotted if isinstance(signal, Name) else ""
    known = (qualified or written).rpartition(".")[2]
    if known in _SIGNALS and (qualified is None or qualified.startswith("django.db.models.")):
        yield Receiver(known, path, name, _sender(classes, path, sender))


def _sender(classes: Classes, path: str, shape: Shape | None) -> Symbol | str | None:
    """A name that a function imports for itself is taken as it is written; anything else may be any model."""
    if shape is None or shape == Literal(None):
        return None
    if (text := string(shape)) is not None:
        return text
    if not isinstance(shape, Name):
        return None
    found = classes.names.resolve(path, shape.dotted)
    return found if found is not None and found.kind in (Kind.CLASS, Kind.EXTERNAL) else shape.dotted


def _external(classes: Classes, path: str, shape: Shape | None) -> str | None:
    found = classes.names.resolve(path, shape.dotted) if isinstance(shape, Name) else None
    return found.name if found is not None and found.kind is Kind.EXTERNAL else None
