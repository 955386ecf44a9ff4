// How much memory the page and its worker take for a large tensor, whether it grows with use,
// and whether the page stands still while the worker computes.

import { stop } from '../../tests/web/browser.mjs';
import { bytes, watchMemory } from '../../tests/web/memory.mjs';
import { LINKS, go, median, ms, print, quantile, renderer, tasks, visit } from './page.mjs';

const VALUES = 20 * 100 * 35 * 45 * 10;
const ROUNDS = 20;

const page = await visit('?at=0,2,1,1', watchMemory);
// A second after it has left the blank page, Chromium takes down what drew that, and waits a tenth of a second for it.
await page.waitForTimeout(2000);
const busy = await tasks(page, () => go(page, LINKS['31.5 million']));
const first = await bytes(page);
const secs = [];
for (let round = 0; round < ROUNDS; round++) {
  await go(page, '?at=0,2,1,1');
  secs.push(await go(page, LINKS['31.5 million']));
}
const last = await bytes(page);
const size = (count) => `${(count / 2 ** 20).toFixed(0)} MiB, ${(count / (4 * VALUES)).toFixed(2)} × the tensor`;
const long = busy.filter((duration) => duration > 50);
print(`31.5 million values, drawn by ${await renderer(page)}`, [
  ['memory of all instances', size(first)],
  [`after ${ROUNDS} times to a small tensor and back`, size(last)],
  ['complete answer, median', `${median(secs).toFixed(1)} s`],
  ['main thread, tasks of more than 1 ms, 95th percentile', ms(quantile(busy.filter((duration) => duration > 1), 0.95))],
  ['main thread, longest task', ms(quantile(busy, 1))],
  ['main thread, tasks of more than 50 ms', `${long.length} ${long.map((duration) => duration.toFixed(0)).join(' ')}`],
]);
await stop();
