"""Input that nobody means to write: a clear message or silence, never a traceback, and the neighbours as usual."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scale_lsp.cli.main import cli
from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix, fix_all
from scale_lsp.index.project import Project

MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
"""
IMPORT = "from shop.models import Order\n"
LOOP = "names = [order.customer.name for order in Order.objects.all()]\n"
FOUND = "related-access-in-loop"


@dataclass(frozen=True)
class Checked:
    code: int
    findings: list[dict[str, Any]]
    err: str

    def places(self, root: Path) -> list[tuple[str, int]]:
        return [(Path(f["filename"]).relative_to(root).as_posix(), f["location"]["row"]) for f in self.findings]


Run = Callable[..., Checked]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Check a shop with some files more; `a__b` is a/b.py. An exception that comes out is a traceback for the user."""

    def checked(**files: str | bytes) -> Checked:
        for name, content in {"manage": "", "shop__models": MODELS, **files}.items():
            path = tmp_path / (name.replace("__", "/") + ("" if "." in name else ".py"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = cli.main(["check", "--output-format", "json", str(tmp_path)], standalone_mode=False)
        captured = capsys.readouterr()
        assert code in (0, 1), captured.err
        return Checked(code, json.loads(captured.out), captured.err)

    return checked


def test_syntax_error_in_the_middle(tmp_path: Path, run: Run) -> None:
    text = IMPORT + LOOP + "def broken(:\n    pass\n\n\n" + LOOP
    checked = run(shop__views=text)
    assert checked.places(tmp_path) == [("shop/views.py", 2), ("shop/views.py", 7)]
    assert "shop/views.py:3: " in checked.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x = 1\nname = '\xff\xfe'\n", "not utf-8 text"),
        (b"# coding: no-such-codec\nx = 1\n", "text"),
        (b"\xff\xfeI\x00m\x00p\x00o\x00", "not utf-8 text"),
        (b"x = 1\x00\n", "null bytes"),
    ],
    ids=["not UTF-8", "unknown encoding", "UTF-16", "NUL"],
)
def test_bytes_that_are_no_text(tmp_path: Path, run: Run, content: bytes, reason: str) -> None:
    """The file is named, with the reason; its neighbour is checked."""
    checked = run(shop__odd=content, shop__views=IMPORT + LOOP)
    assert checked.places(tmp_path) == [("shop/views.py", 2)]
    (warning,) = [line for line in checked.err.splitlines() if "odd.py" in line]
    assert reason in warning.lower()


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        (("# coding: latin-1\n# é\n" + IMPORT + LOOP).encode("latin-1"), 4, 43),
        (b"\xef\xbb\xbf" + (IMPORT + LOOP).encode(), 2, 43),
        ((IMPORT + LOOP).replace("\n", "\r\n").encode(), 2, 43),
        ((IMPORT + LOOP).replace("\n", "\r").encode(), 2, 43),
        (("\f\n" + IMPORT + "\f" + LOOP).encode(), 3, 44),
        ((IMPORT + "x = '😀é'; " + LOOP).encode(), 2, 53),
        ((IMPORT + LOOP).rstrip().encode(), 2, 43),
    ],
    ids=["latin-1", "byte order mark", "CRLF", "CR", "form feed", "beyond the BMP", "no newline at the end"],
)
def test_unusual_texts_are_read(tmp_path: Path, run: Run, content: bytes, row: int, column: int) -> None:
    checked = run(shop__views=content)
    assert [f["location"] for f in checked.findings] == [{"row": row, "column": column}], checked.err


def test_an_admin_class_in_a_broken_file(tmp_path: Path, run: Run) -> None:
    """What a class attribute would mend is found; the fix waits until the file is in order."""
    text = (
        "from django.contrib import admin\nfrom shop.models import Order\n\n\n@admin.register(Order)\n"
        'class OrderAdmin(admin.ModelAdmin):\n    list_display = ["pk", "who"]\n\n'
        "    def who(self, order):\n        return order.customer.name\n\n\n"
    )
    whole = run(shop__admin=text)
    assert [bool(f["fix"]) for f in whole.findings] == [True]
    broken = run(shop__admin=text + "def broken(:\n    pass\n")
    assert [f["rule"] for f in broken.findings] == [FOUND]


@pytest.mark.parametrize("annotation", [r"'a\0b'", "'('", "'" + "(" * 5000 + "'", "'Order' | 1", r"'\ud800'", "f'{x}'"])
def test_annotations_that_are_none(tmp_path: Path, run: Run, annotation: str) -> None:
    checked = run(shop__views=f"{IMPORT}{LOOP}\n\ndef f(x: {annotation}):\n    for y in x:\n        y.z.a\n")
    assert checked.places(tmp_path) == [("shop/views.py", 2)]


def test_30_000_lines(tmp_path: Path, run: Run) -> None:
    function = "def f{n}(a, b):\n    total = 0\n    for i in range(a):\n        total += i * b\n    return total\n\n\n"
    text = IMPORT + "".join(function.format(n=n) for n in range(4300)) + LOOP
    checked = run(shop__views=text)
    assert checked.places(tmp_path) == [("shop/views.py", 30_102)]


def test_one_function_of_5_000_lines(tmp_path: Path, run: Run) -> None:
    """There is an end to what is followed inside one function; its neighbours do not suffer."""
    body = "    if a:\n        x = [o for o in y]\n    else:\n        x = y\n    for z in x:\n        y = z\n"
    checked = run(shop__views=f"{IMPORT}def f(a, y):\n{body * 833}\n\n{LOOP}")
    assert checked.places(tmp_path) == [("shop/views.py", 5003)]


def test_python_does_not_warn_about_what_it_reads(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a.py").write_text('x = "\\}"\n')
    command = [sys.executable, "-W", "default", "-m", "scale_lsp", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("files", [{"a": "for x in []:\n    print(x.y.z)\n", "empty": ""}, {}], ids=["plain", "empty"])
def test_without_django(tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").touch()
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text)
    assert cli.main(["check", str(tmp_path)], standalone_mode=False) == 0
    assert capsys.readouterr() == (f"All checks passed! ({len(files)} files)\n", "")


def test_circular_imports(tmp_path: Path, run: Run) -> None:
    """Models that know each other, modules that re-export each other, a module that imports itself."""
    checked = run(
        a="from b import Author\nfrom django.db import models\n\n\n"
        "class Book(models.Model):\n    author = models.ForeignKey(Author, on_delete=models.CASCADE)\n",
        b="from a import Book\nfrom django.db import models\n\n\n"
        "class Author(models.Model):\n    best = models.ForeignKey(Book, null=True, on_delete=models.CASCADE)\n",
        c="from d import *\nfrom c import *\nfrom c import x as x\n",
        d="from c import *\nfrom a import Book\n",
        views="from c import Book, missing\nx = [book.author.best.title for book in Book.objects.all()]\nmissing.x\n",
    )
    assert checked.places(tmp_path) == [("views.py", 2)]
    assert "`author__best`" in checked.findings[0]["message"]


def test_classes_that_inherit_in_a_circle(tmp_path: Path, run: Run) -> None:
    text = "from django.db import models\n\n\nclass A(B, models.Model):\n    pass\n\n\nclass B(A):\n    pass\n\n\n"
    more = "class C(C):\n    pass\n\n\nfor a in A.objects.all():\n    a.x.y\nfor c in C.objects.all():\n    c.x.y\n"
    assert run(shop__circle=text + more).code == 0


ROUND = """\
from shop.models import Order


