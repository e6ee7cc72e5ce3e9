"""What the analysis thread owns: which text counts, and which project a file belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.index.project import Project
from scale_lsp.lsp.session import Session
from scale_lsp.text.positions import Span
from scale_lsp.workspace import layout

from .conftest import MODELS, VIEWS

N1 = "related-access-in-loop"


@pytest.fixture
def session(shop: Path) -> Session:
    """The shop, with its models read from disk."""
    session = Session("utf-16")
    session.configure(str(shop.parent), Config())
    session.expect(str(shop.parent), [path.as_posix() for path in shop.iterdir()])
    session.adopt(str(shop.parent), {None: built(shop)})
    return session


def built(shop: Path) -> Project:
    project = Project(str(shop.parent))
    project.put(str(shop / "models.py"), MODELS)
    return project


def rules(session: Session, path: Path | str) -> list[str]:
    return [finding.rule for finding in session.check(str(path))]


def text(session: Session, path: Path | str) -> str | None:
    source = session.source(str(path))
    return source.text if source is not None else None


def test_the_text_of_the_editor_counts_until_it_is_closed(session: Session, shop: Path) -> None:
    views = str(shop / "views.py")
    session.open(views, "x = 1\n")
    session.load(views, VIEWS)
    assert text(session, views) == "x = 1\n"
    session.close(views)
    assert text(session, views) == VIEWS


def test_a_file_that_is_nowhere_on_disk_is_gone_when_closed(session: Session, shop: Path) -> None:
    new = str(shop / "new.py")
    session.open(new, VIEWS)
    assert rules(session, new) == [N1]
    session.close(new)
    assert text(session, new) is None
    assert rules(session, new) == []


def test_while_a_project_is_built_open_documents_know_each_other_only(shop: Path) -> None:
    root, views, models = str(shop.parent), str(shop / "views.py"), str(shop / "models.py")
    session = Session("utf-16")
    session.configure(root, Config())
    session.expect(root, [models, views])
    session.open(views, VIEWS)
    assert rules(session, views) == []
    session.adopt(root, {None: built(shop)})
    assert rules(session, views) == [N1]


def test_what_is_closed_while_a_project_is_built(session: Session, shop: Path) -> None:
    root, views = str(shop.parent), str(shop / "views.py")
    session.expect(root, [views])
    session.open(views, "x = 1\n")
    session.close(views)
    session.adopt(root, {None: built(shop)})
    assert text(session, views) == VIEWS


def test_a_project_that_cannot_be_built_leaves_the_old_one(session: Session, shop: Path) -> None:
    root, views = str(shop.parent), str(shop / "views.py")
    session.open(views, VIEWS)
    session.expect(root, [views])
    session.adopt(root, None)
    assert rules(session, views) == [N1]


def test_the_innermost_folder_owns_a_file(session: Session, shop: Path) -> None:
    views = shop / "views.py"
    session.open(str(views), VIEWS)
    assert rules(session, views) == [N1]
    session.configure(str(shop), Config())
    assert rules(session, views) == []
    session.remove_folder(str(shop))
    assert rules(session, views) == [N1]


def test_a_directory_that_is_deleted_takes_its_files_along_but_not_open_ones(session: Session, shop: Path) -> None:
    models, views = str(shop / "models.py"), str(shop / "views.py")
    session.open(views, VIEWS)
    session.forget(str(shop))
    assert text(session, models) is None
    assert text(session, views) == VIEWS
    assert session.files() == set()


def test_a_change_that_fails_leaves_no_text_that_the_editor_does_not_have(
    session: Session, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = str(shop / "views.py")
    session.open(views, VIEWS)

    def broken(self: object, path: str, span: Span, text: str) -> None:
        raise RuntimeError

    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    with monkeypatch.context() as patched:
        patched.setattr("scale_lsp.index.project.Project.edit", broken)
        with pytest.raises(RuntimeError):
            session.change(views, [types.TextDocumentContentChangePartial(range=start, text="# ")])
    assert rules(session, views) == []
    session.change(views, [types.TextDocumentContentChangeWholeDocument(VIEWS)])
    assert rules(session, views) == [N1]


def test_an_excluded_document_is_kept_in_step_and_left_alone(session: Session, shop: Path) -> None:
    excluded = shop / "generated.py"
    excluded.write_text("x = 1\n")
    session.configure(str(shop.parent), Config(exclude=["generated.py"]))
    session.open(str(excluded), VIEWS)
    assert rules(session, excluded) == []
    session.load(str(excluded), "x = 1\n")
    assert rules(session, excluded) == [N1]
    session.close(str(excluded))
    assert text(session, excluded) == "x = 1\n"


def test_a_file_that_appears_on_disk_while_nobody_watches_is_one_of_the_project(session: Session, shop: Path) -> None:
    new = shop / "new.py"
    new.write_text("x = 1\n")
    session.open(str(new), VIEWS)
    assert rules(session, new) == [N1]
    session.close(str(new))
    assert text(session, new) == "x = 1\n"


@pytest.mark.parametrize(
    "name", ["tests.py", "venv/views.py", "ignored/views.py", "static/page.html", "linked/views.py"]
)
def test_a_file_that_the_index_would_leave_out(session: Session, shop: Path, name: str) -> None:
    (shop.parent / ".gitignore").write_text("ignored/\n")
    (shop / "real").mkdir()
    (shop / "linked").symlink_to(shop / "real", target_is_directory=True)
    session.open(str(shop / name), VIEWS)
    assert rules(session, shop / name) == []


MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two projects with an app of the same name, and a folder beside them."""
    for name, joined in (("blue", False), ("green", True)):
        shop = tmp_path / name / "shop"
        shop.mkdir(parents=True)
        (tmp_path / name / "manage.py").write_text(MANAGE)
        relation = "customer" if joined else "buyer"
        (shop / "models.py").write_text(MODELS.replace("customer =", f"{relation} ="))
        (shop / "views.py").write_text(VIEWS)
    return tmp_path


