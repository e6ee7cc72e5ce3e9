"""What is derived from a project as a whole, once for as long as nothing that it was derived from changes.

Whoever asks for it depends on what it is, and not on what it was derived from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from typing import Any, Generic, TypeVar

from scale_lsp.index.dependencies import Dependency, Users, derivation, derivations_in, modules_in, words_in
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import File, Snapshot
from scale_lsp.index.summary import ClassSummary, ModuleSummary
from scale_lsp.text.source import SourceFile

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
OfModule = Callable[[Snapshot, str, ModuleSummary], Iterable[T]]
OfClass = Callable[[Snapshot, Symbol, ClassSummary], Iterable[T]]


class _Derived:
    """Of the whole project at once."""

    def __init__(self, make: Callable[[Snapshot], Any], late: bool) -> None:
        self.make, self.late = make, late
        self.revision = 0
        self.value: Any = None
        self.inner: Set[Hashable] = frozenset()
        """The names of what else was asked for to derive it."""
        self._uses: dict[Dependency, None] = {}

    def renew(self, snapshot: Snapshot, changed: Set[Dependency] | None) -> bool:
        """Derive it again if something has changed that it was derived from; whether it is something else now."""
        if changed is not None and self._uses.keys().isdisjoint(changed):
            return False
        before = self.value
        with snapshot.reads.noted() as self._uses:
            self.value = self.make(snapshot)
        self.inner = frozenset(derivations_in(self._uses))
        return bool(self.value != before)


class _OfEach(Generic[K]):
    """Of each Python file, or of each class, by itself."""

    def __init__(self, late: bool) -> None:
        self.late = late
        self.revision = 0
        self.value: dict[K, tuple[Any, ...]] = {}
        """Where something was made."""
        self.inner: Set[Hashable] = frozenset()
        self._uses: dict[K, dict[Dependency, None]] = {}
        self._users = Users[K]()

    def renew(self, snapshot: Snapshot, changed: Set[Dependency] | None) -> bool:
        """Derive again what has changed, or was derived from that; whether something is something else now."""
        modules = snapshot.graph.names.every_module
        stale = self._users.of(changed) if changed is not None else {}
        stale |= self._said(modules, modules_in(changed) if changed is not None else modules)
        differs = [self._renew(snapshot, modules, key) for key in stale]
        return any(differs)

    def _renew(self, snapshot: Snapshot, modules: Mapping[str, ModuleSummary], key: K) -> bool:
        self._users.remove(key, self._uses.pop(key, ()))
        with snapshot.reads.noted() as uses:
            made = tuple(self._made(snapshot, modules, key))
        if uses:
            self._uses[key] = uses
            self._users.add(key, uses)
            self.inner |= frozenset(derivations_in(uses))
        before = self.value.pop(key, ())
        if made:
            self.value[key] = made
        return made != before

    def _said(self, modules: Mapping[str, ModuleSummary], paths: Iterable[str]) -> dict[K, None]:
        """What says something else in these files, or is new, or gone."""
        raise NotImplementedError

    def _made(self, snapshot: Snapshot, modules: Mapping[str, ModuleSummary], key: K) -> Iterable[Any]:
        raise NotImplementedError


class _OfModules(_OfEach[str]):
    def __init__(self, make: OfModule[Any], late: bool) -> None:
        super().__init__(late)
        self._make = make

    def _said(self, modules: Mapping[str, ModuleSummary], paths: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(paths)

    def _made(self, snapshot: Snapshot, modules: Mapping[str, ModuleSummary], key: str) -> Iterable[Any]:
        module = modules.get(key)
        return self._make(snapshot, key, module) if module is not None else ()


class _OfClasses(_OfEach[tuple[str, str]]):
    def __init__(self, make: OfClass[Any], late: bool) -> None:
        super().__init__(late)
        self._make = make
        self._known: dict[str, Mapping[str, ClassSummary]] = {}
        """What was said last, by path."""

    def _said(self, modules: Mapping[str, ModuleSummary], paths: Iterable[str]) -> dict[tuple[str, str], None]:
        found: dict[tuple[str, str], None] = {}
        for path in paths:
            was, now = self._known.pop(path, {}), modules[path].classes if path in modules else {}
            found |= {(path, name): None for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
            if now:
                self._known[path] = now
        return found

    def _made(self, snapshot: Snapshot, modules: Mapping[str, ModuleSummary], key: tuple[str, str]) -> Iterable[Any]:
        path, name = key
        summary = modules[path].classes.get(name) if path in modules else None
        return self._make(snapshot, Symbol(Kind.CLASS, path, name), summary) if summary is not None else ()


class _WithWords:
    """The Python files of the project that have one of some words in their text."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.late = False
        self.words = words
        self.revision = 0
        self.value: set[str] = set()
        self.inner: Set[Hashable] = frozenset()

    def renew(self, snapshot: Snapshot, changed: Set[Dependency] | None) -> bool:
        snapshot.reads.words.update(self.words)
        paths = {*(words_in(changed) if changed is not None else snapshot.paths)}
        found = {path for path in paths if self._has(snapshot.sources.get(path))}
        differs = found != self.value & paths
        self.value = (self.value - paths) | found
        return differs

    def _has(self, source: File | None) -> bool:
        return isinstance(source, SourceFile) and any(word in source.text for word in self.words)


