"""A program for the desktop that uses the ORM serves nobody."""
# at: desk/settings.py

INSTALLED_APPS = ["desk"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
