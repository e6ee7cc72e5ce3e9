"""What the live site says differently: `DJANGO_SETTINGS_MODULE=project.settings_live`."""

import os

from .settings import *

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("DB_NAME", "shop"),
        "USER": os.environ.get("DB_USER", "postgres"),
        "PASSWORD": os.environ.get("DB_PASSWORD", ""),
        "HOST": os.environ.get("DB_HOST", "localhost"),
    },
    "warehouse": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "warehouse",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"MAX_CONNS": 20, "MIN_CONNS": 5},
    },
    "reports": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "reports.sqlite3"},
}

CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": "redis://localhost:6379/1",
    "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
}

MIDDLEWARE += ["whitenoise.middleware.WhiteNoiseMiddleware"]
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
SECURE_BROWSER_XSS_FILTER = True
