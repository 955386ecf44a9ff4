// Every number that the prose of lessons computes, once more in plain JavaScript and float64: from its name and the
// link of its settings (`data-live` and `data-link` in the page). Definitions: src/state/live.

import { convolved, source } from './drawn.mjs';
import { deciding, familyOutput, learntBy, stateAfter } from './family.mjs';
import { BOXES, flatOf, indexOf } from './layers.mjs';
import { condition, descentSteps, gradientRatio, largest, smallest } from './bowl.mjs';
import { generator, product } from './torch.mjs';
import { DRAWS, stack } from './transformer.mjs';

const ULP = 2 ** -23;
const average = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const squared = (values) => { const mu = average(values); return average(values.map((v) => (v - mu) ** 2)); };
const unbiased = (values) => squared(values) * values.length / (values.length - 1);
const skewness = (values) => { const mu = average(values); return average(values.map((v) => (v - mu) ** 3)) / squared(values) ** 1.5; };
const indices = (text) => text.split(',').map(Number);

// All settings of a link that numbers depend on.
function settingsOf(link) {
  const keys = new URLSearchParams(link);
  const get = (key, otherwise) => keys.get(key) ?? otherwise;
  const x = source(get('x', 'channels(4,6,4,4)'));
  const poke = keys.get('poke')?.split(':');
  return {
    x,
    shape: x.shape,
    seed: Number(get('seed', 1234)),
    layer: layerOf(get('layer', 'GroupNorm(3,6)'), x.shape),
    weight: indices(get('weight', '1')),
    bias: indices(get('bias', '0')),
    isEval: get('mode', 'train') === 'eval',
    steps: Number(get('steps', 0)),
    poke: poke && { flat: flatOf(x.shape, indices(poke[0])), value: Number(poke[1]) },
    at: keys.has('at') ? indices(keys.get('at')) : undefined,
    redraws: Number(get('redraws', 100)),
    dropout: Number(get('dropout', 0)),
    stack: {
      order: get('order', 'all'),
      depth: Number(get('depth', 12)),
      width: Number(get('width', 32)),
      hasLast: get('last', 'yes') === 'yes',
    },
    block: Number(get('block', 1)),
    member: METHODS[get('method', 'all')],
    rho: Number(get('rho', 1)),
    style: /^\d+$/.test(get('style', 'none')) ? Number(get('style')) : undefined,
    descent: {
      isWeather: get('data') === 'weather',
      isStandardized: get('standardize') === 'yes',
      scale: Number(get('scale', 10)),
      shift: Number(get('shift', 0)),
      rate: Number(get('rate', 1)),
      seed: Number(get('seed', 1234)),
    },
  };
}

// The methods of the family, as a link names them.
export const METHODS = {
  batch: 'BatchNorm', ghost: 'GhostBatchNorm', sync: 'SyncBatchNorm', renorm: 'BatchRenorm', power: 'PowerNorm', layer: 'LayerNorm',
  group: 'GroupNorm', instance: 'InstanceNorm', adain: 'AdaIn', frn: 'FilterResponseNorm', position: 'PositionLayerNorm', rms: 'RmsNorm',
  scale: 'ScaleNorm', qk: 'QkNorm', switchable: 'SwitchableNorm', 'batch-instance': 'BatchInstanceNorm', response: 'LocalResponseNorm',
  tanh: 'DynamicTanh', 'weight-standardization': 'WeightStandardization', 'weight-norm': 'WeightNorm', 'spectral-norm': 'SpectralNorm',
};

