// The functions for callers who keep their tensors in the module's memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { randn } from './torch.mjs';

const SHAPE = [6, 6, 4, 4];
const X = [...randn(SHAPE)];

// Runs `use` in the page with the module, a tensor with x in it, one for y, and `refusal`: the sentence that an act ends in.
const inPage = (page, use) => page.evaluate(async ({ use, values, shape }) => {
  const { default: init, ...module } = await import('./normscope.js');
  const { memory } = await init();
  const [x, y] = [module.alloc(values.length), module.alloc(values.length)];
  module.values(x).set(values);
  const refusal = (act) => {
    try {
      act();
      return 'no exception';
    } catch (error) {
      return error instanceof Error ? error.message : `no Error: ${error}`;
    }
  };
  return eval(use)({ ...module, memory, x, y, shape, refusal });
}, { use: String(use), values: X, shape: SHAPE });

test('the same numbers as with arrays, written where they are wanted', async (t) => {
  const page = await open(t);
  const pairs = await inPage(page, ({ normalize, normalize_backward, ResidentLayer, alloc, values, memory, x, y, shape }) => {
    const options = { weight: Float32Array.of(1, 2, 3, 4, 5, 6), bias: [6, 5, 4, 3, 2, 1] };
    const layer = new ResidentLayer('GroupNorm(3, 6)', shape, options);
    const before = layer.mean;
    layer.normalize(x, y);
    const grad_x = alloc(values(x).length);
    layer.normalize_backward(x, y, grad_x);
    const input = values(x).slice();
    const forward = normalize(input, shape, 'GroupNorm(3, 6)', options);
    const backward = normalize_backward(input, shape, 'GroupNorm(3, 6)', forward.y, options);
    const inMemory = new Float32Array(memory.buffer, y, input.length);
    const pairs = {
      y: [values(y), forward.y],
      memory: [inMemory, forward.y],
      mean: [layer.mean, forward.mean],
      variance: [layer.variance, forward.variance],
      grad_x: [values(grad_x), backward.grad_x],
      grad_weight: [layer.grad_weight, backward.grad_weight],
      grad_bias: [layer.grad_bias, backward.grad_bias],
    };
    return { before, ...Object.fromEntries(Object.entries(pairs).map(([name, [a, b]]) => [name, [[...a], [...b]]])) };
  });
  const { before, ...arrays } = pairs;
  assert.equal(before, null);
  for (const [name, [resident, copied]] of Object.entries(arrays)) assert.deepEqual(resident, copied, name);
});

test('running averages live in the layer', async (t) => {
  const page = await open(t);
  const { twice, evaluated } = await inPage(page, ({ normalize, ResidentLayer, values, x, y, shape }) => {
    const layer = new ResidentLayer('BatchNorm2d(6)', shape);
    layer.normalize(x, y);
    layer.normalize(x, y);
    layer.training = false;
    layer.normalize(x, y);
    const twice = { running_mean: Array(6).fill(0), running_var: Array(6).fill(1) };
    const input = values(x).slice();
    normalize(input, shape, 'BatchNorm2d(6)', twice);
    normalize(input, shape, 'BatchNorm2d(6)', twice);
    return { twice, evaluated: { running_mean: [...layer.mean], running_var: [...layer.variance] } };
  });
  assert.deepEqual(evaluated, twice);
});

test('no offset reaches memory that is not a tensor of the layer', async (t) => {
  const page = await open(t);
  const answers = await inPage(page, ({ ResidentLayer, alloc, free, values, memory, x, y, shape, refusal }) => {
    const layer = new ResidentLayer('GroupNorm(3, 6)', shape);
    const small = alloc(4);
    const freed = alloc(4);
    free(freed);
    const nowhere = [0, 4, x + 4, x + 0.5, -1, 2 ** 32 + x, memory.buffer.byteLength, NaN, 'x', undefined, freed];
    return {
      nowhere: nowhere.map((offset) => [refusal(() => layer.normalize(offset, y)), refusal(() => layer.normalize(x, offset)), refusal(() => values(offset)), refusal(() => free(offset))]).flat(),
      small: [refusal(() => layer.normalize(small, y)), refusal(() => layer.normalize(x, small))],
      same: [refusal(() => layer.normalize(x, x))],
      early: refusal(() => layer.normalize_backward(x, y, small)),
      counts: [0, -1, 1.5, NaN, undefined].map((count) => refusal(() => alloc(count))),
      much: [2 ** 30 - 1, 2 ** 31, 2 ** 32 - 1].map((count) => refusal(() => alloc(count))),
      refused: refusal(() => new ResidentLayer('BatchNorm2d(7)', shape)),
      works: refusal(() => layer.normalize(x, y)),
    };
  });
  for (const sentence of answers.nowhere) assert.match(sentence, /^there is no tensor at .*: alloc gives the offset of one$/);
  assert.deepEqual(answers.small, ['x should contain 576 elements not 4', 'y should contain 576 elements not 4']);
  assert.deepEqual(answers.same, ['y is a tensor of its own: nothing is computed in place']);
  assert.equal(answers.early, 'normalize comes first: the gradient needs its statistics');
  for (const sentence of answers.counts) assert.equal(sentence, 'count is a whole number from 1 on');
  for (const sentence of answers.much) assert.match(sentence, /^can't allocate memory for \d+ values$/);
  assert.equal(answers.refused, 'running_mean should contain 6 elements not 7');
  assert.equal(answers.works, 'no exception');
});
