"""The command that says whether a project is ready for its users."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from pydantic import Field
from pygls.exceptions import JsonRpcInvalidParams

from scale_lsp.engine.findings import interruptible
from scale_lsp.lsp.arguments import Argument, valid
from scale_lsp.lsp.documents import all_indexed, caught_up
from scale_lsp.lsp.language_server import ScaleServer
from scale_lsp.lsp.uris import path_of, uri_of
from scale_lsp.report.markdown_text import Links


class Wanted(Argument):
    """The project of a folder or document, else the first one; `users` instead of `target-users`."""

    uri: str | None = None
    users: Annotated[int, Field(ge=1)] | None = None


async def report(server: ScaleServer, said: dict[str, Any]) -> str:
    """The report in Markdown, with links to the places."""
    wanted = valid(Wanted, said)
    await all_indexed(server)
    await caught_up(server)
    _, written = await server.at_leisure(partial(_written, server, wanted))
    return written


def _written(server: ScaleServer, wanted: Wanted, stop: Callable[[], bool]) -> str:
    """On the analysis thread."""
    from scale_lsp.report.readiness.build import readiness
    from scale_lsp.report.readiness.formats import written

    path = path_of(wanted.uri) if wanted.uri is not None else None
    home = server.session.home_of(path) if path is not None else next(iter(server.session.homes()), None)
    if home is None or home.silent:
        raise JsonRpcInvalidParams("There is no project to report about.")
    users = {"target_users": wanted.users} if wanted.users is not None else {}
    config = home.config.model_copy(update=users) if users else home.config
    snapshot = home.project.snapshot()
    with interruptible(snapshot, stop):
        return written(readiness(snapshot, config), "md", Links(uri_of(home.project.root)))
