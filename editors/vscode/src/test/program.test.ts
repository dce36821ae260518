import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { comparison, renderArguments, run } from '../program';
import { BRIEF, noBrief, ROOT } from './tools';

const TEXT = readFileSync(path.join(ROOT, '../../briefs/prespa.toml'), 'utf8');
const TITLE = /^title = ".*"$/m;

test('a brief is compared with the last commit, and rendered', { skip: noBrief }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'brief-'));
  const file = path.join(folder, '-a.toml');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder });
  git('init', '-q');
  writeFileSync(file, TEXT);
  await assert.rejects(comparison(BRIEF, file, folder), 'there is no commit');
  git('add', '.');
  git('commit', '-q', '-m', 'x');
  assert.match(await comparison(BRIEF, file, folder), /no difference in meaning/);
  writeFileSync(file, TEXT.replace(TITLE, 'title = "Another title"'));
  assert.match(await comparison(BRIEF, file, folder), /Another title/);
  const rendered = await run(BRIEF, renderArguments(['html'], file), folder);
  assert.equal(rendered.code, 0, rendered.errors);
  assert.ok(existsSync(path.join(folder, '-a.html')));
  rmSync(folder, { recursive: true });
});

test('a program that is not there is an error', async () => {
  await assert.rejects(run('/no/such/program', [], '/'), /ENOENT/);
});
