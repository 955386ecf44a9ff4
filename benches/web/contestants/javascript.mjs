// The definition as a textbook has it, in JavaScript: set by set, three passes, on Float32Arrays.

import { EPS, geometry } from '../layers.mjs';

export async function javascript(test, data) {
  const sets = geometry(test);
  const y = new Float32Array(data.x.length);
  const gradients = test.backward && {
    grad_x: new Float32Array(data.x.length),
    grad_weight: data.weight && new Float32Array(data.weight.length),
    grad_bias: data.bias && new Float32Array(data.bias.length),
  };
  const run = () => {
    forward(test, sets, data, y);
    if (gradients) backward(sets, data, gradients);
  };
  return { contestants: [{ name: 'JavaScript', run, answer: () => (gradients ? gradients.grad_x : y) }], close() {} };
}

function forward({ training }, sets, { x, weight, bias, running_mean, running_var }, y) {
  for (let set = 0; set < sets.count; set++) {
    const mean = training ? meanOf(sets, set, x) : running_mean[set];
    const variance = training ? varianceOf(sets, set, x, mean) : running_var[set];
    const scale = 1 / Math.sqrt(variance + EPS);
    for (let o = 0; o < sets.outer; o++) {
      let at = sets.start(set) + o * sets.outerStride;
      let place = sets.weightStart(set) + o * sets.weightOuter;
      for (let i = 0; i < sets.inner; i++, at += sets.innerStride, place += sets.weightInner) {
        const xHat = (x[at] - mean) * scale;
        y[at] = weight ? xHat * weight[place] + bias[place] : xHat;
      }
    }
  }
}

function meanOf(sets, set, x) {
  let sum = 0;
  for (let o = 0; o < sets.outer; o++) {
    let at = sets.start(set) + o * sets.outerStride;
    for (let i = 0; i < sets.inner; i++, at += sets.innerStride) sum += x[at];
  }
  return sum / sets.length;
}

function varianceOf(sets, set, x, mean) {
  let sum = 0;
  for (let o = 0; o < sets.outer; o++) {
    let at = sets.start(set) + o * sets.outerStride;
    for (let i = 0; i < sets.inner; i++, at += sets.innerStride) sum += (x[at] - mean) * (x[at] - mean);
  }
  return sum / sets.length;
}

function backward(sets, { x, grad_y, weight }, { grad_x, grad_weight, grad_bias }) {
  grad_weight?.fill(0);
  grad_bias?.fill(0);
  for (let set = 0; set < sets.count; set++) {
    const mean = meanOf(sets, set, x);
    const scale = 1 / Math.sqrt(varianceOf(sets, set, x, mean) + EPS);
    let sum = 0;
    let along = 0;
    for (let o = 0; o < sets.outer; o++) {
      let at = sets.start(set) + o * sets.outerStride;
      let place = sets.weightStart(set) + o * sets.weightOuter;
      for (let i = 0; i < sets.inner; i++, at += sets.innerStride, place += sets.weightInner) {
        const xHat = (x[at] - mean) * scale;
        const g = weight ? grad_y[at] * weight[place] : grad_y[at];
        sum += g;
        along += g * xHat;
        if (weight) {
          grad_weight[place] += grad_y[at] * xHat;
          grad_bias[place] += grad_y[at];
        }
      }
    }
    sum /= sets.length;
    along /= sets.length;
    for (let o = 0; o < sets.outer; o++) {
      let at = sets.start(set) + o * sets.outerStride;
      let place = sets.weightStart(set) + o * sets.weightOuter;
      for (let i = 0; i < sets.inner; i++, at += sets.innerStride, place += sets.weightInner) {
        const g = weight ? grad_y[at] * weight[place] : grad_y[at];
        grad_x[at] = (g - sum - (x[at] - mean) * scale * along) * scale;
      }
    }
  }
}
