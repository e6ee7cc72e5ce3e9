"""`scale-lsp server`: the language server."""

from __future__ import annotations

import gc

import click


def _address(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, int] | None:
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not port.isdigit():
        raise click.BadParameter("give HOST:PORT or PORT")
    return host or "127.0.0.1", int(port)


@click.command()
@click.option("--tcp", callback=_address, metavar="[HOST:]PORT", help="Serve one client over TCP.")
@click.option("--ws", callback=_address, metavar="[HOST:]PORT", help="Serve over a WebSocket.")
def command(tcp: tuple[str, int] | None, ws: tuple[str, int] | None) -> int:
    """Serve an editor: over standard input and output, unless told otherwise."""
    if tcp and ws:
        raise click.UsageError("--tcp and --ws exclude each other")
    gc.disable()  # among so much that is loaded, and stays, looking for garbage takes a tenth of the time to start
    from scale_lsp.lsp.server import main

    return main(tcp=tcp, ws=ws)


command.name = "server"
