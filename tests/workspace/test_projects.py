"""Which Django projects a folder has, and which of them sees a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.workspace import Layout, discover, layout

MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'


def laid_out(root: Path, *files: str) -> Layout:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MANAGE if path.name == "manage.py" else "")
    return layout(root.as_posix(), discover(root, Config()))


def names(found: Layout, root: Path) -> list[str]:
    return [Path(folder).relative_to(root).as_posix() for folder in found.projects]


@pytest.mark.parametrize(
    ("files", "projects"),
    [
        ((), []),
        (("manage.py", "shop/models.py"), []),
        (("backend/manage.py", "lib/models.py"), []),
        (("blue/manage.py", "green/manage.py", "common/models.py"), ["blue", "green"]),
        (("manage.py", "standalone/manage.py"), [".", "standalone"]),
        (("blue/manage.py", "tests/manage.py", "venv/manage.py"), []),
        (("blue/pyproject.toml", "blue/src/manage.py", "green/src/manage.py"), ["blue", "green/src"]),
        (("apps/setup.py", "apps/blue/manage.py", "apps/green/manage.py"), ["apps/blue", "apps/green"]),
        (("pyproject.toml", "a/b/manage.py", "c/manage.py"), ["a/b", "c"]),
    ],
)
def test_the_projects_of_a_folder(tmp_path: Path, files: tuple[str, ...], projects: list[str]) -> None:
    assert names(laid_out(tmp_path, *files), tmp_path) == projects


def test_a_script_that_is_not_that_of_django_makes_no_project(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "manage.py").write_text("print('hello')\n")
    assert laid_out(tmp_path, "blue/manage.py").projects == ()


def test_who_sees_what(tmp_path: Path) -> None:
    found = laid_out(tmp_path, "manage.py", "blue/manage.py", "blue/inner/manage.py")
    root, blue, inner = found.keys
    assert found.keys_of(f"{root}/shop/models.py") == (root,)
    assert found.keys_of(f"{blue}/shop/models.py") == (blue,)
    assert found.keys_of(f"{inner}/shop/models.py") == (inner,)
    assert found.keys_of(f"{root}/blues/models.py") == (root,)


def test_what_lies_beside_the_projects_is_of_all_of_them(tmp_path: Path) -> None:
    found = laid_out(tmp_path, "blue/manage.py", "green/manage.py")
    assert found.keys_of(f"{tmp_path}/common/models.py") == found.keys == found.projects
    assert Layout().keys_of(f"{tmp_path}/common/models.py") == (None,)
