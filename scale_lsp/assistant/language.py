"""What people type, as words: lower case, without decoration and filler, numbers and ordinals understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

MOST_CHARACTERS = 1000
"""Of one question; the rest is not read."""

_CONTRACTIONS = {
    "what's": "what is",
    "whats": "what is",
    "where's": "where is",
    "wheres": "where is",
    "how's": "how is",
    "that's": "that is",
    "it's": "it is",
    "there's": "there is",
    "let's": "",
    "i'm": "i am",
    "i'd": "i",
    "don't": "do not",
    "dont": "do not",
    "doesn't": "does not",
    "doesnt": "does not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "isn't": "is not",
    "shouldn't": "should not",
    "won't": "will not",
    "n+1s": "n+1",
    "n+1's": "n+1",
    "n1": "n+1",
    "nplusone": "n+1",
}
_PHRASES = ((r"\bn ?(?:\+|plus|-) ?(?:1|one)s?\b", "n+1"), (r"\bselect n\+1\b", "n+1"), (r"\bset ?up\b", "set"))
_FILLER = frozenset(
    [
        "please",
        "a",
        "an",
        "the",
        "my",
        "our",
        "your",
        "me",
        "us",
        "just",
        "really",
        "actually",
        "now",
        "then",
        "so",
        "hey",
        "kindly",
        "maybe",
        "some",
        "any",
        "too",
        "very",
        "teh",
        "hte",
    ]
)
_OPENINGS = ("can you", "could you", "would you", "will you", "can we", "i want to", "i would like to", "i need to")
_INSIDE = re.compile(r"/?[\w@][\w@./:+#'-]*|/(?=\s|$)|\?")
_TRAILING = ".:,;!'-/"


def words(text: str) -> list[str]:
    """The words that carry meaning. Names of files, rules and Python objects stay whole."""
    text = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).replace("’", "'").replace("`", " ").lower()
    text = re.sub(r"(?<=\d)[, _](?=\d{3}\b)", "", text)
    for pattern, plain in _PHRASES:
        text = re.sub(pattern, plain, text)
    found = [word.rstrip(_TRAILING) or word for word in _INSIDE.findall(text)]
    found = " ".join(_CONTRACTIONS.get(word, word) for word in found if word not in ("", "?")).split()
    kept = [word for word in found if word not in _FILLER] or found
    for opening in _OPENINGS:
        start = opening.split()
        if kept[: len(start)] == start and len(kept) > len(start):
            return kept[len(start) :]
    return kept


def corrected(found: Collection[str], known: Collection[str], keep: Collection[str]) -> list[str]:
    """The words, misspelt ones replaced by the word of the grammar that they are close to. `keep`: names of things."""
    return [word if word in known or word in keep else _closest(word, known) for word in found]


def _closest(word: str, known: Collection[str]) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    swapped = next((other for other in sorted(known) if other[0] == word[0] and sorted(other) == sorted(word)), None)
    if swapped is not None:
        return swapped
    near = [other for other in known if abs(len(other) - len(word)) <= 2 and len(other) >= 4]
    return next(iter(get_close_matches(word, near, n=1, cutoff=0.82)), word)


_SMALL = dict(
    zip(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(13),
        strict=True,
    )
)
_SMALL |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "couple": 2, "dozen": 12}
_BIG = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}
_BIG |= {f"{word}s": number for word, number in _BIG.items() if len(word) > 1}
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(k|m)?\+?")


def number(text: str) -> int | None:
    """`20k`, `1.5 million`, `ten thousand`, `thousand` (without the article): a whole number, else None."""
    value: float | None = None
    for word in text.replace("-", " ").split():
        if (digits := _DIGITS.fullmatch(word)) and value is None:
            value = float(digits[1]) * (_BIG[digits[2]] if digits[2] else 1)
        elif word in _BIG:
            value = (1 if value is None else value) * _BIG[word]
        elif word in _SMALL and value is None:
            value = _SMALL[word]
        else:
            return None
    return int(value) if value is not None and 0 < value <= 10**12 else None


_ORDINALS = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "last": -1, "next": 0}
_ONES = frozenset({"one", "finding", "problem", "issue", "result", "item", "number", "no", "nr", ""})


NUMBERS = frozenset({*_SMALL, *_BIG, *_ORDINALS})
"""Words that are numbers."""


def ordinal(text: str) -> int | None:
    """`second one`, `#2`, `number 3`, `4th`, `2`: a place in the list that was shown, from one; -1 for `last`."""
    parts = [word.lstrip("#") for word in text.split()]
    kept = [word for word in parts if word not in _ONES]
    if len(kept) != 1:
        return None
    (word,) = kept
    if word in _ORDINALS:
        return _ORDINALS[word] or None
    if digits := re.fullmatch(r"(\d{1,3})(?:th)?", word):
        return int(digits[1]) or None
    return _SMALL.get(word) if parts[0] in _ONES and _SMALL.get(word, 0) > 0 else None
