"""psycopg without its pool."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"pool": True},  # expect: invalid-database-options
    },
}

# file: requirements.txt
"""
psycopg[binary]>=3.2
"""