// A layer as PyTorch writes it: the box of its sets, ε, momentum, and how many numbers it learns.
function layerOf(text, shape) {
  const [, name, inside] = /^(\w+)\((.*)\)$/.exec(text.replaceAll(' ', ''));
  const given = inside.split(/,(?![^[]*\])/);
  const named = Object.fromEntries(given.filter((part) => part.includes('=')).map((part) => part.split('=')));
  const plain = given.filter((part) => !part.includes('=')).map((part) => part.replace(/[[\]]/g, '').split(',').map(Number));
  const [n, c, ...rest] = shape;
  const isAffine = (key, otherwise) => (named[key] ?? otherwise) === 'True';
  const lengths = () => [...shape.slice(plain[0].length).map(() => 1), ...plain[0]];
  // `C` is all of an axis, `C/3` a third, 1 one index by itself.
  const length = (part, i) => (/^\d/.test(part) ? Number(part) : shape[i] / Number(part.split('/')[1] ?? 1));
  const kinds = {
    BatchNorm: () => ({ box: BOXES.BatchNorm(shape), learnt: isAffine('affine', 'True') ? 2 * c : 0, keepsAverages: true }),
    InstanceNorm: (d) => ({ box: shape.length === d + 1 ? [1, c, ...rest] : [1, 1, ...rest], learnt: isAffine('affine', 'False') ? 2 * c : 0 }),
    GroupNorm: () => ({ box: BOXES.GroupNorm(shape, plain[0][0]), learnt: isAffine('affine', 'True') ? 2 * c : 0 }),
    LayerNorm: () => ({ box: lengths(), learnt: 2 * product(plain[0]) }),
    RMSNorm: () => ({ box: lengths(), learnt: product(plain[0]), isRms: true, eps: ULP }),
    ChannelLayerNorm: () => ({ box: [1, c, ...rest.map(() => 1)], learnt: 2 * c }),
    Norm: () => ({ box: Object.entries(named).filter(([key]) => /^[A-Z]$/.test(key)).map(([, part], i) => length(part, i)) }),
  };
  const [, kind, d] = /^([A-Za-z]+?)(?:([123])d)?$/.exec(name);
  if (!kinds[kind]) throw new Error(`no layer is known as ${name}`);
  const layer = { kind, eps: 1e-5, ...kinds[kind](Number(d)) };
  if (named.eps) layer.eps = Number(named.eps);
  layer.momentum = named.momentum === 'None' ? undefined : Number(named.momentum ?? 0.1);
  return layer;
}

// The share that a batch has in a running average; without a momentum that of the plain average.
const share = (momentum, batch) => momentum ?? 1 / batch;

// The values of each set, and the number of the set that an element is in.
function setsOf(x, shape, box) {
  const grid = shape.map((n, axis) => n / box[axis]);
  const of = Array.from(x, (_, flat) => flatOf(grid, indexOf(shape, flat).map((i, axis) => Math.floor(i / box[axis]))));
  const values = Array.from({ length: product(grid) }, () => []);
  x.forEach((value, flat) => values[of[flat]].push(value));
  return { of, values };
}

// What a layer makes of x after training on the batches `before`: mean and variance of each set, x̂ and y of each element.
function call({ shape, layer, isEval, weight, bias }, x, before = []) {
  const { of, values } = setsOf(x, shape, layer.box);
  let [mean, variance] = [values.map(layer.isRms ? () => 0 : average), values.map(layer.isRms ? (set) => average(set.map((v) => v * v)) : squared)];
  if (isEval && layer.keepsAverages) {
    [mean, variance] = [values.map(() => 0), values.map(() => 1)];
    before.forEach((batch, k) => setsOf(batch, shape, layer.box).values.forEach((set, i) => {
      const by = share(layer.momentum, k + 1);
      mean[i] += by * (average(set) - mean[i]);
      variance[i] += by * (unbiased(set) - variance[i]);
    }));
  }
  const xHat = Float64Array.from(x, (value, flat) => (value - mean[of[flat]]) / Math.sqrt(variance[of[flat]] + layer.eps));
  const own = (list, flat) => list[list.length > 1 ? indexOf(shape, flat)[1] : 0];
  return { of, mean, variance, xHat, y: xHat.map((value, flat) => own(weight, flat) * value + own(bias, flat)) };
}

// The batches of a link, the one that is shown last; `more` go on behind it.
function batches({ x, seed, steps }, more = 0) {
  const sampler = x.sampler(seed);
  return Array.from({ length: steps + 1 + more }, () => sampler.next());
}

