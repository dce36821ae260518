// The page of a brief in a panel beside its text.

import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Server } from './client';
import { fieldAt, rangeOf, type Field } from './fields';
import { Latest } from './latest';
import type { FromPanel, ToPanel } from './messages';
import { mayOpen, nonce, shell, stateOf } from './shell';

/** How long nothing must be typed before the page is printed again, in milliseconds. */
const PAUSE = 150;

class Preview {
  private fields: Field[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly latest = new Latest(() => this.print());

  constructor(
    private readonly uri: vscode.Uri,
    private readonly server: Server,
    readonly panel: vscode.WebviewPanel,
    folder: vscode.Uri,
  ) {
    const { webview } = panel;
    webview.onDidReceiveMessage((message: FromPanel) => this.receive(message));
    webview.html = shell(webview.asWebviewUri(vscode.Uri.joinPath(folder, 'preview.js')).toString(), nonce());
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.latest.run(), PAUSE);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** Shows where the cursor is. */
  follow(editor: vscode.TextEditor): void {
    if (editor.document.uri.toString() !== this.uri.toString()) return;
    const cursor = editor.selection.active;
    const line = editor.document.lineAt(cursor.line).text;
    void this.send({ type: 'show', path: fieldAt(this.fields, cursor, line) ?? null });
  }

  private async print(): Promise<void> {
    try {
      const page = await this.server.page(this.uri);
      this.fields = page.fields;
      await this.send({ type: 'page', html: page.html, state: stateOf(page) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.fields = [];
      await this.send({ type: 'page', html: null, state: `There is no page: ${reason}.` });
    }
    const editor = vscode.window.activeTextEditor;
    if (editor) this.follow(editor);
  }

  private async send(message: ToPanel): Promise<void> {
    // A panel that was closed meanwhile hears nothing.
    await Promise.resolve(this.panel.webview.postMessage(message)).catch(() => undefined);
  }

  private async receive(message: FromPanel): Promise<void> {
    if (message.type === 'ready') await this.latest.run();
    else if (message.type === 'go') await this.go(message.path);
    else if (mayOpen(message.address)) await vscode.env.openExternal(vscode.Uri.parse(message.address));
  }

  /** Selects where a field is written. */
  private async go(field: string): Promise<void> {
    const found = rangeOf(this.fields, field);
    if (!found) {
      vscode.window.setStatusBarMessage(`${field} is not written in this file`, 3000);
      return;
    }
    const range = new vscode.Range(found.start.line, found.start.character, found.end.line, found.end.character);
    const document = await vscode.workspace.openTextDocument(this.uri);
    const open = vscode.window.visibleTextEditors.find((it) => it.document === document);
    const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn, selection: range });
  }
}

export class Previews implements vscode.Disposable {
  private readonly all = new Map<string, Preview>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly folder: vscode.Uri,
  ) {
    this.subscriptions = [
      // Also of another file: a brief prints records that it shares.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.path.endsWith('.toml')) this.refresh();
      }),
      vscode.workspace.onDidSaveTextDocument(() => this.refresh()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
    ];
  }

  show(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const open = this.all.get(key);
    if (open) {
      open.panel.reveal(undefined, true);
      return;
    }
    const title = `Page of ${path.basename(document.fileName)}`;
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('briefing.page', title, place, {
      enableScripts: true,
      enableForms: false,
      retainContextWhenHidden: true,
      localResourceRoots: [this.folder],
    });
    const preview = new Preview(document.uri, this.server, panel, this.folder);
    this.all.set(key, preview);
    panel.onDidDispose(() => {
      preview.close();
      this.all.delete(key);
    });
  }

  refresh(): void {
    for (const preview of this.all.values()) preview.refresh();
  }

  private follow(editor: vscode.TextEditor): void {
    for (const preview of this.all.values()) preview.follow(editor);
  }

  dispose(): void {
    for (const { panel } of [...this.all.values()]) panel.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
