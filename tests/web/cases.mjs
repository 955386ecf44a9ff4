// One case of training or of transformers through the program of cases/, by the rules of tests/common.

import { difference } from './reference.mjs';

// Runs the program in the page, and compares every array that has a twin: how many, and what differs, one sentence each.
export async function compare(page, recorded, arrays, data) {
  const results = await run(page, { case: recorded, arrays: given(arrays), data: data && given(data) });
  const check = checks(recorded, arrays);
  for (const [name, { data: ours }] of Object.entries(results)) check(name, ours);
  const missed = Object.keys(arrays).filter((name) => isExpected(name) && !check.asked.has(name));
  return { compared: check.asked.size, wrong: [...check.wrong, ...missed.map((name) => `${name} was not compared`)] };
}

const isExpected = (name) => /_f64|^grad0\./.test(name);

// What the program is given: no array that it is compared with.
const given = (arrays) => Object.fromEntries(Object.entries(arrays)
  .filter(([name]) => !isExpected(name) && name !== 'loss_atol')
  .map(([name, { shape, data }]) => [name, { shape, data: [...data] }]));

// JSON in, JSON out, through the program's memory; what is no number comes out as null.
async function run(page, asked) {
  const text = await page.evaluate((text) => {
    const { memory, room, run, length } = window.cases;
    const bytes = new TextEncoder().encode(text);
    const at = room(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const out = run(at, bytes.length);
    return new TextDecoder().decode(new Uint8Array(memory.buffer, out, length()));
  }, JSON.stringify(asked));
  return JSON.parse(text, (key, value) => value ?? NaN);
}

// A function that compares an array with its twin, and collects what is wrong.
function checks({ tolerance, train_accuracy_after: accuracies }, arrays) {
  const twins = (name) => [name.replace(/^final\./, 'final_f64.'), `${name}_f64`];
  const check = (name, ours) => {
    if (name === 'accuracy') return accuracy(ours[0]);
    // PyTorch gives the first derivatives in float32.
    const twin = name.startsWith('grad0.') ? name : twins(name).find((of) => isExpected(of) && arrays[of]);
    if (!arrays[twin]) return note(name, 'there is no twin');
    check.asked.add(twin);
    const limits = name === 'loss' && arrays.loss_atol?.data;
    return note(name, difference(ours, arrays[twin].data, (value, at) => (limits ? limits[at] : tolerance[name].atol)));
  };
  // A sample may be counted otherwise where the loss at the end is hardly known, after chaotic growth.
  const accuracy = (ours) => {
    const isKnown = tolerance.eval_loss.atol < 1e-3;
    if (isKnown && !Object.values(accuracies).includes(ours)) note('accuracy', `${ours} is not ${accuracies.float64}`);
  };
  const note = (name, fault) => {
    if (fault) check.wrong.push(`${name}: ${fault}`);
  };
  check.asked = new Set();
  check.wrong = [];
  return check;
}