function explore(settings) {
  const all = batches(settings);
  const before = all.slice(0, -1);
  const drawn = all.at(-1);
  const x = Float32Array.from(drawn);
  if (settings.poke) x[settings.poke.flat] = settings.poke.value;
  return { drawn, before, x, ...call(settings, x, before) };
}

const largestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const farthest = (a, b) => largestOf(a.map((value, k) => value - b[k]));
const pinned = (settings) => { const shown = explore(settings); const flat = flatOf(settings.shape, settings.at); return { ...shown, flat, set: shown.of[flat] }; };

// How many y beside the poked one are other float32 than without the poke, in each sample.
function moved(settings) {
  const { drawn, before, y } = explore(settings);
  const { y: without } = call(settings, drawn, before);
  const counts = Array(settings.shape[0]).fill(0);
  y.forEach((value, flat) => {
    if (flat !== settings.poke.flat && Math.fround(value) !== Math.fround(without[flat])) counts[indexOf(settings.shape, flat)[0]] += 1;
  });
  return counts;
}

// What is zero but for rounding is compared in units of the rounding of the largest y.
const near = (value, y, ulps = 4) => ({ value, within: ulps * ULP * largestOf(y) });

// y, and what changes of it when `change(value, channel)` changes x.
function effect(settings, change) {
  const { shape, layer, x: { recipe } } = settings;
  const axis = shape.length === 3 && (recipe === 'sentences' || layer.kind === 'LayerNorm' || layer.isRms) ? 2 : 1;
  const { drawn, before } = explore(settings);
  const { y } = call(settings, drawn, before);
  const changed = drawn.map((value, flat) => change(value, indexOf(shape, flat)[axis]));
  return near(farthest(call(settings, changed, before).y, y), y);
}

// Sample 0 with the others of the next batch.
function companyChange(settings) {
  const all = batches(settings, 1);
  const [x, next] = all.slice(-2);
  const one = product(settings.shape.slice(1));
  const other = next.map((value, flat) => (flat < one ? x[flat] : value));
  const [y, z] = [x, other].map((batch) => call(settings, batch, all.slice(0, -2)).y.subarray(0, one));
  return farthest(y, z);
}

// Rows of x of sentences, and which of them are tokens.
function rows(settings) {
  const x = batches(settings).at(-1);
  const d = settings.shape[2];
  const all = Array.from({ length: x.length / d }, (_, k) => x.subarray(k * d, (k + 1) * d));
  return { all, tokens: all.filter((row) => row.some((value) => value !== 0)) };
}
const featureMean = (settings, kind) => average(rows(settings)[kind].map((row) => row[settings.at[2]]));

// The channels of all pictures, and how a value is found by picture and channel.
const planesOf = ({ shape: [n, c, h, w] }, values) => Array.from({ length: n * c }, (_, k) => [...values.subarray(k * h * w, (k + 1) * h * w)]);
const light = (values) => ({ mean: average(values), deviation: Math.sqrt(squared(values)) });

// x, and what stands behind the layer: y, or σ(s)·x̂ + μ(s) with the light of picture s.
function pictures(settings) {
  const { shape: [, c], style, layer: { eps } } = settings;
  const { x, xHat, y } = explore(settings);
  const before = planesOf(settings, x);
  if (style === undefined) return { before, behind: planesOf(settings, y) };
  const own = before.slice(style * c, (style + 1) * c);
  const styled = (plane, k) => plane.map((value) => Math.sqrt(squared(own[k % c]) + eps) * value + average(own[k % c]));
  return { before, behind: planesOf(settings, xHat).map(styled), own };
}

// The same of a link: a list for each channel of each picture.
export const picturesOf = (link) => pictures(settingsOf(link));

// The largest of what `of` says of one channel in all pictures.
function ofChannels(settings, row, of) {
  const c = settings.shape[1];
  const lights = pictures(settings)[row].map(light);
  return Math.max(...Array.from({ length: c }, (_, k) => of(lights.filter((_, plane) => plane % c === k))));
}
const contrast = (settings, row) => ofChannels(settings, row, (all) => Math.max(...all.map((a) => a.deviation)) / Math.min(...all.map((a) => a.deviation)));
const brightness = (settings, row) => ofChannels(settings, row, (all) => Math.max(...all.map((a) => a.mean)) - Math.min(...all.map((a) => a.mean)));

