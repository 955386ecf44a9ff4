// TensorFlow.js trains the same two networks, on each of its backends and in two ways: in operations, and in its layers.

const { tf } = window;

const EPS = 1e-5;
const CLASSES = 10;
const RATE = 0.01;
const MOMENTUM = 0.9;

export const BACKENDS = ['cpu', 'webgl', 'wasm'];

export async function use(backend) {
  tf.wasm.setWasmPaths('/packages/@tensorflow/tfjs-backend-wasm/dist/');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
  await tf.ready();
}

const SHAPES = { convolutional: [8, 8, 1], perceptron: [64] };

// A batch, and its classes as it wants them.
const data = (network, batch) => ({
  x: tf.randomNormal([batch, ...SHAPES[network]]),
  classes: tf.oneHot(tf.tensor1d(Array.from({ length: batch }, (_, k) => k % CLASSES), 'int32'), CLASSES).toFloat(),
});

const weight = (shape) => tf.variable(tf.randomUniform(shape, -0.1, 0.1));

// Batch normalization in training, with the averages that it keeps; the axes are those but the last.
function normalization(channels) {
  const [scale, shift] = [tf.variable(tf.ones([channels])), tf.variable(tf.zeros([channels]))];
  const averages = [tf.variable(tf.zeros([channels]), false), tf.variable(tf.ones([channels]), false)];
  return (x) => {
    const { mean, variance } = tf.moments(x, Array.from({ length: x.rank - 1 }, (_, axis) => axis));
    [mean, variance].forEach((statistic, k) => {
      averages[k].assign(tf.add(tf.mul(averages[k], 0.9), tf.mul(statistic, 0.1)));
    });
    const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPS)));
    return tf.add(tf.mul(tf.sub(x, mean), factor), shift);
  };
}

function linear(into, out) {
  const [w, b] = [weight([into, out]), weight([out])];
  return (x) => tf.add(tf.matMul(x, w), b);
}

function convolution(into, out, stride) {
  const w = weight([3, 3, into, out]);
  return (x) => tf.conv2d(x, w, stride, 'same');
}

const NETWORKS = {
  convolutional: () => [
    convolution(1, 8, 1), normalization(8), tf.relu,
    convolution(8, 16, 2), normalization(16), tf.relu,
    (x) => tf.mean(x, [1, 2]), linear(16, CLASSES),
  ],
  perceptron: () => [
    linear(64, 100), normalization(100), tf.sigmoid,
    linear(100, 100), normalization(100), tf.sigmoid,
    linear(100, 100), normalization(100), tf.sigmoid,
    linear(100, CLASSES),
  ],
};

// Steps in its operations; nothing is waited for until all are made.
function operations(network, batch) {
  const { x, classes } = data(network, batch);
  const layers = NETWORKS[network]();
  const optimizer = tf.train.momentum(RATE, MOMENTUM);
  const loss = () => tf.losses.softmaxCrossEntropy(classes, layers.reduce((value, layer) => layer(value), x));
  return async (steps) => {
    let last;
    for (let k = 0; k < steps; k++) {
      last?.dispose();
      last = tf.tidy(() => optimizer.minimize(loss, true));
    }
    const [value] = await last.data();
    last.dispose();
    return value;
  };
}

const MODELS = {
  convolutional: () => [
    tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 8, kernelSize: 3, padding: 'same', useBias: false }),
    ...['relu', 'relu'].flatMap((activation, k) => [
      ...(k ? [tf.layers.conv2d({ filters: 16, kernelSize: 3, strides: 2, padding: 'same', useBias: false })] : []),
      tf.layers.batchNormalization({ momentum: 0.9, epsilon: EPS }), tf.layers.activation({ activation }),
    ]),
    tf.layers.globalAveragePooling2d({}), tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
  ],
  perceptron: () => [
    ...[0, 1, 2].flatMap((k) => [
      tf.layers.dense({ units: 100, ...(k ? {} : { inputShape: [64] }) }),
      tf.layers.batchNormalization({ momentum: 0.9, epsilon: EPS }), tf.layers.activation({ activation: 'sigmoid' }),
    ]),
    tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
  ],
};

// Steps in its layers, which wait for the loss of each.
function layers(network, batch) {
  const { x, classes } = data(network, batch);
  const model = tf.sequential({ layers: MODELS[network]() });
  model.compile({ optimizer: tf.train.momentum(RATE, MOMENTUM), loss: 'categoricalCrossentropy' });
  return async (steps) => {
    let last;
    for (let k = 0; k < steps; k++) last = await model.trainOnBatch(x, classes);
    return last;
  };
}

export const WAYS = { operations, layers };
