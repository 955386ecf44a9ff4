// The functions for other pages.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { blank, open } from './browser.mjs';
import { host } from './host.mjs';
import { BOXES, running, stages } from './layers.mjs';
import { randn } from './torch.mjs';

const SHAPE = [6, 6, 4, 4];
const X = randn(SHAPE);

// Within float32's share of the accuracy; typed arrays come out of the page as plain ones.
function assertNear(found, expected, what) {
  assert.equal(found.length, expected.length, what);
  expected.forEach((value, i) => {
    assert(Math.abs(found[i] - value) <= 2e-6 * Math.max(1, Math.abs(value)), `${what}: ${found[i]} at ${i}, not ${value}`);
  });
}

test('the example in the README', async (t) => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, example] = readme.match(/```html\n(<script type="module">\n[^`]*normalize_backward[^`]*)```/);
  assert(example.trim().split('\n').length <= 10, 'ten lines');
  const here = example.replaceAll('https://example.org/normscope/', './');
  const { address, close } = await host({ files: { '/other.html': `<!doctype html><title>Other</title><link rel="icon" href="data:,">${here}` } });
  t.after(close);
  const page = await blank(t);
  const logged = page.waitForEvent('console', (message) => message.type() === 'log');
  await page.goto(`${address}other.html`);
  const [answer] = (await logged).args();
  const { y, mean, variance, grad_x, grad_weight, grad_bias } = await answer.evaluate((arrays) => (
    Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, [...array]]))));
  // Two groups of four neighbours each, so by hand: 1.5, 0.5, 0.5 and 1.5 away from the mean, and the variance is 1.25.
  const [far, near] = [1.5, 0.5].map((distance) => distance / Math.sqrt(1.25 + 1e-5));
  assertNear(mean, [2.5, 6.5], 'mean');
  assertNear(variance, [1.25, 1.25], 'variance');
  assertNear(y, [-far, -near, near, far, -2 * far, -2 * near, 2 * near, 2 * far], 'y');
  // y is linear in x but for ε: along x̂ nothing of the gradient is left.
  assert(grad_x.every((value) => Math.abs(value) < 1e-4), `grad_x: ${grad_x}`);
  assertNear(grad_weight, [far ** 2 + near ** 2, near ** 2 + far ** 2, 2 * (far ** 2 + near ** 2), 2 * (near ** 2 + far ** 2)], 'grad_weight');
  assertNear(grad_bias, [-far - near, near + far, -2 * (far + near), 2 * (near + far)], 'grad_bias');
});

test('in a worker of another page, which it leaves alone', async (t) => {
  const files = {
    '/other.html': '<!doctype html><title>Other</title><link rel="icon" href="data:,">',
    '/other-worker.js': "import init, { normalize } from './normscope.js'; await init(); postMessage([...normalize(Float32Array.of(1, 3), [1, 2], 'LayerNorm(2)').mean]);",
  };
  const { address, close } = await host({ files });
  t.after(close);
  const page = await blank(t);
  await page.goto(`${address}other.html`);
  const first = await page.evaluate(() => new Promise((resolve, reject) => {
    const worker = new Worker('./other-worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  }));
  assert.deepEqual(first, [2]);
});

test('with arrays of another frame, whose constructors are its own', async (t) => {
  const embedding = '<!doctype html><title>Slides</title><link rel="icon" href="data:,"><iframe title="Normscope" src="./"></iframe>';
  const { address, close } = await host({ files: { '/slides.html': embedding } });
  t.after(close);
  const page = await blank(t);
  await page.goto(`${address}slides.html`);
  await page.frameLocator('iframe').locator('html[data-ready]').waitFor({ state: 'attached' });
  const { y, averages } = await page.evaluate(() => {
    const { normalize } = document.querySelector('iframe').contentWindow.normscope;
    const [running_mean, running_var] = [Float32Array.of(0, 0), new Float32Array(2).fill(1)];
    const options = { weight: Float32Array.of(2, 2), bias: [1, 1], running_mean, running_var };
    const { y } = normalize(Float32Array.of(1, 5, 3, 7), [2, 2], 'BatchNorm1d(2, eps=1e-12, momentum=0.5)', options);
    return { y: [...y], averages: [...running_mean, ...running_var] };
  });
  assertNear(y, [-1, -1, 3, 3], 'y');
  assertNear(averages, [1, 3, 1.5, 1.5], 'running averages');
});

// Runs `use` in the page with its functions, x and the shape; typed arrays in the answer become plain ones.
const inPage = (page, use, argument) => page.evaluate(({ use, x, shape, argument }) => {
  const plain = (value) => {
    if (ArrayBuffer.isView(value)) return [...value];
    if (Array.isArray(value)) return value.map(plain);
    return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)])) : value;
  };
  return plain(eval(use)({ ...window.normscope, x: Float32Array.from(x), shape, argument }));
}, { use: String(use), x: [...X], shape: SHAPE, argument });

