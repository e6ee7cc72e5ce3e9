"""The command that says whether a project is ready for its users."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from pydantic import Field
from pygls.exceptions import JsonRpcInvalidParams

from scale_lsp.lsp.arguments import Argument, valid
from scale_lsp.lsp.documents import caught_up
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.uris import path_of
from scale_lsp.lsp.worker import Lane
from scale_lsp.report.markdown_text import Links
from scale_lsp.report.readiness.build import readiness
from scale_lsp.report.readiness.formats import written


class Wanted(Argument):
    """Of the folder that a file or folder is in, else of the first one; `users` instead of `target-users`."""

    uri: str | None = None
    users: Annotated[int, Field(ge=1)] | None = None


async def report(server: ScaleServer, wanted: dict[str, Any]) -> str:
    """The readiness report in Markdown, with links to the places."""
    of = valid(Wanted, wanted)
    for folder in list(server.folders.values()):
        async with folder.reading:  # until it is indexed
            pass
    await caught_up(server)
    text = await server.work(Lane.TEXT, partial(_report, server, of))
    if text is None:
        raise JsonRpcInvalidParams("There is no project to report on: no folder is open.")
    return text


def _report(server: ScaleServer, wanted: Wanted) -> str | None:
    """On the analysis thread."""
    path = path_of(wanted.uri) if wanted.uri is not None else None
    home = server.session.home_of(path) if path is not None else None
    if home is None or home.silent:
        home = next(iter(server.session.homes()), None)
    if home is None:
        return None
    config = home.config
    if wanted.users is not None:
        config = config.model_copy(update={"target_users": wanted.users})
    project = home.project
    return written(readiness(project.snapshot(), config), "md", Links(server.uri(project.root)))