def indexed(root: Path) -> Session:
    session = Session("utf-16")
    session.configure(str(root), Config())
    paths = [path.as_posix() for path in sorted(root.rglob("*.py"))]
    divided = layout(str(root), paths)
    projects = {key: Project(str(root)) for key in divided.keys}
    for path in paths:
        for key in divided.keys_of(path):
            projects[key].put(path, Path(path).read_text())
    session.expect(str(root), paths, divided)
    session.adopt(str(root), projects)
    return session


def test_projects_with_equal_names_do_not_mix(two: Path) -> None:
    session = indexed(two)
    assert rules(session, two / "green" / "shop" / "views.py") == [N1]
    assert rules(session, two / "blue" / "shop" / "views.py") == []


def test_an_edit_counts_in_its_own_project(two: Path) -> None:
    session = indexed(two)
    models = str(two / "blue" / "shop" / "models.py")
    session.open(models, MODELS)
    assert rules(session, two / "blue" / "shop" / "views.py") == [N1]
    session.close(models)
    assert rules(session, two / "blue" / "shop" / "views.py") == []


def test_shared_code_is_seen_by_all(two: Path) -> None:
    shared = two / "common" / "totals.py"
    shared.parent.mkdir()
    shared.write_text(VIEWS)
    session = indexed(two)
    assert rules(session, shared) == [N1]
    session.open(str(shared), "from common.bases import latest")
    assert rules(session, shared) == []
    session.change(str(shared), [types.TextDocumentContentChangeWholeDocument(VIEWS)])
    (finding,) = session.check(str(shared))
    assert session.fixes(str(shared), finding)
    assert session.fix_all(str(shared), creates=False).applied == 1
    blue = str(two / "blue" / "shop" / "views.py")
    session.open(blue, "from common.totals import names\n")
    assert all(snapshot.source(str(shared)) is not None for snapshot in session.snapshots(str(shared)))
    assert len(session.snapshots(str(shared))) == 2
    assert len(session.snapshots(blue)) == 1


def test_a_suppression_that_one_project_needs_is_needed(two: Path) -> None:
    shared = two / "common" / "totals.py"
    shared.parent.mkdir()
    shared.write_text(
        VIEWS.replace("in orders]", f"in orders]  # scale: ignore[{N1}]").replace(
            "Order.objects.all()", f"Order.objects.all()  # scale: ignore[{N1}]"
        )
    )
    session = indexed(two)
    assert rules(session, shared) == ["unused-suppression"]  # that on the last line, of no use to either
    session.open(str(shared), shared.read_text())
    assert session.fix_all(str(shared), creates=False).applied == 0
