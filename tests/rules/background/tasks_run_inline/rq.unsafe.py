"""RQ's queues, of which one runs what it is given at once."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False
RQ_QUEUES = {
    "default": {
        "URL": os.environ["REDIS_URL"],
        "ASYNC": True,  # expect: tasks-run-inline
        #        ^^^^^ tasks-run-inline: RQ's queue `default` is not asynchronous
    },
    "high": {"URL": os.environ["REDIS_URL"], "ASYNC": not DEBUG},
    "low": {"URL": os.environ["REDIS_URL"]},
}
