// A stack of transformer blocks at initialization, forward and backward, once more in plain JavaScript and float64.
// Matrices are arrays of rows. Definitions: src/nn/transformer, src/lab/stack.

import { generator } from './torch.mjs';

const [DRAWS, SENTENCES, TOKENS, EPS] = [5, 2, 8, 1e-5];

const zip = (a, b, f) => a.map((row, i) => row.map((value, j) => f(value, b[i][j])));
const add = (...all) => all.reduce((a, b) => zip(a, b, (x, y) => x + y));
const scaled = (a, by) => a.map((row) => row.map((value) => value * by));
const turned = (a) => a[0].map((_, j) => a.map((row) => row[j]));
const dot = (u, v) => u.reduce((sum, value, k) => sum + value * v[k], 0);
const times = (a, b) => { const columns = turned(b); return a.map((row) => columns.map((column) => dot(row, column))); };
const meanSquare = (a) => a.flat().reduce((sum, v) => sum + v * v, 0) / a.flat().length;
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

function matrix(random, rows, columns, deviation = 1) {
  const values = random.randn(rows * columns);
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => values[i * columns + j] * deviation));
}

// LN of each row, and how a gradient goes back through it.
function norm(x) {
  const rows = x.map((row) => {
    const mu = mean(row);
    const by = 1 / Math.sqrt(mean(row.map((v) => (v - mu) ** 2)) + EPS);
    return { by, xHat: row.map((v) => (v - mu) * by) };
  });
  const y = rows.map(({ xHat }) => xHat);
  const back = (grad) => grad.map((row, i) => {
    const { by, xHat } = rows[i];
    const [g, gx] = [mean(row), dot(row, xHat) / row.length];
    return row.map((v, j) => by * (v - g - xHat[j] * gx));
  });
  return { y, back };
}

function softmax(row) {
  const most = Math.max(...row);
  const powers = row.map((v) => Math.exp(v - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

// Attention with one head, sentence by sentence.
function attention([wq, wk, wv, wo], x) {
  const [q, k, v] = [wq, wk, wv].map((w) => times(x, turned(w)));
  const by = 1 / Math.sqrt(wq.length);
  const sentences = Array.from({ length: x.length / TOKENS }, (_, s) => (all) => all.slice(s * TOKENS, (s + 1) * TOKENS));
  const shares = sentences.map((of) => scaled(times(of(q), turned(of(k))), by).map(softmax));
  const mixed = sentences.flatMap((of, s) => times(shares[s], of(v)));
  const back = (grad) => {
    const gradMixed = times(grad, wo);
    const [gq, gk, gv] = [[], [], []];
    sentences.forEach((of, s) => {
      const p = shares[s];
      const gp = times(of(gradMixed), turned(of(v)));
      const scores = scaled(p.map((row, i) => row.map((share, j) => share * (gp[i][j] - dot(row, gp[i])))), by);
      gv.push(...times(turned(p), of(gradMixed)));
      gq.push(...times(scores, of(k)));
      gk.push(...times(turned(scores), of(q)));
    });
    return { x: add(times(gq, wq), times(gk, wk), times(gv, wv)) };
  };
  return { y: times(mixed, turned(wo)), back };
}

function feedForward([up, down], x) {
  const hidden = times(x, turned(up)).map((row) => row.map((v) => Math.max(0, v)));
  const back = (grad) => {
    const gh = zip(times(grad, down), hidden, (g, h) => (h > 0 ? g : 0));
    return { x: times(gh, up), w2: Math.hypot(...times(turned(grad), hidden).flat()) };
  };
  return { y: times(hidden, turned(down)), back };
}

// x + F(x), LN(x + F(x)) or x + F(LN(x)).
function sublayer(order, f, x) {
  const before = order === 'pre' ? norm(x) : { y: x, back: (grad) => grad };
  const branch = f(before.y);
  const sum = add(x, branch.y);
  const behind = order === 'post' ? norm(sum) : { y: sum, back: (grad) => grad };
  const back = (grad) => {
    const through = behind.back(grad);
    const { x: own, w2 } = branch.back(through);
    return { x: add(through, before.back(own)), w2 };
  };
  return { y: behind.y, back, branch: meanSquare(branch.y), sum: meanSquare(sum) };
}

function once({ depth, width, order, hasLast }, seed) {
  const random = generator(seed);
  let x = matrix(random, SENTENCES * TOKENS, width);
  const target = matrix(random, SENTENCES * TOKENS, width);
  const blocks = [];
  for (let l = 0; l < depth; l++) {
    const w = Array.from({ length: 6 }, () => matrix(random, width, width, Math.sqrt(1 / width)));
    const first = sublayer(order, (given) => attention(w.slice(0, 4), given), x);
    const second = sublayer(order, (given) => feedForward(w.slice(4), given), first.y);
    x = second.y;
    blocks.push({ first, second, size: meanSquare(x) });
  }
  const last = order === 'pre' && hasLast ? norm(x) : { y: x, back: (grad) => grad };
  let grad = last.back(scaled(zip(last.y, target, (y, t) => y - t), 2 / x.length));
  const gradients = [...blocks].reverse().map(({ first, second }) => {
    const { x: between, w2 } = second.back(grad);
    grad = first.back(between).x;
    return w2;
  });
  gradients.reverse();
  return { activations: blocks.map(({ size }) => size), branches: blocks.map(({ second }) => second.branch), sums: blocks.map(({ second }) => second.sum), gradients, output: meanSquare(last.y) };
}

const known = new Map();

// Means over the draws: ‖x‖²/d behind each block, of its feed-forward branch and its sum, ‖∂L/∂W₂‖, ‖y‖²/d.
export function stack(asked, seed) {
  const key = JSON.stringify([asked, seed]);
  if (!known.has(key)) {
    const draws = Array.from({ length: DRAWS }, (_, k) => once(asked, seed + k));
    const each = (name) => draws[0][name].map((_, l) => mean(draws.map((draw) => draw[name][l])));
    const lists = Object.fromEntries(['activations', 'branches', 'sums', 'gradients'].map((name) => [name, each(name)]));
    known.set(key, { ...lists, output: mean(draws.map((draw) => draw.output)) });
  }
  return known.get(key);
}

export { DRAWS };