test('y and the statistics of each set', async (t) => {
  const page = await open(t);
  const { y, mean, variance } = await inPage(page, ({ normalize, x, shape }) => normalize(x, shape, 'GroupNorm(3, 6)'));
  assertNear(y, stages(X, SHAPE, BOXES.GroupNorm(SHAPE, 3), {}, 2), 'y');
  assert.deepEqual([mean.length, variance.length], [18, 18]);
  const first = X.slice(0, 32);
  assertNear([mean[0]], [first.reduce((a, b) => a + b) / 32], 'mean');
  const rms = await inPage(page, ({ normalize, x, shape }) => normalize(x, shape, 'RMSNorm([4, 4])'));
  assert.equal(rms.mean, null);
  assertNear([rms.variance[0]], [X.slice(0, 16).reduce((sum, value) => sum + value ** 2, 0) / 16], 'mean square');
});

test('nothing of an empty tensor', async (t) => {
  const page = await open(t);
  const { forward, backward } = await inPage(page, ({ normalize, normalize_backward }) => {
    const [x, shape] = [new Float32Array(0), [0, 6, 4, 4]];
    return { forward: normalize(x, shape, 'GroupNorm(3, 6)'), backward: normalize_backward(x, shape, 'GroupNorm(3, 6)', x) };
  });
  assert.deepEqual(forward, { y: [], mean: [], variance: [] });
  assert.deepEqual(backward, { grad_x: [], grad_weight: Array(6).fill(0), grad_bias: Array(6).fill(0) });
});

test('parameters are those of the call, whatever the calls before were given', async (t) => {
  const page = await open(t);
  const layer = 'InstanceNorm2d(6, affine=True)';
  const [scaled, plain, shifted] = await inPage(page, ({ normalize, x, shape, argument: layer }) => [
    normalize(x, shape, layer, { weight: new Float32Array(6).fill(2), bias: [1, 1, 1, 1, 1, 1] }).y,
    normalize(x, shape, layer, {}).y,
    normalize(x, shape, layer, { bias: new Float64Array(6).fill(-1), weight: undefined, out: null }).y,
  ], layer);
  const at = (weight, bias) => stages(X, SHAPE, BOXES.InstanceNorm(SHAPE), { weight, bias }, 3);
  assertNear(scaled, at(2, 1), 'both');
  assertNear(plain, at(1, 0), 'none');
  assertNear(shifted, at(1, -1), 'bias alone');
});

test('out takes y, and may be x', async (t) => {
  const page = await open(t);
  const answer = await inPage(page, ({ normalize, x, shape }) => {
    const out = new Float32Array(x.length);
    const { y } = normalize(x, shape, 'BatchNorm2d(6)', { out });
    const inPlace = normalize(x, shape, 'BatchNorm2d(6)', { out: x });
    return { isOut: y === out && inPlace.y === x, y, inPlace: x };
  });
  assert(answer.isOut);
  assertNear(answer.y, stages(X, SHAPE, BOXES.BatchNorm(SHAPE), {}, 2), 'y');
  assert.deepEqual(answer.inPlace, answer.y);
});

