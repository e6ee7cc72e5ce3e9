"""Task queues: what makes a function a task, and how a task is handed over.

Sources: https://docs.celeryq.dev/en/stable/userguide/calling.html, https://docs.djangoproject.com/en/6.0/topics/tasks/,
https://dramatiq.io/guide.html, https://huey.readthedocs.io/en/latest/django.html, https://python-rq.org/docs/
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskQueue:
    """`enqueues` are the methods of a task that hand it over at once; `after_commit` those that wait for the commit.

    `called`: calling the task hands it over, instead of running it. `decorator` makes a function a task: the module it
    is imported from and its name.
    """

    name: str
    decorators: tuple[str, ...]
    enqueues: frozenset[str]
    after_commit: frozenset[str] = frozenset()
    called: bool = False


QUEUES = (
    TaskQueue(
        "Celery",
        ("celery.",),
        frozenset({"delay", "apply_async"}),
        frozenset({"delay_on_commit", "apply_async_on_commit"}),
    ),
    TaskQueue("django.tasks", ("django.tasks.", "django_tasks."), frozenset({"enqueue", "aenqueue"})),
    TaskQueue("Dramatiq", ("dramatiq.",), frozenset({"send", "send_with_options"})),
    TaskQueue("RQ", ("django_rq.", "rq."), frozenset({"delay"})),
    TaskQueue("Huey", ("huey.",), frozenset({"schedule"}), called=True),
)
ENQUEUEING = {
    "django_rq.enqueue": "RQ",
    "django_q.tasks.async_task": "Django Q",
    "django_q.tasks.schedule": "Django Q",
}
"""Functions that hand over the function given first."""
IN_DATABASE = ("django_tasks.backends.database.", "django_tasks_db.")
"""Backends of `django.tasks` that keep tasks in tables: enqueueing is part of the transaction.

https://github.com/RealOrangeOne/django-tasks-db
"""
AFTER_COMMIT_DECORATORS = frozenset({"huey.contrib.djhuey.on_commit_task"})


def queue_of(decorator: str) -> TaskQueue | None:
    """The queue whose tasks a decorator makes, by its qualified name."""
    return next((queue for queue in QUEUES if decorator.startswith(queue.decorators)), None)
