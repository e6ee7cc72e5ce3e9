---Where Markdown is shown: a floating window for what belongs to the cursor, a split for pages.
local M = {}

---@param lines string[]
function M.float(lines)
  vim.lsp.util.open_floating_preview(lines, "markdown", { focus_id = "scale", border = "rounded", max_width = 100 })
end

---Show a page in a split; the next page of the same name replaces it. `q` closes it.
---@param name string
---@param lines string[]
---@param mods? string how to split, such as `vertical` or `tab`
function M.split(name, lines, mods)
  local title = "scale://" .. name
  local bufnr = vim.fn.bufadd(title)
  vim.fn.bufload(bufnr)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  for option, value in pairs({
    buftype = "nofile",
    bufhidden = "hide",
    swapfile = false,
    modifiable = false,
    filetype = "markdown",
  }) do
    vim.bo[bufnr][option] = value
  end
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = bufnr, desc = "Close this window" })

  local window = vim.fn.bufwinid(bufnr)
  if window ~= -1 then
    vim.api.nvim_set_current_win(window)
  else
    vim.cmd(("%s sbuffer %d"):format(mods or "", bufnr))
  end
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.wo[0][0].wrap = true
  vim.wo[0][0].linebreak = true
  vim.wo[0][0].conceallevel = 2
end

return M
