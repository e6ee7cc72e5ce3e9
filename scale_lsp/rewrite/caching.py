"""An expression whose result the cache keeps."""

from __future__ import annotations

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, parse, text_at
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def get_or_set(path: str, text: str, span: Span, key: str, seconds: int) -> tuple[Edit, ...]:
    """Edits that put `cache.get_or_set(key, lambda: …, seconds)` around a call. Raises RewriteRefused."""
    if not isinstance(parse(text_at(text, span)), cst.Call):
        raise RewriteRefused("no call here")
    return (
        Edit(path, Span(span.start, span.start), f'cache.get_or_set("{key}", lambda: '),
        Edit(path, Span(span.end, span.end), f", {seconds})"),
    )


def append_code(path: str, text: str, code: str) -> tuple[Edit, ...]:
    """Edits that put statements at the end of a module, two lines below what is there."""
    lines = split_lines(text)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    unfinished = bool(lines) and not lines[-1].endswith(("\n", "\r"))
    place = Position(len(lines) - 1, len(lines[-1])) if unfinished else Position(len(lines), 0)
    gap = newline * (3 if unfinished else 2) if text.strip() else ""
    return (Edit(path, Span(place, place), gap + code.replace("\n", newline)),)