function styleGap(settings, row) {
  const { [row]: planes, own } = pictures(settings);
  const wanted = own.map(light);
  return largestOf(planes.map(light).flatMap(({ mean, deviation }, k) => [mean - wanted[k % own.length].mean, deviation - wanted[k % own.length].deviation]));
}

// y of one picture, and of the same at half its contrast and a quarter brighter.
function lightEffect(settings) {
  const { drawn, before } = explore(settings);
  const one = product(settings.shape.slice(1));
  const picture = settings.at?.[0] ?? 0;
  const isOwn = (flat) => Math.floor(flat / one) === picture;
  const changed = drawn.map((value, flat) => (isOwn(flat) ? value / 2 + 0.25 : value));
  const [y, z] = [drawn, changed].map((x) => call(settings, x, before).y.filter((_, flat) => isOwn(flat)));
  return farthest(y, z);
}

// Redraws: the samples of one channel, shuffled and cut into `count` batches, as src/lab/redraws does.
const [CHUNK, TRAINED, SEEN, MOST] = [64, 50, 20, 4_000_000];

function redrawn({ x, seed, shape: [n, ...rest], at }, count) {
  const chunk = x.withSamples(CHUNK);
  const [sampler, channel] = [chunk.sampler(seed), at?.[1] ?? 0];
  const [one, positions] = [product(rest), product(rest.slice(1))];
  const pool = [];
  while (pool.length < n * count) {
    const values = sampler.next();
    for (let k = 0; k < CHUNK; k++) pool.push([...values.subarray(k * one + channel * positions, k * one + (channel + 1) * positions)]);
  }
  const order = [...Array(n * count).keys()];
  generator(seed + 2).rand(order.length).forEach((u, k) => {
    const other = k + Math.trunc(u * (order.length - k));
    [order[k], order[other]] = [order[other], order[k]];
  });
  return Array.from({ length: count }, (_, k) => order.slice(k * n, (k + 1) * n).flatMap((sample) => pool[sample]));
}

// How many batches can be drawn, beside `before` others.
function possible({ shape: [, ...rest], redraws }, samples, before = 0) {
  return Math.min(redraws, Math.floor(MOST / (samples * product(rest))) - before);
}

function statistic(settings, of) {
  const values = redrawn(settings, possible(settings, Math.max(settings.shape[0], 64))).map(of);
  return Math.sqrt(unbiased(values));
}

// Running mean and variance after batches with dropout.
function trained({ seed, dropout, layer: { momentum } }, all) {
  const random = generator(seed + 3);
  const [keep, scale] = [(u) => u >= dropout, 1 / (1 - dropout)];
  let [mean, variance] = [0, 1];
  all.forEach((batch, k) => {
    const drawn = dropout ? random.rand(batch.length) : [];
    const x = dropout ? batch.map((value, i) => (keep(drawn[i]) ? value * scale : 0)) : batch;
    const by = share(momentum, k + 1);
    mean += by * (average(x) - mean);
    variance += by * (unbiased(x) - variance);
  });
  return { mean, variance };
}

function gap(settings) {
  const all = redrawn(settings, TRAINED + possible(settings, Math.max(settings.shape[0], 64), TRAINED));
  const { mean, variance } = trained(settings, all.slice(0, TRAINED));
  const { eps } = settings.layer;
  const apart = (x) => {
    const [mu, by] = [average(x), Math.sqrt(squared(x) + eps)];
    return average(x.map((value) => Math.abs((value - mu) / by - (value - mean) / Math.sqrt(variance + eps))));
  };
  return average(all.slice(TRAINED).map(apart));
}

function dropoutVariance(settings) {
  const all = redrawn(settings, TRAINED + possible({ ...settings, redraws: SEEN }, settings.shape[0], TRAINED));
  return average(all.slice(TRAINED).map(unbiased)) / trained(settings, all.slice(0, TRAINED)).variance;
}

