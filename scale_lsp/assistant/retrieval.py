"""Free questions: the pages and settings whose words are nearest, by BM25.

https://en.wikipedia.org/wiki/Okapi_BM25: some sixty short texts need no index and no library.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from scale_lsp.assistant.language import words
from scale_lsp.config import Config
from scale_lsp.engine.registry import registry

_K, _B = 1.4, 0.6
_LITTLE = frozenset(
    [
        "what",
        "how",
        "why",
        "is",
        "are",
        "do",
        "does",
        "did",
        "can",
        "could",
        "should",
        "would",
        "will",
        "when",
        "where",
        "which",
        "who",
        "i",
        "we",
        "you",
        "it",
        "this",
        "that",
        "these",
        "those",
        "if",
        "in",
        "on",
        "of",
        "for",
        "to",
        "from",
        "with",
        "without",
        "and",
        "or",
        "not",
        "no",
        "be",
        "been",
        "have",
        "has",
        "had",
        "there",
        "than",
        "as",
        "at",
        "by",
        "about",
        "into",
        "get",
        "gets",
        "make",
        "use",
        "using",
        "used",
        "need",
        "needs",
        "my",
        "one",
        "does",
        "go",
        "more",
        "most",
        "much",
        "many",
        "out",
        "up",
        "off",
        "only",
        "same",
        "way",
        "thing",
        "things",
        "work",
        "works",
        "want",
        "mean",
        "tell",
        "know",
        "good",
        "bad",
        "better",
        "best",
        "help",
        "here",
    ]
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule or a setting. `share` is the part of the question’s telling words that it has."""

    name: str
    title: str
    is_rule: bool
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    title: str
    is_rule: bool
    terms: Counter[str]
    length: int


def nearest(question: str, most: int = 3) -> list[Hit]:
    """The best first; only what shares most of the telling words."""
    asked = set(_terms(" ".join(words(question))))
    texts = _texts()
    frequency = {term: sum(term in text.terms for text in texts) for term in asked}
    known = {term for term in asked if frequency[term]}
    average = sum(text.length for text in texts) / len(texts)
    hits = []
    for text in texts:
        score = sum(_score(text, term, frequency[term], len(texts), average) for term in known)
        share = len([term for term in asked if term in text.terms]) / len(asked) if asked else 0
        if score > 0:
            hits.append(Hit(text.name, text.title, text.is_rule, score, share))
    hits.sort(key=lambda hit: -hit.score)
    return [hit for hit in hits[:most] if hit.share >= 0.5 and hit.score > 0.5 * hits[0].score]


def _score(text: _Text, term: str, frequency: int, total: int, average: float) -> float:
    times = text.terms[term]
    rare = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    return rare * times * (_K + 1) / (times + _K * (1 - _B + _B * text.length / average))


@cache
def _texts() -> list[_Text]:
    found = []
    for slug, entry in registry().entries.items():
        prose = re.sub(r"^```.*?^```", "", entry.body, flags=re.M | re.S)
        weighted = f"{f'{entry.title} {slug} ' * 4} {entry.category} {entry.message} {prose}"
        found.append(_text(slug, entry.title, True, weighted))
    for name, field in Config.model_fields.items():
        key = name.replace("_", "-")
        about = field.description or ""
        found.append(_text(key, about, False, f"{f'{key} ' * 3} {about} configuration setting"))
    return found


def _text(name: str, title: str, is_rule: bool, text: str) -> _Text:
    terms = Counter(_terms(text.lower()))
    return _Text(name, title, is_rule, terms, sum(terms.values()))


def _terms(text: str) -> Iterable[str]:
    return [_stem(word) for word in re.findall(r"[a-z+]+[0-9+]*", text) if word not in _LITTLE and len(word) > 1]


def _stem(word: str) -> str:
    """`paginate`, `paginated` and `pagination` are one."""
    return (
        re.sub(r"(?:ations?|ating|ated|ates?|ings?|ers?|ed|es|s|e|y|ies)$", "", word)
        if len(word) > 4
        else word.rstrip("s")
    )
