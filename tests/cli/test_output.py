"""What `check` writes where, what comes in from standard input, and the exit status that scripts rely on."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from scale_lsp.cli.main import main
from scale_lsp.report.formats import FORMATS

FIXED = '.all().select_related("customer")'


@dataclass
class Done:
    returncode: int
    stdout: bytes
    stderr: bytes


class Run(Protocol):
    def __call__(self, *arguments: str, given: bytes = b"") -> Done: ...


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`scale-lsp check`, without starting a Python for it."""

    def run(*arguments: str, given: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["scale-lsp", "check", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as exit:
            main()
        out, err = capsysbinary.readouterr()
        return Done(int(str(exit.value.code)), out, err)

    return run


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def views(project: Path) -> Path:
    return project / "shop" / "views.py"


def test_one_check_writes_any_number_of_reports(project: Path, run: Run) -> None:
    done = run("--output-format", "github", *(f"--report={name}=out.{name}" for name in FORMATS))
    assert done.returncode == 1, done.stderr
    assert done.stdout == (project / "out.github").read_bytes()
    assert done.stdout.startswith(b"::warning title=scale-lsp (related-access-in-loop),file=shop/views.py,line=5")
    assert all((project / f"out.{name}").stat().st_size for name in FORMATS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--report", "sarif"], "FORMAT=FILE"),
        (["--report", "pdf=out.pdf"], "FORMAT=FILE"),
        (["--report", "sarif=no/such/folder/x"], "no/such/folder/x: No such file or directory"),
        (["--output-format", "pdf"], "'pdf' is not one of"),
        (["-"], "--stdin-filename"),
        (["--stdin-filename", "shop/views.py", "-"], "not UTF-8 text"),
    ],
)
def test_what_cannot_be_done_is_exit_status_2(project: Path, run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments, given=b"x = '\xff'\n")
    assert done.returncode == 2, done.stdout
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_paths_are_those_of_the_repository(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks of a monorepo run in a folder of it; annotations need paths from its root."""
    (project / ".git").mkdir()
    (project / "site").mkdir()
    for name in ("manage.py", "shop"):
        (project / name).rename(project / "site" / name)
    monkeypatch.chdir(project / "site" / "shop")
    assert b",file=site/shop/views.py," in run("--output-format", "github").stdout


def test_reports_of_a_change_know_the_change(project: Path, run: Run) -> None:
    git("init", "-q")
    (project / ".gitignore").write_text("out.*\n")
    git("add", "-A")
    git("commit", "-qm", "before")
    file = views(project)
    file.write_text(file.read_text() + "\n\ndef number():\n    return len(Order.objects.all())\n")
    done = run("--diff-base=HEAD", "--output-format=github-review", "--report=sarif=out.sarif")
    assert done.returncode == 1, done.stderr
    (comment,) = json.loads(done.stdout)["comments"]
    assert (comment["path"], comment["line"]) == ("shop/views.py", 9)
    (result,) = json.loads((project / "out.sarif").read_text())["runs"][0]["results"]
    assert (result["ruleId"], result["baselineState"]) == ("len-of-queryset", "new")


def test_standard_input_counts_instead_of_the_file(project: Path, run: Run) -> None:
    before = views(project).read_bytes()
    clean = before.replace(b".all()", b".select_related('customer')")
    views(project).write_bytes(clean)
    assert run("--stdin-filename", "shop/views.py", "-", given=before).returncode == 1
    views(project).write_bytes(before)
    assert run("--stdin-filename", "shop/views.py", given=clean).returncode == 0


def test_standard_input_may_be_a_file_that_is_not_there_yet(project: Path, run: Run) -> None:
    done = run("--stdin-filename=shop/new.py", "--output-format=concise", given=views(project).read_bytes())
    assert done.returncode == 1
    assert done.stdout.startswith(b"shop/new.py:5:46: related-access-in-loop"), "with the models of the project"


def test_standard_input_is_fixed_to_standard_output(project: Path, run: Run) -> None:
    """Byte for byte but for the fix; nothing on disk changes, and the report is out of the way."""
    on_disk = views(project).read_bytes()
    given = "# coding: latin-1\r\n# é\r\n".encode("latin-1") + on_disk.replace(b"\n", b"\r\n")
    done = run("--stdin-filename=shop/views.py", "--fix", given=given)
    assert done.stdout == given.replace(b".all()", FIXED.encode())
    assert (done.returncode, views(project).read_bytes()) == (0, on_disk)
    assert done.stderr.decode().splitlines() == ["Fixed 1 finding in 1 file.", "All checks passed! (1 file)"]


def test_standard_input_without_anything_to_fix_comes_back_as_it_is(project: Path, run: Run) -> None:
    given = b"import os"
    assert run("--stdin-filename=shop/views.py", "--fix", given=given).stdout == given


def test_standard_input_gets_no_fix_that_needs_another_file(project: Path, run: Run) -> None:
    """The package would have to be written into requirements.txt."""
    (project / "requirements.txt").write_text("Django==5.2\n")
    given = b"WSGI_APPLICATION = 'shop.wsgi.application'\nMIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']\n"
    arguments = ("--stdin-filename=shop/settings.py", "--select=undeclared-dependency", "--fix", "--unsafe-fixes")
    done = run(*arguments, given=given)
    assert (done.returncode, done.stdout) == (1, given), done.stderr
    assert (project / "requirements.txt").read_text() == "Django==5.2\n"


def test_excluded_files_may_be_named_by_hooks(project: Path, run: Run) -> None:
    (project / "tests").mkdir()
    (project / "tests" / "test_views.py").write_bytes(views(project).read_bytes().replace(b".models", b"shop.models"))
    assert run("tests/test_views.py").returncode == 1
    assert run("--force-exclude", "tests/test_views.py").returncode == 0
    assert run("--force-exclude", "tests/test_views.py", "shop/views.py").returncode == 1


def test_the_exit_status_after_fixes(project: Path, run: Run) -> None:
    before = views(project).read_bytes()
    assert run("--fix").returncode == 0
    assert run("--fix", "--exit-non-zero-on-fix").returncode == 0, "nothing left to fix"
    views(project).write_bytes(before)
    assert run("--fix", "--exit-non-zero-on-fix").returncode == 1
    assert FIXED in views(project).read_text()
    views(project).write_bytes(before)
    assert run("--fix", "--exit-non-zero-on-fix", "--exit-zero").returncode == 0


def test_a_fix_stages_nothing(project: Path, run: Run) -> None:
    git("init", "-q")
    git("add", "-A")
    staged = git("ls-files", "--stage")
    assert run("--fix").returncode == 0
    assert git("ls-files", "--stage") == staged
    assert FIXED in git("diff", "--", "shop/views.py")
