---What the commands do. Each function speaks to the server of the current buffer, and says why when there is nothing to show.
local view = require("scale.view")

local M = {}

M.NAME = "scale_lsp"
M.SOURCE = "scale-lsp"
M.FIX_ALL = "source.fixAll.scale"
M.PATIENCE = 5000 -- milliseconds to wait for an answer, or for a server to end

---@param message string
---@param level? integer
local function say(message, level)
  vim.notify("Scale LSP: " .. message, level or vim.log.levels.INFO)
end

---@param bufnr integer
---@return vim.lsp.Client?
local function client_of(bufnr)
  local client = vim.lsp.get_clients({ name = M.NAME, bufnr = bufnr })[1]
  if not client then
    say("not running for this buffer; :checkhealth scale says why", vim.log.levels.WARN)
  end
  return client
end

---Send a request; what went wrong is said here, so that `done` only sees answers.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param bufnr integer
---@param done fun(answer: any)
local function request(client, method, params, bufnr, done)
  local sent = client:request(method, params, function(err, answer)
    if err then
      say(err.message, vim.log.levels.ERROR)
    else
      done(answer)
    end
  end, bufnr)
  if not sent then
    say("the server has stopped; :ScaleRestart starts it again", vim.log.levels.ERROR)
  end
end

---@class scale.FixAll
---@field bufnr? integer the current buffer without it
---@field timeout_ms? integer how long to wait for each answer; 5000 without it
---@field quiet? boolean say nothing when there is nothing to do

---Apply all safe fixes of a file. Waits for the server, so that it can run before a file is written.
---@param options? scale.FixAll
---@return boolean changed
function M.fix_all(options)
  options = options or {}
  local bufnr = options.bufnr or vim.api.nvim_get_current_buf()
  local client = client_of(bufnr)
  if not client then
    return false
  end

  ---@return any answer, boolean failed
  local function ask(method, params)
    local answer, problem = client:request_sync(method, params, options.timeout_ms or M.PATIENCE, bufnr)
    problem = problem or (answer and answer.err and answer.err.message)
    if problem then
      say(problem, vim.log.levels.ERROR)
      return nil, true
    end
    return answer and answer.result, false
  end

  local actions, failed = ask("textDocument/codeAction", {
    textDocument = { uri = vim.uri_from_bufnr(bufnr) },
    range = { start = { line = 0, character = 0 }, ["end"] = { line = 0, character = 0 } },
    context = { diagnostics = {}, only = { M.FIX_ALL } },
  })
  local action = actions and actions[1]
  if action and not action.edit then
    action, failed = ask("codeAction/resolve", action)
  end
  if action then
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    return true
  end
  if not failed and not options.quiet then
    say("nothing to fix safely in this file")
  end
  return false
end

---Explain the finding under the cursor in a floating window. The second call moves into the window.
function M.explain()
  local bufnr = vim.api.nvim_get_current_buf()
  local client = client_of(bufnr)
  if not client then
    return
  end
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  request(client, "textDocument/hover", params, bufnr, function(hover)
    if hover then
      view.float(vim.lsp.util.convert_input_to_markdown_lines(hover.contents))
    else
      say("no finding under the cursor")
    end
  end)
end

