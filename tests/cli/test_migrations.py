"""Of migrations only those are read that create indexes in SQL."""

from __future__ import annotations

from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.workspace import discover


def test_migrations_that_create_an_index(tmp_path: Path) -> None:
    folder = tmp_path / "shop" / "migrations"
    (folder / "data").mkdir(parents=True)
    (folder / "0001_initial.py").write_text("operations = []\n")
    (folder / "0002_index.py").write_text('SQL = "CREATE INDEX by_name ON shop_order (name)"\n')
    (folder / "data" / "0003.py").write_text('SQL = "CREATE INDEX by_name ON shop_order (name)"\n')
    (tmp_path / "shop" / "models.py").write_text("\n")
    found = [Path(path).name for path in discover(tmp_path, Config())]
    assert found == ["models.py", "0002_index.py"]
