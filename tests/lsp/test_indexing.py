"""Projects that are built beside the server, before anybody waits for them."""

from __future__ import annotations

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import findings_of
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.lsp import indexing

from .conftest import MODELS, VIEWS


def test_a_fix_of_each_rule_is_made_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project("/p")
    project.put("/p/shop/models.py", MODELS)
    project.put("/p/shop/views.py", VIEWS)
    project.put("/p/shop/more.py", VIEWS)
    made: list[str] = []

    def fix(snapshot: Snapshot, finding: object, config: Config) -> None:
        made.append(getattr(finding, "rule", ""))

    monkeypatch.setattr(indexing, "fix", fix)
    config = Config()
    indexing.warm_up(project, config, lambda: False)
    found = [f for path in project.snapshot().paths for f in findings_of(project.snapshot(), config).of(path)]
    assert sum(f.rule == "related-access-in-loop" for f in found) == 2
    assert sorted(made) == sorted({f.rule for f in found})
