"""Work that is interrupted is taken up again where it was: what is found in the end is what is found in one go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check, findings_of
from scale_lsp.engine.findings import interruptible
from scale_lsp.engine.fix import fix_all
from scale_lsp.flow.analysis import followed
from scale_lsp.flow.steps import Interrupted
from scale_lsp.index.project import Project

from .test_incremental import FIELD, FILES, project, said

VIEWS, MODELS = ("/shop/views.py", "/shop/models.py")


def path(name: str) -> str:
    return next(known for known in FILES if known.endswith(name))


def every(number: int) -> Callable[[], bool]:
    """Somebody waits after so many looks, and then again after a few more each time."""
    looks, patience = 0, number

    def stop() -> bool:
        nonlocal looks, patience
        looks += 1
        if looks < patience:
            return False
        looks, patience = 0, patience + 3
        return True

    return stop


@pytest.fixture(autouse=True)
def _look_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scale_lsp.flow.machine.LOOKS", 1)


def looked_at(made: Project, stop: Callable[[], bool]) -> int:
    """Look at all of it; how often that was interrupted."""
    times, snapshot = 0, made.snapshot()
    found = findings_of(snapshot, Config())
    found.update(snapshot, stop=stop)
    while found.pending(snapshot):
        times += 1
        found.update(snapshot, stop=stop)
    return times


@pytest.mark.parametrize("steps", [40])
def test_the_rest_of_a_project(steps: int) -> None:
    made = project(FILES)
    assert looked_at(made, every(steps)) > 5
    assert said(made) == said(project(FILES))


def test_edits_between_the_pieces() -> None:
    made, models = project(FILES), path(MODELS)
    stop = every(53)
    snapshot = made.snapshot()
    findings_of(snapshot, Config()).update(snapshot, stop=stop)
    made.put(models, FILES[models].replace("class Order(models.Model):\n", f"class Order(models.Model):\n{FIELD}"))
    snapshot = made.snapshot()
    findings_of(snapshot, Config()).update(snapshot, stop=stop)
    made.put(models, FILES[models])
    looked_at(made, stop)
    assert said(made) == said(project(FILES))


def test_one_file_until_somebody_waits() -> None:
    made, views = project(FILES), path(VIEWS)
    snapshot, stop, times = made.snapshot(), every(20), 0
    while True:
        try:
            with interruptible(snapshot, stop):
                found = check(snapshot, views, Config(), first=True)
            break
        except Interrupted:
            times += 1
    assert times > 0
    assert found == check(project(FILES).snapshot(), views, Config(), first=True)
    assert not followed(snapshot).stop()


def test_a_preview_leaves_the_project_as_it_was() -> None:
    made = project(FILES)
    before, wanted = said(made), fix_all(project(FILES), [path(VIEWS)], Config())
    with pytest.raises(Interrupted):
        fix_all(made, [path(VIEWS)], Config(), stop=every(7))
    assert said(made) == before
    assert fix_all(made, [path(VIEWS)], Config()) == wanted
