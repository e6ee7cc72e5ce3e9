from __future__ import annotations

from collections.abc import Iterator

import pytest

from scale_lsp.workspace import find_root


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the fixed versions of the fixtures anew")
    parser.addoption("--other-editors", action="store_true", help="also drive Emacs and Vim, which have to be there")


@pytest.fixture(autouse=True, scope="session")
def nothing_is_left_beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that leaves a mark of a project beside its folder makes one project of the folders of all others."""
    beside = tmp_path_factory.mktemp("beside")
    yield
    assert find_root(beside) != tmp_path_factory.getbasetemp()
