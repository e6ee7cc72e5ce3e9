"""Nothing says that this site sends mails."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEFAULT_FROM_EMAIL = "shop@example.com"
