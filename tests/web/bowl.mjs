// Gradient descent on two features, in plain JavaScript: by bisection, elimination, and steps that are really taken.

import { generator } from './torch.mjs';

const SAMPLES = 100;
const MOST_STEPS = 10_000_000;

// Rows x₁, x₂, 1, and targets, as src/lab/descent/problem.rs gives them in lines of PyTorch.
function problem({ isWeather, isStandardized, scale, shift, seed }) {
  const draw = generator(seed);
  const z = isWeather ? draw.rand(2 * SAMPLES) : draw.randn(2 * SAMPLES);
  const noise = draw.randn(SAMPLES);
  const features = [0, 1].map((k) => Array.from(noise, (_, i) => z[2 * i + k]));
  const y = Array.from(noise, (e, i) => 2 * features[0][i] + features[1][i] + 0.5 + 0.1 * e);
  const units = isWeather ? [[40, 60], [0.3, 0.3]] : [[shift, 1], [shift, scale]];
  const x = features.map((values, k) => values.map((value) => units[k][0] + units[k][1] * value));
  const columns = isStandardized ? x.map(standardized) : x;
  return { rows: y.map((_, i) => [columns[0][i], columns[1][i], 1]), y };
}

function standardized(values) {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / deviation);
}

// The loss is ½ θᵀHθ − bᵀθ and a constant.
function quadratic(setup) {
  const { rows, y } = problem(setup);
  const sum = (of) => rows.reduce((total, row, i) => total + of(row, y[i]), 0) / SAMPLES;
  const axes = [0, 1, 2];
  return { h: axes.map((j) => axes.map((k) => sum((row) => row[j] * row[k]))), b: axes.map((k) => sum((row, target) => target * row[k])) };
}

const times = (h, v) => h.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);

// How many eigenvalues lie below λ: as many as H − λ has negative pivots (Sylvester).
function below(h, lambda) {
  const [[a, b, c], [, d, e], [, , g]] = h.map((row, i) => row.map((v, k) => (i === k ? v - lambda : v)));
  const [p, q, r] = [d - b * b / a, e - b * c / a, g - c * c / a];
  return [a, p, r - q * q / p].filter((pivot) => pivot < 0).length;
}

// The eigenvalue that has so many below it.
function eigenvalue({ h }, place) {
  let [low, high] = [0, h[0][0] + h[1][1] + h[2][2]];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (below(h, middle) > place) high = middle;
    else low = middle;
  }
}

export const largest = (setup) => eigenvalue(quadratic(setup), 2);
export const smallest = (setup) => eigenvalue(quadratic(setup), 0);
export const condition = (setup) => largest(setup) / smallest(setup);

export function gradientRatio(setup) {
  const { b } = quadratic(setup);
  return Math.abs(b[1] / b[0]);
}

// θ with Hθ = b, by elimination; H is positive definite.
function solved({ h, b }) {
  const m = h.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < 3; k++) {
    for (let i = k + 1; i < 3; i++) {
      const factor = m[i][k] / m[k][k];
      m[i] = m[i].map((v, j) => v - factor * m[k][j]);
    }
  }
  return m.reduceRight((theta, row, k) => {
    const rest = theta.reduce((sum, v, j) => sum + row[k + 1 + j] * v, 0);
    return [(row[3] - rest) / row[k], ...theta];
  }, []);
}

// Steps from θ = 0 until the excess loss is a thousandth of what it was; not a number where it takes too many.
export function descentSteps(setup) {
  const { h, b } = quadratic(setup);
  const minimum = solved({ h, b });
  const excess = (theta) => { const d = theta.map((v, k) => v - minimum[k]); const g = times(h, d); return d[0] * g[0] + d[1] * g[1] + d[2] * g[2]; };
  const rate = setup.rate / eigenvalue({ h }, 2);
  const enough = excess([0, 0, 0]) / 1000;
  let theta = [0, 0, 0];
  for (let k = 1; k <= MOST_STEPS; k++) {
    const g = times(h, theta);
    theta = [theta[0] - rate * (g[0] - b[0]), theta[1] - rate * (g[1] - b[1]), theta[2] - rate * (g[2] - b[2])];
    if (excess(theta) <= enough) return k;
  }
  return NaN;
}
