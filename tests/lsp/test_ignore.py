"""Where the comment goes that silences a finding, and that it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scale_lsp.engine.ignore import ignore_edit, ignore_in_file
from scale_lsp.engine.suppress import suppressions
from scale_lsp.finding import Finding, Severity
from scale_lsp.index.project import File
from scale_lsp.text.positions import Edit, Location, Position, Span, apply_edits, split_lines
from scale_lsp.text.source import SourceFile
from scale_lsp.text.template import TemplateFile

PYTHON = {
    "at the end of the line": ("for o in «qs»:\n    o.a\n", "for o in qs:  # scale: ignore[slow]\n    o.a\n"),
    "after another comment": ("x = «qs»  # why\n", "x = qs  # why  # scale: ignore[slow]\n"),
    "in a list that is there": ("x = «qs»  # scale: ignore[a]\n", "x = qs  # scale: ignore[a, slow]\n"),
    "in a list that is empty": ("x = «qs»  # scale: ignore[]\n", "x = qs  # scale: ignore[slow]\n"),
    "before the line end of Windows": ("x = «qs»\r\ny = 1\r\n", "x = qs  # scale: ignore[slow]\r\ny = 1\r\n"),
    "in the last line, which has no end": ("x = «qs»", "x = qs  # scale: ignore[slow]"),
    "on the first line of several": (
        "x = (\n    «qs\n    .all()»\n)\n",
        "x = (\n    qs  # scale: ignore[slow]\n    .all()\n)\n",
    ),
    "not behind a backslash": ("x = «qs \\\n    .all()»\n", "x = qs \\\n    .all()  # scale: ignore[slow]\n"),
    "not in a string": ("x = «f('''\n# ''')»\n", "x = f('''\n# ''')  # scale: ignore[slow]\n"),
    "beside what is broken": ("def f(:\n\n\nx = «qs»\n", "def f(:\n\n\nx = qs  # scale: ignore[slow]\n"),
}
TEMPLATE = {
    "in a template, adding nothing to the page": (
        "<p>\n{% for o in «orders» %}\n",
        "<p>\n{% for o in orders %}{# scale: ignore[slow] #}\n",
    ),
    "in a list of a template": (
        "{% for o in «orders» %}{# scale: ignore[a] #}\n",
        "{% for o in orders %}{# scale: ignore[a, slow] #}\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), PYTHON.values(), ids=PYTHON.keys())
def test_python(before: str, after: str) -> None:
    silences(SourceFile.parse("/a.py", before.replace("«", "").replace("»", "")), before, after)


@pytest.mark.parametrize(("before", "after"), TEMPLATE.values(), ids=TEMPLATE.keys())
def test_templates(before: str, after: str) -> None:
    silences(TemplateFile("/a.html", before.replace("«", "").replace("»", "")), before, after)


FILES = {
    "at the top": ("x = «qs»\n", "# scale: ignore-file[slow]\nx = qs\n"),
    "behind what must come first": (
        "#!/usr/bin/python\n# coding: utf-8\nx = «qs»\n",
        "#!/usr/bin/python\n# coding: utf-8\n# scale: ignore-file[slow]\nx = qs\n",
    ),
    "with the line end of Windows": ("x = «qs»\r\n", "# scale: ignore-file[slow]\r\nx = qs\r\n"),
    "in a list that is there": (
        "x = «qs»\n# scale: ignore-file[a]\n",
        "x = qs\n# scale: ignore-file[a, slow]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), FILES.values(), ids=FILES.keys())
def test_whole_files(before: str, after: str) -> None:
    source = SourceFile.parse("/a.py", before.replace("«", "").replace("»", ""))
    silences(source, before, after, ignore_in_file)


def test_whole_templates() -> None:
    before = "{% for o in «orders» %}\n"
    template = TemplateFile("/a.html", before.replace("«", "").replace("»", ""))
    silences(template, before, "{# scale: ignore-file[slow] #}{% for o in orders %}\n", ignore_in_file)


def test_no_line_can_carry_it() -> None:
    marked = "x = f'''\n{«qs»}\n'''\n"
    source = SourceFile.parse("/a.py", marked.replace("«", "").replace("»", ""))
    assert ignore_edit(source, finding_at(marked, source.path)) is None


def silences(source: File, marked: str, after: str, make: Callable[[File, Finding], Edit | None] = ignore_edit) -> None:
    finding = finding_at(marked, source.path)
    edit = make(source, finding)
    assert edit is not None
    assert apply_edits(source.text, [edit]) == after
    assert any(s.covers(finding) for s in suppressions(source.edited(edit.span, edit.text)))


def finding_at(marked: str, path: str) -> Finding:
    """The finding between « and »."""
    start, end = marked.index("«"), marked.index("»")
    span = Span(_position(marked[:start]), _position(marked[:end].replace("«", "")))
    return Finding("slow", Location(path, span), "slow", Severity.WARNING)


def _position(before: str) -> Position:
    lines = split_lines(before) or [""]
    return Position(len(lines), 0) if lines[-1].endswith(("\n", "\r")) else Position(len(lines) - 1, len(lines[-1]))
