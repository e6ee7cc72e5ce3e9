"""The table of distributions against the packages that are installed here, and what is said without one."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from scale_lsp.index.deployment.distributions import BY_IMPORT
from tests.settings.started import fixed, run


def test_the_table_is_made_of_names() -> None:
    words = [word for one in BY_IMPORT.values() for word in (*one.names, *one.brought)]
    assert all(re.fullmatch(r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*", word) for word in words)


def test_the_table_names_the_distributions_of_what_is_installed() -> None:
    here = packages_distributions()
    known = {package: here[package] for package in BY_IMPORT if package in here}
    assert len(known) > 8
    for package, distributions in known.items():
        names = {canonicalize_name(name) for name in BY_IMPORT[package].names}
        assert names & {canonicalize_name(name) for name in distributions}, package


FILES = {
    "settings.py": 'SECRET_KEY = "x"\nWSGI_APPLICATION = "wsgi.application"\nINSTALLED_APPS = ["silk"]\n',
    "requirements.txt": "Django",
}


def test_a_project_does_not_start_without_an_app(tmp_path: Path) -> None:
    assert "No module named 'silk'" in run(tmp_path, FILES, "").stderr


def test_the_fix_adds_a_line(tmp_path: Path) -> None:
    assert fixed(FILES, "undeclared-dependency")["requirements.txt"] == "Django\ndjango-silk\n"
