// The family of methods by their definitions, in float64: y of one element, and how many x decide it.
// Each set is a question about two elements, not a box; nothing is shared with src/lab/family.

import { indexOf, flatOf } from './layers.mjs';

const sum = (values) => values.reduce((a, b) => a + b, 0);
const mean = (values) => sum(values) / values.length;
const variance = (values) => { const mu = mean(values); return mean(values.map((v) => (v - mu) ** 2)); };
const square = (values) => mean(values.map((v) => v * v));
const norm = (values) => Math.hypot(...values);
const clip = (value, low, high) => Math.min(Math.max(value, low), high);

// Channels of a group or a head: the smallest factor of C above 1, or 1.
function groupOf(channels) {
  for (let length = 2; length <= channels; length++) if (channels % length === 0) return length;
  return 1;
}

// Whether two elements, as [n, c, h, w], are in one set.
const SAME = {
  batch: (i, k) => i[1] === k[1],
  layer: (i, k) => i[0] === k[0],
  instance: (i, k) => i[0] === k[0] && i[1] === k[1],
  position: (i, k) => i[0] === k[0] && i[2] === k[2] && i[3] === k[3],
  group: (i, k, shape) => i[0] === k[0] && Math.floor(i[1] / groupOf(shape[1])) === Math.floor(k[1] / groupOf(shape[1])),
  head: (i, k, shape) => SAME.group(i, k, shape) && SAME.position(i, k),
  ghost: (i, k, shape) => i[1] === k[1] && (2 * i[0] < shape[0]) === (2 * k[0] < shape[0]),
};

// The largest singular value: rows are turned, two at a time, until they are orthogonal (Hestenes 1958).
function largestSingular(x, rows) {
  const width = x.length / rows;
  const lines = Array.from({ length: rows }, (_, row) => Array.from(x.slice(row * width, (row + 1) * width)));
  const dot = (a, b) => sum(a.map((v, j) => v * b[j]));
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let p = 0; p < rows; p++) for (let q = p + 1; q < rows; q++) {
      const [a, b] = [lines[p], lines[q]];
      const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
      if (Math.abs(ab) <= 1e-16 * Math.sqrt(aa * bb)) continue;
      turned = true;
      const angle = Math.atan2(2 * ab, aa - bb) / 2;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      lines[p] = a.map((v, j) => c * v + s * b[j]);
      lines[q] = a.map((v, j) => c * b[j] - s * v);
    }
    if (!turned) break;
  }
  return Math.max(...lines.map(norm));
}

const normal = (value, values, eps) => (value - mean(values)) / Math.sqrt(variance(values) + eps);

// y of an element: its value v, the values of a set of it, the settings that a method begins with.
const METHODS = {
  BatchNorm: ({ v, of, eps }) => normal(v, of('batch'), eps),
  GhostBatchNorm: ({ v, of, eps }) => normal(v, of('ghost'), eps),
  SyncBatchNorm: ({ v, of, eps }) => normal(v, of('batch'), eps),
  BatchRenorm({ v, of, at, state, eps }) {
    const [mu, sigma] = [mean(of('batch')), Math.sqrt(variance(of('batch')) + eps)];
    const [running, spread] = [state.mean[at[1]], state.deviation[at[1]]];
    const [rMax, dMax] = state.batches ? [3, 5] : [1, 0];
    return (v - mu) / sigma * clip(sigma / spread, 1 / rMax, rMax) + clip((mu - running) / spread, -dMax, dMax);
  },
  PowerNorm: ({ v, of, at, state, eps }) => v / Math.sqrt((state.batches ? state.meanSquare[at[1]] : square(of('batch'))) + eps),
  LayerNorm: ({ v, of, eps }) => normal(v, of('layer'), eps),
  GroupNorm: ({ v, of, eps }) => normal(v, of('group'), eps),
  InstanceNorm: ({ v, of, eps }) => normal(v, of('instance'), eps),
  AdaIn({ v, of, at, shape, eps }) {
    const [n, c, h, w] = at;
    const style = of('instance', [(n + 1) % shape[0], c, h, w]);
    return Math.sqrt(variance(style) + eps) * normal(v, of('instance'), eps) + mean(style);
  },
  FilterResponseNorm: ({ v, of }) => Math.max(v / Math.sqrt(square(of('instance')) + 1e-6), 0),
  PositionLayerNorm: ({ v, of, eps }) => normal(v, of('position'), eps),
  RmsNorm: ({ v, of }) => v / Math.sqrt(square(of('position')) + 2 ** -23),
  ScaleNorm: ({ v, of, shape, g = Math.sqrt(shape[1]) }) => g * v / Math.max(norm(of('position')), 1e-5),
  QkNorm: ({ v, of }) => v / Math.max(norm(of('head')), 1e-12),
  SwitchableNorm({ v, of, eps }) {
    const sets = ['instance', 'layer', 'batch'].map((set) => of(set));
    return (v - mean(sets.map(mean))) / Math.sqrt(mean(sets.map(variance)) + eps);
  },
  BatchInstanceNorm: ({ v, of, state, eps }) => state.rho * normal(v, of('batch'), eps) + (1 - state.rho) * normal(v, of('instance'), eps),
  LocalResponseNorm({ v, x, at, shape, size = 5, alpha = 1e-4, beta = 0.75, k = 1 }) {
    let squares = 0;
    for (let c = at[1] - Math.floor(size / 2); c <= at[1] + Math.floor((size - 1) / 2); c++) {
      if (c >= 0 && c < shape[1]) squares += x[flatOf(shape, [at[0], c, at[2], at[3]])] ** 2;
    }
    return v * (k + alpha * squares / size) ** -beta;
  },
  DynamicTanh: ({ v, alpha = 0.5 }) => Math.tanh(alpha * v),
  // x is a kernel: a sample is the filter of an output unit.
  WeightStandardization({ v, of, eps }) {
    const filter = of('layer');
    return (v - mean(filter)) / (Math.sqrt(variance(filter) * filter.length / (filter.length - 1)) + eps);
  },
  WeightNorm: ({ v, of }) => v / norm(of('layer')),
  SpectralNorm: ({ v, x, shape }) => v / largestSingular(x, shape[0]),
};

