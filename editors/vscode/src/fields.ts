// Fields on the page and where they are written: from a place in the text to a field, and back.

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Field {
  path: string;
  /** `null` when it is written in another file. */
  range: Range | null;
}

/** The answer to the request `briefing/preview`; docs/editors.md explains its fields. */
export interface Page {
  html: string | null;
  isCurrent: boolean;
  errors: number;
  /** How the brief fits on paper; `null` for the web page. */
  fit: { pages: number; leftOut: string[] } | null;
  fields: Field[];
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function contains(range: Range, position: Position): boolean {
  return compare(range.start, position) <= 0 && compare(position, range.end) <= 0;
}

function isInside(inner: Range, outer: Range): boolean {
  return contains(outer, inner.start) && contains(outer, inner.end);
}

/** The names in a line that opens a table, with dots between: `[positions."a.b"]` is `positions.a.b`. */
export function tableOf(line: string): string | undefined {
  const header = /^\s*\[{1,2}([^[\]]+)\]{1,2}\s*(#.*)?$/.exec(line)?.[1];
  if (header === undefined) return undefined;
  const names = header.match(/"[^"]*"|'[^']*'|[^."'\s]+/g) ?? [];
  return names.map((name) => name.replace(/^["']|["']$/g, '')).join('.');
}

/**
 * The field on the page that belongs to a place in the text: the one that is written there, the first on that line,
 * or, on the header of a record, the first of that record. `undefined` when the page prints nothing of it.
 */
export function fieldAt(fields: readonly Field[], position: Position, line: string): string | undefined {
  const written = fields.filter((field): field is Field & { range: Range } => field.range !== null);
  const around = written.filter((field) => contains(field.range, position));
  const smallest = around.find((field) => !around.some((it) => it !== field && !isInside(field.range, it.range)));
  if (smallest) return smallest.path;
  const table = tableOf(line);
  if (table !== undefined) return fields.find((field) => field.path.startsWith(`${table}.`))?.path;
  const onLine = written.filter(({ range }) => range.start.line === position.line);
  return onLine.sort((a, b) => compare(a.range.start, b.range.start))[0]?.path;
}

/** Where a field that was clicked on the page is written; `undefined` when it is not in this file. */
export function rangeOf(fields: readonly Field[], path: string): Range | undefined {
  return fields.find((field) => field.path === path && field.range)?.range ?? undefined;
}

/** The line of the table `brief`; `undefined` in a file that is no brief, or not yet. */
export function lineOfBrief(text: string): number | undefined {
  const line = text.split('\n').findIndex((it) => tableOf(it) === 'brief');
  return line < 0 ? undefined : line;
}

/** Whether to offer what only a brief has. What a brief is, the server decides when it is asked for more. */
export function looksLikeBrief(fileName: string, text: string): boolean {
  return fileName.endsWith('.brief.toml') || lineOfBrief(text) !== undefined;
}
