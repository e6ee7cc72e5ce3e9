"""Paths as people and Python write them."""

from __future__ import annotations

import pytest

from scale_lsp.text.folders import module_name, relative_to, within


@pytest.mark.parametrize("root", ["/site", "/site/"])
def test_as_seen_from_a_folder(root: str) -> None:
    assert relative_to("/site/shop/views.py", root) == "shop/views.py"
    assert relative_to("/site-2/shop/views.py", root) == "/site-2/shop/views.py"
    assert [within(path, root) for path in ("/site/a.py", "/site-2/a.py")] == [True, False]


def test_the_name_of_a_module() -> None:
    assert module_name("/site/shop/views.py", "/site") == "shop.views"
    assert module_name("/site/shop/models/__init__.py", "/site") == "shop.models"
