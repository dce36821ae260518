import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { run } from '../program';
import { BRIEF, noBrief, ROOT } from './tools';

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const sources = readdirSync(path.join(ROOT, 'src'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(ROOT, 'src', name), 'utf8'))
  .join('\n');
const matchers: { name: string; pattern: { regexp: string } | { regexp: string }[] }[] =
  manifest.contributes.problemMatchers;
const matcher = (name: string) => [matchers.find((it) => it.name === name)!.pattern].flat();

test('each command of the manifest is made by the extension, and the other way round', () => {
  const declared = manifest.contributes.commands.map((it: { command: string }) => it.command).sort();
  const made = [...sources.matchAll(/(?:about|registerCommand)\(\s*'(briefing\.\w+)'/g)].map((it) => it[1]).sort();
  assert.deepEqual(made, declared);
  for (const [, used] of sources.matchAll(/command: '(briefing\.\w+)'/g)) assert.ok(declared.includes(used), used);
});

test('the version is that of the program', () => {
  const cargo = readFileSync(path.join(ROOT, '../../Cargo.toml'), 'utf8');
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(cargo)?.[1]);
});

test('versions of packages are exact', () => {
  for (const [name, version] of Object.entries<string>(manifest.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test('the problem matchers read what `brief` prints', { skip: noBrief }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'brief-'));
  const file = path.join(folder, 'a: b.toml');
  writeFileSync(file, 'schema = 1\n\n[brief]\ntitel = "x"\n');
  const short = await run(BRIEF, ['check', '--format', 'short', file], folder);
  const lines = short.output.trim().split('\n');
  for (const line of lines) {
    const found = new RegExp(matcher('brief')[0]!.regexp).exec(line);
    assert.ok(found, line);
    assert.equal(path.resolve(folder, found[1]!), file);
    assert.match(found[4]!, /^(error|warning)$/);
  }
  assert.ok(lines.some((line) => /:4:1: error\[unknown-field\]/.test(line)), short.output);
  const [head, place] = matcher('brief-human');
  const human = (await run(BRIEF, ['render', file], folder)).errors.split('\n');
  const at = human.findIndex((line) => line.startsWith('error[unknown-field]'));
  assert.ok(new RegExp(head!.regexp).test(human[at]!), human[at]);
  assert.equal(new RegExp(place!.regexp).exec(human[at + 1]!)?.[2], '4', human[at + 1]);
  rmSync(folder, { recursive: true });
});
