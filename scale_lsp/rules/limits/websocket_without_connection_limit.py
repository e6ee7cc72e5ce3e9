"""See rules/limits/websocket-without-connection-limit.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.surveys import SocketsAccepted
from scale_lsp.rule import Context, checks, fixes


@checks
def websocket_without_connection_limit(sockets: SocketsAccepted, ctx: Context) -> Iterator[Finding]:
    if sockets.counted:
        return
    accepted = [Related(ctx.location(sockets.accept), "every socket is accepted here")] if sockets.accept else []
    yield ctx.finding(
        sockets.site,
        related=[*accepted, *(Related(ctx.location(route), "the consumer is served here") for route in sockets.routes)],
        fixable=Safety.UNSAFE,
        consumer=sockets.consumer.name.rpartition(".")[2],
        name=sockets.consumer.name,
        most=ctx.options.websocket_max_connections,
    )


@fixes
def accept_so_many(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.connections import limit_connections
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, most = finding.location.path, ctx.options.websocket_max_connections
    try:
        edits = limit_connections(path, ctx.text(path), finding.location.span, finding.values["name"], most)
    except RewriteRefused:
        return None
    reason = f"above {most} open sockets in one process, clients are refused"
    return Fix(f"Allow {most} connections in each process", Safety.UNSAFE, edits, reason)
