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

// Landscapes: what is painted, from the farthest to the nearest, and the light of each picture.
const PAINTED = [['sun', [1, 0.95, 0.7]], ['hill', [0.45, 0.4, 0.5]], ['ground', [0.3, 0.6, 0.2]], ['tree', [0.05, 0.2, 0.1]]];
const SKY = [0.4, 0.65, 1];

// How much of a pixel lies within what has this distance to its edge, in pixels.
const covered = (pixels) => Math.min(1, Math.max(0, pixels + 0.5));

function scenes(draw, [n, c, h, w]) {
  const [place, light, tint] = [draw.rand(8 * n), draw.rand(2 * n), draw.rand(c * n)];
  return Float32Array.from({ length: n * c * h * w }, (_, flat) => {
    const [picture, channel, row, column] = indexOf([n, c, h, w], flat);
    const [at, of] = [(k) => place[k * n + picture], (k) => light[k * n + picture]];
    const [v, u] = [(row + 0.5) / h, (column + 0.5) / h];
    const horizon = at(0) * 0.2 + 0.55;
    // Twice the distance to a circle around (x, y), about.
    const disc = (x, y, radius) => (radius - ((u - x) ** 2 + (v - y) ** 2) / radius) * (h / 2);
    const across = w / h;
    const foot = horizon - at(7) * 0.1;
    const trunk = (at(6) * 0.8 + 0.1) * across;
    const masks = {
      sun: covered(disc(at(1) * across, at(2) * 0.25 + 0.12, at(3) * 0.06 + 0.08)),
      hill: covered((v - horizon + at(5) * 0.15 + 0.15 - 2 * (u - at(4) * across) ** 2) * h),
      ground: covered((v - horizon) * h),
      tree: Math.min(1, covered(disc(trunk, foot, 0.14))
        + covered((0.03 - (u - trunk) ** 2 / 0.03) * (h / 2)) * covered((v - foot) * h) * covered((foot + 0.26 - v) * h)),
    };
    const sky = SKY[channel] * Math.min(1, v * 0.4 + 0.7);
    const painted = PAINTED.reduce((under, [what, colour]) => under + (colour[channel] - under) * masks[what], sky);
    const contrast = of(0) * 0.6 + 0.25;
    return (painted * contrast + of(1) * (1 - contrast)) * (tint[picture * c + channel] * 0.6 + 0.4);
  });
}

function digits(draw, [n]) {
  // Behind the images stands which digit each of them shows.
  const pixels = readFileSync(new URL('../../assets/digits.bin', import.meta.url)).subarray(0, 1797 * 64);
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
  scenes,
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
