"""The example shop, read once, and somebody who asks about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scale_lsp.assistant.answer import Links, Question, Reply
from scale_lsp.assistant.ask import ask
from scale_lsp.assistant.view import View
from scale_lsp.workspace import Followed

SHOP = Path(__file__).parents[2] / "examples" / "shop"


@dataclass
class Talk:
    """A conversation: what comes with an answer is handed back with the next question."""

    view: View
    links: Links | None = None
    conversation: str = ""
    replies: list[Reply] = field(default_factory=list)

    def ask(self, text: str, place: str = "") -> str:
        """The answer. `place` is where somebody is: `shop/views.py:47`."""
        name, _, line = place.partition(":")
        path = self.view.path(name) if name else None
        question = Question(text, path, int(line) - 1 if line else None, self.conversation)
        reply = ask(question, self.view, self.links or Links(self.view.name))
        self.replies.append(reply)
        self.conversation = reply.conversation
        return reply.text

    @property
    def last(self) -> Reply:
        return self.replies[-1]


@pytest.fixture(scope="session")
def shop() -> View:
    followed = Followed(SHOP)
    followed.refresh()
    return View(followed.project, followed.config)


@pytest.fixture
def talk(shop: View) -> Talk:
    return Talk(shop)
