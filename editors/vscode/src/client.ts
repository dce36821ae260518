// The language server.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import type { Page } from './fields';

/** Every TOML file, also where another extension gives it another language. */
export const BRIEFS = [{ scheme: 'file', language: 'toml' } as const, { scheme: 'file', pattern: '**/*.toml' } as const];

export function program(): string {
  return vscode.workspace.getConfiguration('briefing').get<string>('path')?.trim() || 'brief';
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;

  async start(): Promise<void> {
    const command = program();
    const server: ServerOptions = { command, args: ['lsp'] };
    const client: LanguageClientOptions = { documentSelector: BRIEFS };
    this.client = new LanguageClient('briefing', 'Briefing', server, client);
    try {
      await this.client.start();
    } catch (error) {
      this.client = undefined;
      void this.explain(command, error);
    }
  }

  private async explain(command: string, error: unknown): Promise<void> {
    const settings = 'Open Settings';
    const reason = error instanceof Error ? error.message : String(error);
    const text = `\`${command} lsp\` cannot be started (${reason}). Install \`brief\`, or set its path.`;
    if ((await vscode.window.showErrorMessage(text, settings)) === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'briefing.path');
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that is gone cannot be stopped, and need not be.
    await client?.dispose().catch(() => undefined);
  }

  async page(uri: vscode.Uri): Promise<Page> {
    if (!this.client) throw new Error('the language server is not running');
    const textDocument = { uri: this.client.code2ProtocolConverter.asUri(uri) };
    return this.client.sendRequest<Page>('briefing/preview', { textDocument, pages: true });
  }

  dispose(): void {
    void this.stop();
  }
}