def root(order):
    while order.parent:
        order = order.parent
    return order


def path(order):
    return [*path(order.parent), order.pk] if order.parent else [order.pk]


def ping(order):
    return pong(order.parent)


def pong(order):
    return ping(order.parent)


def use_root():
    for order in Order.objects.all():
        root(order)


def use_path():
    for order in Order.objects.all():
        path(order)


def use_ping():
    for order in Order.objects.all():
        ping(order)


def round():
    for order in Order.objects.all():
        for other in order.customer.orders.all():
            print(other.customer.orders.all()[0].parent.parent.customer.orders.count())
"""


def test_a_model_graph_with_a_cycle(tmp_path: Path, run: Run) -> None:
    """Relations that come back to their model, and code that follows them round and round."""
    checked = run(shop__views=ROUND)
    assert [row for _, row in checked.places(tmp_path)] == [23, 28, 33, 38]


DEEP = {
    "parentheses": lambda n: "(" * n + "1" + ")" * n,
    "lists": lambda n: "[" * n + "]" * n,
    "additions": lambda n: " + ".join(["1"] * n),
    "attributes": lambda n: "a" + ".b" * n,
    "calls": lambda n: "a" + "()" * n,
    "nested calls": lambda n: "a(" * n + ")" * n,
    "subscripts": lambda n: "a" + "[0]" * n,
    "not": lambda n: "not " * n + "1",
    "minus": lambda n: "-" * n + "1",
    "lambdas": lambda n: "lambda: " * n + "1",
    "conditions": lambda n: "1 if 1 else " * n + "1",
    "comprehensions": lambda n: "[x for x in " * n + "y" + "]" * n,
    "querysets": lambda n: "Order.objects" + ".all()" * n,
    "text": lambda n: "'" + "x" * n * 100 + "'",
    "number": lambda n: "9" * n,
}


@pytest.mark.parametrize("depth", [30, 90, 190, 320, 600, 900, 5000])
@pytest.mark.parametrize("kind", DEEP)
def test_deep_expressions(tmp_path: Path, run: Run, kind: str, depth: int) -> None:
    """What Python itself can't parse is named; the neighbour is checked either way."""
    expression = DEEP[kind](depth)
    deep = f"{IMPORT}x = {expression}\n\n\ndef f(a, y):\n    for order in Order.objects.all():\n        {expression}\n"
    checked = run(shop__deep=deep, shop__views=IMPORT + LOOP)
    assert ("shop/views.py", 2) in checked.places(tmp_path)


