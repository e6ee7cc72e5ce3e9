"""How many requests the deployment has in hand at once: processes and threads, with the defaults of the programs."""

from __future__ import annotations

from collections.abc import Mapping

from scale_lsp.engine.load import Workers
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.deployment.budget import GREENLETS
from scale_lsp.index.deployment.server import Server

ASSUMED_PROCESSES = 4
"""Where no deployment file says how the site is served."""
ASSUMED_CORES = 2
"""Where the number of processes is that of the cores."""
_DEFAULTS: dict[str, int | None] = {
    "gunicorn": 1,
    "uwsgi": 1,
    "waitress-serve": 4,
    "mod_wsgi-express": 5,
    "uvicorn": None,
    "daphne": None,
    "hypercorn": None,
    "granian": None,
}
"""The threads of a process; each request has one of its own where Django is served over ASGI.

https://docs.djangoproject.com/en/5.2/topics/async/#async-to-sync
"""


def workers_of(production: ProductionSettings | None) -> Workers:
    """What serves the site; where several servers are started, the one that has the most requests in hand."""
    found = [_workers(server, production.environment) for server in production.servers] if production else []
    if not found:
        interface = production.server.interface if production else ""
        assumed = f"{ASSUMED_PROCESSES} processes, as no deployment file says how the site is served"
        return Workers(ASSUMED_PROCESSES, None if interface == "asgi" else 1, assumed)
    limited = [one for one in found if one.slots is not None]
    return max(limited or found, key=lambda one: (one.slots or 0, one.processes))


def _workers(server: Server, environment: Mapping[str, str]) -> Workers:
    assumed = []
    processes = server.processes
    if processes is None and server.several:
        processes = 2 * ASSUMED_CORES + 1
        assumed.append(f"{processes} processes, for {ASSUMED_CORES} cores")
    if processes is None:
        told = environment.get("WEB_CONCURRENCY", "") if server.program in ("gunicorn", "uvicorn") else ""
        processes = int(told) if told.isdigit() else 1
        if not told.isdigit():
            assumed.append(f"1 process, the default of {server.program}")
    threads = server.threads or _DEFAULTS.get(server.program, 1)
    if server.interface == "asgi":
        threads = None
    elif server.worker_class in ("gevent", "eventlet"):
        threads = server.connections or GREENLETS
    return Workers(max(processes, 1) * server.replicas, threads, " and ".join(assumed))
