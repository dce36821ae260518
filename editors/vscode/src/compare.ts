// What has changed in a brief since the last commit, as a document that cannot be edited.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { program } from './client';
import { comparison } from './program';

const SCHEME = 'briefing-compare';

export class Comparisons implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const file = uri.query;
    try {
      return await comparison(program(), file, path.dirname(file));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`The brief cannot be compared: ${reason}`);
      return '';
    }
  }

  async show(document: vscode.TextDocument): Promise<void> {
    // `brief diff` reads the file.
    if (!(await document.save())) return;
    const name = `${path.basename(document.fileName, '.toml')} since HEAD.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: document.uri.fsPath });
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
