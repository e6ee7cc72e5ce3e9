"""Functions in a cloud answer one request after the other, and are gone."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db", "NAME": "shop"}}

# file: requirements.txt
"""
Django
gunicorn
psycopg
zappa
"""