---Show the page of a rule.
---@param rule string
---@param mods? string of the command, such as `vertical`
function M.explain_rule(rule, mods)
  local cmd = vim.lsp.config[M.NAME].cmd
  if type(cmd) ~= "table" or cmd[#cmd] ~= "server" then
    say("the pages of rules need a `cmd` that ends in \"server\"", vim.log.levels.ERROR)
    return
  end
  local page = vim.list_extend(vim.list_slice(cmd, 1, #cmd - 1), { "rule", rule })
  local started, process = pcall(vim.system, page, { text = true }, vim.schedule_wrap(function(done)
    if done.code == 0 then
      view.split(rule, vim.split(vim.trim(done.stdout), "\n"), mods)
    else
      say(vim.trim(done.stderr), vim.log.levels.ERROR)
    end
  end))
  if not started then
    say(tostring(process), vim.log.levels.ERROR)
  end
end

---Rules with a finding in the current buffer, for completion.
---@param typed string
---@return string[]
function M.rules_here(typed)
  local rules = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if diagnostic.source == M.SOURCE and vim.startswith(diagnostic.code, typed) then
      rules[diagnostic.code] = true
    end
  end
  return vim.fn.sort(vim.tbl_keys(rules))
end

---Run a command of the server and show its Markdown.
---@param command string
---@param what string what to say when the server has no such command
---@param argument fun(client: vim.lsp.Client, bufnr: integer): table
---@param title string
---@param mods? string
---@param taken? fun(answer: any)
local function show(command, what, argument, title, mods, taken)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = client_of(bufnr)
  if not client then
    return
  end
  if not M.offers(client, command) then
    local version = vim.tbl_get(client, "server_info", "version") or "of unknown version"
    say(("this server (%s) has no %s"):format(version, what), vim.log.levels.WARN)
    return
  end
  local params = { command = command, arguments = { argument(client, bufnr) } }
  request(client, "workspace/executeCommand", params, bufnr, function(answer)
    local text = type(answer) == "table" and (answer.markdown or answer.text) or answer
    if type(text) == "string" then
      view.split(title, vim.split(vim.trim(text), "\n"), mods)
      if taken then
        taken(answer)
      end
    else
      say("the server had no answer", vim.log.levels.WARN)
    end
  end)
end

---Whether the server said that it has a command.
---@param client vim.lsp.Client
---@param command string
---@return boolean
function M.offers(client, command)
  local provider = client.server_capabilities.executeCommandProvider
  return provider ~= nil and vim.list_contains(provider.commands, command)
end

---Report whether the project can carry so many users; as many as the configuration says without a number.
---@param users? string|integer
---@param mods? string
function M.report(users, mods)
  if users ~= nil and users ~= "" and not tonumber(users) then
    say("not a number of users: " .. users, vim.log.levels.WARN)
    return
  end
  show("scale.report", "report", function(client)
    return { uri = vim.uri_from_fname(client.root_dir), users = tonumber(users) }
  end, "report", mods)
end

---Where the server was in the conversation, by the root of its project.
---@type table<string, string>
local conversations = {}

---Ask something; the server sees the file, the cursor and what was asked before.
---@param text string
---@param mods? string
function M.ask(text, mods)
  local root
  show("scale.ask", "chat", function(client, bufnr)
    root = client.root_dir or ""
    local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
    return {
      text = text,
      uri = vim.uri_from_bufnr(bufnr),
      position = position,
      conversation = conversations[root],
    }
  end, "answer", mods, function(answer)
    conversations[root] = type(answer) == "table" and answer.conversation or nil
  end)
end

---Show what an endpoint asks the database, step by step.
---@param endpoint? string|table its name or address, or what a code lens says; without it, the one around the cursor
---@param mods? string
function M.endpoint(endpoint, mods)
  show("scale.endpoint", "breakdown", function(client, bufnr)
    if type(endpoint) == "table" then
      return endpoint
    end
    if endpoint and endpoint ~= "" then
      return { name = endpoint, uri = vim.uri_from_bufnr(bufnr) }
    end
    local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
    return { uri = vim.uri_from_bufnr(bufnr), position = position }
  end, "endpoint", mods)
end

---Stop the servers, and start them for the open buffers once the old ones have ended.
function M.restart()
  local asked = vim.uv.now()
  for _, client in ipairs(vim.lsp.get_clients({ name = M.NAME })) do
    client:stop()
  end
  local function start()
    local left = vim.lsp.get_clients({ name = M.NAME })
    if #left == 0 then
      vim.lsp.enable(M.NAME)
      return
    end
    if vim.uv.now() - asked > M.PATIENCE then
      for _, client in ipairs(left) do
        client:stop(true)
      end
    end
    vim.defer_fn(start, 50)
  end
  start()
end

return M
