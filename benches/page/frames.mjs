// How long script, layout and submit of a frame take while the cube turns, for few values and for many.

import { stop } from '../../tests/web/browser.mjs';
import { LINKS, median, ms, print, quantile, renderer, visit } from './page.mjs';

const FRAMES = 150;

// Turns the cube by a few pixels each frame; the time from the pointer's event until its effects have run, drawing
// among them, and the layout is made. The event comes after the browser has presented the frame before, whose
// painting is not the page's.
const turn = (page) => page.evaluate(async (frames) => {
  const surface = document.querySelector('.surface');
  const { left, top, width, height } = surface.getBoundingClientRect();
  let at = [left + width / 2, top + height / 2];
  const send = (type, buttons) => surface.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 1, clientX: at[0], clientY: at[1], buttons }));
  const frame = () => new Promise(requestAnimationFrame);
  const macrotask = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  send('pointerdown', 1);
  const times = [];
  const start = performance.now();
  for (let k = 0; k < frames; k++) {
    await frame();
    await macrotask();
    const from = performance.now();
    at = [at[0] + 3 * Math.cos(k / 20), at[1] + 2 * Math.sin(k / 15)];
    send('pointermove', 1);
    await macrotask();
    document.documentElement.offsetHeight;
    times.push(performance.now() - from);
  }
  const secs = (performance.now() - start) / 1000;
  send('pointerup', 0);
  return { times, rate: frames / secs };
}, FRAMES);

const lines = [['script, layout and submit of a frame', 'median', '95th percentile', 'frames a second']];
const medians = [];
let drawnBy;
for (const [name, link] of Object.entries(LINKS)) {
  const page = await visit(link);
  drawnBy ??= await renderer(page);
  await turn(page);
  const { times, rate } = await turn(page);
  medians.push(median(times));
  lines.push([name, ms(median(times)), ms(quantile(times, 0.95)), rate.toFixed(0)]);
  await page.close();
}
print(`The cube turns, drawn by ${drawnBy}`, lines);
console.log(`  31.5 million against default: ${(medians.at(-1) / medians[0]).toFixed(2)} ×`);
await stop();
