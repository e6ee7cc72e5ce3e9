"""Which distribution an import comes from, and which others bring it along.

Only packages are listed whose users have to ask for them by themselves, or that a few known ones bring along: of
others an import does not tell what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distribution:
    """Any of `names` provides it, the first is what to ask for; `brought` are packages that depend on it."""

    names: tuple[str, ...]
    brought: tuple[str, ...] = ()


def _by_import(rows: str) -> Mapping[str, Distribution]:
    found = {}
    for row in rows.strip().splitlines():
        package, names, brought = (part.split() for part in row.split("|"))
        found[package[0]] = Distribution(tuple(names), tuple(brought))
    return found


BY_IMPORT = _by_import(
    """
    admin_honeypot | django-admin-honeypot |
    allauth | django-allauth | dj-rest-auth
    anymail | django-anymail |
    auditlog | django-auditlog |
    axes | django-axes |
    cachalot | django-cachalot |
    celery | celery | django-celery-beat django-celery-results flower
    channels | channels | channels-redis
    channels_redis | channels-redis |
    ckeditor | django-ckeditor | django-ckeditor-5
    cloudinary_storage | django-cloudinary-storage |
    compressor | django-compressor |
    constance | django-constance |
    corsheaders | django-cors-headers |
    crispy_forms | django-crispy-forms | crispy-bootstrap4 crispy-bootstrap5 crispy-tailwind
    crispy_bootstrap5 | crispy-bootstrap5 |
    csp | django-csp |
    dbbackup | django-dbbackup |
    debug_toolbar | django-debug-toolbar |
    decouple | python-decouple |
    dj_database_url | dj-database-url | environs django-configurations
    dj_rest_auth | dj-rest-auth |
    django_celery_beat | django-celery-beat |
    django_celery_results | django-celery-results |
    django_countries | django-countries |
    django_extensions | django-extensions |
    django_filters | django-filter |
    django_htmx | django-htmx |
    django_prometheus | django-prometheus |
    django_q | django-q2 django-q |
    django_ratelimit | django-ratelimit |
    django_redis | django-redis |
    django_rq | django-rq |
    django_tables2 | django-tables2 |
    djoser | djoser |
    dotenv | python-dotenv | environs uvicorn pydantic-settings django-dotenv pipenv flask
    drf_spectacular | drf-spectacular drf-spectacular-sidecar |
    drf_yasg | drf-yasg drf-yasg2 |
    easy_thumbnails | easy-thumbnails |
    environ | django-environ |
    graphene_django | graphene-django graphene-django-plus |
    guardian | django-guardian |
    gunicorn | gunicorn |
    health_check | django-health-check |
    hijack | django-hijack |
    huey | huey |
    import_export | django-import-export |
    jazzmin | django-jazzmin |
    jwt | PyJWT | djangorestframework-simplejwt django-allauth social-auth-core social-auth-app-django djoser \
        twilio msal PyGithub redis dj-rest-auth flask-jwt-extended django-ninja-jwt drf-jwt \
        djangorestframework-jwt firebase-admin
    imagekit | django-imagekit |
    knox | django-rest-knox |
    mptt | django-mptt |
    ninja | django-ninja | django-ninja-extra django-ninja-jwt
    oauth2_provider | django-oauth-toolkit |
    phonenumber_field | django-phonenumber-field |
    polymorphic | django-polymorphic |
    psycopg | psycopg psycopg-binary psycopg-c |
    psycopg2 | psycopg2-binary psycopg2 psycopg2cffi |
    ratelimit | django-ratelimit |
    redis | redis | django-redis channels-redis rq django-rq celery-redbeat huey django-constance arq hiredis \
        redis-om django-eventstream
    rest_framework | djangorestframework | djangorestframework-simplejwt drf-spectacular drf-yasg \
        dj-rest-auth djoser django-rest-knox djangorestframework-simplejwt drf-nested-routers wagtail
    rest_framework_simplejwt | djangorestframework-simplejwt | djoser
    reversion | django-reversion |
    rosetta | django-rosetta |
    sentry_sdk | sentry-sdk |
    silk | django-silk |
    simple_history | django-simple-history |
    social_django | social-auth-app-django | djoser
    sorl | sorl-thumbnail |
    storages | django-storages |
    stripe | stripe | dj-stripe
    strawberry_django | strawberry-graphql-django |
    taggit | django-taggit | wagtail
    tinymce | django-tinymce |
    treebeard | django-treebeard | wagtail django-oscar django-cms
    user_agents | user-agents | django-user-agents
    wagtail | wagtail |
    waffle | django-waffle |
    whitenoise | whitenoise |
    widget_tweaks | django-widget-tweaks | django-oscar
    """
)

BY_BACKEND = {
    "django.db.backends.postgresql": Distribution(
        ("psycopg", *BY_IMPORT["psycopg2"].names, "psycopg-binary", "psycopg-c")
    ),
    "django.contrib.gis.db.backends.postgis": Distribution(("psycopg", *BY_IMPORT["psycopg2"].names, "psycopg-binary")),
    "django.db.backends.mysql": Distribution(("mysqlclient", "pymysql")),
    "django.core.cache.backends.redis.RedisCache": BY_IMPORT["redis"],
    "django.core.cache.backends.memcached.PyMemcacheCache": Distribution(("pymemcache",)),
    "django.core.cache.backends.memcached.PyLibMCCache": Distribution(("pylibmc",)),
}
"""Backends of Django itself that need a driver."""


def needed(dotted: str) -> Distribution | None:
    """What a dotted path needs; None where that is not known."""
    return BY_BACKEND.get(dotted) or BY_IMPORT.get(dotted.partition(".")[0])
