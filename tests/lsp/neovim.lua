-- A session of Neovim with `brief lsp`, with the settings of docs/editors.md.
-- Run by `nvim --headless --clean -l` with: the file of settings, the brief.

local settings, file = arg[1], arg[2]
dofile(settings)

local function check(condition, message)
  if not condition then
    error(message, 2)
  end
  return condition
end

local function wait(what, holds)
  check(vim.wait(20000, holds, 20), 'nothing came: ' .. what)
end

vim.cmd('filetype on')
vim.cmd.edit(file)
check(vim.bo.filetype == 'toml', 'the file is of type ' .. vim.bo.filetype)
local client
wait('the client', function()
  client = vim.lsp.get_clients({ bufnr = 0, name = 'brief' })[1]
  return client and client.initialized
end)

local function place(words, inner)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local at = line:find(words, 1, true)
    if at then
      vim.api.nvim_win_set_cursor(0, { number, at - 1 + (inner or 0) })
      return vim.lsp.util.make_position_params(0, client.offset_encoding)
    end
  end
  error('no ' .. words)
end

local function ask(method, params)
  local answer = check(client:request_sync(method, params, 20000, 0), method .. ': no answer')
  check(not answer.err, method .. ': ' .. vim.inspect(answer.err))
  return answer.result
end

local function codes()
  return vim.iter(vim.diagnostic.get(0)):map(function(it) return it.code end):totable()
end

-- Diagnostics follow the text while it is not saved, and a fix is applied.
local row = place('title = "Talks').position.line
vim.api.nvim_buf_set_text(0, row, 0, row, 5, { 'titel' })
wait('diagnostics', function() return vim.list_contains(codes(), 'unknown-field') end)
vim.lsp.buf.code_action({
  context = { only = { 'quickfix' }, diagnostics = {} },
  filter = function(action) return action.title:find('title', 1, true) ~= nil end,
  apply = true,
})
wait('the fix', function()
  return vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]:find('^title = ') ~= nil
end)
wait('no diagnostics', function() return not vim.list_contains(codes(), 'unknown-field') end)

-- Ids.
local hover = ask('textDocument/hover', place('[issues.filling]', 10))
check(hover.contents.value:find('Filling schedule', 1, true), vim.inspect(hover))
local items = ask('textDocument/completion', place('"communique"]', 1))
check(#items.items > 0, 'no completion')
place('[positions.filling.upstream]', 12)
vim.lsp.buf.definition()
wait('the definition', function() return vim.api.nvim_get_current_line() == '[issues.filling]' end)
place('[issues.filling]', 10)
vim.lsp.buf.rename('schedule')
wait('the new name', function()
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  return text:find('[issues.schedule]', 1, true) and not text:find('filling.', 1, true)
end)

-- Hints, outline, layout.
wait('hints', function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)
local document = { textDocument = vim.lsp.util.make_text_document_params(0) }
check(#ask('textDocument/documentSymbol', document) == 6, 'not six records')
row = place('role = ').position.line
vim.api.nvim_buf_set_text(0, row, 4, row, 4, { '      ' })
vim.lsp.buf.format({ name = 'brief', timeout_ms = 20000 })
check(vim.api.nvim_get_current_line() == 'role = "principal"', vim.api.nvim_get_current_line())

client:stop()
wait('the end', function() return client:is_stopped() end)
print('Neovim ' .. tostring(vim.version()) .. ': every step was answered')
vim.cmd('qall!')
