"""The wheel alone, in an empty virtualenv: the pages of the rules are in it, and a rule finds what it should."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = {
    "manage.py": "",
    "models.py": """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
""",
    "views.py": """\
from models import Order


def names():
    return [order.customer.name for order in Order.objects.all()]
""",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a virtualenv that holds the wheel and what the wheel asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = ("-m", "pip", "-qq", "--disable-pip-version-check")
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    run(str(folder / "venv" / "bin" / "python"), *pip, "install", str(wheel))
    return folder / "venv" / "bin"


@pytest.mark.xdist_group("wheel")
def test_check(installed: Path, tmp_path: Path) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text)
    done = run(str(installed / "scale-lsp"), "check", "--output-format", "json", cwd=tmp_path, expected=1)
    (finding,) = json.loads(done)
    assert finding["rule"] == "related-access-in-loop"
    assert finding["filename"] == (tmp_path / "views.py").as_posix()
    assert finding["fix"]["title"] == 'Add `select_related("customer")`'
    run(str(installed / "scale-lsp"), "check", "--fix", cwd=tmp_path)
    assert 'Order.objects.all().select_related("customer")' in (tmp_path / "views.py").read_text()


@pytest.mark.xdist_group("wheel")
def test_rule(installed: Path, tmp_path: Path) -> None:
    page = run(str(installed / "scale-lsp"), "rule", "related-access-in-loop", cwd=tmp_path)
    assert "## When to leave it" in page


def run(*command: str, cwd: Path | None = None, expected: int = 0) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout
