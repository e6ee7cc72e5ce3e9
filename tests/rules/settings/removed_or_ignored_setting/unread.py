"""Settings that nobody reads."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
PERMISSIONS_POLICY = {"camera": []}  # expect: removed-or-ignored-setting
NEW_RELIC_CONFIG_FILE = "newrelic.ini"  # expect: removed-or-ignored-setting
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {
            "MAX_ENTRIES": 1000,
            "TIMEOUT": 60,  # expect: removed-or-ignored-setting
        },
    }
}
