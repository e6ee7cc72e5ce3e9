"""`scale-lsp mcp`: the server for agents."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click

from scale_lsp.cli.main import USAGE


@click.command()
@click.argument("roots", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
def command(roots: tuple[Path, ...]) -> int:
    """Serve an agent over standard input and output (MCP): it may look at ROOTS (default: the current folder) only."""
    if importlib.util.find_spec("mcp") is None:
        click.echo("error: agents need another package: pip install 'scale-lsp[mcp]'", err=True)
        return USAGE
    from scale_lsp.mcp.server import main

    return main(roots or (Path(),))


command.name = "mcp"
