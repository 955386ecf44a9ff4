// Every reference case, forward and backward, in the browser's build against its float64 twin.
// NORMSCOPE_REFERENCE names another folder of the same format, as it does for tests/reference.rs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from './browser.mjs';
import { readNpz } from './npz.mjs';
import { compare } from './reference.mjs';

const FOLDER = process.env.NORMSCOPE_REFERENCE ?? fileURLToPath(new URL('../data/reference/', import.meta.url));
const BUILT = [
  'BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'LayerNorm', 'InstanceNorm1d', 'InstanceNorm2d', 'InstanceNorm3d', 'GroupNorm', 'RMSNorm',
];

test('every case agrees with its float64 twin', async (t) => {
  const page = await open(t);
  const { cases } = JSON.parse(await readFile(join(FOLDER, 'manifest.json'), 'utf8'));
  const counts = Object.fromEntries(cases.map(({ op }) => [op, { compared: 0, arrays: 0, skipped: 0 }]));
  const failures = [];
  for (const recorded of cases) {
    const count = counts[recorded.op];
    if (!BUILT.includes(recorded.op)) {
      count.skipped += 1;
      continue;
    }
    const { compared, wrong } = await compare(page, recorded, readNpz(await readFile(join(FOLDER, recorded.file))));
    count.compared += 1;
    count.arrays += compared;
    failures.push(...wrong.map((sentence) => `${recorded.id}: ${sentence}`));
  }
  for (const [op, { compared, arrays, skipped }] of Object.entries(counts)) {
    t.diagnostic(`${op}: ${compared} cases compared (${arrays} arrays), ${skipped} skipped`);
  }
  assert.deepEqual(failures, []);
  assert.deepEqual(BUILT.filter((op) => !counts[op]?.compared), [], 'ops of which no case was compared');
});
