"""Where a task of Celery runs, and who waits for it."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import fixed, said

FILES = {
    "settings.py": """
SECRET_KEY = "x"
WSGI_APPLICATION = "wsgi.application"
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": "queue", "data_folder_out": "queue"}
CELERY_TASK_ALWAYS_EAGER = True
""",
    "queue/.keep": "",
}
ENQUEUE = """
from celery import Celery
app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
ran = []

@app.task
def work():
    ran.append(1)

work.delay()
print(len(ran))
"""


def test_the_one_who_enqueues_runs_the_task(tmp_path: Path) -> None:
    assert said(tmp_path, FILES, ENQUEUE) == "1"


def test_after_the_fix_the_task_waits_for_a_worker(tmp_path: Path) -> None:
    assert said(tmp_path, fixed(FILES, "tasks-run-inline"), ENQUEUE) == "0"
    assert len(list((tmp_path / "queue").glob("*.msg"))) == 1
