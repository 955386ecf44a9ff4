// One reference case through the functions for other pages, by the rules of tests/common/reference.rs.

import { product } from './torch.mjs';

// Rounding of a float32.
const ROUNDING = 2 ** -23;

// Runs the case and compares every array that has a float64 twin: how many, and what differs, one sentence each.
export async function compare(page, recorded, arrays) {
  const check = checks(recorded, arrays);
  const steps = recorded.steps?.map(({ mode }, step) => ({ mode, suffix: `_step${step}` })) ?? [{ mode: recorded.mode, suffix: '' }];
  const state = parameters(arrays);
  for (const { mode, suffix } of steps) await call(page, recorded, arrays, { state, suffix, training: mode === 'train' }, check);
  if (recorded.equal_to) {
    const { op, args } = recorded.equal_to;
    const { forward } = await run(page, { x: arrays.x, layer: text(op, args), options: {} });
    const { atol_strict, atol } = recorded.tolerance.y;
    check.note('y_equal', difference(forward.y, arrays.y_equal.data, () => atol_strict ?? atol));
  }
  const missed = Object.keys(arrays).filter((name) => name.includes('_f64') && !check.asked.has(name));
  return { compared: check.asked.size, wrong: [...check.wrong, ...missed.map((name) => `${name} was not compared`)] };
}

// One call, forward and backward. As with PyTorch, the averages in `state` are changed by a call in training mode.
async function call(page, recorded, arrays, { state, suffix, training }, check) {
  const { op, args } = recorded;
  const x = arrays[`x${suffix}`];
  const { forward, backward, options } = await run(page, {
    x,
    layer: text(op, args),
    options: { ...state, training },
    gradient: arrays[`grad_y${suffix}`],
  });
  if (training && state.num_batches_tracked !== undefined) state.num_batches_tracked += 1;
  check(`y${suffix}`, forward.y);
  for (const [name, gradient] of Object.entries(backward)) {
    if (gradient) check(`${name}${suffix}`, gradient);
  }
  const fromBatch = training || !args.track_running_stats;
  const largest = fromBatch ? largestOfSets(op, args, x) : [];
  const near = (value, set) => ROUNDING * Math.abs(value) + ROUNDING ** 2 * (largest[set] ?? 0);
  const relative = (value) => ROUNDING * Math.abs(value);
  if (op === 'RMSNorm') {
    if (forward.mean !== null) check.note(`mean${suffix}`, 'there should be none');
    check(`mean_square${suffix}`, forward.variance, near);
  } else {
    check(`mean${suffix}`, forward.mean, near);
    check(`var${suffix}`, forward.variance, relative);
  }
  for (const name of ['running_mean', 'running_var'].filter((name) => state[name])) {
    state[name] = options[name];
    check(`${name}${suffix}`, state[name], relative);
  }
}

// What the layer is given besides x. The averages are plain arrays, for a Float32Array rounds them at every step.
function parameters(arrays) {
  const given = {
    weight: arrays.weight?.data,
    bias: arrays.bias?.data,
    running_mean: arrays.running_mean_init?.data,
    running_var: arrays.running_var_init?.data,
  };
  const kept = Object.entries(given).filter(([, values]) => values);
  const state = Object.fromEntries(kept.map(([name, values]) => [name, [...values]]));
  if (arrays.num_batches_tracked_init) [state.num_batches_tracked] = arrays.num_batches_tracked_init.data;
  return state;
}

// Both functions in the page; `options` come back as the page has them after the calls.
const run = (page, { x, layer, options, gradient }) => page.evaluate(({ values, shape, layer, options, gradient }) => {
  const { normalize, normalize_backward } = window.normscope;
  const plain = (answer) => Object.fromEntries(Object.entries(answer).map(([name, array]) => [name, array && [...array]]));
  const x = Float32Array.from(values);
  // Backward first, to which training must leave the averages as they were.
  const backward = gradient ? plain(normalize_backward(x, shape, layer, Float32Array.from(gradient), options)) : {};
  return { backward, forward: plain(normalize(x, shape, layer, options)), options };
}, { values: [...x.data], shape: x.shape, layer, options, gradient: gradient && [...gradient.data] });

// `GroupNorm(num_groups=3, num_channels=6, eps=0.00001, affine=True)`
function text(op, args) {
  const words = { true: 'True', false: 'False', null: 'None' };
  const python = (value) => (Array.isArray(value) ? `[${value}]` : (words[value] ?? value));
  return `${op}(${Object.entries(args).map(([name, value]) => `${name}=${python(value)}`).join(', ')})`;
}

// Largest |x| in each set, in C order.
function largestOfSets(op, args, { data, shape }) {
  const set = setOf(op, args, shape);
  const largest = [];
  data.forEach((value, at) => { largest[set(at)] = Math.max(largest[set(at)] ?? 0, Math.abs(value)); });
  return largest;
}

// The set of the element at a place in memory.
function setOf(op, args, shape) {
  if (op.startsWith('BatchNorm')) {
    const spatial = product(shape.slice(2));
    return (at) => Math.floor(at / spatial) % shape[1];
  }
  const lengths = {
    GroupNorm: () => product(shape.slice(1)) / args.num_groups,
    LayerNorm: () => product([args.normalized_shape].flat()),
    RMSNorm: () => product([args.normalized_shape].flat()),
    InstanceNorm1d: () => product(shape.slice(-1)),
    InstanceNorm2d: () => product(shape.slice(-2)),
    InstanceNorm3d: () => product(shape.slice(-3)),
  };
  const length = lengths[op]();
  return (at) => Math.floor(at / length);
}

// A function that compares an array with its twin, and collects what is wrong.
function checks({ tolerance }, arrays) {
  const check = (name, ours, limit = () => tolerance[name].atol_strict ?? tolerance[name].atol) => {
    const twin = name.replace(/(_step\d+)?$/, '_f64$1');
    if (!arrays[twin]) return check.note(name, 'there is no float64 twin');
    check.asked.add(twin);
    const against = (expected) => difference(ours, expected, limit);
    const fault = against(arrays[twin].data);
    const either = tolerance[name]?.compare === 'float32_or_float64' && arrays[name];
    return check.note(name, fault && either ? against(arrays[name].data) && fault : fault);
  };
  check.asked = new Set();
  check.wrong = [];
  check.note = (name, fault) => {
    if (fault) check.wrong.push(`${name}: ${fault}`);
  };
  return check;
}

// What is wrong with values that may be as far from what is expected as `limit(expected, at)`; NaN where NaN is, and ∞ where ∞ is.
export function difference(ours, expected, limit) {
  if (ours.length !== expected.length) return `${ours.length} values, not ${expected.length}`;
  const at = expected.findIndex((value, i) => {
    const isSame = ours[i] === value || (Number.isNaN(ours[i]) && Number.isNaN(value));
    return !isSame && !(Math.abs(ours[i] - value) <= limit(value, i));
  });
  return at < 0 ? null : `${ours[at]} is not ${expected[at]} within ${limit(expected[at], at)} at ${at}`;
}
