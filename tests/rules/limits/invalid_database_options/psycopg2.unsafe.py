"""The pool needs psycopg 3."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {},  # expect: invalid-database-options
    },
}

# file: requirements.txt
"""
psycopg2-binary
"""
