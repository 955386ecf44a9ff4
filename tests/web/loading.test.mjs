// Before the program runs, and after it has stopped: the page has its frame and says what is going on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, axe, blank, open, ready } from './browser.mjs';

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
    await page.route('**/normscope*_first.bin', async (route) => {
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
    await ready(page);
    assert.equal(await page.locator('#loading').count(), 0);
  });
}

// The first view is there: not all that follows it is.
const seen = async (page) => {
  await page.waitForSelector('#loading', { state: 'detached' });
  await page.getByRole('heading', { name: 'share a mean and a variance' }).waitFor();
};

test('the first view needs nothing of the rest', async (t) => {
  const page = await blank(t);
  let send;
  const held = new Promise((release) => { send = release; });
  let asked = 0;
  await page.route('**/*_rest.bin', async (route) => {
    asked++;
    await held;
    await route.continue();
  });
  await page.goto(await address());
  await seen(page);
  await page.locator('canvas').first().waitFor();
  assert.equal(await page.locator('html[data-ready]').count(), 0, 'ready means that all of the program is there');
  send();
  await ready(page);
  assert.equal(asked, 1, 'the rest should come once, in its own time');
  await page.getByRole('tab', { name: 'Code' }).click();
  await page.getByText('nn.GroupNorm(3, 6)').waitFor();
});

test('whoever is faster than the rest gets an answer all the same', async (t) => {
  const page = await blank(t);
  let send;
  const held = new Promise((release) => { send = release; });
  let asked = 0;
  // The first request is held; the one for which the page waits is answered.
  await page.route('**/*_rest.bin', async (route) => {
    if (asked++ === 0) await held;
    await route.continue();
  });
  await page.goto(await address());
  await seen(page);
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('Instance Norm').first().waitFor();
  assert.equal(asked, 2);
  send();
  await ready(page);
});

test('when the host has lost the rest', async (t) => {
  const page = await blank(t);
  await page.route('**/*_rest.bin', (route) => route.fulfill({ status: 404 }));
  await page.goto(await address());
  await page.getByRole('alert').getByText('could not be loaded').waitFor();
  logged(page, /_rest\.bin: 404/);
});

// What is loaded when it is asked for: images of digits, lessons, what reads a lecturer's own.
const ASKED_FOR = ['digits.bin', 'lessons-en.bin', 'lessons-ko.bin', 'reader.bin'];

// What `cargo xtask test` weighs as the first view, and holds down: see xtask/src/weight.rs.
test('the first view loads the files that the page names, and no data', async (t) => {
  const page = await blank(t);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(await address());
  await ready(page);
  const html = await (await fetch(await address())).text();
  const named = [...html.matchAll(/="\.\/([^"]+)"/g)].map(([, name]) => new URL(name, page.url()).href);
  const fetched = asked.filter((url) => url.startsWith('http:') && url !== page.url());
  assert.deepEqual(new Set(fetched), new Set(named.filter((url) => !ASKED_FOR.some((name) => url.endsWith(`/${name}`)))));
});

test('lessons are loaded when one is opened, and what reads others is not', async (t) => {
  const page = await open(t);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.locator('.contents').waitFor();
  await ready(page);
  assert.deepEqual(asked.filter((path) => ASKED_FOR.includes(path.slice(1))).sort(), ['/lessons-en.bin']);
});

test('without JavaScript', async (t) => {
  const page = await blank(t, { javaScriptEnabled: false });
  await page.goto(await address());
  const notice = page.locator('noscript p').first();
  await notice.waitFor();
  assert.match(await notice.innerText(), /needs JavaScript/);
  assert.equal(await page.getByRole('progressbar').count(), 0);
});

test('without WebAssembly', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => { delete window.WebAssembly; });
  await page.goto(await address());
  await says(page, 'needs WebAssembly SIMD');
});

test('without SIMD', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => { WebAssembly.validate = () => false; });
  await page.goto(await address());
  await says(page, 'needs WebAssembly SIMD');
});

test('when the host has lost a part', async (t) => {
  const page = await blank(t);
  await page.route('**/normscope*_first.bin', (route) => route.fulfill({ status: 404 }));
  await page.goto(await address());
  const alert = page.getByRole('alert');
  await alert.getByText('could not be loaded').waitFor();
  assert.deepEqual(await axe(page), []);
  logged(page, /normscope.*bin: 404/);
  await page.unroute('**/normscope*_first.bin');
  await alert.getByRole('button', { name: 'Reload' }).click();
  await ready(page);
});

for (const [how, damaged] of [['cut off', (body) => body.subarray(0, body.length / 2)], ['changed', (body) => body.fill(0, 5000, 5100)], ['said to be longer', (body) => body.fill(0xff, 6, 9)]]) {
  test(`when a part is ${how} on its way`, async (t) => {
    const page = await blank(t);
    await page.route('**/normscope*_first.bin', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: damaged(await response.body()) });
    });
    await page.goto(await address());
    await page.getByRole('alert').getByText('could not be loaded').waitFor();
    logged(page, /damaged on its way|WebAssembly/);
  });
}

test('after a panic, reloading keeps the link', async (t) => {
  const page = await open(t, '?seed=7');
  const { href } = new URL(page.url());
  await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
  const alert = page.getByRole('alert');
  await alert.getByText('Normscope has stopped').waitFor();
  logged(page, /unreachable/);
  await alert.getByRole('button', { name: 'Reload' }).click();
  await ready(page);
  assert.equal(page.url(), href);
  assert.equal(await alert.count(), 0);
});
