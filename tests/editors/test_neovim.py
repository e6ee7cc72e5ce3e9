"""What any language server does in Neovim: the plugin starts ours where it belongs, and it says what it has to say."""

from __future__ import annotations

from pathlib import Path

from .neovim import Neovim
from .pages import code_of

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


def test_the_configuration_without_the_plugin(home: Path, project: Path) -> None:
    init = home / "config" / "nvim" / "init.lua"
    init.parent.mkdir(parents=True)
    init.write_text(code_of("neovim", "Without the plugin"))
    with Neovim.started() as neovim:
        neovim.edit(project / "shop" / "views.py")
        assert N1 in neovim.rules()
        assert neovim.client()["root"] == str(project)
