"""A real Neovim that Python drives. It waits for what it is to see, however slow the machine is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

import pynvim

PATIENCE = 120.0
"""Seconds to wait for one thing; a sound run waits for less than one."""
WATCHDOG = 4 * PATIENCE
"""Seconds until an editor that hangs is killed, which ends the test with an error."""


class Neovim:
    def __init__(self, nvim: pynvim.Nvim) -> None:
        self.nvim = nvim

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Neovim]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        executable = shutil.which("nvim", path=path)
        assert executable is not None, "Neovim comes with the dev extra"
        nvim = pynvim.attach("child", argv=[executable, "--embed", "--headless", "-n"])
        watchdog = Timer(WATCHDOG, os.kill, (nvim.funcs.getpid(), 9))
        watchdog.daemon = True
        watchdog.start()
        try:
            nvim.exec_lua(f"pcall(function() require('scale').PATIENCE = {PATIENCE * 1000:.0f} end)")
            yield cls(nvim)
        finally:
            watchdog.cancel()
            with suppress(EOFError, OSError):  # it leaves without an answer
                nvim.command("qall!")
            nvim.close()

    def lua(self, code: str, *arguments: object) -> Any:
        return self.nvim.exec_lua(code, *arguments)

    def until(self, expression: str, *arguments: object) -> Any:
        """The value of a Lua expression as soon as it is true."""
        code = f"""
            local arguments = {{ ... }}
            local value
            local function found() value = (function(...) return {expression} end)(unpack(arguments)); return value end
            if vim.wait({PATIENCE * 1000:.0f}, found, 20) then return value end
        """
        value = self.lua(code, *arguments)
        assert value is not None, f"{expression}\n{self.messages()}\n{self.log()}"
        return value

    def command(self, command: str) -> None:
        self.nvim.command(command)

    def edit(self, path: Path) -> None:
        self.command(f"edit {path}")

    def open(self, path: Path) -> None:
        """Edit a file, and wait until the server has spoken about it."""
        self.command("autocmd DiagnosticChanged * let g:checked = 1")
        self.edit(path)
        self.until("vim.g.checked")

    def rules(self) -> list[str]:
        """The rules with a finding in the current buffer, as soon as there is one."""
        return [diagnostic["code"] for diagnostic in self.until("#vim.diagnostic.get(0) > 0 and vim.diagnostic.get(0)")]

    def client(self) -> dict[str, Any]:
        """The server of the current buffer, as soon as it runs."""
        return self.until(
            """(function()
                local client = vim.lsp.get_clients({ name = "scale_lsp", bufnr = 0 })[1]
                return client and client.initialized and { id = client.id, root = client.root_dir }
            end)()"""
        )

    def put_cursor(self, text: str) -> None:
        """Put the cursor on the first occurrence of a text."""
        assert self.nvim.funcs.search(rf"\V{text}", "cw")

    @property
    def text(self) -> str:
        return "\n".join(self.nvim.current.buffer[:]) + "\n"

    def until_text(self, text: str) -> None:
        """Wait until the current buffer contains a text."""
        self.until("table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n'):find(..., 1, true)", text)

    def floating(self) -> str:
        """What the floating window shows, as soon as there is one."""
        return str(
            self.until(
                """(function()
                    for _, window in ipairs(vim.api.nvim_list_wins()) do
                        if vim.api.nvim_win_get_config(window).relative ~= "" then
                            local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
                            return table.concat(lines, "\\n")
                        end
                    end
                end)()"""
            )
        )

    def messages(self) -> str:
        """What was printed."""
        return str(self.nvim.api.exec2("messages", {"output": True})["output"])

    def until_message(self, text: str) -> None:
        self.until("vim.api.nvim_exec2('messages', { output = true }).output:find(..., 1, true)", text)

    def log(self) -> str:
        path = Path(self.lua("return vim.lsp.log.get_filename()"))
        return path.read_text() if path.exists() else ""
