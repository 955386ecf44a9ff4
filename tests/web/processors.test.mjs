// What comes out does not depend on the processor: see tests/processors.rs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { open } from './browser.mjs';

const CALLS = JSON.parse(await readFile(new URL('../data/processors.json', import.meta.url), 'utf8'));

test('large tensors come out as natively, bit for bit', async (t) => {
  const page = await open(t);
  for (const call of CALLS) {
    const found = await page.evaluate(({ layer, shape, grad_weight }) => {
      // As in tests/processors.rs.
      let state = 1;
      const tensor = (count) => Float32Array.from({ length: count }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 30 - 2;
      });
      const fingerprint = (values) => {
        const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
        return bits.reduce((hash, value) => Math.imul(hash ^ value, 0x01000193) >>> 0, 0x811c9dc5);
      };
      const { normalize, normalize_backward } = window.normscope;
      const count = shape.reduce((product, length) => product * length, 1);
      const [x, grad_y] = [tensor(count), tensor(count)];
      const learnt = normalize_backward(x, shape, layer, grad_y, {}).grad_weight;
      const options = learnt ? { weight: tensor(learnt.length) } : {};
      const gradients = normalize_backward(x, shape, layer, grad_y, options);
      return {
        layer,
        shape,
        y: fingerprint(normalize(x, shape, layer, options).y),
        grad_x: fingerprint(gradients.grad_x),
        grad_weight: grad_weight === null ? null : fingerprint(gradients.grad_weight),
      };
    }, call);
    assert.deepEqual(found, call);
  }
  assert(CALLS.length > 8, `only ${CALLS.length} calls`);
});