test('large tensors in eval mode pass through a few samples at a time, and come out the same', async (t) => {
  const page = await open(t);
  const faults = await inPage(page, ({ normalize }) => {
    const shape = [7, 50, 37, 31];
    const [samples, channels, spatial] = [shape[0], shape[1], shape[2] * shape[3]];
    const count = samples * channels * spatial;
    const value = (i) => Math.sin(i) * (1 + i % 7);
    const options = {
      running_mean: Float32Array.from({ length: channels }, (_, c) => c / 10),
      running_var: Float32Array.from({ length: channels }, (_, c) => 1 + c),
      training: false,
    };
    const faults = [];
    // Where y is written is no matter: an array of its own, x itself, or a part of the same memory.
    const places = {
      apart: () => [new Float32Array(count), undefined],
      'in place': () => { const x = new Float32Array(count); return [x, x]; },
      overlapping: () => { const all = new Float32Array(count + 1000); return [all.subarray(1000), all.subarray(0, count)]; },
      'after x': () => { const all = new Float32Array(count + 1000); return [all.subarray(0, count), all.subarray(1000)]; },
    };
    for (const layer of ['BatchNorm2d(50)', 'InstanceNorm2d(50, track_running_stats=True)']) {
      for (const [place, arrays] of Object.entries(places)) {
        const [x, out] = arrays();
        for (let i = 0; i < count; i++) x[i] = value(i);
        const { y, mean, variance } = normalize(x, shape, layer, { ...options, out });
        const sets = layer.startsWith('Batch') ? channels : samples * channels;
        if (mean.length !== sets || mean.some((mu, set) => mu !== options.running_mean[set % channels])) faults.push(`${layer}, ${place}: mean`);
        if (variance.length !== sets || variance.some((v, set) => v !== options.running_var[set % channels])) faults.push(`${layer}, ${place}: variance`);
        for (let i = 0; i < count; i++) {
          const channel = Math.floor(i / spatial) % channels;
          const expected = (Math.fround(value(i)) - options.running_mean[channel]) / Math.sqrt(options.running_var[channel] + 1e-5);
          if (!(Math.abs(y[i] - expected) <= 2e-6 * Math.max(1, Math.abs(expected)))) {
            faults.push(`${layer}, ${place}: ${y[i]} at ${i}, not ${expected}`);
            break;
          }
        }
      }
    }
    // Without samples the first axis is the channels, which belong together.
    const x = Float32Array.from({ length: channels * 64 * 64 }, (_, i) => value(i));
    const { y } = normalize(x, [channels, 64, 64], 'InstanceNorm2d(50, track_running_stats=True)', options);
    const expected = (i) => (x[i] - options.running_mean[i >> 12]) / Math.sqrt(options.running_var[i >> 12] + 1e-5);
    const wrong = y.findIndex((value, i) => !(Math.abs(value - expected(i)) <= 2e-6 * Math.max(1, Math.abs(value))));
    if (wrong >= 0) faults.push(`without samples: ${y[wrong]} at ${wrong}, not ${expected(wrong)}`);
    return faults;
  });
  assert.deepEqual(faults, []);
});

test('training changes the running averages that are given, and nothing else does', async (t) => {
  const page = await open(t);
  const { typed, listed, evaluated, fresh } = await inPage(page, ({ normalize, normalize_backward, x, shape }) => {
    const layer = 'BatchNorm2d(6, momentum=0.3)';
    const typed = { running_mean: new Float32Array(6), running_var: new Float32Array(6).fill(1) };
    normalize(x, shape, layer, typed);
    const listed = { running_mean: Array(6).fill(0), running_var: Array(6).fill(1), num_batches_tracked: 0 };
    normalize_backward(x, shape, 'BatchNorm2d(6, momentum=None)', x, listed);
    normalize(x, shape, 'BatchNorm2d(6, momentum=None)', listed);
    const evaluated = normalize(x, shape, layer, { ...typed, training: false });
    return { typed, listed, evaluated, fresh: normalize(x, shape, layer, { training: false }) };
  });
  for (const [channel, { mean, variance }] of [...Array(6).keys()].map((channel) => [channel, running([X], SHAPE, channel, 0.3)])) {
    assertNear([typed.running_mean[channel], typed.running_var[channel]], [mean, variance], 'momentum 0.3');
    const only = running([X], SHAPE, channel, 1);
    assertNear([listed.running_mean[channel], listed.running_var[channel]], [only.mean, only.variance], 'the first batch alone');
  }
  assert.deepEqual(evaluated.mean, typed.running_mean);
  assert.deepEqual(evaluated.variance, typed.running_var);
  assertNear(fresh.y, X.map((value) => value / Math.sqrt(1 + 1e-5)), 'as constructed');
});

