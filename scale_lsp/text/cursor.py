"""What stands around a place in Python text that need not parse: the calls it is in, the word that is being written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<comment>\#[^\r\n]*)|(?P<prefix>(?<!\w)[A-Za-z]{0,2})(?P<quote>\"{3}|'{3}|\"|')|(?P<open>[(\[{])|(?P<close>[)\]}])"
)
_REST_OF_STRING = {
    quote: re.compile(rf"(?:\\.|(?!{quote}){inside})*(?:{quote})?", re.DOTALL)
    for quote, inside in {'"': r"[^\r\n]", "'": r"[^\r\n]", '"""': ".", "'''": "."}.items()
}
_CALLEE = re.compile(r"(?:(\.)\s*)?(\w+)\s*\Z")
_KEYWORD = re.compile(r"(\w+)\s*=\s*\Z")
_NAMED = re.compile(r"\s*(\w+)\s*=(?!=)")
_ASSIGNED = re.compile(r"(?:\A|[\r\n])[ \t]*(\w+)\s*=\s*\Z")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_PLAIN_PREFIXES = frozenset({"", "u", "r"})


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call whose arguments are being written. `dot` is where `.name` of a method begins; None for a function."""

    name: str
    open: int
    dot: int | None
    first: bool
    """The place is in its first argument."""
    keyword: str
    """The keyword argument the place is in; "" for none."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name, or a string, that stands for itself: an argument, an item of a list, what is assigned.

    Offsets are those of the text that was asked about.
    """

    start: int
    end: int
    quoted: bool
    text: str
    calls: tuple[OpenCall, ...]
    """Innermost first."""
    assigned: str
    """What the outermost expression is assigned to; "" where it is not."""
    unpacked: bool
    """A key of `**{…}`."""
    open: tuple[int, ...]
    """The brackets that are open, outermost first."""


def word_at(text: str, offset: int) -> Word | None:
    """The word at a place; None in comments, in other expressions and in strings that are not plain."""
    brackets: list[int] = []
    for kind, start, end, quote in _tokens(text[:offset]):
        if kind == "open":
            brackets.append(start)
        elif kind == "close":
            del brackets[-1:]
        elif kind == "comment":
            if end == offset:
                return None
            text = text[:start] + " " * (end - start) + text[end:]
        elif kind == "string" and end == offset and not _is_closed(text, start, end, quote):
            return _quoted(text, brackets, start, offset, quote)
    return _unquoted(text, brackets, offset)


def closed_at(text: str, open: int) -> int | None:
    """The offset behind the bracket that closes the one at `open`; None when there is none."""
    depth = 0
    for kind, start, end, _ in _tokens(text):
        if start < open:
            continue
        depth += (kind == "open") - (kind == "close")
        if depth == 0 and kind == "close":
            return end
        if depth < 0:
            return None
    return None


def closers(text: str, open: tuple[int, ...]) -> str:
    """What closes these brackets."""
    return "".join(_CLOSERS[text[i]] for i in reversed(open))


def _tokens(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Brackets, comments and strings; one that nothing closes ends with its line, or with the text in triple quotes."""
    at = 0
    while (found := _TOKEN.search(text, at)) is not None:
        at = found.end()
        if found["quote"]:
            body = _REST_OF_STRING[found["quote"]].match(text, at)
            at = body.end() if body else at
            yield "string", found.start(), at, found["prefix"] + found["quote"]
        else:
            yield str(found.lastgroup), found.start(), found.end(), ""


def _is_closed(text: str, start: int, end: int, quote: str) -> bool:
    mark = quote.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    inner = text[start + len(quote) : end]
    return inner.endswith(mark) and not re.search(r"(?<!\\)(?:\\\\)*\\\Z", inner[: -len(mark)])


def _quoted(text: str, brackets: list[int], start: int, offset: int, quote: str) -> Word | None:
    mark = quote[-1]
    if quote.lower().rstrip("\"'") not in _PLAIN_PREFIXES or quote.endswith(mark * 3):
        return None
    begin = start + len(quote)
    tail = re.compile(r"[\w-]*").match(text, offset)
    end = tail.end() if tail else offset
    behind = text[end : end + 1]
    if re.search(r"[^\w-]", text[begin:offset]) or behind not in (mark, "", "\r", "\n", ")", "]", ",", "}", " "):
        return None
    if behind != mark:  # nothing closes the string: what follows is not known to belong to it
        end = offset
    return _word(text, brackets, begin, end, start, quoted=True)


def _unquoted(text: str, brackets: list[int], offset: int) -> Word | None:
    begin = offset
    while begin and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
        begin -= 1
    tail = re.compile(r"\w*").match(text, offset)
    end = tail.end() if tail else offset
    if not brackets or text[begin : begin + 1].isdigit():
        return None
    word = _word(text, brackets, begin, end, begin, quoted=False)
    return word if word is not None and word.calls and word.calls[0].open == brackets[-1] else None


def _word(text: str, brackets: list[int], begin: int, end: int, outer: int, *, quoted: bool) -> Word | None:
    before = text[:outer].rstrip()
    keyword = _KEYWORD.search(text[:outer]) if quoted else None
    if not (before.endswith(("(", "[", "{", ",")) or keyword):
        return None
    inner = brackets[-1] if brackets else -1
    unpacked = inner >= 0 and text[inner] == "{" and text[:inner].rstrip().endswith("**")
    if inner >= 0 and text[inner] == "{" and not unpacked:
        return None
    outermost = brackets[0] if brackets else outer
    assigned = _ASSIGNED.search(text[:outermost])
    calls = tuple(_calls(text, brackets, outer))
    word = text[begin:end]
    return Word(begin, end, quoted, word, calls, assigned[1] if assigned else "", unpacked, tuple(brackets))


def _calls(text: str, brackets: list[int], place: int) -> Iterator[OpenCall]:
    """The calls around a place, innermost first."""
    for i in reversed(range(len(brackets))):
        open = brackets[i]
        if text[open] != "(" or (callee := _CALLEE.search(text[:open])) is None:
            continue
        inside = brackets[i + 1] if i + 1 < len(brackets) else place
        first, argument = _last_argument(text[open + 1 : inside])
        keyword = _NAMED.match(argument)
        yield OpenCall(callee[2], open, callee.start(1) if callee[1] else None, first, keyword[1] if keyword else "")


def _last_argument(arguments: str) -> tuple[bool, str]:
    """Whether it is the only one, and its text."""
    depth, last, begin = 0, 0, 0
    for kind, start, end, _ in (*_tokens(arguments), ("end", len(arguments), len(arguments), "")):
        if depth == 0 and (comma := arguments.rfind(",", last, start)) >= 0:
            begin = comma + 1
        depth += (kind == "open") - (kind == "close")
        last = end
    return begin == 0, arguments[begin:]
