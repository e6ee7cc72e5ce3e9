"""The image says what the default does not."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
CELERY_TASK_ALWAYS_EAGER = os.environ.get("CELERY_EAGER", "1") == "1"

# file: Dockerfile
"""
ENV CELERY_EAGER=0
CMD gunicorn project.wsgi
"""
