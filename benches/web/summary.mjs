// A run as one table in Markdown, as the README has it: our layers against a copy, the libraries beside them, and PyTorch natively.

import { copy } from './table.mjs';

const HEAD = [
  'Layer', 'kernel, ms', '× copy', '× TensorFlow.js', '× ONNX Runtime', 'call, × TensorFlow.js', 'call, × ONNX Runtime', 'native, × PyTorch',
];

// A peer's kernel is a difference of two times, which noise can make negative.
const digits = (value) => (Number.isFinite(value) && value > 0 ? String(Number(value.toPrecision(2))) : '–');

// `native` are the rows of benches/pytorch.py, if there are any.
export function summary({ date, processor, browser, tests }, native = []) {
  const rows = tests.filter(({ untimed }) => !untimed).map((test) => [test.title, ...cells(test), digits(beside(test, native))]);
  const lines = [HEAD, HEAD.map((_, i) => (i ? '---:' : '---')), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...lines, '', `${date.slice(0, 10)}, ${processor}, Chromium ${browser}, one thread; \`cargo xtask bench${native.length ? ' --torch' : ''}\``, ''].join('\n');
}

function cells(test) {
  const median = (wanted) => test.results.find(({ name }) => name === wanted)?.median;
  const kernel = median('Normscope, kernel');
  const call = median('Normscope, call');
  return [
    kernel, kernel / copy(test), median('TensorFlow.js, kernel') / kernel, median('ONNX Runtime, kernel') / kernel,
    median('TensorFlow.js, call') / call, median('ONNX Runtime, call') / call,
  ].map(digits);
}

// How many times faster than PyTorch: of forward, or of both calls together.
function beside({ text, method, shape, backward }, native) {
  const words = `${text.replace(/\s/g, '')}${method === 'BN eval' ? '.eval()' : ''} on [${shape.join(', ')}]`;
  const rows = native.filter(({ layer, call }) => layer === words && (backward || call === 'forward'));
  const sum = (name) => rows.reduce((sum, row) => sum + row[name], 0);
  return sum('torch') / sum('ours');
}
