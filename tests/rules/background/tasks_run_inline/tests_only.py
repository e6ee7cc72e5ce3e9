"""While tests run, tasks may run inline."""
# at: project/settings.py

import sys

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False
CELERY_TASK_ALWAYS_EAGER = "test" in sys.argv

if DEBUG:
    CELERY_ALWAYS_EAGER = True
