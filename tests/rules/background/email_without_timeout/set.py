"""A number, wherever it comes from."""
# at: project/settings.py
import os

WSGI_APPLICATION = "project.wsgi.application"
EMAIL_HOST = os.environ["EMAIL_HOST"]
EMAIL_TIMEOUT = int(os.environ.get("EMAIL_TIMEOUT", "5"))
