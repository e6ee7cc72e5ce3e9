"""The workspace on disk, read in the background: open documents always come first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scale_lsp.lsp.documents import check_all
from scale_lsp.lsp.language_server import Folder, ScaleServer
from scale_lsp.lsp.progress import Progress
from scale_lsp.lsp.worker import Lane
from scale_lsp.workspace import Unreadable, discover, read

logger = logging.getLogger(__name__)

BATCH = 32
"""Files read from disk at once. They enter the project one by one, so that an edit waits for one file at most."""


async def index(server: ScaleServer, root: str) -> None:
    """All files of a workspace folder; then everything open is checked again with the whole project known."""
    folder = server.folders[root]
    async with folder.indexing:
        progress = Progress(server, f"Indexing {folder.name}")
        paths: list[str] = []
        try:
            paths = await asyncio.to_thread(_list, root, folder)
            await server.work(Lane.TEXT, partial(server.session.begin_index, root, paths))
            await load(server, paths, progress)
        finally:
            await server.work(Lane.INDEX, partial(server.session.end_index, root))
            progress.end(f"{len(paths)} files")
            check_all(server)
    server.post(Lane.INDEX, _warm_up)


async def load(server: ScaleServer, paths: Sequence[str], progress: Progress | None = None) -> None:
    """Read files into the project; one that is gone leaves it, one that cannot be understood is logged."""
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        async with server.disk:
            texts = await asyncio.to_thread(_read, batch)
            jobs = [server.work(Lane.INDEX, partial(server.session.load, path, text)) for path, text in texts]
        for path, failure in zip(batch, await asyncio.gather(*jobs, return_exceptions=True), strict=True):
            if failure is not None:
                logger.error("Reading %s failed: %r", path, failure)
        if progress is not None:
            progress.report(start + len(batch), len(paths))


def _warm_up() -> None:
    """Import what fixes need now, not when somebody waits for the first light bulb."""
    import scale_lsp.rewrite  # noqa: F401


def _list(root: str, folder: Folder) -> list[str]:
    return list(discover(Path(root), folder.config, logger.warning))


def _read(paths: Sequence[str]) -> list[tuple[str, str | None]]:
    return [(path, _text(path)) for path in paths]


def _text(path: str) -> str | None:
    text = read(path)
    if isinstance(text, Unreadable):
        logger.info("%s is left out: %s", path, text.reason)
        return None
    return text
