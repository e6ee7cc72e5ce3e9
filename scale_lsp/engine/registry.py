"""All rules: the page of each, and the functions that see and fix."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from scale_lsp.catalogue import CatalogueError, Entry, entries
from scale_lsp.rule import Check, MakeFix, subscriptions


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its page. `check` is None for rules of the engine itself, such as `unused-suppression`."""

    entry: Entry
    check: Check | None
    fixes: tuple[MakeFix, ...]
    """In the order of their definition: the first is the preferred one."""


@dataclass(frozen=True, slots=True)
class Registry:
    entries: Mapping[str, Entry]
    rules: Mapping[str, Rule]
    by_fact: Mapping[type, tuple[Rule, ...]]


@cache
def registry() -> Registry:
    """Every rule of the catalogue with its code. Raises CatalogueError or ImportError for a broken rule."""
    pages = entries()
    rules = {slug: _load(entry) for slug, entry in pages.items()}
    by_fact: dict[type, list[Rule]] = {}
    for rule in rules.values():
        if rule.check is not None:
            for fact in subscriptions(rule.check):
                by_fact.setdefault(fact, []).append(rule)
    return Registry(pages, rules, {fact: tuple(found) for fact, found in by_fact.items()})


ENGINE_RULES = frozenset({"unused-suppression"})


def _load(entry: Entry) -> Rule:
    if entry.slug in ENGINE_RULES:
        return Rule(entry, None, ())
    module = importlib.import_module(f"scale_lsp.rules.{entry.category}.{entry.slug.replace('-', '_')}")
    check, *others = [*_marked(module, "scale_checks"), None]
    if len(others) > 1:
        raise CatalogueError(f"{module.__name__}: one function that checks")
    return Rule(entry, check, tuple(_marked(module, "scale_fixes")))


def _marked(module: ModuleType, mark: str) -> list[Callable[..., Any]]:
    return [f for f in vars(module).values() if inspect.isfunction(f) and mark in f.__dict__]
