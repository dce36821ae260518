// The document of the panel, in which the page is a frame.

import { randomBytes } from 'node:crypto';
import type { Page } from './fields';

export function nonce(): string {
  return randomBytes(18).toString('base64');
}

/**
 * The document around the page. `script` is the address of the panel's own script, the only one that may run: it has
 * the nonce, and the frame may run none at all. Styles must be allowed, since the frame has the policy of the document
 * that it is in, and the page has its style in it.
 */
export function shell(script: string, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Page</title>
<style>
html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; flex-direction: column; font-family: var(--vscode-font-family, sans-serif); }
#state { padding: .5em 1em; color: var(--vscode-inputValidation-warningForeground, inherit); background: var(--vscode-inputValidation-warningBackground, #fff3cd); }
#state:empty { display: none; }
iframe { flex: 1; border: 0; background: white; }
</style>
</head>
<body>
<div id="state" role="status"></div>
<iframe id="page" title="The page" sandbox="allow-same-origin"></iframe>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** What the panel says above the page; empty when it is that of the text and has all of it. */
export function stateOf(page: Pick<Page, 'html' | 'isCurrent' | 'errors' | 'fit'>): string {
  const leftOut = page.fit?.leftOut ?? [];
  if (page.isCurrent) return leftOut.length > 0 ? `Left out for want of space: ${leftOut.join(', ')}.` : '';
  const errors = page.errors === 1 ? '1 error' : `${page.errors} errors`;
  const reason = page.errors === 0 ? 'The text cannot be printed' : `The text has ${errors}`;
  return page.html === null ? `${reason}. There is no page yet.` : `${reason}. This is the last page without errors.`;
}

/** Whether a link of the page may be opened in a browser. */
export function mayOpen(address: string): boolean {
  return /^(https?|mailto):/i.test(address);
}
