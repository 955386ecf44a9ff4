// Prints the numbers of the functions that the first view runs: `node profile.mjs MARKED IMPORTS`,
// where MARKED is the page's WebAssembly with marks in its functions (marked.rs),
// and IMPORTS the line of the glue that gives a module what it imports (mod.rs).

import { readFile } from 'node:fs/promises';
import { address, blank, stop } from '../../../tests/web/browser.mjs';

// Ways to see the default view, which is nobody's to choose: the light and the dark one, at a desk and on a phone.
const VIEWS = [
  { size: [1366, 768], colorScheme: 'light' },
  { size: [1920, 1080], colorScheme: 'dark' },
  { size: [390, 844], colorScheme: 'light' },
];

// What still runs when the view is there: a font arrives, a canvas learns its size.
const QUIET_MS = 400;

const [, , marked, imports] = process.argv;
const body = await readFile(marked);

async function run(view) {
  const page = await blank(undefined, view);
  await page.addInitScript(() => { window.marks = new Set(); });
  await page.route('**/*_bg.wasm', (route) => route.fulfill({ body, contentType: 'application/wasm' }));
  await page.route('**/normscope-*.js', async (route) => {
    const response = await route.fetch();
    const glue = await response.text();
    const joined = glue.replace(imports, `${imports} profile: { mark: (number) => globalThis.marks?.add(number) },`);
    await route.fulfill({ response, body: joined });
  });
  // It waits for a rest that never comes: what runs until then is the first view.
  await page.route((url) => url.pathname === '/', async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    await route.fulfill({ response, body: html.replace('data-wasm=', 'data-rest="./rest" data-more="./rest" $&') });
  });
  await page.route('**/rest', () => {});
  await page.goto(await address());
  await page.waitForSelector('#loading', { state: 'detached' });
  await page.waitForTimeout(QUIET_MS);
  const marks = await page.evaluate(() => [...window.marks]);
  if (page.faults.length) throw new Error(page.faults.join('\n'));
  return marks;
}

const numbers = new Set();
for (const view of VIEWS) for (const number of await run(view)) numbers.add(number);
console.log([...numbers].sort((a, b) => a - b).join(' '));
await stop();
