// Nothing moves unless somebody moves it: one view after another, to the last bit of its picture.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, paintByCard } from './browser.mjs';
import { EVERYWHERE } from './everywhere.mjs';
import { go } from './ways.mjs';

paintByCard();

test('nothing moves by itself', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '');
  const moving = async () => {
    const before = await page.screenshot();
    await page.waitForTimeout(700);
    const isSame = before.equals(await page.screenshot());
    const running = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').map((a) => a.animationName ?? a.transitionProperty));
    return [...(isSame ? [] : ['the picture changes']), ...running];
  };
  const found = {};
  for (const [view, link] of Object.entries(EVERYWHERE)) {
    await go(page, link);
    const moves = await moving();
    if (moves.length) found[view] = moves;
  }
  assert.deepEqual(found, {});
});
