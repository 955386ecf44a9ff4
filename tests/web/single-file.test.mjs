// `cargo xtask bundle`'s one file, opened from disk without a network: all of the page is in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST } from './host.mjs';
import { blank, ready } from './browser.mjs';

const BUNDLE = pathToFileURL(join(DIST, 'normscope.html')).href;

// The file at a link. What it asks for besides itself fails the test.
async function opened(t, link) {
  const page = await blank(t, { offline: true });
  const asked = [];
  page.on('request', (request) => {
    if (!/^(data|blob|about):/.test(request.url())) asked.push(request.url());
  });
  await page.context().route(/^(?!file:|data:|blob:|about:)/, (route) => route.abort());
  t.after(() => assert.deepEqual(asked.filter((url) => !url.startsWith(BUNDLE)), [], 'one file asks for no other'));
  await page.goto(BUNDLE + link);
  await ready(page);
  return page;
}

test('lessons', async (t) => {
  const page = await opened(t, '?lesson=batch-norm&beat=one-mean');
  assert((await page.locator('.prose output').count()) > 0);
  await page.getByRole('link', { name: 'Lessons' }).click();
  await page.locator('.contents > li').nth(9).waitFor();
});

test('lessons of the reader', async (t) => {
  const page = await opened(t, '?lesson=contents');
  const lesson = { name: 'own.md', mimeType: 'text/markdown', buffer: Buffer.from('# Own\n\n## One\n\n[Start](?layer=BatchNorm2d(6)) with {sets} sets.\n') };
  await page.locator('.lesson .open-file input[type=file]').setInputFiles(lesson);
  await page.getByText('with 6 sets.').waitFor();
});

test('Korean', async (t) => {
  const page = await opened(t, '?lang=ko');
  assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
  assert.match(await page.locator('.headline h1').innerText(), /[가-힣]/);
  await page.goto(`${BUNDLE}?lang=ko&lesson=contents`);
  await ready(page);
  await page.locator('.contents > li').nth(9).waitFor();
});

test('images of digits, and a presentation', async (t) => {
  const page = await opened(t, '?x=digits(6,1,8,8)&layer=InstanceNorm2d(1)&axes=N+C+H+W&at=2,0,3,3&t=2');
  assert.equal(await page.getByText('could not be loaded').count(), 0);
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await ready(page);
  assert(await page.locator('html.presenting').count());
});

test('millions of values, in the worker', { timeout: 120_000 }, async (t) => {
  const page = await opened(t, '?x=randn(32,64,40,40)&layer=GroupNorm(4,64)&at=0,2,1,1');
  assert.equal(await page.locator('html').getAttribute('data-worker'), 'ready');
  assert.match(await page.locator('.panel.numbers').innerText(), /25,600 of 3,276,800/);
});

test('a handout of a lesson, with links that need no host', { timeout: 120_000 }, async (t) => {
  const page = await opened(t, '?lesson=batch-norm');
  await page.getByRole('button', { name: 'Handout…' }).click();
  const preview = page.getByRole('dialog', { name: 'Handout' });
  await preview.getByRole('combobox', { name: 'What' }).selectOption('The whole lesson');
  await preview.getByRole('article').waitFor({ timeout: 60_000 });
  assert.match(await page.locator('#handout .place').first().innerText(), /^\?lesson=batch-norm&beat=/);
  // Nobody else can open a file of this computer: it has no code.
  assert.equal(await page.locator('#handout .place svg').count(), 0);
});
