// The tests' own family of methods is PyTorch's, or nothing that is compared with it means anything.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MEMBERS, deciding, familyOutput, freshState } from './family.mjs';
import { indexOf } from './layers.mjs';
import { readNpz } from './npz.mjs';
import { generator } from './torch.mjs';

const FOLDER = process.env.NORMSCOPE_REFERENCE ?? fileURLToPath(new URL('../data/reference/', import.meta.url));
const recorded = JSON.parse(await readFile(join(FOLDER, 'other-norms.json'), 'utf8'));
const { cases } = JSON.parse(await readFile(join(FOLDER, 'manifest.json'), 'utf8'));

const all = (member, x, shape, state, parameters) => Array.from(x, (_, flat) => familyOutput(member, x, shape, indexOf(shape, flat), state, parameters));

function near(name, values, expected, atol) {
  assert.equal(values.length, expected.length, name);
  values.forEach((value, k) => assert(Math.abs(value - expected[k]) <= atol * Math.max(1, Math.abs(expected[k])), `${name} at ${k}: ${value}, not ${expected[k]}`));
}

const { x, shape, gamma, beta, bn_train: train } = recorded;
const channel = (flat) => indexOf(shape, flat)[1];
const AFFINE = {
  none: (y) => y,
  weight: (y, flat) => gamma[channel(flat)] * y,
  both: (y, flat) => gamma[channel(flat)] * y + beta[channel(flat)],
};
const fresh = freshState(4);
const running = {
  ...fresh,
  batches: 1,
  mean: train.running_mean,
  deviation: train.running_var.map((value) => Math.sqrt(value + 1e-5)),
};

for (const [name, member, affine, state = fresh, parameters] of [
  ['bn_train', 'BatchNorm', 'both'],
  ['bn_train', 'SyncBatchNorm', 'both'],
  ['bn_train', 'BatchInstanceNorm', 'both'],
  ['in', 'BatchInstanceNorm', 'both', { ...fresh, rho: 0 }],
  ['bn_eval_after_1_step', 'BatchRenorm', 'both', running],
  ['in', 'InstanceNorm', 'both'],
  ['gn2', 'GroupNorm', 'both'],
  ['gn1', 'LayerNorm', 'both'],
  ['ln_c_per_position', 'PositionLayerNorm', 'both'],
  ['dyt_alpha0.5', 'DynamicTanh', 'both'],
  ['scalenorm_g2', 'ScaleNorm', 'none', fresh, { g: 2 }],
  ['lrn_size3_a1_b0.75_k1', 'LocalResponseNorm', 'none', fresh, { size: 3, alpha: 1 }],
]) {
  test(`${member} gives ${name}`, () => {
    near(name, all(member, x, shape, state, parameters).map(AFFINE[affine]), recorded[name].y, 1e-9);
  });
}

test('FRN with positive γ and without β gives the recorded one', () => {
  const mine = all('FilterResponseNorm', x, shape, fresh);
  const isPlain = (flat) => channel(flat) === 0;
  near('frn', mine.filter((_, flat) => isPlain(flat)), recorded.frn_tlu_tau0.y.filter((_, flat) => isPlain(flat)), 1e-9);
});

test('kernels', () => {
  const { w, shape: kernel, ...given } = recorded.weights;
  near('ws', all('WeightStandardization', w, kernel), given['ws_repo_unbiased_std_plus_1e-5'], 1e-9);
  near('wn', all('WeightNorm', w, kernel), given.wn_g1, 1e-9);
  near('sn', all('SpectralNorm', w, kernel), w.map((value) => value / given.spectral_sigma), 1e-14);
});

// Of weight standardization there are two; the member is that of its code.
const isMember = ({ op, args }) => op === 'LocalResponseNorm' || args.variant === 'unbiased_eps_outside';
for (const { id, op, args, file, tolerance } of cases.filter(isMember)) {
  test(`${op} gives ${id}`, async () => {
    const arrays = readNpz(await readFile(join(FOLDER, file)));
    const padded = [...arrays.x.shape, 1, 1].slice(0, 4);
    near(id, all(op, Array.from(arrays.x.data), padded, undefined, args), Array.from(arrays.y_f64.data), tolerance.y.atol);
  });
}

test('as many x decide as the definition says', () => {
  const of = [4, 6, 4, 4];
  const drawn = generator(3).randn(384);
  const at = indexOf(of, drawn.findIndex((value, flat) => value > 0.5 && indexOf(of, flat)[1] === 2));
  const counts = Object.fromEntries(MEMBERS.map((member) => [member, deciding(member, drawn, of, at)]));
  assert.deepEqual(counts, {
    BatchNorm: 64, GhostBatchNorm: 32, SyncBatchNorm: 64, BatchRenorm: 64, PowerNorm: 64, LayerNorm: 96, GroupNorm: 32,
    InstanceNorm: 16, AdaIn: 32, FilterResponseNorm: 16, PositionLayerNorm: 6, RmsNorm: 6, ScaleNorm: 6, QkNorm: 2,
    SwitchableNorm: 144, BatchInstanceNorm: 64, LocalResponseNorm: 5, DynamicTanh: 1,
    WeightStandardization: 96, WeightNorm: 96, SpectralNorm: 384,
  });
});
