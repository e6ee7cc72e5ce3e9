"""The workspace on disk. A project is built on a thread of its own and handed over when it is whole."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.check import findings_of
from scale_lsp.engine.fix import fix
from scale_lsp.index.project import Project
from scale_lsp.lsp.documents import check_all
from scale_lsp.lsp.homes import Projects
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.progress import Progress
from scale_lsp.lsp.session import text_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.workspace import Layout, discover, layout
from scale_lsp.workspace.since import old_migrations

logger = logging.getLogger(__name__)

MANY = 200
"""Files that changed together, as in a checkout, of which the user is told."""
GRACE = 0.02
"""Seconds in which a client that starts opens its documents."""
STEP = 50
"""Files between two reports of progress."""


class Stopped(Exception):
    """The user has cancelled the index."""


async def index(server: ScaleServer, root: str) -> None:
    """All files of a workspace folder; then everything open is checked again with the whole project known."""
    folder = server.folders[root]
    async with folder.reading:
        await _first_things_first(server)
        progress = Progress(server, f"Indexing {folder.name}")
        paths: list[str] = []
        projects = None
        try:
            stop = _gives_way(server)
            paths = await server.beside(partial(_discovered, root, folder.config, stop))
            divided = await server.beside(partial(layout, root, paths))
            await server.work(Lane.TEXT, partial(server.session.expect, root, paths, divided))
            check_all(server)

            def tell(message: str, percentage: int) -> None:
                if progress.cancelled:
                    raise Stopped
                server.on_loop(progress.report, message, percentage)

            projects = await server.beside(partial(_build, root, paths, divided, folder.config, tell, stop))
            await server.beside(server.protocol.prepare)
        except Stopped:
            logger.warning("%s is not indexed: only open files are analysed, each with what is open.", folder.name)
        finally:
            await server.work(Lane.TEXT, partial(server.session.adopt, root, projects))
            progress.end(f"{len(paths)} files" if projects is not None else "stopped")
            check_all(server)


async def _first_things_first(server: ScaleServer) -> None:
    """Wait until what a client opens when it starts has been checked."""
    await asyncio.sleep(GRACE)
    while server.worker.is_serving():
        await asyncio.sleep(GRACE)


async def load(server: ScaleServer, paths: Collection[str]) -> None:
    """Read files into the project; one that is gone leaves it. The caller holds the locks of the folders.

    Whoever types goes between two of them.
    """
    progress = Progress(server, "Reading changed files", cancellable=False) if len(paths) >= MANY else None
    try:
        for number, path in enumerate(paths, 1):
            text = await server.beside(partial(text_of, path))
            await server.work(Lane.DISK, partial(server.session.load, path, text))
            if progress is not None and number % STEP == 0:
                progress.report(f"{number}/{len(paths)} files", 100 * number // len(paths))
    finally:
        if progress is not None:
            progress.end(f"{len(paths)} files")


def _discovered(root: str, config: Config, stop: Callable[[], bool]) -> list[str]:
    return [path for path in discover(Path(root), config, logger.warning) if not stop()]


def _build(
    root: str,
    paths: Collection[str],
    divided: Layout,
    config: Config,
    tell: Callable[[str, int], None],
    stop: Callable[[], bool],
) -> Projects:
    """The projects with these files, analysed once: from then on only what changes is looked at again.

    Cyclic garbage waits until the end: among so many new objects, looking for it takes longer than reading.
    """
    gc.disable()
    try:
        projects = {key: Project(root) for key in divided.keys}
        old = old_migrations(Path(root))
        for project in projects.values():
            project.know_migrations(old)
        for number, path in enumerate(paths, 1):
            stop()
            try:
                if (text := text_of(path)) is not None:
                    for key in divided.keys_of(path):
                        projects[key].put(path, text)
            except Exception as error:
                logger.exception("Reading %s failed: %r", path, error)
            if number % STEP == 0:
                tell(f"{number}/{len(paths)} files", 80 * number // len(paths))
        tell("looking at all of them", 80)
        for project in projects.values():
            warm_up(project, config, stop)
        return projects
    finally:
        gc.freeze()
        gc.enable()


def _gives_way(server: ScaleServer) -> Callable[[], bool]:
    """What asks whether to stop is not told so, but has to wait while the server answers somebody."""

    def stop() -> bool:
        while server.worker.is_serving():
            time.sleep(0.001)
        return False

    return stop


def warm_up(project: Project, config: Config, stop: Callable[[], bool]) -> None:
    """What nobody should wait for later: the first analysis, and the first use of what fixes need."""
    import scale_lsp.rewrite.snippet  # noqa: F401

    try:
        snapshot = project.snapshot()
        found = findings_of(snapshot, config)
        found.update(snapshot, stop=stop)
        for finding in {finding.rule: finding for path in snapshot.paths for finding in found.of(path)}.values():
            stop()
            fix(snapshot, finding, config)
    except Exception as error:
        logger.exception("Analysing %s failed: %r", project.root, error)
