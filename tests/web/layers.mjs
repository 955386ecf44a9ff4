// The layers by their definition, in float64 and without a thought for speed: what the page has to show.

import { product } from './torch.mjs';

export const flatOf = (shape, at) => at.reduce((flat, i, axis) => flat * shape[axis] + i, 0);
export const indexOf = (shape, flat) => shape.reduceRight(([index, rest], n) => [[rest % n, ...index], Math.floor(rest / n)], [[], flat])[0];

// The box of elements that share their statistics, as lengths along the axes of x.
export const BOXES = {
  BatchNorm: ([n, , ...rest]) => [n, 1, ...rest],
  LayerNorm: ([, ...rest]) => (rest.length > 2 ? [1, ...rest] : [...rest.map(() => 1), rest.at(-1)]),
  InstanceNorm: ([n, c, ...rest]) => (rest.length ? [1, 1, ...rest] : [1, c]),
  GroupNorm: ([, c, ...rest], groups) => [1, c / groups, ...rest],
};

// All elements of the set that the element `at` belongs to, as places in memory.
export function setOf(shape, box, at) {
  const same = (index) => index.every((i, axis) => Math.floor(i / box[axis]) === Math.floor(at[axis] / box[axis]));
  return [...Array(product(shape)).keys()].filter((flat) => same(indexOf(shape, flat)));
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values) => { const mu = mean(values); return mean(values.map((v) => (v - mu) ** 2)); };

// What the table shows for the element `at`: statistics, x, x̂ and y.
export function normalized(x, shape, box, at, { eps = 1e-5, isRms = false, weight = 1, bias = 0, given } = {}) {
  const values = setOf(shape, box, at).map((flat) => x[flat]);
  const mu = isRms ? 0 : given?.mean ?? mean(values);
  const variance = isRms ? mean(values.map((v) => v * v)) : given?.variance ?? spread(values);
  const value = x[flatOf(shape, at)];
  const xHat = (value - mu) / Math.sqrt(variance + eps);
  return { size: values.length, mean: mu, variance, x: value, 'x̂': xHat, y: weight * xHat + bias };
}

// BatchNorm's running mean and variance of a channel after the batches, each a tensor of `shape`.
export function running(batches, shape, channel, momentum = 0.1) {
  const box = BOXES.BatchNorm(shape);
  const at = shape.map((_, axis) => (axis === 1 ? channel : 0));
  const set = setOf(shape, box, at);
  let state = { mean: 0, variance: 1 };
  for (const x of batches) {
    const values = set.map((flat) => x[flat]);
    const unbiased = spread(values) * values.length / (values.length - 1);
    const towards = (from, to) => from + momentum * (to - from);
    state = { mean: towards(state.mean, mean(values)), variance: towards(state.variance, unbiased) };
  }
  return state;
}

// All values at stage t of x, x − μ, x̂, γ·x̂ + β; γ and β are one number, or one per channel.
export function stages(x, shape, box, { eps = 1e-5, weight = 1, bias = 0 } = {}, t) {
  const whole = Math.min(Math.floor(t), 2);
  const share = t - whole;
  const sets = new Map();
  return Float64Array.from(x, (value, flat) => {
    const at = indexOf(shape, flat);
    const key = at.map((i, axis) => Math.floor(i / box[axis])).join();
    if (!sets.has(key)) sets.set(key, normalized(x, shape, box, at));
    const { mean, variance } = sets.get(key);
    const xHat = (value - mean) / Math.sqrt(variance + eps);
    const [gamma, beta] = [weight, bias].map((of) => (Array.isArray(of) ? of[at[1]] : of));
    const all = [value, value - mean, xHat, gamma * xHat + beta];
    return share ? all[whole] + share * (all[whole + 1] - all[whole]) : all[whole];
  });
}
