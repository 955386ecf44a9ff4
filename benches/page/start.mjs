// How long the page takes from navigation to its first view, from a local host and with nothing in the cache.

import { stop } from '../../tests/web/browser.mjs';
import { median, ms, print, visit } from './page.mjs';

const ROUNDS = 15;

const watch = () => {
  // A paint is told of some time after it.
  window.painted = new Promise((resolve) => {
    const told = (list) => list.getEntriesByName('first-contentful-paint').forEach(resolve);
    new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
  });
  // What says that the page loads goes when the view is there; then a frame has to be drawn.
  const first = new MutationObserver(() => {
    if (!document.getElementById('app') || document.getElementById('loading')) return;
    first.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.viewAt = performance.now(); }));
  });
  first.observe(document, { childList: true, subtree: true });
  new MutationObserver(() => { window.readyAt ??= performance.now(); })
    .observe(document, { attributes: true, attributeFilter: ['data-ready'], subtree: true });
};

// Each page has a cache of its own, which is empty.
async function start() {
  const page = await visit('', watch);
  const times = await page.evaluate(async () => {
    const paint = await window.painted;
    const wasm = performance.getEntriesByType('resource').find(({ name }) => /(_first|_bg)\.bin$/.test(name));
    return { frame: paint.startTime, wasm: wasm.responseEnd, view: window.viewAt, ready: window.readyAt };
  });
  await page.context().close();
  return times;
}

const NAMES = {
  frame: 'the frame of the page is painted',
  wasm: 'the WebAssembly of the first view has arrived',
  view: 'the first view is there and interactive',
  ready: 'the rest is there too, and the worker has answered',
};

// The first page also waits for the browser to start.
await start();
const rounds = [];
for (let round = 0; round < ROUNDS; round++) rounds.push(await start());
print('Start of the page, since navigation', [
  ['', 'median', 'min', 'max'],
  ...Object.entries(NAMES).map(([key, name]) => {
    const times = rounds.map((round) => round[key]);
    return [name, ms(median(times)), ms(Math.min(...times)), ms(Math.max(...times))];
  }),
]);
await stop();
