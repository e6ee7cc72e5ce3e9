"""What users install: the built wheel in an empty virtual environment finds an N+1 and explains its rule."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from tests.cli.conftest import MODELS, VIEWS

ROOT = Path(__file__).parent.parent


def test_the_wheel_works_on_its_own(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("scale_lsp-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    binary = tmp_path / "env" / "bin"
    install = [str(binary / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True)
    shop = tmp_path / "site" / "shop"
    shop.mkdir(parents=True)
    (tmp_path / "site" / "manage.py").write_text("")
    (shop / "__init__.py").write_text("")
    (shop / "models.py").write_text(MODELS)
    (shop / "views.py").write_text(VIEWS)
    command = [str(binary / "scale-lsp")]
    found = subprocess.run([*command, "check", str(tmp_path / "site")], capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stderr
    assert "related-access-in-loop" in found.stdout
    explained = subprocess.run([*command, "rule", "related-access-in-loop"], capture_output=True, text=True, check=True)
    assert "When to leave it" in explained.stdout
