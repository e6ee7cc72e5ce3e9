"""How many database connections the processes of a deployment open at most."""

from __future__ import annotations

from collections.abc import Iterable

from scale_lsp.index.deployment.commands import Command
from scale_lsp.index.deployment.server import Server, parts
from scale_lsp.index.settings.values import Known, Mapped, Setting

POOL_SIZE = 4
"""What `"pool": True` means: psycopg's default for both `min_size` and `max_size`."""
RESERVED = 3
"""PostgreSQL keeps so many for its administrator (`superuser_reserved_connections`)."""
GREENLETS = 1000
"""Gunicorn's default for `--worker-connections`."""


def pool_size(pool: Setting | None) -> int | None:
    """The connections of one process's pool; None where they are not known, or where there is no pool."""
    if pool is None:
        return None
    match pool.value:
        case Known(value=True):
            return POOL_SIZE
        case Mapped():
            least, most = pool.get("min_size"), pool.get("max_size")
            if most is None:
                return int(least.literal) if least and isinstance(least.literal, int) else POOL_SIZE
            return most.literal if isinstance(most.literal, int) else None
    return None


def per_process(server: Server, pool: Setting | None) -> int | None:
    """The connections that one process of a server opens when it is busy, to one database."""
    if pool is not None:
        return pool_size(pool)
    if server.interface != "wsgi":
        return None
    if server.worker_class in ("gevent", "eventlet"):
        return server.connections or GREENLETS
    return 1 if server.worker_class == "sync" and (server.threads or 1) == 1 else server.threads


def of_server(server: Server, pool: Setting | None) -> int | None:
    each = per_process(server, pool)
    return None if each is None or server.processes is None else server.replicas * server.processes * each


def of_workers(commands: Iterable[Command]) -> int:
    """The processes of Celery's workers, as far as their number is said."""
    found = 0
    for command in commands:
        for part in parts(command):
            if part.has("celery") and "worker" in part.words:
                said = part.option("--concurrency", "-c") or ""
                found += int(said) * (part.replicas or 1) if said.isdigit() else 0
    return found
