"""On unless the environment says otherwise."""
# at: project/settings.py

import environ

env = environ.Env()
WSGI_APPLICATION = "project.wsgi.application"
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_EAGER", default=True)  # expect: tasks-run-inline
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="redis://broker:6379/0")