export const MEMBERS = Object.keys(METHODS);

// How many numbers a method learns of x of the shape [N, C, H, W], or beside a kernel [O, I, kh, kw].
export function learntBy(member, [n, c, h, w]) {
  const perChannel = { RmsNorm: 1, FilterResponseNorm: 3, BatchInstanceNorm: 3 };
  const others = {
    LayerNorm: 2 * c * h * w, InstanceNorm: 0, AdaIn: 0, ScaleNorm: 1, QkNorm: 1, SwitchableNorm: 2 * c + 6, LocalResponseNorm: 0,
    DynamicTanh: 2 * c + 1, WeightStandardization: 0, WeightNorm: n, SpectralNorm: 0,
  };
  return others[member] ?? (perChannel[member] ?? 2) * c;
}

export const freshState = (channels) => ({
  batches: 0,
  mean: Array(channels).fill(0),
  deviation: Array(channels).fill(1),
  meanSquare: Array(channels).fill(1),
  rho: 1,
});

// What running statistics are after batches of one shape, each going in by a tenth.
export function stateAfter(batches, shape, { rate = 0.1, rho = 1 } = {}) {
  const state = { ...freshState(shape[1]), batches: batches.length, rho };
  for (const x of batches) {
    for (let c = 0; c < shape[1]; c++) {
      const channel = Array.from(x).filter((_, flat) => indexOf(shape, flat)[1] === c);
      const follow = (list, value) => { list[c] = (1 - rate) * list[c] + rate * value; };
      follow(state.mean, mean(channel));
      follow(state.deviation, Math.sqrt(variance(channel) + 1e-5));
      follow(state.meanSquare, square(channel));
    }
  }
  return state;
}

// Elements of a set of `at`, as places in memory.
function placesOf(set, shape, at, length) {
  return [...Array(length).keys()].filter((flat) => SAME[set](at, indexOf(shape, flat), shape));
}

// y[at], as a function of the values of x: sets are found once, however often the values change.
function pinned(member, shape, at, state, parameters) {
  const places = new Map();
  return (x) => {
    const of = (set, where = at) => {
      const key = `${set} ${where}`;
      if (!places.has(key)) places.set(key, placesOf(set, shape, where, x.length));
      return places.get(key).map((flat) => x[flat]);
    };
    return METHODS[member]({ v: x[flatOf(shape, at)], x, of, at, shape, state, eps: 1e-5, ...parameters });
  };
}

// y of the element `at` of x, which is in C order and of the shape [N, C, H, W] or, as a kernel, [O, I, kh, kw].
export function familyOutput(member, x, shape, at, state = freshState(shape[1]), parameters = {}) {
  return pinned(member, shape, at, state, parameters)(Float64Array.from(x));
}

// How many x move y[at] when each of them in turn moves far: ten deviations of its channel up or down.
export function deciding(member, x, shape, at, state = freshState(shape[1]), parameters = {}) {
  const y = pinned(member, shape, at, state, parameters);
  const values = Float64Array.from(x);
  const before = y(values);
  const channel = (flat) => indexOf(shape, flat)[1];
  const units = Array.from({ length: shape[1] }, (_, c) => Math.sqrt(variance(Array.from(values).filter((_, flat) => channel(flat) === c))) || 1);
  // What cancels leaves a rounding behind, and that is no move.
  const rounding = 1e-12 * Math.max(1, Math.abs(before));
  let count = 0;
  for (let flat = 0; flat < values.length; flat++) {
    const value = values[flat];
    count += [10, -10].some((step) => {
      values[flat] = value + step * units[channel(flat)];
      return Math.abs(y(values) - before) > rounding;
    });
    values[flat] = value;
  }
  return count;
}
