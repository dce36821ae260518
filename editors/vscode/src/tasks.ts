// `brief check` and `brief render` as tasks.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { program } from './client';
import { renderArguments } from './program';

type Scope = vscode.WorkspaceFolder | vscode.TaskScope.Workspace;

interface Definition extends vscode.TaskDefinition {
  command: string;
  args?: string[];
}

function task(definition: Definition, scope: Scope, name: string): vscode.Task {
  const { command, args = [] } = definition;
  const report = command === 'check' ? ['--format', 'short'] : [];
  const options = { env: { NO_COLOR: '1' } };
  // A process, not a shell: a name of a file is never a command.
  const execution = new vscode.ProcessExecution(program(), [command, ...report, ...args], options);
  const matcher = command === 'check' ? '$brief' : '$brief-human';
  const made = new vscode.Task(definition, scope, name, 'brief', execution, matcher);
  made.group = vscode.TaskGroup.Build;
  made.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  return made;
}

export class Tasks implements vscode.TaskProvider {
  provideTasks(): vscode.Task[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.flatMap((folder) =>
      ['check', 'render'].map((command) => task({ type: 'brief', command }, folder, command)),
    );
  }

  resolveTask(asked: vscode.Task): vscode.Task | undefined {
    const definition = asked.definition as Definition;
    if (!['check', 'render'].includes(definition.command)) return undefined;
    const scope = typeof asked.scope === 'object' ? asked.scope : vscode.TaskScope.Workspace;
    return task(definition, scope, asked.name);
  }
}

/** Renders one brief, as it is saved. */
export async function render(document: vscode.TextDocument): Promise<void> {
  if (!(await document.save())) return;
  const formats = vscode.workspace.getConfiguration('briefing', document.uri).get<string[]>('render.formats') ?? [];
  const [command = 'render', ...args] = renderArguments(formats, document.uri.fsPath);
  const scope = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.TaskScope.Workspace;
  const execution = await vscode.tasks.executeTask(task({ type: 'brief', command, args }, scope, 'render this brief'));
  const name = path.basename(document.fileName);
  const ended = vscode.tasks.onDidEndTaskProcess((event) => {
    if (event.execution !== execution) return;
    ended.dispose();
    if (event.exitCode === 0) vscode.window.setStatusBarMessage(`${name} is rendered`, 5000);
    else void vscode.window.showErrorMessage(`${name} was not rendered; see the Problems panel.`);
  });
}
