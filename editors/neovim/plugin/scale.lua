if vim.g.loaded_scale then
  return
end
vim.g.loaded_scale = true

if vim.fn.has("nvim-0.11") == 0 then
  vim.notify("Scale LSP needs Neovim 0.11 or newer.", vim.log.levels.ERROR)
  return
end

---@param name string
---@param run fun(scale: table, call: vim.api.keyset.create_user_command.command_args)
---@param options vim.api.keyset.user_command
local function command(name, run, options)
  vim.api.nvim_create_user_command(name, function(call)
    run(require("scale"), call)
  end, options)
end

command("ScaleFixAll", function(scale)
  scale.fix_all()
end, { desc = "Apply all safe fixes of Scale LSP in this file" })

command("ScaleExplain", function(scale, call)
  if call.args == "" then
    scale.explain()
  else
    scale.explain_rule(call.args, call.mods)
  end
end, {
  desc = "Explain the finding under the cursor, or the rule that is named",
  nargs = "?",
  complete = function(typed)
    return require("scale").rules_here(typed)
  end,
})

command("ScaleReport", function(scale, call)
  scale.report(call.args, call.mods)
end, { desc = "Say whether the project can carry so many users", nargs = "?" })

command("ScaleAsk", function(scale, call)
  scale.ask(call.args, call.mods)
end, { desc = "Ask something about the project and the code under the cursor", nargs = "+" })

command("ScaleEndpoint", function(scale, call)
  scale.endpoint(call.args, call.mods)
end, { desc = "Show what a view, a task or an admin class asks the database", nargs = "?" })

command("ScaleRestart", function(scale)
  scale.restart()
end, { desc = "Restart Scale LSP" })

local group = vim.api.nvim_create_augroup("scale", {})

vim.api.nvim_create_autocmd("LspAttach", {
  group = group,
  desc = "Show the code lenses of Scale LSP",
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == "scale_lsp" then
      require("scale.lens").attach(event.buf)
    end
  end,
})

vim.api.nvim_create_autocmd("BufWritePre", {
  group = group,
  desc = "Apply all safe fixes of Scale LSP to a file that is saved",
  callback = function(event)
    if vim.g.scale_fix_on_save and #vim.lsp.get_clients({ name = "scale_lsp", bufnr = event.buf }) > 0 then
      require("scale").fix_all({ bufnr = event.buf, quiet = true })
    end
  end,
})

if vim.g.scale_enable ~= false then
  vim.lsp.enable("scale_lsp")
end
