"""Where nobody enqueues anything, the default does no harm."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
