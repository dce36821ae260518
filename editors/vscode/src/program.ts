// Runs `brief` for an answer.

import { execFile } from 'node:child_process';

export interface Result {
  code: number;
  output: string;
  errors: string;
}

/** Runs a program without a shell. An error to start it is thrown; an exit code is a result. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Result> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024, timeout: 60_000, env: { ...process.env, NO_COLOR: '1' } };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, output, errors) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, output, errors });
      else reject(error);
    });
  });
}

/** The changes of a file since the last commit, as Markdown. */
export async function comparison(program: string, file: string, cwd: string): Promise<string> {
  const { code, output, errors } = await run(program, ['diff', '--format', 'md', '--', file], cwd);
  // As with `diff`: 0 is no change, 1 some, 2 an error.
  if (code > 1) throw new Error(errors.trim() || `${program} ended with ${code}`);
  return output;
}

/** The arguments that render a file. */
export function renderArguments(formats: readonly string[], file: string): string[] {
  return ['render', '--to', formats.length > 0 ? formats.join(',') : 'md,pdf', '--', file];
}
