-- Neovim 0.11 or newer. Save as ~/.config/nvim/lsp/scale_lsp.lua, and in init.lua: vim.lsp.enable("scale_lsp")
return {
  cmd = { "scale-lsp", "server" },
  filetypes = { "python", "htmldjango", "html", "jinja" },
  root_markers = { "manage.py", "scale-lsp.toml", "pyproject.toml", ".git" },
}