// What is called, and the sentence that refuses it.
const REFUSED = [
  ["normalize(x, shape, 'GroupNorm(4, 6)')", 'num_channels (6) must be divisible by num_groups (4)'],
  ["normalize(x, shape, 'BatchNorm1d(6)')", 'expected 2D or 3D input (got 4D input)'],
  ["normalize(x, shape, 'BatchNorm2d(7)')", 'running_mean should contain 6 elements not 7'],
  ["normalize(x.subarray(0, 6), [1, 6, 1, 1], 'BatchNorm2d(6)')", 'Expected more than 1 value per channel when training, got input size torch.Size([1, 6, 1, 1])'],
  ["normalize(x, shape, 'LayerNorm([4, 5])')", 'Given normalized_shape=[4, 5], expected input with shape [*, 4, 5], but got input of size[6, 6, 4, 4]'],
  ["normalize(x, shape, 'GropNorm(3, 6)')", 'there is no layer `GropNorm` here; did you mean `GroupNorm`? (column 1)'],
  ['normalize(x, shape, 7)', 'layer is a text such as "GroupNorm(3, 6)"'],
  ['normalize(x, shape)', 'layer is a text such as "GroupNorm(3, 6)"'],
  ['normalize()', 'shape is an array of whole numbers from 0 on, such as [6, 6, 4, 4]'],
  ["normalize([...x], shape, 'GroupNorm(3, 6)')", 'x is a Float32Array'],
  ["normalize(x, 576, 'GroupNorm(3, 6)')", 'shape is an array of whole numbers from 0 on, such as [6, 6, 4, 4]'],
  ["normalize(x, [6, 6, -4, -4], 'GroupNorm(3, 6)')", 'shape is an array of whole numbers from 0 on, such as [6, 6, 4, 4]'],
  ["normalize(x, [6, 6, 4, 5], 'GroupNorm(3, 6)')", "shape '[6, 6, 4, 5]' is invalid for input of size 576"],
  ["normalize(x, [65536, 65536, 0], 'LayerNorm(0)')", "can't allocate memory for a tensor of shape [65536, 65536, 0]"],
  ["normalize(x, shape, 'GroupNorm(3, 6)', 5)", 'the options are an object such as { training: false }'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { training: 'no' })", 'training is true or false'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { weight: [1, 2, 3] })", 'weight should contain 6 elements not 3'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { weight: [1, 2, 3, 4, 5, 'x'] })", 'weight is an array of numbers; at 5 it has none'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { bias: 1 })", 'bias is a Float32Array or an array of numbers'],
  ["normalize(x, shape, 'InstanceNorm2d(6)', { weight: [1, 1, 1, 1, 1, 1] })", 'InstanceNorm2d(6) has no weight, so none can be given'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { running_var: [1, 1, 1, 1, 1, 1] })", 'GroupNorm(3,6) has no running_var, so none can be given'],
  ["normalize(x, shape, 'BatchNorm2d(6)', { running_mean: [0, 0] })", 'running_mean should contain 6 elements not 2'],
  ["normalize(x, shape, 'BatchNorm2d(6)', { running_mean: Object.freeze([0, 0, 0, 0, 0, 0]) })", 'running_mean cannot be changed at 0'],
  ["normalize(x, shape, 'BatchNorm2d(6)', { num_batches_tracked: -1 })", 'num_batches_tracked is a whole number from 0 on'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { out: new Float32Array(5) })", 'out should contain 576 elements not 5'],
  ["normalize(x, shape, 'GroupNorm(3, 6)', { get weight() { throw new Error('mine'); } })", 'mine'],
  ["normalize_backward(x, shape, 'GroupNorm(3, 6)', x.subarray(1))", 'grad_y should contain 576 elements not 575'],
  ["normalize_backward(x, shape, 'GroupNorm(3, 6)')", 'grad_y is a Float32Array'],
];

test('what is wrong is an exception with one sentence, and the next call works', async (t) => {
  const page = await open(t);
  const answers = await inPage(page, ({ x, shape, argument, normalize, normalize_backward }) => argument.map((call) => {
    try {
      eval(call);
      return 'no exception';
    } catch (error) {
      normalize(x, shape, 'BatchNorm2d(6)');
      normalize_backward(x, shape, 'BatchNorm2d(6)', x);
      return error instanceof Error ? error.message : `no Error: ${error}`;
    }
  }), REFUSED.map(([call]) => call));
  assert.deepEqual(answers.map((answer, i) => [REFUSED[i][0], answer]), REFUSED);
});

test('a call within a call, from a getter', async (t) => {
  const page = await open(t);
  const { y, inner } = await inPage(page, ({ normalize, x, shape }) => {
    let inner;
    const options = { get weight() { inner = normalize(x, shape, 'GroupNorm(6, 6)').y; } };
    return { y: normalize(x, shape, 'GroupNorm(1, 6)', options).y, inner };
  });
  assertNear(y, stages(X, SHAPE, BOXES.GroupNorm(SHAPE, 1), {}, 2), 'outer');
  assertNear(inner, stages(X, SHAPE, BOXES.GroupNorm(SHAPE, 6), {}, 2), 'inner');
});
