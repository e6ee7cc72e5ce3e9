"""What a file defines, after an edit of one statement."""

from __future__ import annotations

import pytest

from scale_lsp.flow.definitions import Definitions, definitions
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Position, Span

PATH = "/p/shop/views.py"
CODE = """\
limit = 1


class Orders:
    size = 10
    order = "name"
    size = 20

    def get(self):
        return self.size


class Customers:
    size = 30


order = limit
"""


def names(found: Definitions | None) -> object:
    assert found is not None
    values = [(name, block.lines) for name, (block, _) in found.values.items()]
    members = {name: [block.lines for block, _ in one.members] for name, one in found.classes.items()}
    return values, [*found.functions], members, len(found.parts)


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        (0, "limit", "order"),
        (0, "limit", "most"),
        (0, "limit", "limit = most"),
        (4, "size", "many"),
        (5, "order", "size"),
        (5, "order", "sort"),
        (5, "order", "get"),
        (5, 'order = "name"', "pass"),
        (6, "size", "many"),
        (13, "size", "many"),
    ],
)
def test_an_edit_leaves_what_a_fresh_look_finds(line: int, old: str, new: str) -> None:
    project = Project("/p")
    project.put(PATH, CODE)
    definitions(project.snapshot(), PATH)
    start = CODE.splitlines()[line].index(old)
    span = Span(Position(line, start), Position(line, start + len(old)))
    for text, where in ((new, span), (old, Span(span.start, Position(line, start + len(new))))):
        project.edit(PATH, where, text)
        fresh = Project("/p")
        fresh.put(PATH, project.snapshot().sources[PATH].text)
        assert names(definitions(project.snapshot(), PATH)) == names(definitions(fresh.snapshot(), PATH))
