"""The server: which tools, resources and prompts there are, over standard input and output."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations

from scale_lsp import __version__
from scale_lsp.engine.registry import registry
from scale_lsp.mcp.roots import Refused
from scale_lsp.mcp.tools import Tools
from scale_lsp.mcp.workspace import Workspace

INSTRUCTIONS = """\
Finds Django code that will not scale, by reading it: nothing of the project is imported or run. Begin with `check`:
findings come in the order of their importance, each with an id. `explain` says what one costs, `fix_preview` shows its
fixes as diffs, `apply_fix` writes one: safe fixes keep the results, for others say `accept`. Ask `check` again after an
edit: ids name places. Figures hold for the rows that the configuration names, or by default; they rank work and do not
measure.
"""

REVIEW = """\
Review {what} for Django performance and scalability with the tools of Scale LSP.

1. `check`{arguments}: read all pages of it.
2. Take the findings in the order they come. `explain` those you do not know; look at the code around each.
3. Apply safe fixes with `fix_preview` and `apply_fix`. Name unsafe ones with what they change; the choice is mine.
4. Where a finding has no fix, propose one by its `rule`.
5. `check` again, run the project's tests, and report: what was found, what is fixed (cost before and after), what is
   left and why. Say what could not be judged; invent no figures.
"""


def main(roots: Sequence[Path]) -> int:
    """Serve one agent until its end of the pipe is closed."""
    workspace = Workspace(roots)
    threading.Thread(target=workspace.warm_up, name="scale-lsp-analysis", daemon=True).start()
    create_server(workspace).run("stdio")
    return 0


def create_server(workspace: Workspace) -> MCPServer[Any]:
    server: MCPServer[Any] = MCPServer(
        "scale-lsp", title="Scale LSP", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    tools = Tools(workspace)
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in (
        tools.check,
        tools.explain,
        tools.fix_preview,
        tools.endpoints,
        tools.report,
        tools.model_graph,
        tools.rule,
    ):
        server.add_tool(_refusing(tool), annotations=reads)
    writes = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=False, open_world_hint=False)
    server.add_tool(_refusing(tools.apply_fix), annotations=writes)
    for slug, entry in registry().entries.items():
        address = f"scale-lsp://rules/{slug}"
        server.resource(address, name=slug, title=entry.title, mime_type="text/markdown")(
            functools.partial(_page, slug)
        )
    server.resource("scale-lsp://report", name="report", title="Readiness report", mime_type="text/markdown")(
        functools.partial(_report, tools)
    )
    server.prompt(title="Review for scalability", description="Find, explain and fix what will not scale.")(review)
    return server


def review(path: str = "") -> str:
    """Review the project, or a file or folder of it."""
    arguments = f' with paths ["{path}"]' if path else ""
    return REVIEW.format(what=f"`{path}`" if path else "this project", arguments=arguments)


def _report(tools: Tools) -> str:
    """Of all projects, for the users that their configurations name."""
    return "\n\n".join(one.markdown for one in tools.reports(0))


def _page(slug: str) -> str:
    entry = registry().entries.get(slug)
    if entry is None:
        raise ResourceNotFoundError(f"There is no rule {slug!r}")
    return f"# {entry.title}\n\n{entry.body}"


def _refusing(tool: Callable[..., Any]) -> Callable[..., Any]:
    """A refusal is told to the agent; what else goes wrong is logged."""

    @functools.wraps(tool)
    def call(*arguments: Any, **keywords: Any) -> Any:
        try:
            return tool(*arguments, **keywords)
        except Refused as refusal:
            raise ToolError(str(refusal)) from refusal

    return call
