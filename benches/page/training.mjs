// Whether networks that train leave the page free and its memory as it was, and how long the experiments take.
// `node benches/page/training.mjs [MINUTES]`: so long four runs train, with one seed after another; a minute if it is not said.

import { ready, stop } from '../../tests/web/browser.mjs';
import { bytes, heap, watchMemory } from '../../tests/web/memory.mjs';
import { go, ms, print, quantile, tasks, visit } from './page.mjs';

const MINUTES = Number(process.argv[2] ?? 1);

// Each is a question of the lessons: all its runs, to its last step.
const SMALL = 'mlp(64,64,64,64)+relu+init=torch+momentum=0.9';
const EXPERIMENTS = {
  'batch norm helps: 3×100 sigmoid, 50 steps': '?view=training&train=50',
  'batch size 32: none, BN, LN, GN': `?view=training&train=200&runs=${SMALL}+batch=32+lr=0.1;norm=batch;norm=layer;norm=group(8)`,
  'batch size 2: none, BN, LN, GN': `?view=training&train=3000&runs=${SMALL}+batch=2+lr=0.00625;norm=batch;norm=layer;norm=group(8)`,
  'batch size 2, convolutions: none, BN': '?view=training&train=3000&runs=cnn(8,16)+relu+init=torch+batch=2+lr=0.0125+momentum=0.9;norm=batch',
};
const FOUR = `?view=training&runs=${SMALL}+batch=32+lr=0.1;norm=batch;norm=layer;norm=group(8)`;

const step = (page) => page.locator('.play input[type=number]').inputValue().then(Number);

const took = [['experiment', 'from the link to its result']];
for (const [name, link] of Object.entries(EXPERIMENTS)) {
  const page = await visit('?view=training&task=rings');
  took.push([name, `${(await go(page, link)).toFixed(1)} s`]);
  await page.close();
}
print('Experiments', took);

// How many milliseconds the scripts of each frame took.
const watchFrames = () => {
  const ask = window.requestAnimationFrame;
  window.frames_ms = [];
  let frame;
  window.requestAnimationFrame = (run) => ask.call(window, (at) => {
    const started = performance.now();
    run(at);
    const spent = performance.now() - started;
    if (frame === at) window.frames_ms[window.frames_ms.length - 1] += spent;
    else window.frames_ms.push(spent);
    frame = at;
  });
};

const page = await visit(FOUR, `(${watchMemory})(); (${watchFrames})();`);
// A second after it has left the blank page, Chromium takes down what drew that.
await page.waitForTimeout(2000);
const busy = await tasks(page, async () => {
  await page.evaluate(() => { window.frames_ms.length = 0; });
  await page.click('#train');
  await page.waitForTimeout(8000);
});
const frames = await page.evaluate(() => window.frames_ms);
const steps = await step(page);
const sizes = [];
const until = Date.now() + 60_000 * MINUTES;
let rounds = 0;
await page.click('#train');
await ready(page);
while (Date.now() < until || sizes.length < 2) {
  await page.getByRole('button', { name: 'New seed' }).click();
  await ready(page);
  sizes.push([await bytes(page), await heap(page)]);
  rounds += 1;
}
const mib = (count) => `${(count / 2 ** 20).toFixed(1)} MiB`;
const some = busy.filter((duration) => duration > 1);
print(`Four runs train beside each other: ${steps} steps each in the first 8 s`, [
  ['main thread, tasks of more than 1 ms, 95th percentile', ms(quantile(some, 0.95))],
  ['main thread, longest task', ms(quantile(busy, 1))],
  ['scripts of a frame, 95th percentile', ms(quantile(frames, 0.95))],
  ['WebAssembly of the page and its workers, after the first round', mib(sizes[0][0])],
  [`the same after ${rounds} rounds, ${MINUTES} min`, mib(sizes.at(-1)[0])],
  ['JavaScript’s objects after the first round', mib(sizes[0][1])],
  [`the same after ${rounds} rounds`, mib(sizes.at(-1)[1])],
]);
await stop();
