"""Frozen dataclasses, faster than `dataclasses` makes one from another."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(record, /, **changes):
        """A record with other values in some of its fields, all of which its class takes by position."""
        kind = record.__class__
        values_of, places = _layout(kind)
        *values, _ = values_of(record)
        for name, value in changes.items():
            values[places[name]] = value
        return kind(*values)


@cache
def _layout(kind: type[Any]) -> tuple[attrgetter[Any], dict[str, int]]:
    """What reads all fields, and their places. One field more is read, so that there are always several."""
    names = [field.name for field in fields(kind) if field.init]
    return attrgetter(*names, "__class__"), {name: place for place, name in enumerate(names)}


__all__ = ["replace"]
