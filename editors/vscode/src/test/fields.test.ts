import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldAt, lineOfBrief, looksLikeBrief, rangeOf, tableOf, type Field } from '../fields';

const place = (line: number, from: number, to: number, last = line) => ({
  start: { line, character: from },
  end: { line: last, character: to },
});
const fields: Field[] = [
  { path: 'brief.title', range: place(3, 8, 20) },
  { path: 'parties.north.representatives', range: place(9, 18, 80) },
  { path: 'parties.north.representatives.0.name', range: place(9, 30, 40) },
  { path: 'brief.bottom_line', range: place(5, 14, 3, 8) },
  { path: 'sources.shared.publisher', range: null },
];
const at = (line: number, character: number, text = '') => fieldAt(fields, { line, character }, text);

test('a place in the text belongs to the smallest field around it', () => {
  assert.equal(at(3, 8), 'brief.title');
  assert.equal(at(7, 0), 'brief.bottom_line');
  assert.equal(at(9, 20), 'parties.north.representatives');
  assert.equal(at(9, 35), 'parties.north.representatives.0.name');
});

test('a key belongs to its value, a header to the first field of its record', () => {
  assert.equal(at(3, 0, 'title = "Talks"'), 'brief.title');
  assert.equal(at(20, 2, '[parties.north]'), 'parties.north.representatives');
  assert.equal(at(1, 2, '[brief]'), 'brief.title');
});

test('what the page does not print belongs to nothing', () => {
  assert.equal(at(12, 3, 'audience = "Minister"'), undefined);
  assert.equal(at(12, 3, '[parties.nor]'), undefined);
  assert.equal(fieldAt([], { line: 0, character: 0 }, '[brief]'), undefined);
});

test('a field on the page leads to its place, one of another file to none', () => {
  assert.deepEqual(rangeOf(fields, 'brief.title'), place(3, 8, 20));
  assert.equal(rangeOf(fields, 'sources.shared.publisher'), undefined);
  assert.equal(rangeOf(fields, 'brief.nothing'), undefined);
});

test('headers are read as TOML writes them', () => {
  assert.equal(tableOf('[brief]'), 'brief');
  assert.equal(tableOf('  [ positions . "filling" . \'up\' ] # why'), 'positions.filling.up');
  assert.equal(tableOf('[[list]]'), 'list');
  for (const line of ['', 'sources = ["a"]', '[brief', '# [brief]']) assert.equal(tableOf(line), undefined, line);
});

test('commands are offered in what looks like a brief', () => {
  assert.equal(lineOfBrief('schema = 1\r\n\r\n[brief]\r\n'), 2);
  assert.ok(looksLikeBrief('/a/x.toml', '[brief]'));
  assert.ok(looksLikeBrief('/a/x.brief.toml', ''));
  assert.ok(!looksLikeBrief('/a/Cargo.toml', '[package]\nname = "brief"\n'));
});
