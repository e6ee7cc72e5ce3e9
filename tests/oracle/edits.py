"""Random edits of the kinds that people and editors make, as data: they can be repeated, and left out one by one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.text.positions import Position, Span, position_of, split_lines


@dataclass(frozen=True)
class Change:
    """Some characters are replaced. A place outside of the text is taken for the nearest one inside."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True)
class Put:
    """A whole text comes from disk; None: the file is gone."""

    path: str
    text: str | None


@dataclass(frozen=True)
class Ask:
    """Somebody looks: at one file as soon as possible, then a little of the rest, at its lenses, at everything."""

    what: str
    path: str


Step = Change | Put | Ask
QUESTIONS = ("file", "file", "companions", "some", "fixes", "lenses", "everything")

PIECES = (
    *("x", "(", ")", '"""', "'", "\n", "    ", "#", ":", "return ", "pass\n", "# scale: ignore", "{{", "%}", "é🛒"),
    *(".select_related('customer')", ".prefetch_related('items')", ".all()", ".filter(pk=1)", "[:10]", ".count()"),
    *(".iterator()", ".values('pk')", ".only('pk')", ".order_by('pk')", ".first()", "async ", "await ", "self."),
    "    more = models.ForeignKey('Customer', on_delete=models.CASCADE)\n",
    "    more = models.CharField(max_length=20, db_index=True)\n",
    "    paginate_by = 20\n",
    "    for order in Order.objects.all():\n        print(order.customer)\n",
    "\n\ndef more(order):\n    return order.customer.name\n\n\n",
    "DEBUG = True\n",
    "CONN_MAX_AGE = 60\n",
    "{% for order in orders %}{{ order.customer.name }}{% endfor %}",
    "{% include 'more.html' %}",
    "{# words #}",
)
"""What is typed at any place, whether it makes sense there or not."""

_WORD = re.compile(r"[A-Za-z_]\w*")
_TOP = re.compile(r"(?:async def|def|class|@)\b|@")


def difference(path: str, before: str, after: str) -> Change:
    """The smallest replacement that makes one text of another, as editors send when something is undone."""
    shortest = min(len(before), len(after))
    same = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    tail = next((i for i in range(shortest - same) if before[-1 - i] != after[-1 - i]), shortest - same)
    lines = split_lines(before)
    span = Span(position_of(lines, same), position_of(lines, len(before) - tail))
    return Change(path, span, after[same : len(after) - tail])


