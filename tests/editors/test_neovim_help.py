"""`:checkhealth scale` and `:help scale` in a real Neovim."""

from __future__ import annotations

import re
from pathlib import Path

from .neovim import Neovim


def test_health(neovim: Neovim, project: Path, home: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.client()
    neovim.command("checkhealth scale")
    for line in (f"executable: {home / 'bin' / 'scale-lsp'}", "enabled for python", f"runs in {project}"):
        assert line in neovim.text
    assert "ERROR" not in neovim.text
    assert "WARNING" not in neovim.text


def test_health_says_how_to_install_the_server(neovim: Neovim) -> None:
    neovim.lua("vim.lsp.config('scale_lsp', { cmd = { 'scale-lsp-that-is-not-there', 'server' } })")
    neovim.command("checkhealth scale")
    assert "ERROR `scale-lsp-that-is-not-there` is not an executable" in neovim.text
    assert "pip install scale-lsp" in neovim.text


def test_health_says_that_the_server_is_not_enabled(neovim: Neovim) -> None:
    neovim.lua("vim.lsp.enable('scale_lsp', false)")
    neovim.command("checkhealth scale")
    assert "WARNING not enabled" in neovim.text


def test_the_help_page(neovim: Neovim, home: Path) -> None:
    """Every command has its place on the page, and every reference leads somewhere."""
    page = Path(__file__).parents[2] / "editors" / "neovim" / "doc" / "scale.txt"
    copy = home / "help" / "doc" / "scale.txt"
    copy.parent.mkdir(parents=True)
    copy.write_text(page.read_text())
    neovim.command(f"helptags {copy.parent}")
    neovim.command(f"set runtimepath^={copy.parent.parent}")
    names = [name for name in neovim.nvim.api.get_commands({}) if name.startswith("Scale")]
    assert len(names) == 6
    assert max(map(len, page.read_text().splitlines())) <= 78
    for subject in [f":{name}" for name in names] + re.findall(r"\|(\S+)\|", page.read_text()):
        neovim.command(f"help {subject}")
