// What the kernels should reach, as ratios within one run.

import { MEDIUM, SMALL, SMALLEST, TALL, TOKENS, title } from './layers.mjs';
import { copy } from './table.mjs';

const OURS = 'Normscope, kernel';
const PEERS = { tensorflow: 'TensorFlow.js', onnx: 'ONNX Runtime' };

// At most so many copies; at least so many times faster than a peer's kernel. By shape, then method.
const KERNELS = [
  [SMALL, {
    BN: { copy: 2.2, tensorflow: 20, onnx: 8 },
    LN: { copy: 3, tensorflow: 12, onnx: 15 },
    IN: { copy: 2.5, tensorflow: 17, onnx: 8 },
    GN: { copy: 2.5, tensorflow: 17, onnx: 11 },
    'BN eval': { copy: 1.5, tensorflow: 6, onnx: 1 },
  }],
  [MEDIUM, {
    BN: { copy: 1.3, tensorflow: 10, onnx: 4.5 },
    LN: { copy: 1.5, tensorflow: 8, onnx: 10 },
    IN: { copy: 1.3, tensorflow: 8, onnx: 5 },
    GN: { copy: 1.4, tensorflow: 8, onnx: 8 },
    'BN eval': { copy: 1, tensorflow: 2.3, onnx: 1 },
    'channel LN': { copy: 2.5 },
  }],
  [TALL, {
    BN: { copy: 1.8, tensorflow: 14, onnx: 6 },
    LN: { copy: 3, tensorflow: 8, onnx: 9 },
    IN: { copy: 2.3, tensorflow: 8, onnx: 4.5 },
    GN: { copy: 2.3, tensorflow: 9, onnx: 8 },
    'BN eval': { copy: 1.1, tensorflow: 3.4, onnx: 1 },
  }],
  [TOKENS, { LN: { copy: 1.6, tensorflow: 9, onnx: 11 } }],
];

// Forward and backward together, at the medium shape.
const BOTH = { copy: 4.5, tensorflow: 15 };

// A call at the smallest shape, ms.
const SMALLEST_CALL = 1e-3;

// Every target that a run has measured, with its value.
export const judged = (tests) => tests.filter(({ untimed }) => !untimed).flatMap((test) => [
  ...kernel(test, limits(test)),
  ...(same(test.shape, SMALLEST) ? [atMost(`${title(test)}: kernel, ms`, median(test, OURS), SMALLEST_CALL)] : []),
  ...(test.backward ? [] : calls(test)),
]);

const same = (a, b) => a.join() === b.join();

const limits = ({ shape, method, backward }) => (backward ? BOTH : KERNELS.find(([other]) => same(shape, other))?.[1][method] ?? {});

const median = ({ results }, wanted) => results.find(({ name }) => name === wanted)?.median;

function kernel(test, limits) {
  const ours = median(test, OURS);
  return Object.entries(limits).map(([against, limit]) => (against === 'copy'
    ? atMost(`${title(test)}: kernel, × copy`, ours / copy(test), limit)
    : atLeast(`${title(test)}: kernel, × faster than ${PEERS[against]}`, median(test, `${PEERS[against]}, kernel`) / ours, limit)));
}

// End to end.
const calls = (test) => Object.values(PEERS).map((peer) => (
  atLeast(`${title(test)}: call, × faster than ${peer}`, median(test, `${peer}, call`) / median(test, 'Normscope, call'), 1)));

const atMost = (what, value, limit) => ({ what, value, limit, atMost: true, met: value <= limit });
const atLeast = (what, value, limit) => ({ what, value, limit, atMost: false, met: value >= limit });
