"""What a setting may be when the project runs, as far as its text says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from scale_lsp.text.site import Site

Literal = str | int | float | bool | bytes | None


@dataclass(frozen=True, slots=True)
class Known:
    value: Literal


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """Read when the process starts. `default` None: it has to be given. `cast` is the type it is turned into."""

    name: str
    default: Setting | None = None
    cast: str = "str"


@dataclass(frozen=True, slots=True)
class Composed:
    """A string of which parts are known: `f"redis://{HOST}:6379"`."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, tuple or set, item by item. `open`: it has more items that are not known."""

    items: tuple[Setting, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Mapped:
    """A dictionary with string keys. `open`: it may have more keys."""

    items: tuple[tuple[str, Setting], ...]
    open: bool = False

    def get(self, key: str) -> Setting | None:
        return next((value for name, value in self.items if name == key), None)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of these, depending on conditions that are written as in the source."""

    options: tuple[tuple[str, Setting], ...]


@dataclass(frozen=True, slots=True)
class Unset:
    """Not assigned: Django's default holds."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Computed in a way that is not followed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that reads the environment when called: `environ.Env()`, decouple's `config`. Not a setting."""

    library: str
    scheme: tuple[tuple[str, FromEnvironment], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that is defined elsewhere: a module, function or class. Not a setting.

    `path` is the file of a module of the project.
    """

    qualified: str
    path: str = ""


Value = Union[  # noqa: UP007 - recursive alias, evaluated at run time
    Known, FromEnvironment, Composed, Listed, Mapped, Alternatives, Unset, Unknown, Reader, Reference
]
UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and the expression that gives it. `target` is the name or key it is assigned to."""

    value: Value
    site: Site
    target: Site | None = None

    @property
    def known(self) -> bool:
        return isinstance(self.value, Known)

    @property
    def literal(self) -> Literal:
        """The value if it is a plain one that is known; else None, which may also be the value."""
        return self.value.value if isinstance(self.value, Known) else None

    @property
    def string(self) -> str | None:
        """The value if it is a known string."""
        return self.literal if isinstance(self.literal, str) else None

    def get(self, key: str) -> Setting | None:
        """What a dictionary holds for a key, where that is known."""
        return self.value.get(key) if isinstance(self.value, Mapped) else None

    def lacks(self, key: str) -> bool:
        """Whether this is a dictionary that surely has no such key."""
        return isinstance(self.value, Mapped) and not self.value.open and self.value.get(key) is None

    def items(self) -> Iterator[Setting]:
        """The items of a list that are known."""
        if isinstance(self.value, Listed):
            yield from self.value.items

    def options(self) -> Iterator[tuple[str, Setting]]:
        """Every possibility with its condition; one with the condition "" when there is no choice."""
        if not isinstance(self.value, Alternatives):
            yield "", self
            return
        for condition, setting in self.value.options:
            for inner, option in setting.options():
                yield " and ".join(filter(None, (condition, inner))), option

    def unless_told(self) -> Setting:
        """What holds when the environment says nothing: the default of a reader, else the value itself."""
        value = self.value
        return value.default.unless_told() if isinstance(value, FromEnvironment) and value.default else self


def text_of(value: Value) -> str:
    """The known text of a string, with `{}` for the parts that are not."""
    match value:
        case Known(value=str(text)):
            return text
        case Composed(parts=parts):
            return "".join(text_of(part) for part in parts)
        case FromEnvironment(default=Setting() as default):
            return text_of(default.value)
    return "{}"


def truth(value: Value) -> bool | None:
    """Whether it counts as true; None where the text does not say."""
    match value:
        case Known(value=known):
            return bool(known)
        case Listed(items=items, open=False) | Mapped(items=items, open=False):
            return bool(items)
        case Alternatives(options=options):
            truths = {truth(setting.value) for _, setting in options}
            return truths.pop() if len(truths) == 1 else None
        case Unset():
            return False
    return None


MOST_OPTIONS = 12


def either(one: Setting | None, other: Setting | None, condition: str, site: Site) -> Setting:
    """What two branches leave behind; dictionaries that both have changed are put together key by key."""
    one = one or Setting(Unset(), site)
    other = other or Setting(Unset(), site)
    if one == other:
        return one
    if isinstance(one.value, Mapped) and isinstance(other.value, Mapped) and one.site == other.site:
        keys = dict.fromkeys(key for key, _ in (*one.value.items, *other.value.items))
        items = tuple((key, either(one.get(key), other.get(key), condition, site)) for key in keys)
        return Setting(Mapped(items, one.value.open or other.value.open), one.site, one.target)
    pairs = ((condition, one), (_negated(condition), other))
    if sum(1 for _, setting in pairs for _ in setting.options()) > MOST_OPTIONS:
        return Setting(UNKNOWN, one.site, one.target)
    return Setting(Alternatives(pairs), one.site if not isinstance(one.value, Unset) else other.site, one.target)


def _negated(condition: str) -> str:
    return condition.removeprefix("not ") if condition.startswith("not ") else f"not {condition}"


def site_of(node: ast.AST, near: Site) -> Site:
    """A node of the same block as another site."""
    return Site(near.path, near.block, node)