// A convolution and a batch norm in eval mode are one convolution: only rounding, of the largest y, can be left.
function foldDifference({ x, seed, shape, layer: { eps } }) {
  const [n, c, h, w] = shape;
  const own = generator(seed + 4);
  const [filters, weight, bias] = [own.randn(9 * c * c), own.randn(c), own.randn(c)];
  const sampler = x.sampler(seed);
  const all = Array.from({ length: 6 }, () => convolved(sampler.next(), [n, c, h, w], filters, c));
  const layer = layerOf(`BatchNorm2d(${c},eps=${eps})`, shape);
  const { y } = call({ shape, layer, isEval: true, weight: [...weight], bias: [...bias] }, all[5], all.slice(0, 5));
  return { ...near(0, y, 16), least: ULP / 8 };
}

function storedRatio(settings) {
  const channel = settings.at?.[1] ?? 0;
  const values = setsOf(batches(settings).at(-1), settings.shape, BOXES.BatchNorm(settings.shape)).values[channel];
  return unbiased(values) / squared(values);
}

function weightAfter(momentum, steps) {
  let weight = 1;
  for (let k = 1; k <= steps; k++) weight *= 1 - share(momentum, k);
  return weight;
}

function stepsToForget(momentum) {
  let k = 1;
  while (weightAfter(momentum, k) >= 0.01) k += 1;
  return k;
}

// x of the family, the element that is asked about, and what the methods remember.
function family(settings) {
  const { shape, at = [0, ...shape.slice(1).map((length) => Math.floor(length / 2))], rho } = settings;
  const { x, before } = explore(settings);
  return [x, shape, at, stateAfter(before, shape, { rho })];
}

function toBatchNorm(settings) {
  const [x, shape, , state] = family(settings);
  const y = (member) => Array.from(x, (_, flat) => familyOutput(member, x, shape, indexOf(shape, flat), state));
  return farthest(y(settings.member), y('BatchNorm'));
}

const exactly = (value) => ({ value, within: 0 });
// float64 on both sides, of nothing that is drawn.
const double = (value) => ({ value, within: 1e-12 * Math.abs(value) });
// float64 on both sides, of what is drawn: logarithm and cosine in float32 may round differently here.
const drawn = (value, by = 1e-6) => ({ value, within: by * Math.abs(value) });
// The same through the page's float32 kernels, or where it can lie near zero.
const single = (value) => ({ value, within: 1e-6 * Math.max(1, Math.abs(value)) });

// Sizes in a stack, computed in float32 by the page. With no normalization, rounding grows with depth as all else does.
const stacked = ({ stack: asked, seed }) => stack(asked, seed);
const forward = ({ stack: { order } }, value) => drawn(value, order === 'none' ? 1e-4 : 1e-5);
const backward = ({ stack: { order } }, value) => drawn(value, order === 'none' ? 2e-3 : 1e-4);

