// How much memory the page and its worker take for a large tensor, whether it grows with use,
// and whether the page stands still while the worker computes.

import { stop } from '../../tests/web/browser.mjs';
import { LINKS, ms, print, quantile, renderer, visit } from './page.mjs';

const VALUES = 20 * 100 * 35 * 45 * 10;

// Keeps each instance's memory at hand, in the page and in its workers, and notes long tasks.
const watch = () => {
  const keep = `(() => {
    const memories = self.memories ??= [];
    const hold = (result) => { memories.push((result.instance ?? result).exports.memory); return result; };
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const make = WebAssembly[name];
      WebAssembly[name] = (...given) => make.apply(WebAssembly, given).then(hold);
    }
  })();`;
  eval(keep);
  const Plain = Blob;
  window.Blob = class extends Plain {
    constructor(parts, ...rest) {
      super(rest[0]?.type ? parts : [keep, ...parts], ...rest);
    }
  };
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  window.gaps = [];
  let before = performance.now();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    window.gaps.push(now - before);
    before = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
};

async function bytes(page) {
  const size = 'self.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)';
  const all = await Promise.all([page.evaluate(size), ...page.workers().map((worker) => worker.evaluate(size))]);
  return all.reduce((a, b) => a + b, 0);
}

const go = async (page, link) => {
  await page.evaluate((link) => {
    document.documentElement.removeAttribute('data-ready');
    history.pushState(null, '', link);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
};

const page = await visit('?at=0,2,1,1', watch);
await page.evaluate(() => { window.tasks.length = 0; window.gaps.length = 0; });
const started = Date.now();
await go(page, LINKS['31.5 million']);
const secs = (Date.now() - started) / 1000;
const { tasks, gaps } = await page.evaluate(() => ({ tasks: window.tasks, gaps: window.gaps }));
const first = await bytes(page);
for (let k = 0; k < 20; k++) {
  await go(page, '?at=0,2,1,1');
  await go(page, LINKS['31.5 million']);
}
const last = await bytes(page);
const size = (count) => `${(count / 2 ** 20).toFixed(0)} MiB, ${(count / (4 * VALUES)).toFixed(2)} × the tensor`;
print(`31.5 million values, drawn by ${await renderer(page)}`, [
  ['memory of all instances', size(first)],
  ['after 20 times to a small tensor and back', size(last)],
  ['complete answer after', `${secs.toFixed(1)} s`],
  ['main thread, tasks longer than 50 ms', `${tasks.length} ${tasks.map((duration) => duration.toFixed(0)).join(' ')}`],
  ['main thread, 95th percentile of a task', ms(quantile(gaps, 0.95))],
  ['main thread, longest task', ms(Math.max(...gaps))],
]);
await stop();
