"""Suggested changes: which fixes may be taken over with one click, and that the lines are the fix."""

from __future__ import annotations

import pytest

from scale_lsp.finding import Finding, Fix, Safety, Severity
from scale_lsp.index.project import Project
from scale_lsp.report.suggestions import Suggestion, difference, fenced, suggestion
from scale_lsp.text.positions import Edit, Location, NewFile, apply_edits, span, split_lines

PATH = "/site/a.py"
TEXT = "".join(f"line{number} = {number}\n" for number in range(40)) + "last = 1"


def suggested(
    *edits: Edit, at: int = 20, safety: Safety = Safety.SAFE, new: tuple[NewFile, ...] = ()
) -> Suggestion | None:
    project = Project("/site")
    project.put(PATH, TEXT)
    project.put("/site/b.py", TEXT)
    finding = Finding("some-rule", Location(PATH, span(at, 0, at, 4)), "", Severity.WARNING)
    return suggestion(finding, Fix("", safety, edits, new_files=new), project.snapshot())


def edit(first: int, column: int, last: int, end: int, text: str, path: str = PATH) -> Edit:
    return Edit(path, span(first, column, last, end), text)


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        pytest.param([edit(20, 9, 20, 11, "1")], (20, 20), id="in the line"),
        pytest.param([edit(20, 0, 20, 6, "x"), edit(22, 0, 22, 6, "y")], (20, 22), id="two edits, and what is between"),
        pytest.param([edit(23, 0, 23, 6, "x")], (20, 23), id="a few lines below"),
        pytest.param([edit(18, 0, 18, 6, "x")], (18, 20), id="a few lines above"),
        pytest.param([edit(21, 0, 21, 0, "new = 1\n")], (20, 20), id="a new line below"),
        pytest.param([edit(20, 11, 20, 11, "\nnew = 1")], (20, 20), id="a new line at the end of the line"),
        pytest.param([edit(20, 0, 21, 0, "")], (20, 20), id="the line goes away"),
        pytest.param([edit(20, 0, 22, 0, "one = 1\n")], (20, 21), id="one line for two"),
        pytest.param([edit(0, 0, 0, 0, "new = 1\n")], None, id="an import"),
        pytest.param([edit(20, 0, 20, 6, "x"), edit(2, 0, 2, 0, "import x\n")], None, id="code and an import"),
        pytest.param([edit(36, 0, 36, 6, "x")], None, id="too far below"),
        pytest.param([edit(20, 0, 20, 6, "x"), edit(0, 0, 0, 0, "y", "/site/b.py")], None, id="another file"),
    ],
)
def test_the_lines_of_a_suggestion(edits: list[Edit], lines: tuple[int, int] | None) -> None:
    made = suggested(*edits)
    if lines is None:
        assert made is None
        return
    assert made is not None
    assert (made.first, made.last) == lines
    assert taken_over(made) == apply_edits(TEXT, edits)


def test_at_the_end_of_a_file_without_a_line_end() -> None:
    edits = [edit(40, 8, 40, 8, "\nmore = 2")]
    made = suggested(*edits, at=40)
    assert made is not None
    assert taken_over(made) == apply_edits(TEXT, edits)


def test_an_insertion_behind_the_last_line() -> None:
    edits = [edit(41, 0, 41, 0, "\nmore = 2\n")]
    made = suggested(*edits, at=40)
    assert made is not None
    assert taken_over(made) == apply_edits(TEXT, edits)


@pytest.mark.parametrize("safety", [Safety.UNSAFE, Safety.MANUAL])
def test_only_safe_fixes_are_suggested(safety: Safety) -> None:
    assert suggested(edit(20, 9, 20, 11, "1"), safety=safety) is None


def test_a_fix_that_creates_a_file_is_not_suggested() -> None:
    assert suggested(edit(20, 9, 20, 11, "1"), new=(NewFile("/site/c.py", ""),)) is None


def test_a_block_has_more_backticks_than_its_text() -> None:
    assert fenced("a\n", "suggestion") == "```suggestion\na\n```"
    assert fenced("'''\n```python\n'''", "diff") == "````diff\n'''\n```python\n'''\n````"
    assert fenced("", "suggestion") == "```suggestion\n```", "the lines go away"


def test_a_difference_has_all_files() -> None:
    project = Project("/site")
    project.put(PATH, "a = 1\n")
    fix = Fix("", Safety.UNSAFE, (edit(0, 4, 0, 5, "2"),), new_files=(NewFile("/site/c.py", "c = 1\n"),))
    assert difference(fix, project.snapshot(), lambda path: path.removeprefix("/site/")) == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-a = 1\n+a = 2\n--- /dev/null\n+++ b/c.py\n@@ -0,0 +1 @@\n+c = 1\n"
    )


def taken_over(made: Suggestion) -> str:
    lines = split_lines(TEXT)
    return "".join([*lines[: made.first], made.text, *lines[made.last + 1 :]])
