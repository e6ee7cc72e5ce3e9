"""Entries that are added to Meta.indexes."""

from __future__ import annotations

import ast

import pytest

from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import apply_edits, split_lines

ENTRY = Entry('{Index}(fields=["a"])', (("django.db.models", "Index"),))
HEAD = "from django.db import models\n\n\n"


def with_index(text: str, entry: Entry = ENTRY) -> str:
    lines = split_lines(text)
    model = next(node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef))
    return apply_edits(text, add_index("models.py", text, node_span(lines, model), entry))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    a = f()\n", '    a = f()\n\n    class Meta:\n        indexes = [models.Index(fields=["a"])]\n'),
        ("    a = f()", '    a = f()\n\n    class Meta:\n        indexes = [models.Index(fields=["a"])]'),
        (
            "    a = f()  # first\n\n    def name(self):\n        return 1\n",
            '    a = f()  # first\n\n    class Meta:\n        indexes = [models.Index(fields=["a"])]\n'
            "\n    def name(self):\n        return 1\n",
        ),
        (
            '    a = f()\n\n    class Meta:\n        ordering = ["a"]  # by a\n',
            '    a = f()\n\n    class Meta:\n        ordering = ["a"]  # by a\n'
            '        indexes = [models.Index(fields=["a"])]\n',
        ),
        (
            "    a = f()\n\n    class Meta:\n        indexes = []\n",
            '    a = f()\n\n    class Meta:\n        indexes = [models.Index(fields=["a"])]\n',
        ),
        (
            "    a = f()\n\n    class Meta:\n        indexes = [x()]\n",
            '    a = f()\n\n    class Meta:\n        indexes = [x(), models.Index(fields=["a"])]\n',
        ),
        (
            "    a = f()\n\n    class Meta:\n        indexes = (x(),)\n",
            '    a = f()\n\n    class Meta:\n        indexes = (x(), models.Index(fields=["a"]),)\n',
        ),
        (
            "    a = f()\n\n    class Meta:\n        indexes = [\n            x(),  # for search\n        ]\n",
            "    a = f()\n\n    class Meta:\n        indexes = [\n            x(),  # for search\n"
            '            models.Index(fields=["a"]),\n        ]\n',
        ),
        (
            "    a = f()\n\n    class Meta:\n        indexes = [\n            x()  # for search\n        ]\n",
            "    a = f()\n\n    class Meta:\n        indexes = [\n            x(),\n"
            '            models.Index(fields=["a"])  # for search\n        ]\n',
        ),
    ],
)
def test_where_it_goes(body: str, expected: str) -> None:
    before, after = (f"{HEAD}class Order(models.Model):\n{lines}" for lines in (body, expected))
    assert with_index(before) == after
    assert with_index(after) == after, "twice changes nothing"


def test_lines_end_as_they_do() -> None:
    before = f"{HEAD}class Order(models.Model):\n    a = f()\n".replace("\n", "\r\n")
    assert "\n" not in with_index(before).replace("\r\n", "")


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("from django.db.models import Index", "Index"),
        ("from django.db.models import Index as I", "I"),
        ("from django.db import models as m", "m.Index"),
    ],
)
def test_the_name_that_the_file_has(imports: str, name: str) -> None:
    assert f'{name}(fields=["a"])' in with_index(f"{imports}\n\n\nclass Order(Model):\n    a = f()\n")


def test_names_that_are_imported_for_it() -> None:
    modules = (("django.contrib.postgres.indexes", "GinIndex"), ("django.db.models.functions", "Upper"))
    after = with_index(f"{HEAD}class Order(models.Model):\n    a = f()\n", Entry('{GinIndex}({Upper}("a"))', modules))
    assert after.splitlines()[:3] == [
        "from django.contrib.postgres.indexes import GinIndex",
        "from django.db import models",
        "from django.db.models.functions import Upper",
    ]
    assert 'indexes = [GinIndex(Upper("a"))]' in after


@pytest.mark.parametrize(
    "model",
    [
        "class Order(Base):\n    a = f()\n",
        "class Order(models.Model):\n    a = f()\n\n    class Meta(Base.Meta):\n        ordering = []\n",
        "class Order(models.Model):\n    a = f()\n\n    class Meta:\n        indexes = make()\n",
        "class Order(models.Model): a = f()\n",
        "class Order(models.Model):\n    a = f(); b = f()\n",
    ],
)
def test_it_is_refused_where_something_would_be_hidden(model: str) -> None:
    if "; b" in model:
        model = model.replace("a = f(); b = f()", "b = f(); a = f();")
    with pytest.raises(RewriteRefused):
        with_index(HEAD + model)
