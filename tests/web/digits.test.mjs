// The images of digits come when they are asked for, and to the worker as well.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST } from './host.mjs';
import { address, blank, open, ready } from './browser.mjs';
import { assertShows, rows } from './table.mjs';

const BUNDLE = pathToFileURL(join(DIST, 'normscope.html')).href;
const isDigits = (request) => /digits[-\w]*\.bin$/.test(request.url());

// Beyond what the page computes itself.
const IN_WORKER = 'x=digits(4096,1,8,8)';

// The first row of the first image drawn with the seed 1234: torch.rand's first number is 0.0290, 1797 times that 52.
const FIRST = [0, 0, 3, 12, 16, 16, 6, 0].map((pixel) => pixel / 16);

async function showsFirst(page, link) {
  for (const column of [2, 3, 5]) {
    await page.goto(`${link}&at=0,0,0,${column}`);
    await ready(page);
    assertShows((await rows(page)).x, FIRST[column], `pixel ${column}`);
  }
}

test('the default view does without them', async (t) => {
  const page = await blank(t);
  const asked = [];
  page.on('request', (request) => asked.push(request));
  await page.goto(await address());
  await ready(page);
  assert.deepEqual(asked.filter(isDigits), []);
  await page.getByRole('combobox', { name: 'Recipe' }).selectOption('Handwritten digits');
  await ready(page);
  assert.equal(asked.filter(isDigits).length, 1);
});

for (const link of ['x=digits(3,1,8,8)', IN_WORKER]) {
  test(`${link} from a host`, async (t) => {
    await showsFirst(await blank(t), `${await address()}?${link}`);
  });
  test(`${link} in one file from disk`, async (t) => {
    await showsFirst(await blank(t, { offline: true }), `${BUNDLE}?${link}`);
  });
}

test('a worker that ran before gets them too', async (t) => {
  const page = await open(t);
  const link = `${await address()}?${IN_WORKER}`;
  await page.evaluate((href) => {
    history.pushState(null, '', href);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link);
  await ready(page);
  assert.equal(await page.locator('html').getAttribute('data-worker'), 'ready');
  assert.match(await page.getByRole('main').innerText(), /4096/);
});

test('the page says so when they cannot be had', async (t) => {
  const page = await blank(t);
  await page.route('**/digits*.bin', (route) => route.fulfill({ status: 404 }));
  await page.goto(`${await address()}?x=digits(3,1,8,8)`);
  await page.getByRole('alert').getByText('could not be loaded').waitFor();
  assert.match(page.faults.join('\n'), /404/);
  page.faults.length = 0;
  await page.unroute('**/digits*.bin');
  await page.getByRole('button', { name: 'New seed' }).click();
  await ready(page);
  assert.equal(await page.getByText('could not be loaded').count(), 0);
});
