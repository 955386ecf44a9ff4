// Whether the last row reads it: in the projector theme nothing has less than 20 pt at 1280 × 720 or a faint colour,
// in any view and any beat of any lesson; and what is drawn is not cut off and does not lie on something else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, ready } from './browser.mjs';
import { written } from './course.mjs';
import { faults, misplaced, shown, underlay } from './legible.mjs';
import { record } from './recorder.mjs';
import { VIEWS } from './views.mjs';
import { go, turnTo } from './ways.mjs';

const SIZE = [1280, 720];
const PANELS = ['Numbers', 'Distributions', 'Code'];

// A presented page is left in favour of its dialogs and drawers.
const PRESENTED = Object.entries(VIEWS).filter(([, { open }]) => !open || PANELS.includes(open));
const IN_THE_DARK = ['explore', 'distributions', 'code', 'eval-averages', 'sets', 'compare', 'descent', 'redraws', 'stack', 'family', 'family-one', 'pictures-style', 'not-finite', 'rejected', 'bad-link'];
const BEATS = await written();
const linkOf = (place) => `?lesson=${place.replace('/', '&beat=')}`;
const themed = (link, theme) => `${link ? `${link}&` : '?'}theme=${theme}`;

async function start(t, size = SIZE) {
  // Nothing is half way to another colour.
  const page = await blank(t, { size, reducedMotion: 'reduce' });
  await page.addInitScript(record);
  return page;
}

async function judged(page, options) {
  const now = await page.evaluate(shown);
  assert(now.texts.length > 1, `there is something to read at ${page.url()}`);
  await underlay(page, now.texts);
  return [...faults(now, options), ...options?.sizes === false ? [] : await page.evaluate(misplaced, now.texts)];
}

// Each view comes with the first panel, and keys turn to the next ones.
async function presentedView(page, { link, open }, theme) {
  await turnTo(page, themed('?view=descent', theme));
  await turnTo(page, themed(link, theme));
  for (let k = PANELS.indexOf(open); k > 0; k--) await page.keyboard.press('p');
  await ready(page);
  return async () => {
    for (let k = PANELS.indexOf(open); k > 0 && k < PANELS.length; k++) await page.keyboard.press('p');
  };
}

test('every view is read from the last row', { timeout: 300_000 }, async (t) => {
  const page = await start(t);
  const found = {};
  await go(page, themed('', 'projector'));
  for (const [name, view] of PRESENTED) {
    const turnBack = await presentedView(page, view, 'projector');
    const wrong = await judged(page);
    if (wrong.length) found[name] = wrong;
    await turnBack();
  }
  assert.deepEqual(found, {});
});

// In the dark nothing is smaller, for both have one set of sizes; colours are others.
test('a dark stage has contrast too', { timeout: 300_000 }, async (t) => {
  const page = await start(t);
  await go(page, themed('', 'projector'));
  const found = {};
  for (const [name, view] of [...PRESENTED.filter(([name]) => IN_THE_DARK.includes(name)), ...BEATS.filter((_, k) => k % 9 === 0).map(({ place }) => [place, { link: linkOf(place) }])]) {
    const turnBack = await presentedView(page, view, 'dark');
    assert.equal(await page.locator('html.presenting[data-theme="dark"]').count(), 1, name);
    const wrong = await judged(page, { sizes: false });
    if (wrong.length) found[name] = wrong;
    await turnBack();
  }
  assert.deepEqual(found, {});
});

test('what opens on a presented page is read from the last row', { timeout: 120_000 }, async (t) => {
  const page = await start(t);
  const found = {};
  const judge = async (name) => {
    const wrong = await judged(page);
    if (wrong.length) found[name] = wrong;
  };
  await go(page, themed('?at=0,2,1,1', 'projector'));
  const { x, y, width, height } = await page.locator('.surface').boundingBox();
  await page.mouse.move(x + 0.45 * width, y + height / 2);
  await page.locator('.card').waitFor();
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.bar')).opacity === '1');
  await judge('the card of an element, and the bar');
  await page.mouse.move(1, 1);
  await page.locator('.axis-label').first().click();
  await page.locator('.card.meaning').waitFor();
  await judge('the meaning of an axis');
  await page.locator('.axis-label').first().click();
  await turnTo(page, themed('?lesson=batch-norm&beat=two-values', 'projector'));
  await page.locator('.question .choice').first().click();
  await page.locator('.question').getByRole('button').last().click();
  await page.locator('.question .verdict').waitFor();
  await judge('an answered question');
  await page.keyboard.press('?');
  await page.locator('dialog.help[open]').waitFor();
  await judge('the keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await page.locator('dialog.code-of-link[open] .qr').waitFor();
  await judge('the code of the link');
  assert.deepEqual(found, {});
});

test('every beat is read from the last row', { timeout: 600_000 }, async (t) => {
  const page = await start(t);
  await go(page, themed('?lesson=contents', 'projector'));
  const found = {};
  for (const { place } of BEATS) {
    await turnTo(page, themed(linkOf(place), 'projector'));
    assert(await page.locator('.lesson-head').count(), place);
    const wrong = await judged(page);
    if (wrong.length) found[place] = wrong;
  }
  assert.deepEqual(found, {});
});
