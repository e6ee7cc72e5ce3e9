"""`scale-lsp report`, as its users and scripts see it."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.inside import run
from tests.cli.test_endpoints import URLS, VIEWS


@pytest.fixture
def site(project: Path) -> Path:
    (project / "urls.py").write_text(URLS)
    (project / "shop" / "views.py").write_text(VIEWS)
    return project


def test_the_report_is_markdown_for_the_configured_users(site: Path) -> None:
    (site / "scale-lsp.toml").write_text("target-users = 300\n")
    done = run("report")
    assert done.returncode == 0, done.stderr
    assert "ready for 300 users?" in done.stdout.splitlines()[0]
    assert "[shop/views.py:9](<shop/views.py#L9>)" in done.stdout
    assert "ready for 20,000 users?" in run("report", "--users", "20000").stdout.splitlines()[0]


def test_more_users_are_carried_worse(site: Path) -> None:
    few, many = (json.loads(run("report", "--users", n, "--format", "json").stdout) for n in ("50", "100000"))
    assert few["verdict"]["users"] == many["verdict"]["users"]
    assert many["verdict"]["status"] == "not ready"
    assert many["problems"][0]["busy_workers"] == pytest.approx(2000 * few["problems"][0]["busy_workers"])


def test_the_format_follows_the_name_of_the_file(site: Path) -> None:
    (site / "docs").mkdir()
    for name, begins in (("r.html", "<!doctype html>"), ("r.json", "{"), ("docs/r.md", "# Is ")):
        done = run("report", "-o", name)
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        assert re.fullmatch(rf"(not |partially )?ready: {name}\n", done.stderr)
        assert (site / name).read_text().startswith(begins)
    assert "(<../shop/views.py#L9>)" in (site / "docs/r.md").read_text()
    assert 'href="shop/views.py#L9"' in (site / "r.html").read_text()
    assert run("report", "-o", "none/r.md").returncode == 2


def test_from_another_folder_links_lead_to_the_project(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.parent)
    assert f"(<{site.name}/shop/views.py#L9>)" in run("report", site.name).stdout


def test_what_is_no_django_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path, tmp_path / "empty"):
        done = run("report", str(folder))
        assert done.returncode == 2
        assert f"{folder}: there is no Django project" in done.stderr
    assert run("report", str(tmp_path / "nowhere")).returncode == 2


def test_the_commands_of_the_documentation_work(site: Path) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "report.md").read_text()
    commands = re.findall(r"^scale-lsp .*$", page, re.M)
    assert len(commands) == 6
    for command in commands:
        done = run(*shlex.split(command, comments=True)[1:])
        assert done.returncode == 0, done.stderr
    (settings,) = re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)
    (site / "pyproject.toml").write_text(settings)
    assert "ready for 5,000 users?" in run("report").stdout
