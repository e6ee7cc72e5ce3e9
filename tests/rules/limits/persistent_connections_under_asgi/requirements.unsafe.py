"""The only server that is installed is one of ASGI."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0},  # expect: persistent-connections-under-asgi
}

# file: requirements.txt
"""
daphne
psycopg[binary]
"""
