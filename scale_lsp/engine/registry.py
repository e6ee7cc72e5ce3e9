"""All rules: the page of each, and the functions that see and fix."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from scale_lsp.catalogue import Entry, entries
from scale_lsp.rule import Check, MakeFix, subscription


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its page. `check` is None for rules of the engine itself, such as `unused-suppression`."""

    entry: Entry
    check: Check | None
    fix: MakeFix | None


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
            by_fact.setdefault(subscription(rule.check), []).append(rule)
    return Registry(pages, rules, {fact: tuple(found) for fact, found in by_fact.items()})


ENGINE_RULES = frozenset({"unused-suppression"})


def _load(entry: Entry) -> Rule:
    if entry.slug in ENGINE_RULES:
        return Rule(entry, None, None)
    module = importlib.import_module(f"scale_lsp.rules.{entry.category}.{entry.slug.replace('-', '_')}")
    return Rule(entry, _marked(module, "scale_checks"), _marked(module, "scale_fixes"))


def _marked(module: ModuleType, mark: str):  # type: ignore[no-untyped-def]
    functions = [f for _, f in inspect.getmembers(module, inspect.isfunction) if mark in f.__dict__]
    return functions[0] if functions else None
