"""What a database's settings say about its connections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from scale_lsp.index.settings.environment import default_of
from scale_lsp.index.settings.values import FromEnvironment, Known, Mapped, Setting, Unset, text_of, truth

_NOTHING: Mapping[str, str] = MappingProxyType({})
_DRIVERS = ("psycopg", "psycopg2", "psycopg2-binary", "mysqlclient", "pymysql", "oracledb", "cx-oracle")
_SERVERS = ("postgresql", "postgis", "mysql", "oracle")


def engine_of(database: Setting) -> str:
    """The last part of ENGINE (`postgresql`) of a backend of Django's; "" for others, and where it is not known."""
    engine = database.get("ENGINE")
    name = (engine.string or "") if engine else ""
    return name.rpartition(".")[2] if name.startswith("django.") else ""


def is_server(database: Setting, has: Callable[[str], bool]) -> bool:
    """Whether the database is a server that is reached over connections.

    A URL from the environment without a default names one where the project installs the driver of one.
    """
    engine = database.get("ENGINE")
    if engine is not None and isinstance(engine.value, FromEnvironment):
        default = default_of(engine.value)
        if isinstance(default, Known) and isinstance(default.value, str):
            return default.value.endswith(_SERVERS)
        return any(map(has, _DRIVERS))
    return engine_of(database) in _SERVERS


POOLERS = re.compile(r"\b(?:pg|proxy|my)?(?:bouncer|pgcat|pgpool|odyssey|supavisor|proxysql)\b", re.I)


def is_pooled_elsewhere(database: Setting, environment: Mapping[str, str] = _NOTHING) -> bool:
    """Whether a pooler such as PgBouncer stands in front, by its usual port or its name.

    `environment` are variables that deployment files set.
    """
    host, port, url = (_said(database.get(key), environment) for key in ("HOST", "PORT", "ENGINE"))
    return port == "6432" or "bouncer" in host.lower() or "pooler" in host.lower() or ":6432/" in url


def _said(setting: Setting | None, environment: Mapping[str, str]) -> str:
    if setting is None:
        return ""
    value = setting.value
    if isinstance(value, FromEnvironment) and value.name in environment:
        return environment[value.name]
    return str(value.value) if isinstance(value, Known) else text_of(value)


def names_host(database: Setting) -> bool:
    """Whether the settings themselves say where the database is."""
    host = database.get("HOST")
    return isinstance(host.value, Known) if host is not None else database.lacks("HOST")


def pool_of(database: Setting) -> Setting | None:
    """The setting of Django's own pool; None where there is surely none."""
    options = database.get("OPTIONS")
    pool = options.get("pool") if options else None
    return None if pool is None or truth(pool.value) is False else pool


def may_be_pooled(database: Setting) -> bool:
    options = database.get("OPTIONS")
    if pool_of(database) is not None:
        return True
    return options is not None and (not isinstance(options.value, Mapped) or options.value.open)


def max_age(database: Setting) -> Setting | None:
    """CONN_MAX_AGE, where it is given."""
    found = database.get("CONN_MAX_AGE")
    return None if found is None or isinstance(found.value, Unset) else found


def keeps_connections(age: Setting) -> bool:
    """Whether connections stay open after a request, by the value or by the default of what the environment says."""
    value = default_of(age.value)
    return isinstance(value, Known) and value.value != 0


def writes_ahead(database: Setting) -> bool:
    """Whether SQLite's transactions begin with the lock, and commits go to the write-ahead log.

    https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-transaction-behavior
    """
    options = database.get("OPTIONS")
    if options is None:
        return False
    mode, command = options.get("transaction_mode"), options.get("init_command")
    begins = mode is not None and (mode.string or "IMMEDIATE").upper() in ("IMMEDIATE", "EXCLUSIVE")
    return begins and command is not None and "wal" in text_of(command.value).lower()
