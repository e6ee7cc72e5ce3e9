"""Answers for those who write where our own analysis knows nothing: with guesses of jedi, if they come in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from scale_lsp.engine.guesses import Guesses, Question
from scale_lsp.hints.asking import Jedi
from scale_lsp.lsp.worker import Lane, Worker
from scale_lsp.text.folders import innermost

if TYPE_CHECKING:
    from scale_lsp.lsp.language_server import Document, ScaleServer

logger = logging.getLogger(__name__)
T = TypeVar("T")

WHILE_TYPING = 0.3
"""Seconds that somebody waits for a guess who types."""
WHEN_ASKED = 2.0
"""The same of somebody who asks."""


class Hints:
    """One question at a time, and its answer for as long as nothing else is asked. The event loop's."""

    def __init__(self) -> None:
        self._worker = Worker("hints")
        self._jedi = Jedi()
        self._asked: tuple[object, ...] = ()
        self._answer: Future[Guesses] | None = None

    async def about(self, root: str, path: str, question: Question, others: object, budget: float) -> Guesses | None:
        """None: not yet. `others` is the state of what the answer depends on besides.

        While one question is being answered, the last of those that have been asked meanwhile waits.
        """
        asked = (root, path, question, others)
        if self._answer is None:
            self._worker.start()
        if self._answer is None or asked != self._asked:
            self._asked = asked
            self._answer = self._worker.submit(Lane.TEXT, partial(_ask, self._jedi, root, path, question), key="ask")
        answer = asyncio.wrap_future(self._answer)
        await asyncio.wait([answer], timeout=budget)
        return answer.result() if answer.done() and not answer.cancelled() else None

    def stop(self) -> None:
        self._worker.stop()
        self._jedi.stop()


def _ask(jedi: Jedi, root: str, path: str, question: Question) -> Guesses:
    """On a thread of its own."""
    try:
        return jedi.classes(root, path, question.text, [(place.line, place.column) for place in question.places])
    except (OSError, ValueError) as error:
        logger.debug("Nothing is guessed in %s: %r", path, error)
        return ()


async def hinted(
    server: ScaleServer, document: Document, job: Callable[[Guesses], tuple[T, Question | None]], budget: float
) -> tuple[T, bool]:
    """What a job says on the analysis thread, and whether it is too early to say more.

    The job is given guesses if it had a question, and these have come before somebody went on typing.
    """
    revision = document.revision
    answer, question = await server.work(Lane.TEXT, partial(job, ()))
    root = innermost(document.path, server.folders)
    if question is None or root is None or not server.config_of(document.path).jedi_hints:
        return answer, False
    others = {path: other for path, other in server.revisions().items() if path != document.path}
    guesses = await server.hints.about(root, document.path, question, others, budget)
    if guesses is None or document.revision != revision:
        return answer, True
    if any(guesses):
        answer, _ = await server.work(Lane.TEXT, partial(job, guesses))
    return answer, False
