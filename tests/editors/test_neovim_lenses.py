"""Code lenses in a real Neovim, and what they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from .neovim import Neovim

ROUTES = """\
from django.urls import path

from shop import views

urlpatterns = [path("names/", views.names)]
"""
LENS = "1 + n queries → 1 · n = rows of Order"


@pytest.fixture
def site(project: Path) -> Path:
    """The project with an address for its view."""
    (project / "shop" / "urls.py").write_text(ROUTES)
    return project


def until_lens(neovim: Neovim, title: str) -> None:
    """Wait until a lens says this, where it is drawn."""
    neovim.until(
        """(function(title)
            for _, namespace in pairs(vim.api.nvim_get_namespaces()) do
                for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
                    for _, chunk in ipairs(mark[4].virt_text or {}) do
                        if chunk[1] == title and chunk[2] == "LspCodeLens" then
                            return true
                        end
                    end
                end
            end
        end)(...)""",
        title,
    )


def test_a_lens_and_its_breakdown(neovim: Neovim, site: Path) -> None:
    neovim.edit(site / "shop" / "views.py")
    until_lens(neovim, LENS)
    neovim.put_cursor("def names")
    neovim.lua("vim.lsp.codelens.run()")
    neovim.until("vim.api.nvim_buf_get_name(0) == 'scale://endpoint'")
    assert neovim.text.startswith("# shop.views.names\n")
    assert "`order.customer`" in neovim.text
    assert neovim.nvim.current.buffer.options["filetype"] == "markdown"


def test_it_follows_the_text_and_other_files(neovim: Neovim, site: Path) -> None:
    views = site / "shop" / "views.py"
    (site / "shop" / "helpers.py").write_text("def name(order):\n    return order.pk\n")
    neovim.edit(views)
    until_lens(neovim, LENS)
    neovim.rules()
    neovim.command("ScaleFixAll")
    until_lens(neovim, "1 query")
    neovim.command("undo")
    until_lens(neovim, LENS)
    neovim.command("write")
    neovim.edit(site / "shop" / "helpers.py")
    neovim.command(f"edit {views}")
    neovim.command("%s/order.customer.name/name(order)/ | 1s/^/from shop.helpers import name\\r/")
    until_lens(neovim, "1 query")
    neovim.lua(
        "local path = ...; vim.api.nvim_buf_set_lines(vim.fn.bufnr(path), 1, 2, false, "
        "{ '    return order.customer.name' })",
        str(site / "shop" / "helpers.py"),
    )
    until_lens(neovim, LENS)


def test_the_breakdown_around_the_cursor_or_by_name(neovim: Neovim, site: Path) -> None:
    neovim.edit(site / "shop" / "views.py")
    until_lens(neovim, LENS)
    neovim.put_cursor("return")
    neovim.command("vertical ScaleEndpoint")
    neovim.until("vim.api.nvim_buf_get_name(0) == 'scale://endpoint'")
    assert f"**{LENS}**" in neovim.text
    assert neovim.nvim.funcs.winlayout()[0] == "row"
    neovim.command("close")
    neovim.command("ScaleEndpoint /names/")
    neovim.until("vim.api.nvim_buf_get_name(0) == 'scale://endpoint'")
    neovim.command("close")
    neovim.command("ScaleEndpoint nobody")
    neovim.until_message("There is no endpoint `nobody` here.")


def test_no_lenses_for_who_wants_none(neovim: Neovim, site: Path) -> None:
    neovim.lua("vim.g.scale_code_lens = false")
    neovim.edit(site / "shop" / "views.py")
    neovim.rules()
    assert neovim.lua("return #vim.lsp.codelens.get(0)") == 0
    neovim.lua("vim.lsp.codelens.refresh({ bufnr = 0 })")
    until_lens(neovim, LENS)


def test_questions_are_answered_and_a_yes_changes_the_file(neovim: Neovim, site: Path) -> None:
    neovim.edit(site / "shop" / "views.py")
    neovim.rules()
    neovim.put_cursor("Order.objects")
    neovim.command("ScaleAsk fix it")
    neovim.until("vim.api.nvim_buf_get_name(0) == 'scale://answer'")
    neovim.until_text("select_related")
    neovim.command("wincmd p")
    neovim.command("ScaleAsk yes")
    neovim.until("vim.fn.getbufline(vim.fn.bufnr('views.py'), 5)[1]:find('select_related', 1, true)")
