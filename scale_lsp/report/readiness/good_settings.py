"""What the settings of production do right, where that can be read from their texts."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.index.settings.databases import engine_of, is_pooled_elsewhere, keeps_connections, max_age, pool_of
from scale_lsp.index.settings.values import Setting
from scale_lsp.report.readiness.production import Production
from scale_lsp.text.site import Site

_DATABASES = {"postgresql": "PostgreSQL", "postgis": "PostgreSQL", "mysql": "MySQL", "oracle": "Oracle"}
_SHARED = ("RedisCache", "PyMemcacheCache", "PyLibMCCache", "MemcachedCache")
_SESSIONS = ("django.contrib.sessions.backends.cache", "django.contrib.sessions.backends.cached_db")
_HASHED = ("ManifestStaticFilesStorage", "CompressedManifestStaticFilesStorage", "S3ManifestStaticStorage")
_MIDDLEWARE = {
    "django.middleware.gzip.GZipMiddleware": "Answers are compressed by `GZipMiddleware`",
    "whitenoise.middleware.WhiteNoiseMiddleware": "WhiteNoise serves static files, with headers for caches",
    "django.middleware.http.ConditionalGetMiddleware": "`ConditionalGetMiddleware` leaves out what browsers have",
}

Found = tuple[str, Site]


def good_settings(production: Production) -> Iterator[Found]:
    if production.settings is None:
        return
    yield from _database(production.database)
    backend = production.get("CACHES", "default", "BACKEND")
    if backend is not None and (backend.string or "").endswith(_SHARED):
        yield f"The cache is shared by all processes: `{(backend.string or '').rpartition('.')[2]}`", backend.site
    engine = production.get("SESSION_ENGINE")
    if engine is not None and engine.string in _SESSIONS:
        yield "Sessions are read from the cache", engine.site
    for name in (("STORAGES", "staticfiles", "BACKEND"), ("STATICFILES_STORAGE",)):
        storage = production.get(*name)
        if storage is not None and (storage.string or "").endswith(_HASHED):
            yield "Static files have hashed names: browsers keep them", storage.site
    middleware = production.get("MIDDLEWARE")
    for item in middleware.items() if middleware is not None else ():
        if item.string in _MIDDLEWARE:
            yield _MIDDLEWARE[item.string], item.site
    debug = production.get("DEBUG")
    if debug is not None and debug.known and debug.literal is False:
        yield "`DEBUG` is off in production", debug.site
    layer = production.get("CHANNEL_LAYERS", "default", "BACKEND")
    if layer is not None and (layer.string or "").startswith("channels_redis."):
        yield "Processes send messages to each other's WebSockets over Redis", layer.site
    yield from _servers(production)


def _database(database: Setting | None) -> Iterator[Found]:
    if database is None:
        return
    engine = database.get("ENGINE")
    if engine is not None and (name := _DATABASES.get(engine_of(database))) is not None:
        yield f"{name} is the database: many processes write at once", engine.site
    age, pool = max_age(database), pool_of(database)
    if pool is not None:
        yield "Connections to the database come from a pool", pool.site
    elif is_pooled_elsewhere(database):
        yield (
            "A pooler stands in front of the database",
            (database.get("PORT") or database.get("HOST") or database).site,
        )
    elif age is not None and keeps_connections(age):
        yield "Connections to the database stay open between requests", age.site


def _servers(production: Production) -> Iterator[Found]:
    for server in production.settings.servers if production.settings is not None else ():
        if server.site is not None and server.processes is not None and server.processes > 1:
            threads = f" of {server.threads:,} threads" if server.threads and server.threads > 1 else ""
            yield f"`{server.program}` starts {server.processes:,} processes{threads}", server.site
