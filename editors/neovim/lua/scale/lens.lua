---Code lenses: what a view, a task or an admin class asks the database, behind its first line.
local M = {}

---@return boolean
local function wanted()
  return vim.g.scale_code_lens ~= false
end

---Ask for the lenses of a buffer. `vim.lsp.codelens.refresh` would ask nothing while an older answer is on its way.
---@param bufnr integer
function M.refresh(bufnr)
  for _, client in ipairs(vim.lsp.get_clients({ name = "scale_lsp", bufnr = bufnr })) do
    local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
    client:request("textDocument/codeLens", params, vim.lsp.codelens.on_codelens, bufnr)
  end
end

---Ask for the lenses of a buffer, and again whenever the server has been told of another text. While one types they
---would only jump about: they are asked for when one leaves insert mode.
---@param bufnr integer
function M.attach(bufnr)
  if not wanted() then
    return
  end
  M.refresh(bufnr)
  local group = vim.api.nvim_create_augroup("scale_lens_" .. bufnr, {})
  local uri = vim.uri_from_bufnr(bufnr)
  vim.api.nvim_create_autocmd("LspNotify", { -- of the current buffer, whichever has changed
    group = group,
    desc = "Ask Scale LSP for the code lenses of a changed text",
    callback = function(event)
      local changed = event.data.method == "textDocument/didChange" and event.data.params.textDocument.uri == uri
      if changed and vim.fn.mode():sub(1, 1) ~= "i" then
        M.refresh(bufnr)
      end
    end,
  })
  vim.api.nvim_create_autocmd("InsertLeave", {
    group = group,
    buffer = bufnr,
    desc = "Ask Scale LSP for the code lenses of what was typed",
    callback = function()
      M.refresh(bufnr)
    end,
  })
end

---The server says that lenses are others because of what has changed elsewhere.
---@type lsp.Handler
function M.on_refresh(_, _, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  for bufnr in pairs(wanted() and client and client.attached_buffers or {}) do
    M.refresh(bufnr)
  end
  return vim.NIL
end

return M
