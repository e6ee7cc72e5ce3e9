"""The command as its users and scripts see it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict


def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scale_lsp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=text, check=False)


class Place(BaseModel):
    model_config = ConfigDict(extra="forbid")
    row: int
    column: int


class Here(BaseModel):
    model_config = ConfigDict(extra="forbid")
    filename: str
    location: Place
    end_location: Place
    message: str = ""
    content: str = ""


class NewFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    filename: str
    content: str


class JsonFix(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    applicability: Literal["safe", "unsafe", "manual"]
    edits: list[Here]
    new_files: list[NewFile]


class JsonImpact(BaseModel):
    model_config = ConfigDict(extra="forbid")
    resource: str
    now: str
    fixed: str
    n: str


class JsonFinding(BaseModel):
    """The documented shape."""

    model_config = ConfigDict(extra="forbid")
    rule: str
    category: str
    severity: Literal["error", "warning", "info", "hint"]
    message: str
    filename: str
    location: Place
    end_location: Place
    related: list[Here]
    cause: Here | None
    impact: JsonImpact | None
    fix: JsonFix | None
    url: str | None


def test_a_finding_is_shown_with_its_source_impact_and_fix(project: Path) -> None:
    done = run("check")
    assert done.returncode == 1, done.stderr
    assert "--> shop/views.py:5:46" in done.stdout
    assert "^^^^^^^^^^^^^^^^^^^" in done.stdout
    assert "queries 1 + n → 1, n = rows of Order (101 → 1 at n = 100, assumed)" in done.stdout
    assert '+ return [order.customer.name for order in Order.objects.all().select_related("customer")]' in done.stdout
    assert "Found 1 finding in 1 file (1 fixable with `--fix`)." in done.stdout
    assert done.stderr == "", "no progress in a pipe"


def test_json_has_the_documented_shape(project: Path) -> None:
    done = run("check", "--output-format", "json")
    (finding,) = [JsonFinding.model_validate(value) for value in json.loads(done.stdout)]
    assert finding.filename == str(project / "shop" / "views.py")
    assert (finding.location.row, finding.location.column) == (5, 46)
    assert finding.fix
    assert finding.fix.edits[0].content == '.select_related("customer")'
    assert done.returncode == 1


def test_fix_writes_and_then_nothing_is_left(project: Path) -> None:
    done = run("check", "--fix")
    assert done.returncode == 0, done.stdout
    assert "All checks passed!" in done.stdout
    text = (project / "shop" / "views.py").read_text()
    assert 'Order.objects.all().select_related("customer")' in text
    assert run("check", "--fix").returncode == 0
    assert (project / "shop" / "views.py").read_text() == text


def test_fix_keeps_encoding_and_line_ends(project: Path) -> None:
    file = project / "shop" / "views.py"
    before = "# -*- coding: latin-1 -*-\r\n# é\r\n" + file.read_text().replace("\n", "\r\n")
    file.write_bytes(before.encode("latin-1"))
    run("check", "--fix")
    after = file.read_bytes().decode("latin-1")
    assert after == before.replace(".all()", '.all().select_related("customer")')


def test_diff_changes_nothing(project: Path) -> None:
    before = (project / "shop" / "views.py").read_text()
    done = run("check", "--diff")
    assert done.stdout.startswith("--- a/shop/views.py\n+++ b/shop/views.py\n")
    assert (project / "shop" / "views.py").read_text() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--ignore", "related-access-in-loop"], 0),
        (["--ignore", "queries"], 0),
        (["--select", "query-in-loop,prefetch-bypassed"], 0),
        (["--select", "queries"], 1),
        (["--exit-zero"], 0),
        (["--select", "nonsense"], 2),
        (["--no-such-option"], 2),
        (["no/such/path"], 2),
        (["shop/models.py"], 0),
        (["shop/views.py"], 1),
    ],
)
def test_exit_status(project: Path, arguments: list[str], code: int) -> None:
    done = run("check", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_stands_for_a_file(project: Path) -> None:
    text = (project / "shop" / "views.py").read_text().replace(".all()", ".select_related('customer')")
    assert run("check", "--stdin-filename", "shop/views.py", text=text).returncode == 0


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[tool.scale-lsp]\nselct = []\n", "unknown key `selct`, did you mean `select`?"),
        ("[tool.scale-lsp]\ndefault-rows = 'many'\n", "default-rows"),
        ("[tool.scale-lsp\n", "pyproject.toml"),
        ("[tool.scale-lsp]\nignore = ['relatd-access-in-loop']\n", "did you mean `related-access-in-loop`?"),
    ],
)
def test_a_wrong_configuration_is_one_clear_message(project: Path, toml: str, said: str) -> None:
    (project / "pyproject.toml").write_text(toml)
    done = run("check")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_config_tells_where_a_value_comes_from(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.scale-lsp]\ndefault-rows = 7\n")
    (project / "requirements.txt").write_text("Django==4.2.9\n")
    done = run("config")
    assert f"default-rows = 7  # {project / 'pyproject.toml'}" in done.stdout
    assert f'django-version = "4.2"  # {project / "requirements.txt"}' in done.stdout


def test_rule_explains(project: Path) -> None:
    assert "When to leave it" in run("rule", "query-in-loop").stdout
    assert json.loads(run("rule", "query-in-loop", "--output-format", "json").stdout)["slug"] == "query-in-loop"
    assert run("rule", "query-in-lop").returncode == 2


def test_a_clean_check_loads_neither_pygls_nor_libcst_nor_jedi(project: Path) -> None:
    code = (
        "import sys\nsys.argv = ['scale-lsp', 'check', 'shop/models.py']\nfrom scale_lsp.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pygls', 'lsprotocol', 'libcst', 'jedi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def hostile(project: Path, name: str, data: bytes) -> None:
    (project / "shop" / name).write_bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"def broken(:\n    pass\n", "warning: shop/odd.py:1"),
        (b"", ""),
        (b"x = '\xff'\n", "left out, not UTF-8 text"),
        (b"x = 1\x00\n", "warning: shop/odd.py"),
        (b"x = " + b"(" * 5000 + b"\n", "warning: shop/odd.py"),
        (b"from .odd import x\n", ""),
        (b"".join(b"def f%d(a):\n    return [b for b in a]\n\n\n" % i for i in range(7500)), ""),
    ],
    ids=["syntax error", "empty", "no utf-8", "nul bytes", "deep nesting", "circular import", "30,000 lines"],
)
def test_hostile_files_are_survived(project: Path, data: bytes, said: str) -> None:
    hostile(project, "odd.py", data)
    done = run("check", "--output-format", "concise")
    assert done.returncode == 1, done.stderr
    assert "shop/views.py:5:46" in done.stdout, "the rest is still checked"
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cycle_of_models_and_links_is_survived(project: Path) -> None:
    hostile(
        project,
        "cycle.py",
        b"from django.db import models\nclass A(B): pass\nclass B(A): f = models.ForeignKey('A', models.CASCADE)\n"
        b"def f():\n    for a in A.objects.all():\n        a.f.f.f\n",
    )
    (project / "loop").symlink_to(project)
    (project / "itself.py").symlink_to("itself.py")
    done = run("check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_folder_without_django_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("for x in range(100): print(x.y.z)\n")
    done = run("check")
    assert done.returncode == 0
    assert "All checks passed! (1 file)" in done.stdout
