// Our layers: on tensors in the module's memory, and end to end; and the floors, on the same memory.

import init, { ResidentLayer, alloc, free, normalize, normalize_backward, values } from '/normscope.js';

const { memory } = await init();
const binary = await (await fetch('/floors.wasm')).arrayBuffer();
const { instance: { exports: floors } } = await WebAssembly.instantiate(binary, { normscope: { memory } });

// Tensors in the module's memory, of which a test uses the first ones; given back with `close`.
function resident(test, { x, grad_y, ...options }) {
  const count = x.length;
  const [xAt, yAt, gradientAt, derivativeAt] = Array.from({ length: test.backward ? 4 : 2 }, () => alloc(count));
  values(xAt).set(x);
  if (test.backward) values(gradientAt).set(grad_y);
  const layer = new ResidentLayer(test.text, test.shape, { ...options, training: test.training });
  return { count, xAt, yAt, gradientAt, derivativeAt, layer };
}

export async function normscope(test, data) {
  const { text, shape, training, backward } = test;
  const { x, grad_y, ...options } = data;
  const { count, xAt, yAt, gradientAt, derivativeAt, layer } = resident(test, data);
  const bytes = count * x.BYTES_PER_ELEMENT;
  let answer;
  const kernel = backward
    ? () => {
      layer.normalize(xAt, yAt);
      layer.normalize_backward(xAt, gradientAt, derivativeAt);
    }
    : () => layer.normalize(xAt, yAt);
  const call = backward
    ? () => {
      normalize(x, shape, text, options);
      answer = normalize_backward(x, shape, text, grad_y, options).grad_x;
    }
    : () => { answer = normalize(x, shape, text, { ...options, training }).y; };
  return {
    contestants: [
      { name: 'memory.copy', run: () => floors.bulk(yAt, xAt, bytes) },
      { name: 'v128 copy', run: () => floors.copy(yAt, xAt, bytes) },
      { name: 'read', run: () => floors.read(xAt, bytes) },
      { name: 'affine pass', run: () => floors.affine(yAt, xAt, bytes, 0.5, 1) },
      { name: 'Normscope, kernel', run: kernel, answer: () => values(backward ? derivativeAt : yAt).slice() },
      { name: 'Normscope, call', run: call, answer: () => answer },
    ],
    close() {
      layer.free();
      [xAt, yAt, gradientAt, derivativeAt].filter((offset) => offset !== undefined).forEach((offset) => free(offset));
    },
  };
}
