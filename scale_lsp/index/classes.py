"""Classes of the project with their ancestors: which are models, managers and querysets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.index.memo import Memo
from scale_lsp.index.names import Kind, Names, Symbol
from scale_lsp.index.shape import Call, Member, Name, Shape
from scale_lsp.index.summary import ClassSummary
from scale_lsp.orm.fields import canonical
from scale_lsp.orm.packages import PARENTS


@dataclass(frozen=True, slots=True)
class ClassInfo:
    symbol: Symbol
    ancestors: tuple[Symbol, ...]
    """The class itself and its project ancestors, nearest first."""
    outside: tuple[str, ...]
    """Qualified names of ancestors outside the project, nearest first; "?" for one that cannot be named."""

    def derives_from(self, names: frozenset[str]) -> bool:
        return any(name in names for name in self.outside)


class Classes:
    """Ancestors of project classes, computed once each."""

    def __init__(self, names: Names, infos: Memo[Symbol, ClassInfo] | None = None) -> None:
        """`infos` are those that are known from before."""
        self.names = names
        self.infos = infos or Memo[Symbol, ClassInfo](names.reads)

    def info(self, symbol: Symbol) -> ClassInfo:
        return self.infos.get(symbol, self._info)

    def _info(self, symbol: Symbol) -> ClassInfo:
        ancestors: list[Symbol] = []
        outside: list[str] = []
        self._walk(symbol, ancestors, outside, 0)
        return ClassInfo(symbol, _last_wins(ancestors), tuple(dict.fromkeys(outside)))

    def _walk(self, symbol: Symbol, ancestors: list[Symbol], outside: list[str], depth: int) -> None:
        if symbol.kind is Kind.EXTERNAL:
            outside.append(canonical(symbol.name))
            return
        bases = self.names.bases(symbol)
        if bases is None or depth > 24:
            outside.append("?")
            return
        ancestors.append(symbol)
        for base in bases:
            for target in self.targets(symbol.path, base, _scope_of(symbol)):
                if target.kind is Kind.CLASS:
                    if target != symbol:
                        self._walk(target, ancestors, outside, depth + 1)
                elif target.kind is Kind.EXTERNAL:
                    outside += (canonical(target.name), *PARENTS.get(target.name, ()))
                else:
                    outside.append("?")

    def targets(self, path: str, shape: Shape, scope: str = "", depth: int = 0) -> Iterator[Symbol]:
        """The classes that an expression in a list of bases stands for; `Manager.from_queryset(Q)` is both."""
        unknown = Symbol(Kind.EXTERNAL, "", "?")
        if depth > 8:
            yield unknown
            return
        match shape:
            case Name(dotted="object"):
                return
            case Name(dotted=dotted):
                found = (self.names.resolve(path, f"{scope}.{dotted}") if scope else None) or self.names.resolve(
                    path, dotted
                )
                if found is None or found.kind in (Kind.FUNCTION, Kind.MODULE):
                    yield unknown
                elif found.kind is Kind.VALUE:
                    value = self.names.value_shape(found)
                    yield from self.targets(found.path, value, "", depth + 1) if value is not None else (unknown,)
                else:
                    yield found
            case Call(function=Name(dotted=dotted), arguments=(queryset, *_)) if dotted.endswith(".from_queryset"):
                yield from self.targets(path, Name(dotted.removesuffix(".from_queryset")), scope, depth + 1)
                yield from self.targets(path, queryset, scope, depth + 1)
            case Call(function=Member(of=of, name="from_queryset"), arguments=(queryset, *_)):
                yield from self.targets(path, of, scope, depth + 1)
                yield from self.targets(path, queryset, scope, depth + 1)
            case _:
                yield unknown

    def owner_of(self, symbol: Symbol, name: str) -> Symbol | None:
        """The nearest ancestor of a class that defines a method, attribute or nested class of that name."""
        for ancestor in self.info(symbol).ancestors:
            summary = self.names.class_summary(ancestor)
            if summary and (name in summary.methods or name in summary.attributes or name in summary.nested):
                return ancestor
        return None

    def summary(self, symbol: Symbol) -> ClassSummary | None:
        return self.names.class_summary(symbol)


def _scope_of(symbol: Symbol) -> str:
    return symbol.name.rpartition(".")[0]


def _last_wins(symbols: list[Symbol]) -> tuple[Symbol, ...]:
    """A common ancestor comes after all classes that derive from it, as in Python's method resolution order."""
    seen: set[Symbol] = set()
    kept = [s for s in reversed(symbols) if not (s in seen or seen.add(s))]  # type: ignore[func-returns-value]
    return tuple(reversed(kept))
