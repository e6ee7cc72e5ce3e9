"""A router may send all writes elsewhere."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60},
    "places": {"ENGINE": "django.db.backends.sqlite3", "NAME": "places.sqlite3"},
}
DATABASE_ROUTERS = ["project.routers.PlacesRouter"]
