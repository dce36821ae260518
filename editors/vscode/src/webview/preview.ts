// The script of the panel. It reads the page in the frame; the page itself runs nothing.

import type { FromPanel, ToPanel } from '../messages';

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const editor = acquireVsCodeApi();
const frame = document.querySelector<HTMLIFrameElement>('#page')!;
const state = document.querySelector<HTMLElement>('#state')!;
const mark = `
[data-field] { cursor: pointer; }
[data-here] { background: rgba(245, 179, 1, .25); box-decoration-break: clone; -webkit-box-decoration-break: clone; }
[data-here] [data-here] { background: none; }
`;
let here: string | null = null;

function clicked(event: Event): void {
  // `instanceof` would compare with the classes of this document, not of the frame.
  const target = event.target as Element | null;
  const link = target?.closest?.('a[href]');
  if (link) {
    event.preventDefault();
    const address = link.getAttribute('href') ?? '';
    if (address.startsWith('#')) {
      frame.contentDocument?.getElementById(decodeURIComponent(address.slice(1)))?.scrollIntoView();
    } else {
      editor.postMessage({ type: 'open', address });
    }
    return;
  }
  const path = target?.closest?.('[data-field]')?.getAttribute('data-field');
  if (path) editor.postMessage({ type: 'go', path });
}

/** Marks the field where the cursor is, and gives the first of its places on the page. */
function marked(): Element | undefined {
  const page = frame.contentDocument;
  if (!page) return undefined;
  for (const old of page.querySelectorAll('[data-here]')) old.removeAttribute('data-here');
  const found = [...page.querySelectorAll('[data-field]')].filter((it) => it.getAttribute('data-field') === here);
  for (const element of found) element.setAttribute('data-here', '');
  return found[0];
}

/** Puts a page into the frame and leaves the reader where they were. */
function print(html: string | null): void {
  const page = frame.contentDocument;
  if (!page) return;
  const next = new DOMParser().parseFromString(html ?? '', 'text/html');
  const style = next.createElement('style');
  style.textContent = mark;
  next.head.append(style);
  const top = page.scrollingElement?.scrollTop ?? 0;
  page.replaceChild(page.adoptNode(next.documentElement), page.documentElement);
  if (page.scrollingElement) page.scrollingElement.scrollTop = top;
  marked();
}

frame.addEventListener('load', () => {
  frame.contentDocument?.addEventListener('click', clicked);
  editor.postMessage({ type: 'ready' });
});
window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
  const message = event.data;
  if (message.type === 'page') {
    state.textContent = message.state;
    print(message.html);
  } else {
    here = message.path;
    marked()?.scrollIntoView({ block: 'nearest' });
  }
});
// An empty page in standards mode, of the origin of this document.
frame.srcdoc = '<!DOCTYPE html><html><head></head><body></body></html>';
