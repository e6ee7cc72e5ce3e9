"""What people refer to: a rule, a model, a file, a view, a topic, or something that was just spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from scale_lsp.assistant.language import ordinal
from scale_lsp.assistant.models import label
from scale_lsp.assistant.topics import ALIASES, PROBLEMS, Topic, topic
from scale_lsp.assistant.view import View
from scale_lsp.engine.endpoints import Endpoint
from scale_lsp.engine.outline import Defined, outline
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding
from scale_lsp.index.graph import is_shipped
from scale_lsp.text.positions import Location

Kind = Literal["this", "file", "project", "ordinal", "rule", "topic", "model", "view", "route"]


@dataclass(frozen=True, slots=True)
class Thing:
    """`name` is what people would write. Of the other fields the kind has one."""

    kind: Kind
    name: str
    paths: tuple[str, ...] = ()
    defined: tuple[Defined, ...] = ()
    topic: Topic | None = None
    number: int = 0

    def endpoints(self, view: View) -> list[Endpoint]:
        """What starts there: the view, or what answers at the path of a URL."""
        if self.kind == "route":
            return view.endpoints_at(self.name)
        return [e for e in view.endpoints if any(_holds(each, e.location) for each in self.defined)]

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is about it. Of what was spoken of, the conversation knows."""
        match self.kind:
            case "rule":
                return finding.rule == self.name
            case "topic":
                return self.topic is not None and self.topic.covers(finding)
            case "file":
                return finding.location.path in self.paths or any(
                    r.location.path in self.paths for r in finding.related
                )
            case "model":
                return _is_about(finding, self.name)
            case "view":
                places = [finding.location, *(related.location for related in finding.related)]
                return any(_holds(each, place) for each in self.defined for place in places)
        return self.kind == "project"


THIS = Thing("this", "this")
IT = Thing("this", "it")
"""What was spoken of rather than where somebody is."""
PROJECT = Thing("project", "the project")


def _holds(defined: Defined, place: Location) -> bool:
    return place.path == defined.location.path and defined.location.span.contains(place.span.start)


def _is_about(finding: Finding, model: str) -> bool:
    name = model.rpartition(".")[2]
    if str(finding.values.get("label", "")).lower() == model.lower() or finding.values.get("model") == name:
        return True
    return re.search(rf"`{name}[`.]|\b{name} has\b", finding.message) is not None


_THIS = frozenset(
    [
        "this",
        "it",
        "that",
        "here",
        "these",
        "those",
        "them",
        "line",
        "function",
        "code",
        "one",
        "finding",
        "problem",
        "issue",
    ]
)
_PROJECT = frozenset(
    {
        *("project", "site", "app", "code", "codebase", "website", "application", "repo", "repository"),
        *("everything", "workspace", "whole", "entire", "all", "system", "backend", "platform", "base"),
    }
)
_VIEW_WORDS = frozenset(
    [
        "view",
        "page",
        "function",
        "task",
        "endpoint",
        "command",
        "class",
        "method",
        "api",
        "serializer",
        "screen",
        "template",
    ]
)


def thing(text: str, view: View) -> Thing | None:
    """What a few words refer to; None when that is not known. The words are in lower case, without articles."""
    parts = text.split()
    while parts and parts[0] in ("of", "about", "in", "on", "with", "for", "at"):
        parts = parts[1:]
    if not parts:
        return None
    bare = [word for word in parts if word not in PROBLEMS] or parts
    plain = " ".join(bare)
    if parts[0] in ("this", "that", "current", "open") and parts[-1] in ("file", "module"):
        return Thing("file", "this file")
    if plain in ("file", "module"):
        return Thing("file", "this file")
    if set(parts) <= _PROJECT | {"this", "my"} and set(parts) & _PROJECT and "it" not in parts:
        if parts not in (["code"], ["this", "code"]):
            return PROJECT
    if parts[0] in _THIS and set(parts) <= _THIS | _VIEW_WORDS | {"query", "queryset", "loop"}:
        return THIS if {"this", "these", "here"} & set(parts) else IT
    if (number := ordinal(text)) is not None:
        return Thing("ordinal", text, number=number)
    if plain.startswith("/") and " " not in plain:
        return (_file(plain, view) if "." in plain else None) or Thing("route", plain)
    return (
        rule(plain)
        or _file(plain, view)
        or _topic(text)
        or _model(plain, view)
        or _defined(plain, view)
        or _close_rule(plain)
    )


def _topic(text: str) -> Thing | None:
    found = topic(text)
    return Thing("topic", found.title, topic=found) if found else None


