// How far an answer is from the definition in float64.

import { EPS, geometry } from './layers.mjs';

// Largest |difference| of y, or of the gradient with respect to x.
export function error(test, data, answer) {
  const sets = geometry(test);
  const given = test.training ? undefined : data;
  let worst = 0;
  for (let set = 0; set < sets.count; set++) {
    const { mean, variance } = given ? { mean: given.running_mean[set], variance: given.running_var[set] } : statistics(sets, set, data.x);
    const scale = 1 / Math.sqrt(variance + EPS);
    const expected = test.backward ? gradient(sets, set, data, mean, scale) : output(data, mean, scale);
    each(sets, set, (at, weight) => {
      const distance = Math.abs(answer[at] - expected(at, weight));
      // What is not a number is as far off as can be, and stays it.
      if (distance > worst || Number.isNaN(distance)) worst = distance;
    });
  }
  return worst;
}

function each({ start, outer, outerStride, inner, innerStride, weightStart, weightOuter, weightInner }, set, visit) {
  for (let o = 0; o < outer; o++) {
    const at = start(set) + o * outerStride;
    const weight = weightStart(set) + o * weightOuter;
    for (let i = 0; i < inner; i++) visit(at + i * innerStride, weight + i * weightInner);
  }
}

function statistics(sets, set, x) {
  let sum = 0;
  each(sets, set, (at) => { sum += x[at]; });
  const mean = sum / sets.length;
  let squares = 0;
  each(sets, set, (at) => { squares += (x[at] - mean) ** 2; });
  return { mean, variance: squares / sets.length };
}

const output = ({ x, weight, bias }, mean, scale) => (at, place) => (
  (x[at] - mean) * scale * (weight ? weight[place] : 1) + (bias ? bias[place] : 0));

function gradient(sets, set, { x, grad_y, weight }, mean, scale) {
  const g = (at, place) => grad_y[at] * (weight ? weight[place] : 1);
  let sum = 0;
  let along = 0;
  each(sets, set, (at, place) => {
    sum += g(at, place);
    along += g(at, place) * (x[at] - mean) * scale;
  });
  return (at, place) => (g(at, place) - sum / sets.length - (x[at] - mean) * scale * (along / sets.length)) * scale;
}
