// x as the PyTorch lines of each recipe draw it (src/tensor/script.rs prints them), in plain JavaScript.

import { readFileSync } from 'node:fs';
import { indexOf } from './layers.mjs';
import { generator, product } from './torch.mjs';

const f = Math.fround;

// The spread and the mean that an index of an axis has; after 64 they repeat.
const spread = (i) => f((2 + (((i % 64) * 3) % 7)) / 10);
const mean = (i) => f((3 * (((i % 64) * 7) % 11) - 15) / 10);

const normal = (draw, shape) => draw.randn(product(shape));

// Normal values, each with the spread and the mean of its index on an axis.
const scaled = (axis) => (draw, shape) => normal(draw, shape).map((z, flat) => {
  const i = indexOf(shape, flat)[axis];
  return f(f(z * spread(i)) + mean(i));
});

function sentences(draw, shape) {
  const [n, t] = shape;
  const lengths = draw.rand(n).map((u) => Math.trunc(f(f(u * (t - 1)) + 2)));
  lengths[0] = t;
  return scaled(2)(draw, shape).map((value, flat) => {
    const [sentence, position] = indexOf(shape, flat);
    return position < lengths[sentence] ? value : 0;
  });
}

function digits(draw, [n]) {
  const pixels = readFileSync(new URL('../../assets/digits.bin', import.meta.url));
  const drawn = [...draw.rand(n)].map((u) => Math.trunc(f(u * (pixels.length / 64))));
  return Float32Array.from(drawn.flatMap((k) => [...pixels.subarray(64 * k, 64 * (k + 1))]), (pixel) => pixel / 16);
}

// F.conv2d(x, filters, padding=1) with 3×3 filters, in float64: x has shape [n, from, h, w], filters [to, from, 3, 3].
export function convolved(x, [n, from, h, w], filters, to) {
  const y = new Float64Array(n * to * h * w);
  for (let flat = 0; flat < y.length; flat++) {
    const [i, c, row, column] = indexOf([n, to, h, w], flat);
    for (let k = 0; k < from * 9; k++) {
      const [of, down, across] = indexOf([from, 3, 3], k);
      const [r, s] = [row + down - 1, column + across - 1];
      if (r >= 0 && r < h && s >= 0 && s < w) y[flat] += filters[c * from * 9 + k] * x[((i * from + of) * h + r) * w + s];
    }
  }
  return y;
}

const RECIPES = {
  randn: normal,
  rand: (draw, shape) => draw.rand(product(shape)),
  relu: (draw, shape) => normal(draw, shape).map((z) => Math.max(0, z)),
  outlier: (draw, shape) => normal(draw, shape).map((z, flat) => (flat ? z : 20)),
  dead: (draw, shape) => normal(draw, shape).map((z, flat) => (indexOf(shape, flat)[1] === Math.floor(shape[1] / 2) ? 0 : z)),
  channels: scaled(1),
  samples: scaled(0),
  sentences,
  digits,
  features: (draw, [n, c, h, w], filters) => Float32Array.from(convolved(digits(draw, [n]), [n, 1, h, w], filters, c)),
};

// What may stand behind a recipe: a factor, or a slope along the channels.
function changeOf(text, shape) {
  if (!text) return (x) => x;
  const factor = /^\*([\d.]+)$/.exec(text);
  if (factor) return (x) => x.map((value) => f(value * factor[1]));
  const slope = /^\+([\d.]+)\*arange\((\d+)\)\.reshape\(\2,1,1\)$/.exec(text);
  if (slope) return (x) => x.map((value, flat) => f(value + slope[1] * indexOf(shape, flat)[1]));
  throw new Error(`no x is known as ${text}`);
}

// The x of a link, such as `randn(4,6,4,4)*10`: recipe and shape, and `sampler(seed)`, whose `next()` draws a batch.
// What stands before a semicolon was drawn before.
export function source(text) {
  const earlier = text.split(';');
  const last = drawnBy(earlier.pop());
  const of = (x) => ({
    ...x,
    withSamples: (n) => of(x.withSamples(n)),
    sampler: (seed) => {
      const draw = generator(seed);
      for (const before of earlier) drawnBy(before).sampler(seed, draw).next();
      return x.sampler(seed, draw);
    },
  });
  return of(last);
}

function drawnBy(text) {
  const [, recipe, lengths, rest] = /^(?:torch\.)?(\w+)\(([\d, ]+)\)(.*)$/.exec(text);
  if (!RECIPES[recipe]) throw new Error(`no recipe is known as ${recipe}`);
  const given = lengths.split(',').map(Number);
  const of = (shape) => ({
    recipe,
    shape,
    // The same with another number of samples.
    withSamples: (n) => of([n, ...shape.slice(1)]),
    sampler: (seed, draw = generator(seed)) => {
      const filters = recipe === 'features' ? draw.randn(9 * shape[1]) : undefined;
      const change = changeOf(rest.replaceAll(' ', ''), shape);
      return { next: () => change(RECIPES[recipe](draw, shape, filters)) };
    },
  });
  return of(given);
}
