---`:checkhealth scale`
local scale = require("scale")

local M = {}

local function check_neovim()
  if vim.fn.has("nvim-0.11") == 1 then
    local version = vim.version()
    vim.health.ok(("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch))
  else
    vim.health.error("Neovim 0.11 or newer is needed")
  end
end

local function check_executable()
  local cmd = vim.lsp.config[scale.NAME].cmd
  if type(cmd) ~= "table" then
    vim.health.info("`cmd` is a function; the executable is not checked")
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == "" then
    vim.health.error(("`%s` is not an executable on $PATH"):format(cmd[1]), {
      "Install it: pip install scale-lsp, or uv tool install scale-lsp",
      'Or say where it is: vim.lsp.config("scale_lsp", { cmd = { "/path/to/scale-lsp", "server" } })',
    })
    return
  end
  vim.health.ok(("executable: %s"):format(path))
end

local function check_enabled()
  if not vim.lsp.is_enabled then -- in the first releases of Neovim 0.11
    return
  end
  if vim.lsp.is_enabled(scale.NAME) then
    vim.health.ok("enabled for " .. table.concat(vim.lsp.config[scale.NAME].filetypes, ", "))
  else
    vim.health.warn("not enabled", { 'vim.lsp.enable("scale_lsp")' })
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = scale.NAME })
  if #clients == 0 then
    vim.health.info("not running: it starts with the first Python file or template of a project")
  end
  for _, client in ipairs(clients) do
    local version = vim.tbl_get(client, "server_info", "version") or "of unknown version"
    vim.health.ok(("server %s runs in %s, for %d buffer(s)"):format(
      version,
      client.root_dir or "no folder",
      vim.tbl_count(client.attached_buffers)
    ))
    for _, name in ipairs({ "Report", "Ask" }) do
      if not scale.offers(client, "scale." .. name:lower()) then
        vim.health.info((":Scale%s needs a newer server"):format(name))
      end
    end
  end
end

function M.check()
  vim.health.start("scale")
  check_neovim()
  check_executable()
  check_enabled()
  check_clients()
end

return M
