"""URIs as clients write them, paths as the analysis knows them."""

from __future__ import annotations

import pytest

from scale_lsp.lsp.uris import path_of, uri_of
from scale_lsp.text.folders import within


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/me/shop/views.py", "/home/me/shop/views.py"),
        ("file://localhost/home/me/views.py", "/home/me/views.py"),
        ("file:///home/me/my%20shop/%C3%A9.py", "/home/me/my shop/é.py"),
        ("file:///home/me/a%23b%3Fc;d.py", "/home/me/a#b?c;d.py"),
        ("file:///c%3A/Users/me/views.py", "c:/Users/me/views.py"),
        ("file:///C:/Users/me/views.py", "c:/Users/me/views.py"),
        ("file://server/share/views.py", "//server/share/views.py"),
        ("untitled:Untitled-1", "/untitled:Untitled-1.py"),
        ("untitled:/home/me/new.py", "/untitled:home/me/new.py"),
    ],
)
def test_documents_we_analyse(uri: str, path: str) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize(
    "uri",
    [
        "git:/shop/views.py?ref",
        "vscode-notebook-cell:/book.ipynb#x",
        "https://host/views.py",
        "views.py",
        "",
        "http://[bad",
    ],
)
def test_documents_we_leave_alone(uri: str) -> None:
    assert path_of(uri) is None


@pytest.mark.parametrize(
    "path", ["/home/me/my shop/é#?;.py", "c:/Users/me/views.py", "//server/share/my views.py", "/", "/a%20b.py"]
)
def test_a_path_survives_the_round_trip(path: str) -> None:
    assert path_of(uri_of(path)) == path


def test_within_speaks_of_whole_names() -> None:
    assert within("/shop/views.py", "/shop")
    assert within("/shop", "/shop")
    assert within("/shop", "/")
    assert not within("/shopping/views.py", "/shop")
