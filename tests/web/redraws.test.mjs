// Batches drawn again and again: what stands there while the next are drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';

test('an outcome of other settings is dimmed until the next is there', async (t) => {
  const page = await open(t, '?view=redraws&x=randn(4,6,16,16)&redraws=400');
  const chart = page.locator('main.experiment');
  assert.doesNotMatch(await chart.getAttribute('class'), /\bold\b/);
  // All that is seen of the chart, whenever its class or its numbers change.
  await page.evaluate(() => {
    const main = document.querySelector('main.experiment');
    window.seen = [];
    const note = () => window.seen.push([main.classList.contains('old'), main.querySelector('canvas').dataset.columns, main.querySelector('h1').textContent]);
    note();
    new MutationObserver(note).observe(main, { subtree: true, attributes: true, characterData: true, childList: true });
  });
  await page.locator('.controls label', { hasText: 'Deviation' }).click();
  await ready(page);
  const seen = await page.evaluate(() => window.seen);
  const [before, after] = [seen[0], seen.at(-1)];
  assert.notEqual(after[1], before[1], 'another outcome');
  assert.notEqual(after[2], before[2], 'another sentence');
  assert(seen.some(([isOld, columns]) => isOld && columns === before[1]), 'the last outcome is dimmed');
  assert.equal(after[0], false, 'the new one is not');
  assert.equal(await chart.evaluate((main) => getComputedStyle(main.querySelector('.plot')).opacity), '1');
});
