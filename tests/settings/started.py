"""Projects written to disk and really started, with the settings as they are and as a fix leaves them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fixes
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import Project
from scale_lsp.text.positions import apply_edits

Files = dict[str, str]
"""Path below the project's root → text."""
ROOT = "/started"


def found(files: Files, rule: str, **options: Any) -> list[tuple[Finding, tuple[Fix, ...]]]:
    """The findings of a rule in all files, each with its fixes, the preferred one first."""
    project = Project(ROOT)
    for path, text in files.items():
        project.put(f"{ROOT}/{path}", text)
    snapshot, config = project.snapshot(), Config(**options)
    return [
        (finding, tuple(fixes(snapshot, finding, config)))
        for path in files
        for finding in check(snapshot, f"{ROOT}/{path}", config)
        if finding.rule == rule
    ]


def fixed(files: Files, rule: str, number: int = 0, **options: Any) -> Files:
    """The files after one of the fixes of the only finding of a rule."""
    ((_, offered),) = found(files, rule, **options)
    after = dict(files)
    for path in {edit.path for edit in offered[number].edits}:
        mine = [edit for edit in offered[number].edits if edit.path == path]
        name = path.removeprefix(f"{ROOT}/")
        after[name] = apply_edits(files.get(name, ""), mine)
    return after


def run(folder: Path, files: Files, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in the project, after `django.setup()`."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "run.py").write_text(f"import django\ndjango.setup()\n{code}", encoding="utf-8")
    known = {"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "run.py"],
        cwd=folder,
        env={**os.environ, **known, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def said(folder: Path, files: Files, code: str, **environment: str) -> str:
    """What code prints in a project that has to start."""
    done = run(folder, files, code, **environment)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()
