"""Files that nobody writes, a database in memory, and one that a router may choose for reading."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60},
    "places": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:places.sqlite3?immutable=1", "OPTIONS": {"uri": True}},
    "words": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:words.sqlite3?mode=ro", "OPTIONS": {"uri": True}},
    "memory": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:shared?mode=memory&cache=shared"},
}
