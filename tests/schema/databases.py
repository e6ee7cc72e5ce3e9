"""Asks real databases about the tables of a text: SQLite, and PostgreSQL when SCALE_TEST_POSTGRES names a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DATABASES = ["sqlite", *(["postgresql"] if os.environ.get("SCALE_TEST_POSTGRES") else [])]
on_each_database = pytest.mark.parametrize("database", DATABASES)


def told(database: str, **texts: str) -> dict[str, Any]:
    """What `tests.prove_indexes` says of each text, by its keyword."""
    environment = {k: v for k, v in os.environ.items() if k != "SCALE_TEST_POSTGRES" or database == "postgresql"}
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, text in texts.items():
            path = Path(folder) / f"{name}.py"
            path.write_text(text, encoding="utf-8")
            paths[str(path)] = name
        done = subprocess.run(
            [sys.executable, "-m", "tests.prove_indexes", *paths],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return {paths[path]: answer for path, answer in json.loads(done.stdout).items()}