// The digits that each is written with, and how it is computed: its value, and how far from it the page may be.
const VALUES = {
  kappa: [3, (s) => drawn(condition(s.descent))],
  lambda_max: [3, (s) => drawn(largest(s.descent))],
  lambda_min: [3, (s) => drawn(smallest(s.descent))],
  largest_step: [3, (s) => drawn(2 / largest(s.descent))],
  descent_steps: ['count', (s) => exactly(descentSteps(s.descent))],
  gradient_ratio: [2, (s) => drawn(gradientRatio(s.descent))],
  sets: ['count', ({ shape, layer }) => exactly(product(shape) / product(layer.box))],
  values_per_set: ['count', ({ layer }) => exactly(product(layer.box))],
  learnt: ['count', ({ layer }) => exactly(layer.learnt)],
  input: [4, (s) => { const { x, flat } = pinned(s); return single(x[flat]); }],
  normalized: [4, (s) => { const { xHat, flat } = pinned(s); return single(xHat[flat]); }],
  output: [4, (s) => { const { y, flat } = pinned(s); return single(y[flat]); }],
  mean: [4, (s) => { const { mean, set } = pinned(s); return single(mean[set]); }],
  variance: [4, (s) => { const { variance, set } = pinned(s); return drawn(variance[set]); }],
  output_std: [4, (s) => { const { y, of, set } = pinned(s); return single(Math.sqrt(squared([...y].filter((_, flat) => of[flat] === set)))); }],
  input_skewness: [2, (s) => { const { x, of, set } = pinned(s); return single(skewness([...x].filter((_, flat) => of[flat] === set))); }],
  output_skewness: [2, (s) => { const { y, of, set } = pinned(s); return single(skewness([...y].filter((_, flat) => of[flat] === set))); }],
  largest_output: [4, (s) => single(largestOf(explore(s).y))],
  moved: ['count', (s) => exactly(moved(s).reduce((a, b) => a + b))],
  moved_samples: ['count', (s) => exactly(moved(s).filter((count) => count).length)],
  // Two layers with the same sets are one definition: only rounding can be left.
  difference: [2, (s) => near(0, explore(s).y)],
  bias_effect: [2, (s) => effect(s, (value, channel) => Math.fround(value + channel))],
  scale_effect: [2, (s) => effect(s, (value, channel) => Math.fround(value * (channel + 1)))],
  input_contrast_ratio: [2, (s) => single(contrast(s, 'before'))],
  output_contrast_ratio: [2, (s) => single(contrast(s, 'behind'))],
  input_brightness_spread: [2, (s) => single(brightness(s, 'before'))],
  output_brightness_spread: [2, (s) => single(brightness(s, 'behind'))],
  input_style_gap: [2, (s) => single(styleGap(s, 'before'))],
  output_style_gap: [2, (s) => single(styleGap(s, 'behind'))],
  light_effect: [2, (s) => single(lightEffect(s))],
  padding: ['percent', (s) => { const { all, tokens } = rows(s); return double(1 - tokens.length / all.length); }],
  padded_mean: [4, (s) => single(featureMean(s, 'all'))],
  token_mean: [4, (s) => single(featureMean(s, 'tokens'))],
  mean_spread: [2, (s) => drawn(statistic(s, average))],
  deviation_spread: [2, (s) => drawn(statistic(s, (x) => Math.sqrt(squared(x) + s.layer.eps)))],
  train_eval_gap: [2, (s) => single(gap(s))],
  dropout_variance: [2, (s) => single(dropoutVariance(s))],
  fold_difference: [1, foldDifference],
  company_change: [2, (s) => single(companyChange(s))],
  steps_to_forget: ['count', (s) => exactly(stepsToForget(s.layer.momentum))],
  initial_weight: ['percent', (s) => double(weightAfter(s.layer.momentum, s.steps))],
  draws: ['count', () => exactly(DRAWS)],
  activation_size: [2, (s) => forward(s, stacked(s).activations[s.block - 1])],
  branch_size: [2, (s) => forward(s, stacked(s).branches[s.block - 1])],
  sum_size: [2, (s) => forward(s, stacked(s).sums[s.block - 1])],
  output_size: [2, (s) => forward(s, stacked(s).output)],
  gradient_size: [2, (s) => backward(s, stacked(s).gradients[s.block - 1])],
  gradient_fall: [2, (s) => { const { gradients } = stacked(s); return backward(s, gradients[0] / gradients.at(-1)); }],
  deciding: ['count', (s) => exactly(deciding(s.member, ...family(s)))],
  method_output: [4, (s) => single(familyOutput(s.member, ...family(s)))],
  method_learnt: ['count', (s) => exactly(learntBy(s.member, s.shape))],
  // Both are in float64: what is one definition differs by its rounding.
  method_difference: [2, (s) => ({ value: toBatchNorm(s), within: 1e-14 })],
  stored_ratio: [3, (s) => double(storedRatio(s))],
};

const known = new Map();

// What a live value has to be: the number, how far from it the page may be, and the digits that it is written with.
export function expected(name, link) {
  const key = `${name} ${link}`;
  if (!known.has(key)) {
    if (!VALUES[name]) throw new Error(`${name} has no second implementation`);
    const [digits, value] = VALUES[name];
    known.set(key, { digits, ...value(settingsOf(link)) });
  }
  return known.get(key);
}
