"""Markdown that shows texts as they are, whatever is in them: https://github.github.com/gfm/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from scale_lsp.report.entry_points import Place

_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&]")


@dataclass(frozen=True, slots=True)
class Links:
    """`base`: the root of the project as seen from where the text is read; "" for the same folder."""

    base: str = ""

    def to(self, place: Place) -> str:
        """A link to a line, as GitHub and editors understand it."""
        base = self.base if "://" in self.base else quote(self.base)
        line = f"{quote(place.file)}#L{place.line}"
        return f"{base.rstrip('/')}/{line}" if base else line


def escaped(text: str) -> str:
    """On one line, and with nothing in it that means something, but for `code`."""
    parts = []
    flat = " ".join(text.split())
    last = 0
    for match in _CODE.finditer(flat):
        parts += [_plain(flat[last : match.start()]), f"`{match[1].replace('|', chr(92) + '|')}`"]
        last = match.end()
    return "".join([*parts, _plain(flat[last:])])


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def linked(place: Place, links: Links, text: str = "") -> str:
    return f"[{_plain(' '.join((text or str(place)).split()))}](<{links.to(place)}>)"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def code(text: str) -> str:
    """A span of code, whatever is in the text: https://github.github.com/gfm/#code-spans."""
    flat = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall(r"`+", flat)), default=0))
    return f"{fence}{flat}{fence}" if len(fence) == 1 else f"{fence} {flat} {fence}"
