"""What users install: the wheel alone, in an empty virtualenv, finds an N+1, fixes it and explains its rule."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

from tests.cli.conftest import MODELS, VIEWS

ROOT = Path(__file__).parent.parent


def test_the_wheel_works_on_its_own(tmp_path: Path) -> None:
    pip = ("-m", "pip", "-qq", "--disable-pip-version-check")
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT))
    (wheel,) = tmp_path.glob("scale_lsp-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    binary = tmp_path / "env" / "bin"
    run(str(binary / "python"), *pip, "install", str(wheel))
    shop = tmp_path / "site" / "shop"
    shop.mkdir(parents=True)
    (shop.parent / "manage.py").touch()
    (shop / "models.py").write_text(MODELS)
    (shop / "views.py").write_text(VIEWS)

    command = str(binary / "scale-lsp")
    found = json.loads(run(command, "check", "--output-format", "json", cwd=shop.parent, expected=1))
    assert "related-access-in-loop" in [finding["rule"] for finding in found]
    run(command, "check", "--fix", "--exit-zero", cwd=shop.parent)
    assert "select_related" in (shop / "views.py").read_text()
    run(command, "report", "-o", "report.html", cwd=shop.parent)
    assert "<style>\n:root" in (shop.parent / "report.html").read_text()
    assert "## When to leave it" in run(command, "rule", "related-access-in-loop", cwd=shop.parent)


def run(*command: str, cwd: Path | None = None, expected: int = 0) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout
