"""What has changed between two states of a project, and which place of it makes a finding elsewhere."""

from __future__ import annotations

from scale_lsp.config import Config
from scale_lsp.engine.causes import with_causes
from scale_lsp.engine.changes import changes
from scale_lsp.engine.check import check
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project
from scale_lsp.text.positions import Location, Position, span
from tests.cli.repository import MODELS, TEXTS, VIEWS

BEFORE = "".join(f"line {number}\n" for number in range(10))


def test_lines_that_came_changed_and_went() -> None:
    after = "new\n" + BEFORE.replace("line 3\n", "LINE 3\n").replace("line 7\n", "")
    change = changes({"a.py": BEFORE}, {"a.py": after}).files["a.py"]
    assert [(one.start, one.stop, one.before) for one in change.hunks] == [
        (0, 1, ()),
        (4, 5, ("line 3\n",)),
        (8, 8, ("line 7\n",)),
    ]
    assert [change.without(hunk) for hunk in change.hunks] == [
        after.removeprefix("new\n"),
        after.replace("LINE 3", "line 3"),
        after.replace("line 8\n", "line 7\nline 8\n"),
    ]
    assert change.place(change.hunks[2]) == Location("a.py", span(8, 0, 8, 6)), "the line that follows"


def test_where_a_place_was_before() -> None:
    found = changes({"a.py": BEFORE}, {"a.py": "new\nnew\n" + BEFORE.replace("line 3\n", "")})
    assert found.start_before(Location("a.py", span(2, 4, 2, 6))) == Position(0, 4)
    assert found.start_before(Location("a.py", span(5, 0, 5, 6))) == Position(4, 0)
    assert found.start_before(Location("a.py", span(1, 0, 1, 3))) is None
    assert found.start_before(Location("b.py", span(1, 0, 1, 3))) == Position(1, 0)


def test_a_renamed_file_is_the_one_that_it_is_most_like() -> None:
    other = BEFORE.replace("line", "row")
    new = {"c/b.py": BEFORE + "more\n", "d.py": other, "e.py": "something else\n"}
    found = changes({"a.py": other, "b.py": BEFORE, "f.html": "something else\n"}, new)
    assert {path: one.renamed_from for path, one in found.files.items() if one.after} == {
        "c/b.py": "b.py",
        "d.py": "a.py",
        "e.py": None,
    }
    assert found.files["f.html"].after is None
    assert not found.files["d.py"].hunks
    assert set(found.files) == {"c/b.py", "d.py", "e.py", "f.html"}


def findings(project: Project) -> list[Finding]:
    snapshot = project.snapshot()
    return [finding for path in snapshot.paths for finding in check(snapshot, path, Config())]


def test_the_search_for_causes_leaves_the_project_as_it_is() -> None:
    before = {"/p/shop/models.py": MODELS, "/p/shop/texts.py": TEXTS, "/p/shop/views.py": VIEWS}
    after = {**before, "/p/shop/models.py": "# A comment.\n" + MODELS.replace('select_related("customer")', "all()")}
    project = Project("/p")
    for path, text in after.items():
        project.put(path, text)
    found = findings(project)
    assert [one.location.span.start.line for one in found] == [5, 9]
    (second,) = with_causes(project, found[1:], changes(before, after), Config())
    assert second.cause is not None
    assert second.cause.location == Location("/p/shop/models.py", span(15, 8, 15, 25))
    assert project.texts == after
    assert findings(project) == found
