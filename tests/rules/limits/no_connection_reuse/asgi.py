"""Under ASGI they would pile up."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}

# file: Procfile
"""
web: uvicorn project.asgi:application
"""
