// The hosted page without a network, by its service worker, and when the host gets a new build.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { address, blank, ready } from './browser.mjs';
import { DIST, host } from './host.mjs';

const text = (name) => readFile(join(DIST, name), 'utf8');

// Another build of the same page: another title, and another look under another name.
async function otherBuild() {
  const [html, worker] = await Promise.all([text('index.html'), text('offline.js')]);
  const build = /data-build="(\w+)"/.exec(html)[1];
  const look = /data-look="\.\/(rest-\w+\.css)"/.exec(html)[1];
  const style = `${await text(look)}\n.mark::after { content: " 2" }`;
  const page = html.replaceAll(build, 'another').replaceAll(look, 'rest-2.css').replace('<title>Normscope</title>', '<title>Normscope 2</title>');
  const sum = (content) => createHash('sha256').update(content).digest('hex');
  const next = worker.replaceAll(build, 'another').replace(/'': '\w+'/, `'': '${sum(page)}'`).replace(new RegExp(`'${look}': '\\w+'`), `'rest-2.css': '${sum(style)}'`);
  return { look, files: { '/': page, '/rest-2.css': style, '/offline.js': next } };
}

// A page of its own host, whose files can be changed, with the service worker that a page on this computer does without.
async function hosted(t, link = '') {
  const files = {};
  const { address, close } = await host({ files });
  t.after(close);
  const page = await blank(t);
  await page.addInitScript(() => { window.normscopeOffline = true; });
  await page.goto(address + link);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return { page, files, address };
}

const caches = (page) => page.evaluate(() => window.caches.keys());

// What a page without a network logs.
const unreached = (page) => { page.faults = page.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/.test(fault)); };

test('without a network the page loads again, with lessons, digits and another language', async (t) => {
  const { page, address } = await hosted(t);
  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  await page.goto(`${address}?lesson=batch-norm&beat=one-mean`);
  await ready(page);
  await page.locator('.prose output').first().waitFor();
  await page.goto(`${address}?x=digits(3,1,8,8)&layer=BatchNorm2d(1)&lang=ko`);
  await ready(page);
  assert.match(await page.locator('.headline h1').innerText(), /[가-힣]/);
  unreached(page);
});

test('a new build is taken, is said to be there, and leaves no old files', async (t) => {
  const { page, files } = await hosted(t);
  const [old] = await caches(page);
  const other = await otherBuild();
  Object.assign(files, other.files);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.locator('.newer', { hasText: 'A newer version is ready' }).waitFor();
  // Nothing happens by itself: the page and its files are the old ones.
  assert.equal(await page.title(), 'Normscope');
  assert((await caches(page)).includes(old));
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(() => document.title === 'Normscope 2');
  await ready(page);
  // The new one deletes what is old when it has taken over.
  for (let k = 0; k < 100 && (await caches(page)).includes(old); k++) await page.waitForTimeout(100);
  assert.equal((await caches(page)).length, 1);
  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  assert.equal(await page.title(), 'Normscope 2');
  unreached(page);
});

test('a page whose host changes meanwhile goes on with the files of its own build', async (t) => {
  const { page, files } = await hosted(t);
  const other = await otherBuild();
  Object.assign(files, other.files);
  // Those that have not been loaded yet are gone from the host.
  for (const name of Object.keys(await page.evaluate(() => Object.fromEntries([...document.getElementById('parts').attributes].map(({ value }) => [value, 1]))))) {
    if (name.startsWith('./lessons') || name.startsWith('./digits')) files[name.slice(1)] = '';
  }
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.locator('.contents > li').nth(9).waitFor();
});

test('files of two builds are never kept together', async (t) => {
  const files = {};
  const { address, close } = await host({ files });
  t.after(close);
  const other = await otherBuild();
  // The new page and its list, but the look of nobody's build.
  Object.assign(files, other.files, { '/rest-2.css': 'body {}' });
  const page = await blank(t);
  await page.addInitScript(() => { window.normscopeOffline = true; });
  await page.goto(address);
  await ready(page);
  // It is registered a moment later, and gone when it has found a file of nobody's build.
  const isRegistered = () => page.evaluate(async () => Boolean(await navigator.serviceWorker.getRegistration()));
  let hasCome = false;
  for (const until = Date.now() + 10_000; Date.now() < until; await page.waitForTimeout(20)) {
    const is = await isRegistered();
    if (hasCome && !is) break;
    hasCome ||= is;
  }
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return !registration || (!registration.installing && !registration.waiting);
  });
  assert.deepEqual(await caches(page), []);
  page.faults = page.faults.filter((fault) => !/not of this build/.test(fault));
});

test('when the network is slow, the page that is kept is shown', { timeout: 60_000 }, async (t) => {
  const { page } = await hosted(t);
  await page.context().route(/\/$|index\.html/, () => {});
  const start = Date.now();
  await page.reload();
  await ready(page);
  assert(Date.now() - start < 20_000);
});

test('on the reader’s own computer nothing is kept, so that a build is never an old one', async (t) => {
  const page = await blank(t);
  await page.goto(await address());
  await ready(page);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});
