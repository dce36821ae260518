// The panel in a browser: the document and the script that Visual Studio Code would show, and pages of `brief lsp`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { chromium, type Page as Tab } from 'playwright-core';
import * as lsp from 'vscode-languageserver-protocol/node';
import { rangeOf, type Page } from '../fields';
import type { FromPanel, ToPanel } from '../messages';
import { mayOpen, nonce, shell, stateOf } from '../shell';
import { BRIEF, CHROMIUM, noBrief, noChromium, ROOT } from './tools';

const ORIGIN = 'https://panel.example';

interface Panel {
  tab: Tab;
  heard: FromPanel[];
  /** What the browser refused, by its console. */
  refused: string[];
  /** Every address that was asked for. */
  asked: string[];
  send(message: ToPanel): Promise<void>;
}

async function withPanel(act: (panel: Panel) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: { width: 500, height: 400 } });
    const heard: FromPanel[] = [];
    const refused: string[] = [];
    const asked: string[] = [];
    tab.on('console', (message) => {
      // The frame may not run the script with which Playwright begins either.
      if (!message.text().includes("script execution in 'about:srcdoc'")) refused.push(message.text());
    });
    tab.on('pageerror', (error) => refused.push(String(error)));
    await tab.exposeFunction('hear', (message: FromPanel) => void heard.push(message));
    await tab.addInitScript('window.acquireVsCodeApi = () => ({ postMessage: (message) => window.hear(message) })');
    const document = shell(`${ORIGIN}/preview.js`, nonce());
    await tab.route('**/*', (route) => {
      const address = route.request().url();
      asked.push(address);
      if (address === `${ORIGIN}/`) return route.fulfill({ contentType: 'text/html', body: document });
      if (address === `${ORIGIN}/preview.js`) return route.fulfill({ path: path.join(ROOT, 'out/preview.js') });
      return route.abort();
    });
    await tab.goto(`${ORIGIN}/`);
    const send = (message: ToPanel) => tab.evaluate((it) => window.postMessage(it, '*'), message);
    await until(() => heard.some((it) => it.type === 'ready'));
    await act({ tab, heard, refused, asked, send });
  } finally {
    await browser.close();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 200, 'nothing came');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The page of a file, and its text. */
