"""What is derived from a project as a whole, and when it is derived again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scale_lsp.index.assigned import assigned
from scale_lsp.index.dependencies import derivation
from scale_lsp.index.derived import derived, mentioning, of_classes, of_modules, renew
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.index.shape import Literal
from scale_lsp.index.summary import ClassSummary, ModuleSummary


@pytest.fixture
def project() -> Project:
    project = Project("/p")
    project.put("/p/b.py", "B = 1\n\n\ndef b():\n    return 1\n")
    project.put("/p/a.py", "A = 1\n")
    return project


class Names:
    """The functions of each file."""

    def __init__(self) -> None:
        self.looked_at: list[str] = []

    def of(self, project: Project, late: bool = False) -> list[str]:
        return list(of_modules(project.snapshot(), "names", self._make, late=late))

    def _make(self, _: Snapshot, path: str, module: ModuleSummary) -> Iterator[str]:
        if path.startswith("/p/"):
            self.looked_at.append(path)
            yield from module.functions


def test_only_files_that_say_something_new_are_looked_at(project: Project) -> None:
    names = Names()
    assert names.of(project) == ["b"]
    names.looked_at.clear()
    project.put("/p/b.py", "B = 1\n\n\ndef b():\n    return 2\n")
    assert names.of(project) == ["b"]
    assert names.looked_at == []
    project.put("/p/a.py", "def a(): ...\n")
    assert names.of(project) == ["a", "b"]
    assert names.looked_at == ["/p/a.py"]
    project.remove("/p/b.py")
    assert names.of(project) == ["a"]
    project.put("/p/c.py", "def c(): ...\n")
    assert names.of(project) == ["a", "c"]


def test_only_classes_that_say_something_new_are_looked_at(project: Project) -> None:
    looked_at: list[str] = []

    def attributes(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[str]:
        if symbol.path.startswith("/p/"):
            looked_at.append(symbol.name)
            parents = snapshot.graph.classes.info(symbol).ancestors[1:]
            yield from (f"{parent.name}.{name}" for parent in parents for name in _said(snapshot, parent))
            yield from (f"{symbol.name}.{name}" for name in summary.attributes)

    def _said(snapshot: Snapshot, symbol: Symbol) -> list[str]:
        summary = snapshot.graph.classes.summary(symbol)
        return list(summary.attributes) if summary is not None else []

    def found() -> list[str]:
        looked_at.clear()
        return list(of_classes(project.snapshot(), "attributes", attributes))

    text = "class A:\n    x = 1\n\n\nclass B(A):\n    y = 1\n\n\nclass C:\n    z = 1\n"
    project.put("/p/a.py", text)
    assert found() == ["A.x", "A.x", "B.y", "C.z"]
    project.put("/p/a.py", text.replace("z = 1", "z = 1\n    w = 1"))
    assert found() == ["A.x", "A.x", "B.y", "C.z", "C.w"]
    assert looked_at == ["C"]
    project.put("/p/a.py", text.replace("x = 1", "v = 1"))
    assert found() == ["A.v", "A.v", "B.y", "C.z"]
    assert sorted(looked_at) == ["A", "B", "C"]
    project.put("/p/a.py", text.replace("class C:\n    z = 1\n", ""))
    assert found() == ["A.x", "A.x", "B.y"]
    assert sorted(looked_at) == ["A", "B"]


def test_files_that_mention_a_word_are_searched_when_it_comes_or_goes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> list[str]:
        return list(mentioning(project.snapshot(), "429", "Throttled"))

    project.put("/p/page.html", "429")
    assert found() == []
    project.put("/p/b.py", "def b():\n    return 429\n")
    assert found() == ["/p/b.py"]
    project.put("/p/a.py", "class A(Throttled): ...\n")
    assert found() == ["/p/a.py", "/p/b.py"]
    monkeypatch.setattr("scale_lsp.index.derived._WithWords._has", None)
    project.put("/p/c.py", "def c(): ...\n")
    assert found() == ["/p/a.py", "/p/b.py"], "no file was searched"
    monkeypatch.undo()
    project.put("/p/b.py", "def b(): ...\n")
    project.remove("/p/a.py")
    assert found() == []


def test_what_it_is_counts_as_changed_and_not_what_it_is_made_from(project: Project) -> None:
    names = Names()
    names.of(project)
    project.put("/p/b.py", "B = 2\n\n\ndef b():\n    return 1\n")
    renew(project.snapshot())
    assert derivation(("modules", "names")) not in project.snapshot().changes[-1]
    project.put("/p/b.py", "def bb(): ...\n")
    renew(project.snapshot())
    assert derivation(("modules", "names")) in project.snapshot().changes[-1]


@pytest.mark.parametrize("late", [False, True])
def test_what_is_derived_from_something_derived_follows_it_whoever_is_asked_first(project: Project, late: bool) -> None:
    names = Names()

    def count(_: Snapshot) -> int:
        return len(names.of(project, late=late))

    def length() -> int:
        return derived(project.snapshot(), "length", count, late=True)

    assert length() == 1
    project.put("/p/a.py", "def a(): ...\n")
    assert length() == 2


def test_a_revision_of_which_nobody_asked_is_not_missed(project: Project) -> None:
    names = Names()
    names.of(project, late=True)
    project.put("/p/a.py", "def a(): ...\n")
    project.snapshot()
    project.put("/p/b.py", "")
    assert names.of(project, late=True) == ["a"]


def test_who_assigns_a_name(project: Project) -> None:
    assert list(assigned(project.snapshot(), "A")) == [("/p/a.py", Literal(1))]
    project.put("/p/b.py", "A = 2\n")
    assert list(assigned(project.snapshot(), "A")) == [("/p/a.py", Literal(1)), ("/p/b.py", Literal(2))]
