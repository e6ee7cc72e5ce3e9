from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the fixed versions of the fixtures anew")
    parser.addoption("--other-editors", action="store_true", help="also drive Emacs and Vim, which have to be there")
