// The tests' own random numbers are PyTorch's, or nothing that is compared with them means anything.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { generator, product } from './torch.mjs';

// Beyond that a test takes longer than it is worth.
const MOST = 4e6;

const { cases, atol } = JSON.parse(await readFile(new URL('../data/randn.json', import.meta.url), 'utf8'));

for (const { seed, results } of cases) {
  const end = results.findIndex(({ shape }) => product(shape) > MOST);
  const calls = end < 0 ? results : results.slice(0, end);
  test(`seed ${seed}: ${calls.map(({ call }) => call).join(', ')}`, () => {
    const draw = generator(seed);
    for (const { call, shape, first, last } of calls) {
      const values = draw[call.match(/torch\.(randn?)\(/)[1]](product(shape));
      const near = (value, expected) => assert(Math.abs(value - expected) <= atol, `${call}: ${value}, not ${expected}`);
      first.forEach((expected, i) => near(values[i], expected));
      last.forEach((expected, i) => near(values[values.length - last.length + i], expected));
    }
  });
}
