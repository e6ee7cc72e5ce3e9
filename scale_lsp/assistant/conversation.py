"""What was spoken of, as a text that goes out with an answer and comes back with the next question.

The server remembers nothing. What comes back may be anything: what is not in order counts as no conversation.
"""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST = 20_000
"""Characters of a conversation, and bytes of what it says, times ten."""

Text = Annotated[str, Field(max_length=1000)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pending(Part):
    """A change that was shown and waits for a yes."""

    do: Literal["fix", "fix-all", "ignore"]
    id: Text = ""
    title: Text = ""
    files: tuple[Text, ...] = ()
    rules: tuple[Text, ...] = ()
    digest: Text


class State(Part):
    version: Literal[1] = 1
    root: Text = ""
    """Of the project that it is about."""
    intent: Text = ""
    """What was asked last, with the words of its slots and its number."""
    said: dict[Text, Text] = {}
    number: int | None = None
    file: Text = ""
    """Where somebody was when they asked; line from zero, -1 when they were nowhere."""
    line: int = -1
    shown: tuple[Text, ...] = ()
    """The ids of what was listed last."""
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """How many of the list had been shown before these."""
    current: Text = ""
    """The id of what `it` is."""
    pending: Pending | None = None


def encoded(state: State) -> str:
    return urlsafe_b64encode(zlib.compress(state.model_dump_json(exclude_defaults=True).encode())).decode()


def decoded(text: str) -> State | None:
    if not text or len(text) > MOST:
        return None
    try:
        said = zlib.decompressobj().decompress(urlsafe_b64decode(text.encode()), MOST * 10)
        return State.model_validate_json(said)
    except (ValueError, zlib.error, ValidationError):
        return None