_Kept = _Derived | _OfEach[Any] | _WithWords


def derived(snapshot: Snapshot, name: Hashable, make: Callable[[Snapshot], T], *, late: bool = False) -> T:
    """What `make` makes of the snapshot. `late`: no interpretation depends on it, so it waits until somebody asks."""
    found: T = _value(snapshot, name, lambda: _Derived(make, late))
    return found


def of_modules(snapshot: Snapshot, name: Hashable, make: OfModule[T], *, late: bool = False) -> Iterator[T]:
    """What `make` makes of each Python file, in the order of their paths; after an edit, again of one file."""
    found: dict[str, tuple[T, ...]] = _value(snapshot, ("modules", name), lambda: _OfModules(make, late))
    return (one for path in sorted(found) for one in found[path])


def of_classes(snapshot: Snapshot, name: Hashable, make: OfClass[T], *, late: bool = False) -> Iterator[T]:
    """What `make` makes of each class of the top level of a file, in the order of their paths and names."""
    found: dict[tuple[str, str], tuple[T, ...]] = _value(snapshot, ("classes", name), lambda: _OfClasses(make, late))
    return (one for key in sorted(found) for one in found[key])


def mentioning(snapshot: Snapshot, *words: str) -> Iterator[str]:
    """The Python files that have one of some words in their text, in order; after an edit that text is searched."""
    found: set[str] = _value(snapshot, ("mentioning", words), lambda: _WithWords(words))
    for path in sorted(found):
        snapshot.reads.note_words(path, words)
        yield path


def renew(snapshot: Snapshot) -> None:
    """Derive anew what does not hold any more; what has become something else counts as changed."""
    for one in list(_all(snapshot)):
        if not _all(snapshot)[one].late:
            _renew(snapshot, one)


def _all(snapshot: Snapshot) -> dict[Hashable, _Kept]:
    found: dict[Hashable, _Kept] = snapshot.memo.setdefault("derived", {})
    return found


def _value(snapshot: Snapshot, name: Hashable, new: Callable[[], _Kept]) -> Any:
    known = _all(snapshot)
    if name not in known:
        one = new()
        one.renew(snapshot, None)
        one.revision = snapshot.revision
        known[name] = one
    else:
        _renew(snapshot, name)
    snapshot.reads.note(derivation(name))
    return known[name].value


def _renew(snapshot: Snapshot, name: Hashable) -> None:
    one = _all(snapshot)[name]
    if one.revision == snapshot.revision:
        return
    for inner in one.inner:
        _renew(snapshot, inner)
    changed = snapshot.changed_since(one.revision)
    if one.renew(snapshot, changed):
        snapshot.changes[-1].add(derivation(name))
    one.revision = snapshot.revision
