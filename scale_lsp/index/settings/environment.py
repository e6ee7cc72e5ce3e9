"""Reading the environment: `os.environ`, django-environ, environs, python-decouple, dj-database-url.

https://django-environ.readthedocs.io/ · https://pypi.org/project/environs/ · https://pypi.org/project/python-decouple/
· https://pypi.org/project/dj-database-url/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from scale_lsp.index.settings.values import (
    UNKNOWN,
    Alternatives,
    Composed,
    FromEnvironment,
    Known,
    Mapped,
    Reader,
    Setting,
    Unknown,
    Value,
    text_of,
)
from scale_lsp.text.site import Site

GETTERS = frozenset({"os.environ.get", "os.getenv", "os.environ.setdefault", "os.environ.pop"})
READERS = {
    "environ.Env": "environ",
    "environ.FileAwareEnv": "environ",
    "environs.Env": "environs",
    "environs.FileAwareEnv": "environs",
    "environs.env": "environs",
    "decouple.config": "decouple",
    "decouple.AutoConfig": "decouple",
    "decouple.Config": "decouple",
}
DATABASE_URLS = frozenset({"dj_database_url.config", "dj_database_url.parse"})
_CASTS = {"unicode": "str", "integer": "int", "boolean": "bool"}
_URLS = {
    **dict.fromkeys(("db", "db_url", "dj_db_url"), ("DATABASE_URL", "ENGINE")),
    **dict.fromkeys(("cache", "cache_url", "dj_cache_url"), ("CACHE_URL", "BACKEND")),
    **dict.fromkeys(("channels", "channels_url"), ("CHANNELS_URL", "BACKEND")),
}
_DIALECTS = {
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "pgsql": "django.db.backends.postgresql",
    "psql": "django.db.backends.postgresql",
    "postgis": "django.contrib.gis.db.backends.postgis",
    "mysql": "django.db.backends.mysql",
    "mysql2": "django.db.backends.mysql",
    "sqlite": "django.db.backends.sqlite3",
    "oracle": "django.db.backends.oracle",
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "locmemcache": "django.core.cache.backends.locmem.LocMemCache",
    "dummy": "django.core.cache.backends.dummy.DummyCache",
    "dummycache": "django.core.cache.backends.dummy.DummyCache",
    "filecache": "django.core.cache.backends.filebased.FileBasedCache",
    "dbcache": "django.core.cache.backends.db.DatabaseCache",
}

Arguments = tuple[Sequence[Setting], Mapping[str, Setting]]


def variable(arguments: Arguments, library: str = "os") -> Value:
    """`os.environ.get("X", default)`, `env("X", default=…)`, `config("X", default=…, cast=…)`."""
    positional, keywords = arguments
    name = positional[0].string if positional else None
    if name is None:
        return UNKNOWN
    second = positional[1] if len(positional) > 1 else None
    default = keywords.get("default", None if library == "environ" else second)
    if library == "os" and default is None:
        default = Setting(Known(None), positional[0].site)
    cast = keywords.get("cast", second if library == "environ" else None)
    return FromEnvironment(name, default, _cast(cast))


def _cast(cast: Setting | None) -> str:
    if cast is None:
        return "str"
    name = getattr(cast.value, "qualified", "")
    return name if name in ("bool", "int", "float", "str", "list", "dict") else "?"


def read(reader: Reader, method: str, arguments: Arguments, site: Site) -> Value:
    """`env("X")`, `env.bool("X", default=…)`, `env.db()`: a call of a reader or of one of its methods."""
    positional, keywords = arguments
    if method in _URLS:
        return _from_url(method, arguments, site)
    if not method:
        value = variable(arguments, reader.library)
        scheme = dict(reader.scheme)
        if isinstance(value, FromEnvironment) and value.default is None and value.name in scheme:
            return scheme[value.name]
        return value
    if method in ("read_env", "prefixed", "parser_for", "search_url", "search_url_config"):
        return UNKNOWN
    value = variable((positional[:1], keywords) if "default" in keywords else arguments, "environs")
    if not isinstance(value, FromEnvironment):
        return UNKNOWN
    return FromEnvironment(value.name, value.default, _CASTS.get(method, method))


def _from_url(method: str, arguments: Arguments, site: Site) -> Value:
    positional, keywords = arguments
    variable_name, key = _URLS[method]
    name = (positional[0].string if positional else None) or variable_name
    default = keywords.get("default", positional[1] if len(positional) > 1 else None)
    address = _address(default, site) if key == "ENGINE" else ()
    return Mapped(((key, Setting(_dialect(name, default), site)), *address), open=True)


def _dialect(name: str, default: Setting | None) -> FromEnvironment:
    """The backend that a URL names: that of the environment, and of the default where it is known."""
    backend = _DIALECTS.get(text_of(default.value).partition(":")[0].lower()) if default else None
    return FromEnvironment(name, Setting(Known(backend), default.site) if backend and default else None)


def database_url(function: str, arguments: Arguments, site: Site) -> Value:
    """`dj_database_url.config(default=…, conn_max_age=…)`, `dj_database_url.parse(url, conn_max_age=…)`."""
    positional, keywords = arguments
    if function.endswith(".parse"):
        url = positional[0] if positional else keywords.get("url")
        engine = _parsed(url)
        rest = positional[1:]
    else:
        name = keywords.get("env", positional[0] if positional else None)
        default = keywords.get("default", positional[1] if len(positional) > 1 else None)
        url = default
        engine = _dialect((name.string if name else None) or "DATABASE_URL", default)
        rest = positional[2:]
    off = Setting(Known(0), site)
    age = keywords.get("conn_max_age", rest[1] if len(rest) > 1 else off)
    health = keywords.get("conn_health_checks", Setting(Known(False), site))
    keys = (
        ("ENGINE", Setting(engine, site)),
        ("CONN_MAX_AGE", age),
        ("CONN_HEALTH_CHECKS", health),
        *_address(url, site),
    )
    return Mapped(keys, open=True)


def _address(url: Setting | None, site: Site) -> Iterator[tuple[str, Setting]]:
    """Where a URL that is written down leads, the default of one from the environment too."""
    try:
        parts = urlsplit(text_of(url.value)) if url is not None else None
        found = {"HOST": parts.hostname, "PORT": parts.port} if parts is not None else {}
    except ValueError:
        return
    yield from ((key, Setting(Known(value), site)) for key, value in found.items() if value and value != "{}")


def _parsed(url: Setting | None) -> Value:
    if url is None:
        return UNKNOWN
    if isinstance(url.value, FromEnvironment):
        return _dialect(url.value.name, url.value.default)
    backend = _DIALECTS.get(text_of(url.value).partition(":")[0].lower())
    return Known(backend) if backend and isinstance(url.value, Known | Composed) else UNKNOWN


def as_type(name: str, setting: Setting) -> Value:
    """`bool(x)`, `int(x)`, `str(x)`: of a known value it is known, of the environment it changes the type."""
    match setting.value:
        case Known(value=value) if not isinstance(value, bytes):
            return _converted(name, value)
        case FromEnvironment(name=variable_name, default=default):
            inner = Setting(as_type(name, default), default.site) if default else None
            return FromEnvironment(variable_name, inner, "truth" if name == "bool" else name)
        case Composed() as text if name == "str":
            return text
        case Alternatives(options=options):
            return Alternatives(tuple((c, Setting(as_type(name, o), o.site)) for c, o in options))
    return UNKNOWN


def _converted(name: str, value: str | int | float | bool | None) -> Known | Unknown:
    try:
        match name:
            case "bool":
                return Known(bool(value))
            case "int" if value is not None:
                return Known(int(value))
            case "float" if value is not None:
                return Known(float(value))
            case "str":
                return Known(str(value))
    except ValueError:
        pass
    return UNKNOWN


_FALSE = frozenset({"", "0", "false", "f", "no", "n", "off", "none"})


def default_of(value: Value) -> Value:
    """What a value is when the environment says nothing, strings turned into the type that is read."""
    if not isinstance(value, FromEnvironment):
        return value
    if value.default is None:
        return UNKNOWN
    default = default_of(value.default.value)
    if value.cast in ("bool", "strtobool") and isinstance(default, Known) and isinstance(default.value, str):
        return Known(default.value.strip().lower() not in _FALSE)
    if value.cast == "int" and isinstance(default, Known):
        return _converted("int", default.value) if not isinstance(default.value, bytes) else UNKNOWN
    return default
