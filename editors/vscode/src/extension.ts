import * as vscode from 'vscode';
import { BRIEFS, Server } from './client';
import { Comparisons } from './compare';
import { looksLikeBrief } from './fields';
import { Lenses } from './lenses';
import { Previews } from './preview';
import { render, Tasks } from './tasks';

/** The document that a command is about: that of its lens or button, or the active one. */
async function documentOf(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  const document = vscode.window.activeTextEditor?.document;
  if (!document) void vscode.window.showInformationMessage('Open a brief first.');
  return document;
}

function offer(document: vscode.TextDocument | undefined): void {
  const isBrief =
    document !== undefined &&
    document.uri.scheme === 'file' &&
    document.fileName.endsWith('.toml') &&
    looksLikeBrief(document.fileName, document.getText());
  void vscode.commands.executeCommand('setContext', 'briefing.isBrief', isBrief);
}

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = new Server();
  server = running;
  const previews = new Previews(running, vscode.Uri.joinPath(context.extensionUri, 'out'));
  const comparisons = new Comparisons();
  const about = (name: string, act: (document: vscode.TextDocument) => unknown) =>
    vscode.commands.registerCommand(name, async (uri?: unknown) => {
      const document = await documentOf(uri);
      if (document) await act(document);
    });
  const restart = async () => {
    await running.restart();
    previews.refresh();
  };
  context.subscriptions.push(
    previews,
    comparisons,
    about('briefing.showPage', (document) => previews.show(document)),
    about('briefing.render', render),
    about('briefing.compare', (document) => comparisons.show(document)),
    vscode.commands.registerCommand('briefing.restart', restart),
    vscode.tasks.registerTaskProvider('brief', new Tasks()),
    vscode.languages.registerCodeLensProvider(BRIEFS, new Lenses()),
    vscode.window.onDidChangeActiveTextEditor((editor) => offer(editor?.document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) offer(document);
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('briefing.path')) await restart();
    }),
  );
  offer(vscode.window.activeTextEditor?.document);
  await running.start();
  // One that was opened while the server started.
  previews.refresh();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
