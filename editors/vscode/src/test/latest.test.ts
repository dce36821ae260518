import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from '../latest';

test('changes during a run are one more run, after it', async () => {
  let runs = 0;
  let finish = () => {};
  const latest = new Latest(() => {
    runs += 1;
    return new Promise<void>((resolve) => (finish = resolve));
  });
  const first = latest.run();
  await latest.run();
  await latest.run();
  assert.equal(runs, 1);
  finish();
  await new Promise(setImmediate);
  assert.equal(runs, 2);
  finish();
  await first;
  assert.equal(runs, 2);
});

test('a run that failed does not stop the next', async () => {
  let runs = 0;
  const latest = new Latest(async () => {
    runs += 1;
    if (runs === 1) throw new Error('x');
  });
  await assert.rejects(latest.run());
  await latest.run();
  assert.equal(runs, 2);
});