def rule(text: str) -> Thing | None:
    """By its name, with hyphens or blanks, or by its title."""
    entries = registry().entries
    words = text.removesuffix(" rule").removeprefix("rule ")
    slug = re.sub(r"[\s_]+", "-", words)
    if slug in entries:
        return Thing("rule", slug)
    if words in ALIASES:
        return Thing("rule", ALIASES[words])
    return next((Thing("rule", e.slug) for e in entries.values() if e.title.lower() == words), None)


def _close_rule(text: str) -> Thing | None:
    """A name or title that is misspelt, or in the plural."""
    entries = registry().entries
    slug = re.sub(r"[\s_]+", "-", text.removesuffix(" rule").removeprefix("rule "))
    if "-" not in slug:
        return None
    names = {**{e.title.lower().replace(" ", "-"): e.slug for e in entries.values()}, **{s: s for s in entries}}
    close = get_close_matches(slug, list(names), n=1, cutoff=0.85)
    return Thing("rule", names[close[0]]) if close else None


def _file(text: str, view: View) -> Thing | None:
    """`views.py`, `shop/views.py`, the name of a template or a folder; several files may be meant."""
    name = re.sub(r"^(?:file|folder|app|module) | (?:file|folder|app|module|directory)$", "", text).strip("./")
    if " " in name or not name:
        return None
    named = view.files
    found = [path for short, path in named.items() if f"/{short}".endswith(f"/{name}")]
    if not found and (name != text or "/" in text):
        folder, stem = f"/{name}/", re.compile(rf"/{re.escape(name)}\.\w+$")
        found = [path for short, path in named.items() if folder in f"/{short}"]
        if found:
            return Thing("file", f"{name}/", paths=tuple(found))
        found = [path for short, path in named.items() if stem.search(f"/{short}")]
    if not found and "." in name:
        close = get_close_matches(name, {short.rpartition("/")[2] for short in named}, n=1, cutoff=0.8)
        found = [path for short, path in named.items() if close and f"/{short}".endswith(f"/{close[0]}")]
    if not found:
        return None
    shown = ", ".join(map(view.name, found[:3])) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    return Thing("file", shown, paths=tuple(found))


def _model(text: str, view: View) -> Thing | None:
    name = text.removesuffix(" model").removesuffix(" table").removesuffix(" rows").removeprefix("model ")
    plain = re.sub(r"[\s_]+", "", name)
    models = {label(m): m for m in view.snapshot.graph.models.values() if not is_shipped(m.symbol.path)}
    for form in (plain, plain.removesuffix("s"), re.sub("ies$", "y", plain), plain.removesuffix("es")):
        for full in models:
            if form in (full.lower(), full.lower().rpartition(".")[2]):
                return Thing("model", full)
    if text.endswith(" model") or len(plain) > 5:
        short = {full.lower().rpartition(".")[2]: full for full in models}
        close = get_close_matches(plain, list(short), n=1, cutoff=0.84)
        return Thing("model", short[close[0]]) if close else None
    return None


def _defined(text: str, view: View) -> Thing | None:
    """A function or class by its name, whole or dotted, also as words: `offers page` for `offers_view`."""
    parts = text.split()
    kept = [word for word in parts if word not in _VIEW_WORDS] or parts
    plain = _squeezed(" ".join(kept))
    last = text.rpartition(".")[2]
    exact = [one for one in view.names.get(last, ()) if text == last or _dotted(one, view).endswith(f".{text}")]
    alike = [one for name, places in view.names.items() if name == plain or _squeezed(name) == plain for one in places]
    if kept != parts:  # “the product page” is no class Product
        alike = [one for one in alike if one[1].lower() != plain] or alike
    chosen = set(exact or alike)
    found = [each for path in sorted({path for path, _ in chosen}) for each in outline(view.snapshot, path)]
    named = [each for each in found if (each.location.path, each.name) in chosen]
    names = ", ".join(dict.fromkeys(each.name for each in named[:3]))
    return Thing("view", names, defined=tuple(named)) if named else None


def _dotted(one: tuple[str, str], view: View) -> str:
    path, name = one
    return f".{view.name(path).removesuffix('.py').replace('/', '.')}.{name}".lower()


def _squeezed(name: str) -> str:
    """Without what only says that it is a view: `offers_view` and `OffersView` are `offers`."""
    plain = re.sub(r"[\s_.]+", "", name)
    return re.sub(r"(?<=.)(?:view|page|viewset|apiview)$", "", plain)
