// "Render", "compare" and "show the page" above the table `brief`.

import * as vscode from 'vscode';
import { lineOfBrief } from './fields';

const LENSES = [
  { title: 'show the page', command: 'briefing.showPage' },
  { title: 'render', command: 'briefing.render' },
  { title: 'compare with HEAD', command: 'briefing.compare' },
];

export class Lenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const line = lineOfBrief(document.getText());
    if (line === undefined) return [];
    const range = document.lineAt(line).range;
    return LENSES.map((lens) => new vscode.CodeLens(range, { ...lens, arguments: [document.uri] }));
  }
}