def test_lone_surrogates(tmp_path: Path, run: Run) -> None:
    checked = run(shop__odd=f"{IMPORT}x = '\\ud800'\n{LOOP}")
    assert checked.places(tmp_path) == [("shop/odd.py", 3)]


@pytest.mark.parametrize(
    "head", ["if x:", "for order in Order.objects.all():", "def f():", "class A:", "with x:", "try:"]
)
def test_deep_blocks(tmp_path: Path, run: Run, head: str) -> None:
    depth = 95
    text = IMPORT + "".join(f"{' ' * n}{head}\n" for n in range(depth)) + " " * depth + "pass\n"
    if head == "try:":
        text += "".join(f"{' ' * n}finally:\n{' ' * n} pass\n" for n in reversed(range(depth)))
    checked = run(shop__deep=text, shop__views=IMPORT + LOOP)
    assert ("shop/views.py", 2) in checked.places(tmp_path)


def test_links_that_go_round(tmp_path: Path, run: Run) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "again").symlink_to(tmp_path)
    (tmp_path / "self.py").symlink_to(tmp_path / "self.py")
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "folder.py").mkdir()
    checked = run(shop__views=IMPORT + LOOP)
    assert checked.places(tmp_path) == [("shop/views.py", 2)]


TEMPLATES = {
    "shop/templates/a.html": "{% extends 'b.html' %}{% include 'a.html' %}{% block x %}{{ block.super }}{% endblock %}",
    "shop/templates/b.html": "{% extends 'a.html' %}{% block x %}{% include 'b.html' %}{% endblock %}",
    "shop/templates/c.html": "{% for %}{% endif %}{{ }}{% {{ %}{% block %}{{ a.|b:c: }}{% for x in %}{% include %}",
    "shop/templates/d.html": "{% for o in orders %}{{ o.customer.name }}",
    "shop/templates/e.html": b"\xff\xfe\x00{{ x }}",
    "shop/templates/f.html": "{% if x %}" * 2000,
    "shop/templates/g.html": "{% for a in a %}" * 200 + "{{ a.b }}" + "{% endfor %}" * 200,
}


