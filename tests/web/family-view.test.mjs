// The map of methods as one uses it: what it counts is true, and cards, cells, keys and the way to the cube work.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { expected, METHODS } from './values.mjs';

const parameters = (page) => new URL(page.url()).searchParams;
const headline = (page) => page.locator('.headline h1').textContent();

// What each card counts, by the method that a press on it writes into the address.
async function counts(page) {
  const found = {};
  for (const card of await page.locator('.member').all()) {
    await card.click();
    await ready(page);
    found[parameters(page).get('method')] = Number(await card.getAttribute('data-deciding'));
  }
  return found;
}

for (const link of ['', '&x=randn(3,4,2,3)&seed=5&at=1,2,1,0', '&steps=20&at=0,0,2,2', '&x=randn(5,3,2,2)&poke=0,1,1,1:7&rho=0.5']) {
  test(`as many values decide as the second implementation finds: view=family${link}`, async (t) => {
    const page = await open(t, `?view=family${link}`);
    const found = await counts(page);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(METHODS).sort());
    for (const [method, count] of Object.entries(found)) {
      assert.equal(count, expected('deciding', `view=family${link}&method=${method}`).value, method);
    }
  });
}

test('a press on a card shows the method, another one the map', async (t) => {
  const page = await open(t, '?view=family');
  assert.equal(await page.locator('.values').count(), 0);
  const card = page.getByRole('button', { name: /^QK-norm/ });
  await card.click();
  await ready(page);
  assert.match(await headline(page), /^QK-norm: 2 of 384 values/);
  assert.equal(await card.getAttribute('aria-pressed'), 'true');
  assert.equal(await page.locator('.values').count(), 2);
  await page.getByRole('button', { name: /^QK-norm/ }).click();
  await ready(page);
  assert.equal(parameters(page).get('method'), null);
  await page.goBack();
  await ready(page);
  assert.equal(parameters(page).get('method'), 'qk');
});

test('a click marks the cell under it, and arrow keys the next one', async (t) => {
  const page = await open(t, '?view=family&method=layer');
  for (const [which, at] of [[0, [1, 4, 0, 2]], [1, [3, 0, 3, 3]]]) {
    const { x, y, width } = await page.locator('.values').nth(which).boundingBox();
    const [n, c, h, w] = at;
    // Six plates of four cells, one cell between two, and the room of the outline.
    const cell = width / 29.2;
    await page.mouse.click(x + cell * (0.1 + 5 * c + w + 0.5), y + cell * (0.1 + 5 * n + h + 0.5));
    await ready(page);
    assert.equal(parameters(page).get('at'), at.join());
  }
  await page.locator('.plates').first().focus();
  for (const [key, at] of [['ArrowUp', '3,0,2,3'], ['ArrowRight', '3,1,2,0'], ['ArrowDown', '3,1,3,0'], ['ArrowLeft', '3,0,3,3'], ['ArrowDown', '3,0,3,3']]) {
    await page.keyboard.press(key);
    await ready(page);
    assert.equal(parameters(page).get('at'), at, key);
  }
});

test('a method that is a layer is shown as a cube, where the page has its layer', async (t) => {
  const page = await open(t, '?view=family&method=ghost');
  await page.getByRole('button', { name: 'Show as cube' }).click();
  await ready(page);
  assert.deepEqual([parameters(page).get('view'), parameters(page).get('layer')], [null, 'Norm(N=N/2,C=1,H=H,W=W)']);
  const other = await open(t, '?view=family&method=switchable');
  assert.equal(await other.getByRole('button', { name: 'Show as cube' }).count(), 0);
});

test('what does not fit is said, and what one method does not take leaves the others', async (t) => {
  const page = await open(t, '?view=family&x=randn(8,6)&layer=BatchNorm1d(6)');
  assert.match(await headline(page), /^x has 2 axes/);
  assert.equal(await page.locator('.map').count(), 0);
  const stored = await open(t, "?view=family&x=load('acts.npy',2,3,2,2)&layer=GroupNorm(3,3)");
  assert.match(await headline(stored), /acts\.npy/);
  assert.equal(await stored.locator('.map').count(), 0);
  const single = await open(t, '?view=family&x=randn(1,6,1,1)&layer=GroupNorm(3,6)&method=batch');
  assert.match(await headline(single), /^BatchNorm: PyTorch rejects this call: Expected more than 1 value per channel/);
  assert.equal(await single.locator('.member[data-deciding]').count() > 10, true);
});
