// What happens in the page: each layer's contestants, one after another in every round.

import { javascript } from './contestants/javascript.mjs';
import { normscope } from './contestants/normscope.mjs';
import { onnx } from './contestants/onnx.mjs';
import { tensorflow } from './contestants/tensorflow.mjs';
import { error } from './float64.mjs';
import { BACKWARD, FAR, FORWARD, data, title } from './layers.mjs';

const ALL = [normscope, javascript, tensorflow, onnx];

export const tests = [...FORWARD, ...BACKWARD, ...FAR];

// Milliseconds a call takes, over so many.
async function timed(repeats, run) {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const result = run();
    // Waiting costs time that calls which need none should not pay.
    if (result?.then) await result;
  }
  return (performance.now() - start) / repeats;
}

// The sample of a contestant: that many calls' mean time.
const sample = ({ run, sample }, repeats) => (sample ? sample(repeats, timed) : timed(repeats, run));

// Calls until the engine has compiled all of it well; gives how many calls a sample needs.
async function warmUp(contestant, { warmUpMs, sampleMs }) {
  const start = performance.now();
  for (let repeats = 1; ;) {
    const before = performance.now();
    await sample(contestant, repeats);
    const took = performance.now() - before;
    const isLong = took > sampleMs / 2;
    if (isLong && performance.now() - start > warmUpMs) return Math.ceil((repeats * sampleMs) / took);
    if (!isLong) repeats *= 2;
  }
}

// Medians with range and error of every contestant of a test.
export async function measure(index, settings) {
  const test = tests[index];
  const values = data(test);
  const entries = await Promise.all(ALL.map((contestant) => contestant(test, values)));
  const contestants = entries.flatMap(({ contestants }) => contestants);
  const results = [];
  for (const contestant of contestants.filter(({ answer }) => answer || !test.untimed)) results.push(await once(contestant, test, values));
  if (!test.untimed) await rounds(contestants, results, settings);
  for (const { close } of entries) await close();
  return { title: title(test), ...test, results: results.map(summary) };
}

// A contestant's first call, and how far off it is; floors answer nothing.
async function once({ name, run, answer }, test, values) {
  await run();
  return { name, error: answer && error(test, values, answer()), samples: [] };
}

async function rounds(contestants, results, settings) {
  const repeats = [];
  for (const contestant of contestants) repeats.push(await warmUp(contestant, settings));
  for (let round = 0; round < settings.rounds; round++) {
    for (const [i, contestant] of contestants.entries()) results[i].samples.push(await sample(contestant, repeats[i]));
  }
}

function summary({ samples, ...rest }) {
  if (!samples.length) return rest;
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { ...rest, median, min: sorted[0], max: sorted.at(-1) };
}

window.bench = { tests: tests.map(title), measure };
