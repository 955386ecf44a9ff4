// The page and its worker start wherever the page is opened: from a host, from disk, in a sandboxed frame.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST, host } from './host.mjs';
import { address, blank, open, ready } from './browser.mjs';

const BUNDLE = pathToFileURL(join(DIST, 'normscope.html')).href;
const WORKS = 'html[data-ready][data-worker="ready"]';
const works = (page) => page.waitForSelector(WORKS, { state: 'attached' });

test('from a host', async (t) => {
  await works(await open(t));
});

test('from a host, below its root', async (t) => {
  const { address, close } = await host({ base: '/courses/deep-learning/' });
  t.after(close);
  const page = await blank(t);
  await page.goto(address);
  await works(page);
});

test('one file from disk, without a network', async (t) => {
  const page = await blank(t, { offline: true });
  await page.goto(BUNDLE);
  await works(page);
});

// A page in such a frame has no origin: it may start no worker by address and store nothing.
for (const src of ['./?seed=7', './normscope.html?seed=7']) {
  test(`in a sandboxed frame: ${src}`, async (t) => {
    const slides = `<!doctype html><title>Slides</title><link rel="icon" href="data:,"><iframe title="Normscope" sandbox="allow-scripts" src="${src}"></iframe>`;
    const { address, close } = await host({ files: { '/slides.html': slides } });
    t.after(close);
    const page = await blank(t);
    await page.goto(`${address}slides.html`);
    await page.frameLocator('iframe').locator(WORKS).waitFor({ state: 'attached' });
  });
}

test('without workers the page computes itself', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error('no worker here');
      }
    };
  });
  await page.goto(await address());
  await page.waitForSelector('html[data-ready][data-worker="unavailable"]', { state: 'attached' });
});

// To go through so many values takes longer than the page waits for a worker that does not answer.
test('a newer job takes the place of one that counts, in the same worker', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => {
    window.workers = 0;
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        window.workers += 1;
      }
    };
  });
  await page.goto(`${await address()}?x=randn(128,64,40,40)&layer=GroupNorm(8,64)`);
  await ready(page);
  const groups = page.getByRole('slider', { name: 'Groups G', exact: true });
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowLeft', 'ArrowRight']) {
    await groups.press(key);
    await page.waitForTimeout(50);
  }
  await ready(page);
  assert.equal(await page.evaluate(() => window.workers), 1);
});
