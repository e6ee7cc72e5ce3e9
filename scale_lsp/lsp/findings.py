"""The commands that list: what is found in the workspace, and which rules there are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from scale_lsp.engine.registry import registry
from scale_lsp.lsp.arguments import Argument, valid
from scale_lsp.lsp.documents import all_indexed, caught_up
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.session import Session
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.text.folders import within


class Wanted(Argument):
    """Files or folders; without any, all that is in the workspace."""

    uris: tuple[str, ...] | None = None


async def findings(server: ScaleServer, said: dict[str, Any]) -> list[dict[str, Any]]:
    """What is found, in each folder what to look at first before the rest, as `scale-lsp check --output-format json`
    says it, but without the edits of a fix: `fixable` is its safety.
    """
    uris = valid(Wanted, said).uris
    paths = None if uris is None else tuple(path for uri in uris if (path := path_of(uri)) is not None)
    await all_indexed(server)
    await caught_up(server)
    return await server.work(Lane.TEXT, lambda: list(_found(server.session, paths)))


def _found(session: Session, paths: tuple[str, ...] | None) -> Iterator[dict[str, Any]]:
    """On the analysis thread."""
    from scale_lsp.assistant.view import View
    from scale_lsp.report.json import finding_json

    for home in session.homes():
        for finding in View(home.project, home.config).findings:
            path = finding.location.path
            if session.home_of(path) is home and (paths is None or any(map(partial(within, path), paths))):
                said = finding_json(finding, None, home.config)
                del said["fix"]
                yield {**said, "fixable": finding.fixable.value if finding.fixable is not None else None}


def rules(server: ScaleServer) -> list[dict[str, str]]:
    """All rules, by name."""
    return [{"slug": slug, "title": entry.title} for slug, entry in sorted(registry().entries.items())]
