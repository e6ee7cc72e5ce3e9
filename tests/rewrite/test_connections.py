"""Where the connection limit stands in a class, and when it is refused."""

from __future__ import annotations

import pytest

from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import apply_edits, span

LIMIT = """\
    max_connections = 5
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Orders.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Orders.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Orders.open_connections -= 1
"""


def limited(text: str) -> str:
    return apply_edits(text, limit_connections("a.py", text, span(0, 0, 0, 12), "Orders", 5))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "class Orders(Consumer):\n    async def connect(self):\n        ...\n",
            f"class Orders(Consumer):\n{LIMIT}\n    async def connect(self):\n        ...\n",
        ),
        (
            "class Orders(Consumer):\n    @sync\n    def connect(self):\n        ...\n",
            f"class Orders(Consumer):\n{LIMIT}\n    @sync\n    def connect(self):\n        ...\n",
        ),
        (
            'class Orders(Consumer):\n    """Doc."""\n\n    def connect(self):\n        ...\n',
            f'class Orders(Consumer):\n    """Doc."""\n\n{LIMIT}\n    def connect(self):\n        ...\n',
        ),
        (
            "class Orders(Consumer):\n    groups = []  # none\n\n    def connect(self):\n        ...\n",
            f"class Orders(Consumer):\n    groups = []  # none\n{LIMIT}\n    def connect(self):\n        ...\n",
        ),
        ("class Orders(Consumer):\n    pass\n\nx = 1\n", f"class Orders(Consumer):\n{LIMIT}\nx = 1\n"),
        ("class Orders(Consumer):\n    groups = []", f"class Orders(Consumer):\n    groups = []\n{LIMIT}"),
        (
            "class Orders(Consumer):\r\n  pass\r\n",
            f"class Orders(Consumer):\r\n{LIMIT}".replace("    ", "  ").replace("\n", "\r\n").replace("\r\r", "\r"),
        ),
    ],
)
def test_the_limit_stands_behind_the_attributes(before: str, after: str) -> None:
    assert limited(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "class Orders(Consumer): pass\n",
        "class Orders(Consumer):\n    max_connections = 3\n",
        "class Orders(Consumer):\n    open_connections: int = 3\n",
        "class Orders(Consumer):\n    async def __call__(self, scope, receive, send):\n        ...\n",
        "x = Orders\n",
    ],
)
def test_names_that_are_taken_are_left_alone(text: str) -> None:
    with pytest.raises(RewriteRefused):
        limited(text)
