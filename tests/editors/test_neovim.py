"""The plugin in a real Neovim."""

from __future__ import annotations

import re
from pathlib import Path

from .neovim import Neovim

N1 = "related-access-in-loop"
FIXED = 'Order.objects.all().select_related("customer")'


def test_the_server_starts_for_a_file_of_a_project(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    assert neovim.client()["root"] == str(project)
    assert N1 in neovim.rules()


def test_the_root_is_where_manage_py_is(neovim: Neovim, project: Path) -> None:
    (project / "shop" / "pyproject.toml").touch()
    neovim.edit(project / "shop" / "views.py")
    assert neovim.client()["root"] == str(project)


def test_the_root_is_where_pyproject_is_without_manage_py(neovim: Neovim, project: Path) -> None:
    (project / "manage.py").rename(project / "pyproject.toml")
    neovim.edit(project / "shop" / "views.py")
    assert neovim.client()["root"] == str(project)


def test_a_file_of_no_project_is_left_alone(neovim: Neovim, tmp_path: Path) -> None:
    (tmp_path / "note.py").write_text("print()\n")
    neovim.edit(tmp_path / "note.py")
    neovim.command("ScaleExplain")
    neovim.until_message("not running for this buffer")
    assert neovim.lua("return #vim.lsp.get_clients()") == 0


def test_nothing_is_said_about_a_project_without_django(neovim: Neovim, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "plain"\nversion = "1"\n')
    (tmp_path / "plain.py").write_text("names = [order.customer.name for order in orders.all()]\n")
    neovim.open(tmp_path / "plain.py")
    neovim.client()
    assert neovim.lua("return #vim.diagnostic.get()") == 0
    assert neovim.messages() == ""


def test_a_template_has_findings_too(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "templates" / "orders.html")
    assert neovim.nvim.current.buffer.options["filetype"] == "htmldjango"
    assert N1 in neovim.rules()


def test_typing_brings_and_takes_findings(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.command("%s/objects.all()/objects.select_related('customer')/")
    neovim.until("#vim.diagnostic.get(0) == 0")
    neovim.command("undo")
    assert N1 in neovim.rules()


def test_settings_of_the_editor_count(neovim: Neovim, project: Path) -> None:
    neovim.lua("vim.lsp.config('scale_lsp', { settings = { ['scale-lsp'] = { ['default-rows'] = 77 } } })")
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.put_cursor("Order.objects")
    neovim.command("ScaleExplain")
    assert "n = 77" in neovim.floating()


def test_hover_explains_the_cost(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.put_cursor("Order.objects")
    neovim.nvim.feedkeys("K", "x")
    assert f"`{N1}`" in neovim.floating()


def test_explain_explains_the_cost_and_then_moves_there(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.put_cursor("Order.objects")
    neovim.command("ScaleExplain")
    assert f"`{N1}`" in neovim.floating()
    neovim.command("ScaleExplain")
    neovim.until("vim.bo.filetype == 'markdown'")


def test_explain_says_when_there_is_nothing_to_explain(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.command("ScaleExplain")
    neovim.until_message("no finding under the cursor")


def test_explain_shows_the_page_of_a_rule(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    assert neovim.nvim.funcs.getcompletion("ScaleExplain rel", "cmdline") == [N1]
    neovim.command(f"vertical ScaleExplain {N1}")
    neovim.until("vim.api.nvim_buf_get_name(0):find('scale://', 1, true)")
    assert neovim.text.startswith("# Related rows loaded one at a time")
    assert neovim.nvim.funcs.winlayout()[0] == "row"
    assert neovim.nvim.current.buffer.options["filetype"] == "markdown"
    neovim.nvim.feedkeys("q", "x")
    assert len(neovim.nvim.windows) == 1


def test_explain_says_that_there_is_no_such_rule(neovim: Neovim) -> None:
    neovim.command("ScaleExplain related-acces-in-loop")
    neovim.until_message("related-access-in-loop")
    assert len(neovim.nvim.windows) == 1


def test_a_code_action_changes_the_buffer(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.put_cursor("Order.objects")
    neovim.lua("vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.isPreferred end })")
    neovim.until_text(FIXED)
    neovim.until("#vim.diagnostic.get(0) == 0")


def test_a_code_action_in_a_template_changes_the_view(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "templates" / "orders.html")
    neovim.rules()
    neovim.put_cursor("order.customer")
    neovim.lua("vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.isPreferred end })")
    neovim.until("vim.fn.bufnr('pages.py') > 0 and vim.bo[vim.fn.bufnr('pages.py')].modified")
    neovim.edit(project / "shop" / "pages.py")
    assert 'Order.objects.all().select_related("customer")[:500]' in neovim.text


def test_fix_all(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.command("ScaleFixAll")
    assert FIXED in neovim.text
    neovim.command("undo")
    assert FIXED not in neovim.text
    neovim.command("redo")
    neovim.command("ScaleFixAll")
    neovim.until_message("nothing to fix safely in this file")


def test_files_are_fixed_when_they_are_saved_if_that_is_wanted(neovim: Neovim, project: Path) -> None:
    views = project / "shop" / "views.py"
    neovim.edit(views)
    neovim.rules()
    neovim.command("write")
    assert FIXED not in views.read_text()
    neovim.lua("vim.g.scale_fix_on_save = true")
    neovim.command("write")
    assert FIXED in views.read_text()
    neovim.edit(project / "notes.txt")
    neovim.command("write")
    assert "Scale LSP" not in neovim.messages()


def test_restart(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    before = neovim.client()["id"]
    neovim.command("ScaleRestart")
    neovim.until(f"(vim.lsp.get_clients({{ name = 'scale_lsp', bufnr = 0 }})[1] or {{ id = {before} }}).id ~= {before}")
    assert N1 in neovim.rules()
    assert neovim.lua("return #vim.lsp.get_clients()") == 1


def test_restart_after_the_server_was_killed(neovim: Neovim, project: Path) -> None:
    neovim.edit(project / "shop" / "views.py")
    neovim.rules()
    neovim.lua("vim.lsp.get_clients()[1]:stop(true)")
    neovim.until("#vim.lsp.get_clients() == 0")
    neovim.command("ScaleRestart")
    assert N1 in neovim.rules()


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
    copy = home / "config" / "nvim" / "doc" / "scale.txt"
    copy.parent.mkdir(parents=True)
    copy.write_text(page.read_text())
    neovim.command(f"helptags {copy.parent}")
    names = [name for name in neovim.nvim.api.get_commands({}) if name.startswith("Scale")]
    assert len(names) == 5
    assert max(map(len, page.read_text().splitlines())) <= 78
    for subject in [f":{name}" for name in names] + re.findall(r"\|(\S+)\|", page.read_text()):
        neovim.command(f"help {subject}")
