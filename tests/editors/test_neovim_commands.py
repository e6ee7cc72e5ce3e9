"""The commands of the plugin in a real Neovim."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import command
from .neovim import Neovim

N1 = "related-access-in-loop"
FIXED = 'Order.objects.all().select_related("customer")'


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


@pytest.fixture
def assistant(neovim: Neovim, home: Path) -> Neovim:
    """Neovim with a server that has an answer to everything."""
    command(home, "assistant", str(Path(__file__).parent / "assistant.py"))
    neovim.lua("vim.lsp.config('scale_lsp', { cmd = { 'assistant', 'server' } })")
    return neovim


def test_report_shows_what_the_server_reports(assistant: Neovim, project: Path) -> None:
    assistant.edit(project / "shop" / "views.py")
    assistant.client()
    assistant.command("tab ScaleReport 5000")
    assistant.until("vim.api.nvim_buf_get_name(0) == 'scale://report'")
    assert assistant.text == f"# Report\n\n{project.as_uri()} for 5000 users\n"
    assert len(assistant.nvim.tabpages) == 2
    assistant.command("close")
    assistant.command("ScaleReport")
    assistant.until("vim.api.nvim_buf_get_name(0) == 'scale://report'")
    assert assistant.text == f"# Report\n\n{project.as_uri()} for None users\n"


def test_report_wants_a_number(assistant: Neovim, project: Path) -> None:
    assistant.edit(project / "shop" / "views.py")
    assistant.client()
    assistant.command("ScaleReport many")
    assistant.until_message("not a number of users: many")


def test_ask_sends_the_cursor_and_shows_the_answer(assistant: Neovim, project: Path) -> None:
    views = project / "shop" / "views.py"
    assistant.edit(views)
    assistant.client()
    assistant.put_cursor("Order.objects")
    assistant.command("ScaleAsk why is this slow?")
    assistant.until("vim.api.nvim_buf_get_name(0) == 'scale://answer'")
    assert assistant.text == f"why is this slow? {views.as_uri()} 4:13\n"
    assert not assistant.nvim.current.buffer.options["modifiable"]
    assistant.command("wincmd p")
    assistant.command("ScaleAsk and now?")
    assistant.until_text("why is this slow? → and now?")
    assert len(assistant.nvim.windows) == 2


def test_what_the_server_refuses_is_said(assistant: Neovim, project: Path) -> None:
    assistant.edit(project / "shop" / "views.py")
    assistant.client()
    assistant.command("ScaleAsk fail")
    assistant.until_message("cannot tell")


def test_a_server_without_the_command_is_named(assistant: Neovim, project: Path) -> None:
    assistant.lua("vim.lsp.config('scale_lsp', { cmd = { 'assistant', 'server', '--mute' } })")
    assistant.edit(project / "shop" / "views.py")
    assistant.client()
    assistant.command("ScaleAsk why?")
    assistant.until_message("this server (1.2.3) has no chat")
    assistant.command("ScaleReport")
    assistant.until_message("this server (1.2.3) has no report")
    assert len(assistant.nvim.windows) == 1
