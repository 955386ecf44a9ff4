// What is measured: layers on tensors of real networks.

export const EPS = 1e-5;

export const product = (lengths) => lengths.reduce((a, b) => a * b, 1);

// A layer in PyTorch's words, its method, and what of it the contestants have to know.
const batch = (shape, training = true) => ({
  text: `BatchNorm${shape.length - 2}d(${shape[1]})`, method: training ? 'BN' : 'BN eval', shape, training, parameters: [shape[1]],
});
const layer = (shape, from = 1) => ({ text: `LayerNorm([${shape.slice(from)}])`, method: 'LN', shape, training: true, parameters: shape.slice(from) });
const instance = (shape) => ({ text: `InstanceNorm2d(${shape[1]})`, method: 'IN', shape, training: true });
const group = (shape, groups) => ({ text: `GroupNorm(${groups}, ${shape[1]})`, method: 'GN', shape, groups, training: true, parameters: [shape[1]] });
const channels = (shape) => ({ text: `ChannelLayerNorm(${shape[1]})`, method: 'channel LN', shape, training: true, parameters: [shape[1]] });

const every = (shape, groups) => [batch(shape), batch(shape, false), layer(shape), instance(shape), group(shape, groups)];

export const SMALLEST = [6, 6, 4, 4];
export const SMALL = [8, 32, 16, 16];
export const MEDIUM = [32, 64, 56, 56];
export const TALL = [2, 256, 64, 64];
export const TOKENS = [32, 128, 768];
// The largest example in PyTorch's documentation.
const LARGEST = [20, 100, 35, 45, 10];

// Forward.
export const FORWARD = [
  ...every(SMALLEST, 3),
  ...every(SMALL, 32),
  ...every(MEDIUM, 32),
  channels(MEDIUM),
  ...every(TALL, 32),
  layer(TOKENS, 2),
  batch(LARGEST),
];

// Forward and backward together.
export const BACKWARD = [batch(MEDIUM), layer(MEDIUM), instance(MEDIUM), group(MEDIUM, 32)].map((test) => ({ ...test, backward: true }));

// Only how far off they are, where the mean is far from zero.
export const FAR = [batch(TALL), layer(TALL), instance(TALL), group(TALL, 32)].map((test) => ({ ...test, mean: 1000, untimed: true }));

export const title = ({ shape, text, method, backward, mean }) => (
  `${shape.join('×')}, ${text}${method === 'BN eval' ? ', eval' : ''}${backward ? ', forward and backward' : ''}${mean ? `, mean ${mean}` : ''}`);

// The sets of a layer as two nested loops each, and the place in γ and β that belongs to an element of them:
// element `outer`, `inner` of a set lies at start(set) + outer · stride + inner · stride.
export function geometry({ method, shape, groups, parameters }) {
  const [samples, channels] = shape;
  const spatial = product(shape.slice(2));
  switch (method) {
    case 'BN':
    case 'BN eval':
      return sets(channels, (set) => set * spatial, [samples, channels * spatial], [spatial, 1], [(set) => set, 0, 0]);
    case 'LN': {
      const length = product(parameters);
      return sets(product(shape) / length, (set) => set * length, [1, 0], [length, 1], [() => 0, 0, 1]);
    }
    case 'IN':
      return sets(samples * channels, (set) => set * spatial, [1, 0], [spatial, 1]);
    case 'GN': {
      const members = channels / groups;
      return sets(samples * groups, (set) => set * members * spatial, [members, spatial], [spatial, 1], [(set) => (set % groups) * members, 1, 0]);
    }
    default:
      return sets(samples * spatial, (set) => Math.floor(set / spatial) * channels * spatial + (set % spatial), [1, 0], [channels, spatial], [() => 0, 0, 1]);
  }
}

function sets(count, start, [outer, outerStride], [inner, innerStride], [weightStart, weightOuter, weightInner] = [() => 0, 0, 0]) {
  return { count, start, outer, outerStride, inner, innerStride, weightStart, weightOuter, weightInner, length: outer * inner };
}

// The same data for all: normal values around `mean`, and parameters that are not the initial ones.
export function data({ shape, parameters, backward, training, mean = 0 }) {
  const draw = normal(1234);
  const values = (count, around, spread) => Float32Array.from({ length: count }, () => around + spread * draw());
  const tensor = () => {
    const tensor = new Float32Array(product(shape));
    for (let i = 0; i < tensor.length; i++) tensor[i] = mean + draw();
    return tensor;
  };
  return {
    x: tensor(),
    grad_y: backward && tensor(),
    weight: parameters && values(product(parameters), 1, 0.2),
    bias: parameters && values(product(parameters), 0, 0.2),
    running_mean: training ? undefined : values(shape[1], 0, 0.2),
    running_var: training ? undefined : values(shape[1], 1, 0.1),
  };
}

// Mulberry32 and Box–Muller.
function normal(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
