"""Other backends have other settings."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
EMAIL_HOST = "smtp.example.com"
EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
