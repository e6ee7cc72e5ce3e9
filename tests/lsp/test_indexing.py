"""Projects that are built beside the server, before anybody waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import findings_of
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.lsp import indexing
from scale_lsp.lsp.session import Session

from .conftest import MODELS, VIEWS
from .editor import Editor

WATCHED = """
import logging, sys
from scale_lsp.lsp import indexing, server

discover = indexing.discover

def noted(*arguments):
    logging.getLogger("scale_lsp").warning("looking for files")
    return discover(*arguments)

indexing.discover, indexing.GRACE = noted, 0.5
sys.exit(server.main())
"""


@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_opened_at_once_is_checked_before_anybody_looks_for_files(shop: Path) -> None:
    editor = await Editor.of(WATCHED, shop.parent)
    uri = editor.open(shop / "views.py")
    await editor.until(lambda: editor.latest(uri))
    assert [message.message for message in editor.client.log_messages] == []
    await editor.diagnostics(uri, "related-access-in-loop")
    assert "looking for files" in [message.message for message in editor.client.log_messages]
    assert await editor.quit() == 0


@pytest.mark.parametrize(("name", "number"), [("views.py", 1), ("test_views.py", 0), ("generated/views.py", 0)])
def test_what_no_project_has_is_silent_before_its_files_are_known(tmp_path: Path, name: str, number: int) -> None:
    (tmp_path / ".gitignore").write_text("generated/\n")
    session = Session("utf-16")
    session.configure(str(tmp_path), Config())
    session.open(str(tmp_path / "shop" / "models.py"), MODELS)
    session.open(str(tmp_path / name), VIEWS)
    assert len(session.check(str(tmp_path / name))) == number


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
