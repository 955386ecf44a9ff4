// What happens in the page: steps of training, ours and TensorFlow.js's, each at its best of several samples.

import init, { train } from '/normscope.js';
import { BACKENDS, WAYS, use } from './tensorflow.mjs';

await init();

export const NETWORKS = ['convolutional', 'perceptron'];
export const BATCHES = [2, 32, 128];

// Milliseconds a step takes, at its best: whatever else the machine does makes it longer, and nothing makes it shorter.
async function best(run, { warmUpMs, sampleMs, samples }) {
  const begin = performance.now();
  let steps = 1;
  let took = 0;
  // Until the engine has compiled all of it well.
  while (performance.now() - begin < warmUpMs) {
    const start = performance.now();
    await run(steps);
    took = (performance.now() - start) / steps;
    steps = Math.max(1, Math.min(2 * steps, Math.ceil(sampleMs / took)));
  }
  let least = took;
  for (let k = 0; k < samples; k++) {
    const start = performance.now();
    await run(steps);
    least = Math.min(least, (performance.now() - start) / steps);
  }
  return least;
}

// One of TensorFlow.js, or the reason why there is none.
async function theirs(backend, way, network, batch, settings) {
  const name = `TensorFlow.js ${backend}, ${way}`;
  try {
    await use(backend);
    return { name, ms: await best(WAYS[way](network, batch), settings) };
  } catch (error) {
    return { name, why: String(error.message ?? error).split('\n')[0] };
  } finally {
    window.tf.disposeVariables();
  }
}

// A network in batches of a size: ours, before and after the others, and all of theirs.
async function measure(network, batch, settings) {
  const ours = () => best((steps) => train(network, batch, steps), settings);
  const before = await ours();
  const others = [];
  for (const backend of BACKENDS) {
    for (const way of Object.keys(WAYS)) others.push(await theirs(backend, way, network, batch, settings));
  }
  return { network, batch, ours: Math.min(before, await ours()), others };
}

window.bench = { NETWORKS, BATCHES, measure };