async function pageOf(file: string, pages = false): Promise<{ page: Page; text: string }> {
  const text = readFileSync(file, 'utf8');
  const uri = pathToFileURL(file).href;
  const server = spawn(BRIEF, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = lsp.createProtocolConnection(
    new lsp.StreamMessageReader(server.stdout),
    new lsp.StreamMessageWriter(server.stdin),
  );
  connection.listen();
  await connection.sendRequest(lsp.InitializeRequest.type, { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  const textDocument = { uri, languageId: 'toml', version: 1, text };
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument });
  const page = await connection.sendRequest<Page>('briefing/preview', { textDocument: { uri }, pages });
  await connection.sendRequest(lsp.ShutdownRequest.type);
  await connection.sendNotification(lsp.ExitNotification.type);
  connection.dispose();
  return { page, text };
}

test('cursor and page are in step', { skip: noBrief || noChromium }, async () => {
  const { page, text } = await pageOf(path.join(ROOT, '../../briefs/donbas.toml'));
  assert.ok(page.html !== null && page.fields.length > 20);
  await withPanel(async ({ tab, heard, refused, send }) => {
    await send({ type: 'page', html: page.html, state: stateOf(page) });
    const frame = tab.frameLocator('#page');
    await frame.locator('h1').click();
    await until(() => heard.some((it) => it.type === 'go'));
    const go = heard.find((it) => it.type === 'go');
    assert.deepEqual(go, { type: 'go', path: 'brief.title' });
    const range = rangeOf(page.fields, 'brief.title')!;
    const line = text.split('\n')[range.start.line]!;
    assert.equal((await frame.locator('h1').innerText()).trim(), JSON.parse(line.slice(range.start.character)));
    assert.ok(!(await tab.locator('#state').isVisible()));
    // Every field that the server names is on the page.
    const printed = await frame.locator('[data-field]').evaluateAll((all) =>
      all.map((it) => it.getAttribute('data-field')),
    );
    for (const field of page.fields) assert.ok(printed.includes(field.path), field.path);
    // The cursor goes to the end of the brief, the page follows.
    const last = printed.filter((it, at) => printed.indexOf(it) === at).at(-1)!;
    const top = () => frame.locator('html').evaluate((it) => it.scrollTop);
    assert.equal(await top(), 0);
    await send({ type: 'show', path: last });
    await frame.locator('[data-here]').first().waitFor();
    const scrolled = await top();
    assert.ok(scrolled > 100, String(scrolled));
    // A new page stays where the reader is, with the mark.
    await send({ type: 'page', html: page.html!.replace('<h1', '<h1 id="new"'), state: 'The text has 1 error.' });
    await frame.locator('#new').waitFor({ state: 'attached' });
    assert.equal(await top(), scrolled);
    assert.ok((await frame.locator('[data-here]').count()) > 0);
    assert.equal(await tab.locator('#state').innerText(), 'The text has 1 error.');
    await send({ type: 'show', path: null });
    await frame.locator('html:not(:has([data-here]))').waitFor();
    assert.deepEqual(refused, []);
  });
});

test('the pages of paper are shown, clicked on and marked', { skip: noBrief || noChromium }, async () => {
  const { page } = await pageOf(path.join(ROOT, '../../briefs/donbas.toml'), true);
  assert.equal(page.fit?.pages, 1);
  await withPanel(async ({ tab, heard, refused, send }) => {
    await send({ type: 'page', html: page.html, state: stateOf(page) });
    const frame = tab.frameLocator('#page');
    const title = frame.locator('[data-field="brief.title"]').first();
    // Between the glyphs, too: behind them is the area of the field.
    await title.locator('rect').click();
    await until(() => heard.some((it) => it.type === 'go'));
    assert.deepEqual(heard.find((it) => it.type === 'go'), { type: 'go', path: 'brief.title' });
    const area = title.locator('rect');
    const color = () => area.evaluate((it) => getComputedStyle(it).fill);
    assert.equal(await color(), 'rgba(0, 0, 0, 0)');
    await send({ type: 'show', path: 'brief.title' });
    await frame.locator('[data-here]').first().waitFor();
    assert.equal(await color(), 'rgba(245, 179, 1, 0.3)');
    // As wide as the panel, in the proportions of A4.
    const box = (await frame.locator('svg.page').boundingBox())!;
    assert.ok(Math.abs(box.height / box.width - Math.SQRT2) < 0.01, JSON.stringify(box));
    const printed = await frame.locator('[data-field]').evaluateAll((all) => all.map((it) => it.getAttribute('data-field')));
    for (const field of page.fields) assert.ok(printed.includes(field.path), field.path);
    assert.deepEqual(refused, []);
  });
});

test('nothing in a page runs or loads', { skip: noChromium }, async () => {
  // As if the server had not escaped anything.
  const hostile = `<!DOCTYPE html><html><head><script>parent.hear({ type: 'bad' })</script>
    <link rel="stylesheet" href="https://evil.example/a.css"><meta http-equiv="refresh" content="0;url=https://evil.example/b">
    <base href="https://evil.example/"></head><body onload="parent.hear({ type: 'bad' })">
    <h1 data-field="brief.title">Title</h1><img src="x" onerror="parent.hear({ type: 'bad' })">
    <svg onload="parent.hear({ type: 'bad' })"></svg><iframe srcdoc="<script>top.hear({ type: 'bad' })</script>"></iframe>
    <iframe src="https://evil.example/c"></iframe><object data="https://evil.example/d"></object>
    <form action="https://evil.example/e"><button id="send">send</button></form>
    <a id="script" href="javascript:parent.hear({ type: 'bad' })">a</a><a id="out" href="https://example.org/">b</a>
    </body></html>`;
  await withPanel(async ({ tab, heard, asked, send }) => {
    await send({ type: 'page', html: hostile, state: '' });
    const frame = tab.frameLocator('#page');
    for (const id of ['#script', '#send', '#out', 'h1']) await frame.locator(id).click();
    await until(() => heard.some((it) => it.type === 'go'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const types = heard.map((it) => it.type);
    assert.deepEqual(types, ['ready', 'open', 'open', 'go'], JSON.stringify(heard));
    const asks = asked.filter((address) => !address.startsWith(ORIGIN));
    assert.deepEqual(asks, []);
    assert.equal(await frame.locator('h1').innerText(), 'Title');
  });
});

test('only addresses of the web and of mail are opened', () => {
  for (const address of ['https://a.example', 'http://a.example', 'mailto:a@b.example']) assert.ok(mayOpen(address));
  for (const address of ['javascript:x()', 'file:///etc/passwd', 'vscode://x', 'command:x', '']) {
    assert.ok(!mayOpen(address), address);
  }
});

test('the panel says why the page is not that of the text', () => {
  assert.equal(stateOf({ html: 'x', isCurrent: true, errors: 0, fit: null }), '');
  const old = stateOf({ html: 'x', isCurrent: false, errors: 1, fit: null });
  assert.equal(old, 'The text has 1 error. This is the last page without errors.');
  assert.equal(stateOf({ html: null, isCurrent: false, errors: 2, fit: null }), 'The text has 2 errors. There is no page yet.');
  const cut = { pages: 1, leftOut: ['3 developments', '1 claim'] };
  const said = stateOf({ html: 'x', isCurrent: true, errors: 0, fit: cut });
  assert.equal(said, 'Left out for want of space: 3 developments, 1 claim.');
  assert.match(stateOf({ html: 'x', isCurrent: false, errors: 0, fit: null }), /cannot be printed/);
});
