// ONNX Runtime Web, WebAssembly, one thread. A run copies its input and its output, so the kernel's own time
// is a fifth node's share: the difference between chains of five nodes and of one, divided by four.

import * as ort from '/packages/onnxruntime-web/dist/ort.wasm.min.mjs';
import { EPS } from '../layers.mjs';
import { model } from './protobuf.mjs';

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = '/packages/onnxruntime-web/dist/';

const CHAIN = 5;

export async function onnx(test, data) {
  if (test.backward) return { contestants: [], close() {} };
  const [one, chain] = [await session(test, data, 1), test.untimed ? null : await session(test, data, CHAIN)];
  let answer;
  const call = async () => {
    const { y } = await one.run({ x: new ort.Tensor('float32', data.x, test.shape) }, ['y']);
    answer = y.data;
  };
  const share = async (repeats, timed) => {
    const x = new ort.Tensor('float32', data.x, test.shape);
    const short = await timed(repeats, () => one.run({ x }, ['y']));
    return (await timed(repeats, () => chain.run({ x }, ['y'])) - short) / (CHAIN - 1);
  };
  return {
    contestants: [
      { name: 'ONNX Runtime, kernel', run: call, sample: share, answer: () => answer },
      { name: 'ONNX Runtime, call', run: call, answer: () => answer },
    ],
    async close() {
      await one.release();
      await chain?.release();
    },
  };
}

const session = (test, data, length) => ort.InferenceSession.create(chainOf(test, data, length), { executionProviders: ['wasm'] });

function chainOf(test, data, length) {
  const step = STEPS[test.method];
  const names = ['x', ...Array.from({ length: length - 1 }, (_, i) => `y${i}`), 'y'];
  const nodes = names.slice(1).flatMap((output, i) => step(test, names[i], output));
  return model({ nodes, shape: test.shape, constants: constants(test, data) });
}

function constants({ shape, parameters }, { weight, bias, running_mean, running_var }) {
  const channels = [shape[1]];
  return {
    // InstanceNormalization always has them.
    weight: { shape: parameters ?? channels, data: weight ?? new Float32Array(shape[1]).fill(1) },
    bias: { shape: parameters ?? channels, data: bias ?? new Float32Array(shape[1]) },
    mean: { shape: channels, data: running_mean ?? new Float32Array(shape[1]) },
    variance: { shape: channels, data: running_var ?? new Float32Array(shape[1]).fill(1) },
  };
}

const batch = (training) => (_, input, output) => [{
  type: 'BatchNormalization',
  inputs: [input, 'weight', 'bias', 'mean', 'variance'],
  outputs: training ? [output, `${output}_mean`, `${output}_variance`] : [output],
  attributes: { epsilon: EPS, training_mode: training },
}];

// The nodes that make `output` of `input`.
const STEPS = {
  BN: batch(1n),
  'BN eval': batch(0n),
  LN: ({ shape, parameters }, input, output) => [{
    type: 'LayerNormalization', inputs: [input, 'weight', 'bias'], outputs: [output], attributes: { epsilon: EPS, axis: BigInt(shape.length - parameters.length) },
  }],
  IN: (_, input, output) => [{ type: 'InstanceNormalization', inputs: [input, 'weight', 'bias'], outputs: [output], attributes: { epsilon: EPS } }],
  GN: ({ groups }, input, output) => [{
    type: 'GroupNormalization', inputs: [input, 'weight', 'bias'], outputs: [output], attributes: { epsilon: EPS, num_groups: BigInt(groups) },
  }],
  'channel LN': (_, input, output) => [
    { type: 'Transpose', inputs: [input], outputs: [`${output}_last`], attributes: { perm: [0n, 2n, 3n, 1n] } },
    { type: 'LayerNormalization', inputs: [`${output}_last`, 'weight', 'bias'], outputs: [`${output}_normal`], attributes: { epsilon: EPS, axis: -1n } },
    { type: 'Transpose', inputs: [`${output}_normal`], outputs: [output], attributes: { perm: [0n, 3n, 1n, 2n] } },
  ],
};
