"""Small Django projects in a folder, as written and as fixed, for what only a running server shows."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fix_all
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project

ROOT = "/site"


def project(files: Mapping[str, str]) -> Project:
    """A project of files by their relative paths."""
    made = Project(ROOT)
    for name, text in files.items():
        made.put(f"{ROOT}/{name}", text)
    return made


def findings(files: Mapping[str, str], rule: str, **options: object) -> list[Finding]:
    """What one rule says about all files."""
    snapshot = project(files).snapshot()
    config = Config.model_validate({"select": (rule,), **options})
    return [finding for name in files for finding in check(snapshot, f"{ROOT}/{name}", config)]


def fixed(files: Mapping[str, str], rule: str, **options: object) -> dict[str, str]:
    """The files after all fixes of one rule, the unsafe ones too. A second pass changes nothing."""
    config = Config.model_validate({"select": (rule,), **options})

    def once(texts: Mapping[str, str]) -> dict[str, str]:
        changed = fix_all(project(texts), [f"{ROOT}/{name}" for name in texts], config, unsafe=True).texts
        return {**texts, **{path.removeprefix(f"{ROOT}/"): text for path, text in changed.items()}}

    after = once(files)
    assert once(after) == after
    return after


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *command: str, **environment: str) -> str:
    """What a Python command prints in a project's folder."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def served(folder: Path, *command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on a port of this machine; it is stopped at the end, if it still runs."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)}
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.05)
        else:
            raise AssertionError(log.read_text()[-3000:])
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
