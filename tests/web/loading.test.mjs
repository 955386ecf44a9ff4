// Before the program runs, and after it has stopped: the page has its frame and says what is going on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, axe, blank, open } from './browser.mjs';

// What the page says while or instead of loading.
const says = async (page, words) => {
  await page.getByText(words).waitFor();
  await page.locator('header', { hasText: 'Normscope' }).waitFor();
};

// The fault is wanted: it has to be logged, once it has been shown.
const logged = (page, cause) => {
  assert.match(page.faults.join('\n'), cause);
  page.faults.length = 0;
};

for (const colorScheme of ['light', 'dark']) {
  test(`while WebAssembly loads, ${colorScheme}`, async (t) => {
    const page = await blank(t, { colorScheme });
    let send;
    const held = new Promise((release) => { send = release; });
    await page.route('**/normscope*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(await address());
    await says(page, 'Loading…');
    const bar = page.getByRole('progressbar', { name: 'Loading…' });
    await bar.waitFor();
    assert(await bar.getAttribute('max') > 10_000, 'the bar should know how many bytes will come');
    assert.deepEqual(await axe(page), []);
    send();
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.equal(await page.locator('#loading').count(), 0);
  });
}

// What `cargo xtask test` weighs as the first view, and holds down: see xtask/src/weight.rs.
test('the first view loads the files that the page names, and no data', async (t) => {
  const page = await blank(t);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(await address());
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  const html = await (await fetch(await address())).text();
  const named = [...html.matchAll(/="\.\/([^"]+)"/g)].map(([, name]) => new URL(name, page.url()).href);
  const fetched = asked.filter((url) => url.startsWith('http:') && url !== page.url());
  assert.deepEqual(new Set(fetched), new Set(named.filter((url) => !url.endsWith('.bin'))));
});

test('without JavaScript', async (t) => {
  const page = await blank(t, { javaScriptEnabled: false });
  await page.goto(await address());
  const notice = page.locator('noscript p');
  await notice.waitFor();
  assert.match(await notice.innerText(), /needs JavaScript/);
  assert.equal(await page.getByRole('progressbar').count(), 0);
});

test('without WebAssembly', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => { delete window.WebAssembly; });
  await page.goto(await address());
  await says(page, 'computes in your browser with WebAssembly');
});

test('without SIMD', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => { WebAssembly.validate = () => false; });
  await page.goto(await address());
  await says(page, 'needs WebAssembly SIMD');
});

test('when the host has lost a part', async (t) => {
  const page = await blank(t);
  await page.route('**/normscope*.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto(await address());
  const alert = page.getByRole('alert');
  await alert.getByText('could not be loaded').waitFor();
  assert.deepEqual(await axe(page), []);
  logged(page, /normscope.*wasm: 404/);
  await page.unroute('**/normscope*.wasm');
  await alert.getByRole('button', { name: 'Reload' }).click();
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
});

test('after a panic, reloading keeps the link', async (t) => {
  const page = await open(t, '?seed=7');
  const { href } = new URL(page.url());
  await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
  const alert = page.getByRole('alert');
  await alert.getByText('Normscope has stopped').waitFor();
  logged(page, /unreachable/);
  await alert.getByRole('button', { name: 'Reload' }).click();
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  assert.equal(page.url(), href);
  assert.equal(await alert.count(), 0);
});
