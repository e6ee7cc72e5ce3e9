"""The places that an observation is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from scale_lsp.flow.values import Origin
from scale_lsp.text.site import Site


def sites_in(observation: Any) -> Iterator[Site]:
    """Of the observation itself, of the queryset it is about, and of the query it holds."""
    for each in fields(observation):
        value = getattr(observation, each.name)
        if isinstance(value, Site):
            yield value
        elif isinstance(value, Origin):
            yield value.site
        elif each.name == "query" and is_dataclass(value):
            yield from sites_in(value)
