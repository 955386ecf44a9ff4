// TensorFlow.js, WebAssembly with SIMD, one thread. It has no layers for tensors with channels before positions;
// these are the fewest operations that make them: its own moments, and a multiplication and an addition of the whole tensor.
// (Its batch normalization wants channels last, and is slower there: moments over the leading axes take most of the time.)

import { EPS, product } from '../layers.mjs';

const { tf } = window;

tf.wasm.setWasmPaths('/packages/@tensorflow/tfjs-backend-wasm/dist/');
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
await tf.setBackend('wasm');

// x as few axes, those that a set spans, and γ and β as they stretch over x.
const VIEWS = {
  BN: ({ shape: [n, c, ...rest] }) => [[n, c, product(rest)], [0, 2], [1, c, 1]],
  LN: ({ shape, parameters }) => [[product(shape) / product(parameters), product(parameters)], [1], [1, product(parameters)]],
  IN: ({ shape: [n, c, ...rest] }) => [[n * c, product(rest)], [1]],
  GN: ({ shape: [n, c, ...rest], groups }) => [[n, groups, c / groups, product(rest)], [2, 3], [1, groups, c / groups, 1]],
  'channel LN': ({ shape: [n, c, ...rest] }) => [[n, c, product(rest)], [1], [1, c, 1]],
};
VIEWS['BN eval'] = VIEWS.BN;

export async function tensorflow(test, data) {
  const [shape, axes, parameters] = VIEWS[test.method](test);
  const given = (values) => values && tf.tensor(values, parameters);
  const [weight, bias, mean, variance] = [data.weight, data.bias, data.running_mean, data.running_var].map(given);
  const statistics = test.training ? undefined : { mean, variance };
  const apply = VARYING.includes(test.method) ? applyVarying : applyToSets;
  const layer = (x, weight, bias) => apply(x, statistics ?? tf.moments(x, axes, true), weight, bias);
  const upload = (values) => tf.tensor(values, shape);
  const [x, gradient] = [upload(data.x), test.backward && upload(data.grad_y)];
  const learnt = weight ? [weight, bias] : [];
  const compute = (x, gradient) => (test.backward ? both(layer, [x, ...learnt], gradient) : layer(x, ...learnt));
  let answer;
  const download = (x, gradient) => { answer = compute(x, gradient).dataSync(); };
  return {
    contestants: [
      { name: 'TensorFlow.js, kernel', run: inScope(() => compute(x, gradient)), answer: () => (inScope(download)(x, gradient), answer) },
      {
        name: 'TensorFlow.js, call',
        run: inScope(() => download(upload(data.x), test.backward && upload(data.grad_y))),
        answer: () => answer,
      },
    ],
    close: () => [x, gradient, weight, bias, mean, variance].forEach((tensor) => tensor && tensor.dispose()),
  };
}

// Methods whose γ and β vary within a set, and so are no part of what the set is scaled and shifted by.
const VARYING = ['LN', 'channel LN'];

function applyToSets(x, { mean, variance }, weight, bias) {
  const { add, mul, rsqrt, sub } = tf;
  const deviation = rsqrt(add(variance, EPS));
  const scale = weight ? mul(deviation, weight) : deviation;
  return add(mul(x, scale), sub(bias ?? 0, mul(mean, scale)));
}

function applyVarying(x, { mean, variance }, weight, bias) {
  const { add, mul, rsqrt, sub } = tf;
  const scale = rsqrt(add(variance, EPS));
  return add(mul(sub(mul(x, scale), mul(mean, scale)), weight), bias);
}

// An act that gives back the memory of all its tensors. Nothing comes out of it, for what tidy is given
// it searches for tensors, element by element.
const inScope = (act) => (...inputs) => {
  tf.tidy(() => { act(...inputs); });
};

// y and all gradients; gives that with respect to x.
function both(layer, inputs, gradient) {
  const { grads } = tf.valueAndGrads((...inputs) => layer(...inputs))(inputs, gradient);
  return grads[0];
}
