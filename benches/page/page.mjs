// What the measurements of the page share: a Chromium, links of different size, and numbers for people.

import { address, blank, ready } from '../../tests/web/browser.mjs';

// As few values as by default, as many as a slider of 6.4 million moves, and the largest example of PyTorch's documentation.
export const LINKS = {
  'default': '?at=0,2,1,1',
  '131,072 values': '?x=randn(64,32,8,8)&layer=GroupNorm(8,32)&at=0,2,1,1',
  '6.4 million': '?x=randn(64,64,40,40)&layer=GroupNorm(8,64)&at=0,2,1,1',
  '31.5 million': '?x=randn(20,100,35,45,10)&seed=1234&layer=BatchNorm3d(100)&at=0,2,1,1,1',
};

// The page at a link, ready; `init` runs in it before anything else.
export async function visit(link, init) {
  const page = await blank(undefined, { size: [1366, 768] });
  page.setDefaultTimeout(120_000);
  if (init) await page.addInitScript(init);
  await page.goto((await address()) + link);
  await ready(page);
  return page;
}

// Goes to a link as Back does; how many seconds until it is shown.
export async function go(page, link) {
  const started = Date.now();
  await page.evaluate((link) => {
    document.documentElement.removeAttribute('data-ready');
    history.pushState(null, '', link);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return (Date.now() - started) / 1000;
}

// How many milliseconds each task of the page's main thread took while something was done.
export async function tasks(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'] });
  await act();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  // One that the end of the trace cuts off has no duration.
  const ran = traceEvents.filter(({ name, dur }) => name === 'RunTask' && dur !== undefined);
  const thread = ({ pid, tid }) => `${pid} ${tid}`;
  // Of the page's process, for the frame and not for the worker.
  const frames = traceEvents.find(({ name }) => name === 'TracingStartedInBrowser').args.data.frames;
  const isMain = ({ name, pid, args }) => name === 'thread_name' && args.name === 'CrRendererMain' && frames.some(({ processId }) => processId === pid);
  const main = thread(traceEvents.find(isMain));
  return ran.filter((task) => thread(task) === main).map(({ dur }) => dur / 1000);
}

export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
};

export const median = (values) => quantile(values, 0.5);

export const ms = (value) => `${value.toFixed(1)} ms`;

// Lines of cells, in columns.
export function print(title, lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  console.log(`\n${title}`);
  for (const line of lines) console.log(`  ${line.map((cell, i) => (i ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i]))).join('  ')}`);
}

// The name of what draws, for frame rates say more of that than of the page.
export const renderer = (page) => page.evaluate(() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  return info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : 'no WebGL2';
});
