"""Where an import that a fix needs is put."""

from __future__ import annotations

import pytest

from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import apply_edits


def imported(text: str) -> str:
    return apply_edits(text, import_name("a.py", text, "django.views.decorators.vary", "vary_on_cookie"))


IMPORT = "from django.views.decorators.vary import vary_on_cookie\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", f"{IMPORT}x = 1\n"),
        ("", IMPORT),
        ('"""Doc."""\n\nx = 1\n', f'"""Doc."""\n{IMPORT}\nx = 1\n'),
        ("import os\n\nx = 1\n", f"import os\n{IMPORT}\nx = 1\n"),
        (
            "from django.http import Http404\nfrom shop import models\n",
            f"from django.http import Http404\n{IMPORT}from shop import models\n",
        ),
        (
            "from django.views.generic import View\nfrom shop import models\n",
            f"{IMPORT}from django.views.generic import View\nfrom shop import models\n",
        ),
        (
            "from django.views.decorators.vary import vary_on_headers\n",
            "from django.views.decorators.vary import vary_on_cookie, vary_on_headers\n",
        ),
        (
            "from django.views.decorators.vary import a, z\n",
            "from django.views.decorators.vary import a, vary_on_cookie, z\n",
        ),
        (
            "from django.views.decorators.vary import (\n    a,\n    z,\n)\n",
            "from django.views.decorators.vary import (\n    a,\n    vary_on_cookie,\n    z,\n)\n",
        ),
        (IMPORT, IMPORT),
    ],
)
def test_among_its_like(before: str, after: str) -> None:
    assert imported(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "def vary_on_cookie():\n    ...\n",
        "vary_on_cookie = None\n",
        "from somewhere import vary_on_cookie\n",
        "from somewhere import other as vary_on_cookie\n",
        "x = (\n",
    ],
)
def test_a_name_that_means_something_else_is_left_alone(text: str) -> None:
    with pytest.raises(RewriteRefused):
        imported(text)
