-- The configuration that `vim.lsp.enable("scale_lsp")` starts; `vim.lsp.config("scale_lsp", { … })` changes parts of it.
---@type vim.lsp.Config
return {
  cmd = { "scale-lsp", "server" },
  filetypes = { "python", "htmldjango", "html", "jinja" },
  root_markers = { "manage.py", "scale-lsp.toml", "pyproject.toml", ".git" },
  workspace_required = true, -- what a file means shows in the project it belongs to
  capabilities = {
    workspace = { codeLens = { refreshSupport = true } },
    experimental = { commands = { commands = { "scale.showEndpoint" } } },
  },
  commands = {
    ["scale.showEndpoint"] = function(command)
      require("scale").endpoint(command.arguments[1])
    end,
  },
  handlers = {
    ["workspace/codeLens/refresh"] = function(...)
      return require("scale.lens").on_refresh(...)
    end,
  },
}
