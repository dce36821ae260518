// A session with `brief lsp` through the client library of Visual Studio Code.
// Takes the program and a brief; the environment variable PROTOCOL has the folder of the library.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [program, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const lsp = require(`${process.env.PROTOCOL}/node.js`);

const server = spawn(program, ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout),
  new lsp.StreamMessageWriter(server.stdin),
);
const published = new Promise((resolve) =>
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, resolve),
);
connection.listen();

const text = readFileSync(file, 'utf8');
const uri = pathToFileURL(file).href;
const textDocument = { uri };
const at = (words, inner = 0) => {
  const before = text.slice(0, text.indexOf(words) + inner);
  const lines = before.split('\n');
  return { line: lines.length - 1, character: lines.at(-1).length };
};
const all = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };
const ask = (request, params) => connection.sendRequest(request.type, { textDocument, ...params });

const { capabilities } = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid,
  rootUri: null,
  capabilities: { general: { positionEncodings: ['utf-16'] } },
});
assert.equal(capabilities.positionEncoding, 'utf-16');
await connection.sendNotification(lsp.InitializedNotification.type, {});
await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
  textDocument: { uri, languageId: 'toml', version: 1, text },
});
assert.equal((await published).uri, uri);

const id = at('[issues.filling]', 10);
assert.ok((await ask(lsp.CompletionRequest, { position: at('"communique"]', 1) })).items.length > 0);
assert.match((await ask(lsp.HoverRequest, { position: id })).contents.value, /Filling schedule/);
assert.equal((await ask(lsp.DefinitionRequest, { position: at('filling.upstream', 2) })).length, 1);
assert.equal((await ask(lsp.ReferencesRequest, { position: id, context: { includeDeclaration: true } })).length, 3);
assert.equal((await ask(lsp.PrepareRenameRequest, { position: id })).placeholder, 'filling');
assert.equal((await ask(lsp.RenameRequest, { position: id, newName: 'x' })).changes[uri].length, 3);
const actions = await ask(lsp.CodeActionRequest, { range: { start: id, end: id }, context: { diagnostics: [] } });
assert.ok(Array.isArray(actions));
assert.equal((await ask(lsp.DocumentSymbolRequest, {})).length, 6);
assert.ok((await ask(lsp.FoldingRangeRequest, {})).length > 5);
assert.ok((await connection.sendRequest(lsp.WorkspaceSymbolRequest.type, { query: 'filling' })).length > 0);
assert.equal((await ask(lsp.InlayHintRequest, { range: all })).length, 5);
assert.ok(Array.isArray(await ask(lsp.CodeLensRequest, {})));
assert.deepEqual(await ask(lsp.DocumentFormattingRequest, { options }), []);
assert.deepEqual(await ask(lsp.DocumentRangeFormattingRequest, { options, range: all }), []);
assert.equal((await ask(lsp.SemanticTokensRequest, {})).data.length % 5, 0);
assert.match((await connection.sendRequest('briefing/preview', { textDocument })).html, /data-field="brief.title"/);

await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
server.on('exit', (code) => process.exit(code ?? 1));