class Author:
    """Somebody who edits at random. The same seed gives the same edits of the same texts."""

    def __init__(self, random: random.Random, texts: Mapping[str, str]) -> None:
        self.random = random
        self.original = dict(texts)
        self.words = sorted({word for text in texts.values() for word in _WORD.findall(text)})

    def next(self, texts: Mapping[str, str], past: Sequence[Mapping[str, str]]) -> list[Step]:
        """Something to do with the texts as they are; `past`: as they were, the latest last."""
        path = self.random.choice(sorted(texts))
        if self.random.random() < 0.08:
            return self._on_disk(path, texts)
        if self.random.random() < 0.12 and (old := self.random.choice(past[-6:]).get(path)) is not None:
            return [difference(path, texts[path], old)]
        return self.random.choice(_KINDS)(self, path, texts)

    def type(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """A piece, at once or key by key, perhaps instead of a few characters."""
        line, column = self._place(texts[path])
        piece = self.random.choice(PIECES)
        gone = self.random.choice((0, 0, 0, 1, 4))
        if self.random.random() < 0.7 or "\n" in piece:
            return [_change(path, line, column, line, column + gone, piece)]
        return [_change(path, line, column + i, line, column + i, key) for i, key in enumerate(piece)]

    def delete(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        line, column = self._place(texts[path])
        return [
            _change(path, line, column, line + self.random.choice((0, 0, 1)), column + self.random.randint(1, 20), "")
        ]

    def cut(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """Whole lines, or a whole definition; perhaps they are put back somewhere else."""
        first, last = self._lines(texts[path])
        gone = _change(path, first, 0, last, 0, "")
        if self.random.random() < 0.5:
            return [gone]
        text = "".join(split_lines(texts[path])[first:last])
        there = self.random.randint(0, max(len(split_lines(texts[path])) - (last - first), 0))
        return [gone, _change(path, there, 0, there, 0, text)]

    def paste(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """Lines of this file or of another one."""
        kind = path.rpartition(".")[2]
        other = self.random.choice([one for one in sorted(texts) if one.endswith(kind)])
        first, last = self._lines(texts[other])
        line, _ = self._place(texts[path])
        return [_change(path, line, 0, line, 0, "".join(split_lines(texts[other])[first:last]))]

    def rename(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """Another word of the project instead of one, here or in the whole file."""
        found = list(_WORD.finditer(texts[path]))
        if not found:
            return self.type(path, texts)
        match, new = self.random.choice(found), self.random.choice(self.words)
        if self.random.random() < 0.2:
            new = match[0] + "_"
        if self.random.random() < 0.2:
            return [difference(path, texts[path], re.sub(rf"\b{match[0]}\b", new, texts[path]))]
        lines = split_lines(texts[path])
        return [Change(path, Span(position_of(lines, match.start()), position_of(lines, match.end())), new)]

    def reindent(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        return [self._lines_with(path, texts, lambda line: "    " + line if self.deeper else line.removeprefix("    "))]

    def comment(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """Comment lines out, or in again."""
        return [self._lines_with(path, texts, lambda line: "# " + line if self.deeper else line.replace("# ", "", 1))]

    def remark(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        """Words that mean nothing, behind a line."""
        line, _ = self._place(texts[path])
        words = self.random.choice(("  # words", "  # scale: ignore", "\n", "\n\n", "  "))
        return [_change(path, line, 9_999, line, 9_999, words)]

    def _on_disk(self, path: str, texts: Mapping[str, str]) -> list[Step]:
        match self.random.randrange(5):
            case 0:
                return [Put(path, None), Put(path, texts[path])]
            case 1:  # renamed, and back
                name = f"{path.rpartition('/')[0]}/renamed_{path.rpartition('/')[2]}"
                return [
                    Put(path, None),
                    Put(name, texts[path]),
                    Ask("some", name),
                    Put(name, None),
                    Put(path, texts[path]),
                ]
            case 2:
                return [Put(path, self.original[path])]
            case 3:  # git checkout
                return [Put(one, text) for one, text in self.original.items()]
        return [Put(one, self.original[one]) for one in self.random.sample(sorted(texts), min(3, len(texts)))]

    def _lines_with(self, path: str, texts: Mapping[str, str], changed: Callable[[str], str]) -> Change:
        self.deeper = self.random.random() < 0.5
        first, last = self._lines(texts[path])
        lines = split_lines(texts[path])[first:last]
        return _change(path, first, 0, last, 0, "".join(map(changed, lines)))

    def _place(self, text: str) -> tuple[int, int]:
        lines = split_lines(text)
        line = self.random.randint(0, len(lines))
        return line, self.random.randint(0, len(lines[line])) if line < len(lines) else 0

    def _lines(self, text: str) -> tuple[int, int]:
        """Some lines, or those of a whole definition."""
        lines = split_lines(text)
        starts = [number for number, line in enumerate(lines) if _TOP.match(line.lstrip())]
        if starts and self.random.random() < 0.4:
            index = self.random.randrange(len(starts))
            return starts[index], (*starts, len(lines))[index + 1]
        first = self.random.randint(0, len(lines))
        return first, min(first + self.random.randint(1, 4), len(lines))


_KINDS = (
    Author.type,
    Author.type,
    Author.delete,
    Author.cut,
    Author.paste,
    Author.rename,
    Author.rename,
    Author.rename,
)
_KINDS = (*_KINDS, Author.reindent, Author.comment, Author.remark)


def _change(path: str, line: int, column: int, last: int, end: int, text: str) -> Change:
    return Change(path, Span(Position(line, column), Position(last, end)), text)
