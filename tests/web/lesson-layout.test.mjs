// Where things stand while a lesson is taught: beside the controls, presented, and on a phone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { written } from './course.mjs';
import { go, turnTo } from './ways.mjs';

const SCREENS = [[1366, 768], [1920, 1080]];
const PHONE = [390, 844];

// The beats whose figure is not the cube.
const EXPERIMENTS = (await written()).filter(({ links }) => /view=(?!explore|compare)/.test(links[0]));

const linkOf = ({ place }) => `?lesson=${place.replace('/', '&beat=')}`;

async function present(page) {
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await ready(page);
  await page.locator('.leave').waitFor();
}

// Left, top, right and bottom of what is seen, by selector.
const boxes = (page, selectors) => page.evaluate((all) => Object.fromEntries(all.flatMap((selector) => {
  const seen = [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility());
  return seen.map((part, k) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    return [seen.length > 1 ? `${selector} ${k}` : selector, [left, top, right, bottom]];
  });
})), selectors);

const areApart = ([left, top, right, bottom], [l, t, r, b]) => right <= l + 1 || r <= left + 1 || bottom <= t + 1 || b <= top + 1;

function assertApart(found, [width, height], where) {
  const all = Object.entries(found);
  for (const [k, [name, box]] of all.entries()) {
    const [left, top, right, bottom] = box;
    assert(left >= 0 && top >= 0 && right <= width + 1 && bottom <= height + 1, `${where}: ${name} is within the window, not at ${box}`);
    for (const [other, its] of all.slice(k + 1)) assert(areApart(box, its), `${where}: ${name} at ${box} and ${other} at ${its} overlap`);
  }
}

for (const size of SCREENS) {
  test(`the controls take the place of the prose, and nothing else moves: ${size}`, async (t) => {
    const page = await open(t, '', { size });
    for (const beat of ['batch-norm/one-mean', EXPERIMENTS[0].place, EXPERIMENTS.at(-1).place]) {
      await go(page, linkOf({ place: beat }));
      const rest = ['main', '.panels', '.lesson-tabs'];
      const before = await boxes(page, rest);
      const { '.lesson': prose } = await boxes(page, ['.lesson']);
      await page.getByRole('tab', { name: 'Controls', exact: true }).click();
      await ready(page);
      assert.deepEqual(await boxes(page, rest), before, beat);
      const { '.controls': [left, top, right, bottom] } = await boxes(page, ['.controls']);
      assert.deepEqual([left, bottom], [prose[0], prose[3]], `${beat}: the same place`);
      assert(Math.abs(right - prose[2]) <= 1 && Math.abs(top - prose[1]) <= 1, `${beat}: the same place`);
    }
  });

  test(`a presented experiment is seen whole beside its words: ${size}`, async (t) => {
    const page = await open(t, linkOf(EXPERIMENTS[0]), { size });
    for (const beat of EXPERIMENTS) {
      await turnTo(page, linkOf(beat));
      await present(page);
      const where = `${beat.place}, presented`;
      const found = await boxes(page, ['.lesson-head', '.steps', '.headline', 'main canvas', 'main .values', 'main table']);
      for (const part of ['.lesson-head', '.steps', '.headline']) assert(found[part], `${where}: ${part}`);
      assertApart(found, size, where);
      const named = (pattern) => Object.entries(found).filter(([name]) => pattern.test(name));
      const drawn = named(/^main (canvas|\.values)/);
      // Pictures are one figure together, and so are x and y; the map of the family is a table. Else the first canvas is the chart.
      const isOne = /view=(pictures|family)/.test(beat.links[0]);
      const parts = drawn.length ? drawn.slice(0, isOne ? undefined : 1) : named(/^main table/);
      const area = parts.reduce((sum, [, [left, top, right, bottom]]) => sum + (right - left) * (bottom - top), 0);
      assert(area > 0.15 * size[0] * size[1], `${where}: the figure is large`);
      const scrolled = await page.evaluate(() => ['main', 'main *', 'html'].flatMap((s) => [...document.querySelectorAll(s)])
        .filter((part) => part.checkVisibility() && part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY !== 'visible').map(({ className }) => className));
      assert.deepEqual(scrolled, [], `${where}: nothing scrolls but the prose`);
      await page.keyboard.press('Escape');
      await ready(page);
    }
  });
}

// In the page: nothing hides the heading of the part.
function isHeadingSeen() {
  const { left, top, bottom } = document.querySelector('.lesson-head .title').getBoundingClientRect();
  const seen = document.elementFromPoint(left + 5, (top + bottom) / 2);
  return bottom < innerHeight && Boolean(seen?.closest('.title'));
}

test('on a phone the words follow the figure, which stays', async (t) => {
  const page = await open(t, '', { size: PHONE });
  for (const beat of EXPERIMENTS.slice(0, -1)) {
    await go(page, linkOf(beat));
    const { '.lesson-head': head, '.headline': headline, ...charts } = await boxes(page, ['.lesson-head', '.headline', '.experiment > :is(.plot, .landscape, .sizes, .gallery, .chosen, .others)']);
    const [[, top, , bottom]] = Object.values(charts);
    assert(headline[3] <= top + 1 && bottom <= head[1] && head[1] < bottom + 24, `${beat.place}: headline, figure, words`);
    assert(bottom - top <= PHONE[1] / 2 + 1, `${beat.place}: half of the screen is for words`);
    // However far one has read, the next part begins where it can be seen.
    await page.evaluate(() => document.querySelector('.steps').scrollIntoView({ block: 'end' }));
    await page.locator('.steps').getByRole('button', { name: 'Next' }).click();
    await ready(page);
    await page.waitForFunction(isHeadingSeen, null, { timeout: 5000 });
  }
});