def test_templates(tmp_path: Path, run: Run) -> None:
    """Templates that extend and include themselves, do not close, or are no text."""
    names = [Path(name).name for name in TEMPLATES]
    views = "".join(f"def v{i}(r):\n    return render(r, {n!r}, {{'a': 1}})\n" for i, n in enumerate(names))
    text = f"from django.shortcuts import render\n{IMPORT}{views}{LOOP}"
    checked = run(shop__views=text, **TEMPLATES)
    assert ("shop/views.py", 3 + 2 * len(names)) in checked.places(tmp_path)


PAGES = f"""from django.shortcuts import render
from django.views.generic import ListView
{IMPORT}

class Page(ListView):
    queryset = Order.objects.filter(pk__gt=1)

    def names(self):
        return [self.one(order) for order in self.queryset]

    @staticmethod
    def one(order: "Order | None"):
        \"\"\"A name.\"\"\"
        return f"{{order.customer.name}} {{order.parent}}"


def counts(request, x=[Order]):
    for order in sorted(Order.objects.all(), key=lambda o: (o.customer.pk, o.pk)):
        yield {{"n": order.customer.orders.count(), **x}}
    yield render(request, "orders.html", {{"orders": Order.objects.select_related("parent")}})
"""
ADMIN = f"""from django.contrib import admin
{IMPORT}

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["pk", "who"]

    def who(self, order):
        return order.customer.name  # scale: ignore[query-in-loop]
"""
TEMPLATE = """{% extends "base.html" %}{% load i18n %}
{% for order in orders %}{% if order.parent %}{{ order.customer.name|default:"x" }}{% endif %}
{% with c=order.customer %}{% for o in c.orders.all %}{{ o.customer.name }}{% endfor %}{% endwith %}{% endfor %}
"""
FILES = {"/p/shop/views.py": PAGES, "/p/shop/admin.py": ADMIN, "/p/shop/templates/orders.html": TEMPLATE}


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.integers(0, len(PAGES)),
    st.integers(0, 60),
    st.text(st.sampled_from("()[]{}:,.='\"\\\n\t #*%|ax@\0😀"), max_size=6),
)
def test_any_edit_of_a_good_file(path: str, start: int, length: int, text: str) -> None:
    """While somebody types, nearly every text is a broken one."""
    project, config = Project("/p"), Config()
    project.put("/p/shop/models.py", MODELS)
    for name, whole in FILES.items():
        project.put(name, whole)
    project.put(path, FILES[path][:start] + text + FILES[path][start + length :])
    snapshot = project.snapshot()
    for finding in (f for name in FILES for f in check(snapshot, name, config)):
        fix(snapshot, finding, config)
        span, lines = finding.location.span, snapshot.sources[finding.location.path].lines
        assert span.start < span.end, "nothing is empty"
        assert span.end.line < len(lines)
        assert span.end.column <= len(lines[span.end.line])
    assert not project_findings(snapshot, config).broken
    fix_all(project, FILES, config)


def test_the_good_files_have_something_to_break(tmp_path: Path, run: Run) -> None:
    checked = run(**{name.removeprefix("/p/"): text for name, text in FILES.items()})
    assert {Path(f["filename"]).name for f in checked.findings} == {"views.py", "admin.py"}
    assert "orders.html" in json.dumps(checked.findings)


def test_functions_that_all_call_each_other() -> None:
    """Each call is interpreted once for each arguments, however many ways lead to it."""
    names = [f"f{i}" for i in range(14)]
    calls = " or ".join(f"{name}(n, {name})" for name in names)
    bodies = "".join(f"def {name}(n, then):\n    rows = {calls}\n    return rows\n\n\n" for name in names)
    project = Project("/p")
    project.put("/p/shop/models.py", MODELS)
    project.put("/p/shop/walks.py", f"{IMPORT}\n\n{bodies}{LOOP}")
    found = [finding.rule for finding in check(project.snapshot(), "/p/shop/walks.py", Config())]
    assert found == [FOUND]
