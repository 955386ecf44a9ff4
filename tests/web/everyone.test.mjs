// For everyone: a small window and a large zoom, targets for a thumb, colours of the reader's own, what plays can be paused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { EVERYWHERE } from './everywhere.mjs';
import { go, turnTo } from './ways.mjs';

const SLOW = { timeout: 240_000 };

// Goes to each view in turn and collects what is found wrong in it.
async function faults(page, look, way = turnTo) {
  const found = {};
  for (const [view, link] of Object.entries(EVERYWHERE)) {
    await way(page, link);
    const wrong = await look(page);
    if (wrong.length) found[view] = wrong;
  }
  return found;
}

// What has the focus, and whether something that stays in its place lies over all of it.
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  // A text over it takes the click where the control itself is not drawn.
  const own = element.closest('label') ?? element;
  const { left, top, right, bottom, width, height } = own.getBoundingClientRect();
  const within = (low, high, end) => [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => low + (high - low) * part).filter((at) => at >= 0 && at < end);
  const points = within(left, right, innerWidth).flatMap((x) => within(top, bottom, innerHeight).map((y) => [x, y]));
  const isOwn = (other) => other && (own.contains(other) || other.contains(own) || other.closest('label') === own);
  return {
    name: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? own.innerText?.trim().slice(0, 40)}`,
    isSeen: width > 0 && height > 0 && points.some(([x, y]) => isOwn(document.elementFromPoint(x, y))),
  };
});

// The stops of Tab, or those back with Shift, that one cannot see.
async function hidden(page, key) {
  const found = [];
  await page.evaluate(() => document.activeElement?.blur?.());
  for (let k = 0; k < 150; k++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (!now) break;
    if (!now.isSeen) found.push(`${key}: ${now.name}`);
  }
  return found;
}

const sideways = (page) => page.evaluate(() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  return over > 0 ? [`${over} px lie outside`] : [];
});

// 1280 CSS pixels at 400 %, and half of a laptop's at 200 %.
for (const [zoom, size] of Object.entries({ '400 %': [320, 256], '200 %': [683, 384], 'a phone': [390, 844], 'a phone on its side': [844, 390] })) {
  test(`${zoom}: nothing scrolls sideways, nothing hides what has the focus`, SLOW, async (t) => {
    const page = await open(t, '', { size });
    assert.deepEqual(await faults(page, async () => [...await sideways(page), ...await hidden(page, 'Tab'), ...await hidden(page, 'Shift+Tab')]), {});
  });
}

test('in a usual window nothing hides what has the focus', SLOW, async (t) => {
  const page = await open(t, '', { size: [1366, 768] });
  assert.deepEqual(await faults(page, async () => [...await hidden(page, 'Tab'), ...await hidden(page, 'Shift+Tab')], go), {});
});

test('spaced text is read as well', SLOW, async (t) => {
  const page = await open(t, '', { size: [1366, 768] });
  const cut = () => page.evaluate(() => {
    // The least that WCAG 1.4.12 asks for.
    const style = document.createElement('style');
    style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }';
    document.head.append(style);
    const isCut = (of) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(of);
      if (clipPath !== 'none' || !of.checkVisibility() || of.matches('select, input')) return false;
      return overflowX === 'hidden' && of.scrollWidth > of.clientWidth + 1 || overflowY === 'hidden' && of.scrollHeight > of.clientHeight + 1;
    };
    const texts = document.querySelectorAll('h1, h2, h3, p, button, td, th, label, li, figcaption');
    const found = [...texts].filter(isCut).map((of) => of.outerHTML.slice(0, 120));
    style.remove();
    return found;
  });
  assert.deepEqual(await faults(page, cut), {});
});

// Targets smaller than 24 × 24 px whose circle of 24 px meets another target (WCAG 2.5.8); links within a sentence are free.
const crowded = (page) => page.evaluate(() => {
  const SIDE = 24;
  const isInSentence = (of) => of.matches('a') && of.closest('p, li, figcaption, td') && getComputedStyle(of).display === 'inline';
  const all = [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role="tab"], [tabindex="0"]')]
    .filter((of) => !of.disabled && of.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !of.closest('[inert]'));
  const box = (of) => (of.closest('label') ?? of).getBoundingClientRect();
  const targets = all.filter((of) => !isInSentence(of)).map((of) => ({ of, box: box(of) })).filter(({ box }) => box.width > 1 && box.height > 1);
  const isSmall = ({ box }) => box.width < SIDE - 0.5 || box.height < SIDE - 0.5;
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  const meets = (small, other) => {
    const [x, y] = middle(small.box);
    if (isSmall(other)) {
      const [u, v] = middle(other.box);
      return Math.hypot(x - u, y - v) < SIDE;
    }
    const dx = Math.max(other.box.left - x, 0, x - other.box.right);
    const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
    return Math.hypot(dx, dy) < SIDE / 2;
  };
  // What lies around others, and the parts of one label, are no neighbours.
  const isGround = ({ of }) => of.matches('.surface, .plates, .wide');
  const isNeighbour = (a, b) => a.of !== b.of && !(a.of.closest('label') && a.of.closest('label') === b.of.closest('label'));
  return targets.filter(isSmall)
    .filter((small) => targets.some((other) => isNeighbour(small, other) && !isGround(other) && meets(small, other)))
    .map(({ of, box }) => `${of.outerHTML.slice(0, 100)} ${box.width.toFixed(0)} × ${box.height.toFixed(0)}`);
});

for (const [device, size] of Object.entries({ desk: [1366, 768], phone: [390, 844] })) {
  test(`targets are large enough, or apart: ${device}`, SLOW, async (t) => {
    const page = await open(t, '', { size });
    assert.deepEqual(await faults(page, () => crowded(page)), {});
  });
}

// A property of each that is seen with any colours: a line around it or below, its weight.
const marks = (all) => all.map((of) => {
  const { outlineStyle, outlineWidth, textDecorationLine, fontWeight, borderTopColor, backgroundColor } = getComputedStyle(of);
  return [outlineStyle === 'none' ? '' : outlineWidth, textDecorationLine, fontWeight, borderTopColor, backgroundColor].join(' ');
});

// Where one of several is chosen: the link, the chosen, the others.
const STATES = {
  'a page': ['', '.nav[aria-current]', '.nav:not([aria-current])'],
  'a tab': ['', '.tabs [aria-selected="true"]', '.tabs [aria-selected="false"]:not([hidden])'],
  'a method': ['', '.choice input:checked + span', '.choice input:not(:checked) + span'],
  'a stage': ['?t=2', '.stop.here', '.stop:not(.here):not([hidden])'],
  'an order': ['?view=stack&order=pre', '.order[aria-pressed="true"]', '.order[aria-pressed="false"]'],
  'one of the family': ['?view=family&method=qk', '.member[aria-pressed="true"]', '.member[aria-pressed="false"]'],
  'a style': ['?view=pictures&x=scenes(4,3,16,16)&layer=InstanceNorm2d(3)&style=1', '.caption [aria-pressed="true"]', '.caption [aria-pressed="false"]'],
  'what a lesson shows': ['?lesson=batch-norm&beat=four-steps', '.drive[aria-current]', '.drive:not([aria-current])'],
};

for (const colorScheme of ['light', 'dark']) {
  test(`with the reader's own colours one sees what is chosen: ${colorScheme}`, SLOW, async (t) => {
    const page = await open(t, '', { colorScheme, forcedColors: 'active' });
    assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    for (const [what, [link, chosen, other]] of Object.entries(STATES)) {
      await turnTo(page, link);
      const [own, others] = [await page.locator(chosen).evaluateAll(marks), await page.locator(other).evaluateAll(marks)];
      assert(own.length > 0 && others.length > 0, `${what}: ${own.length} chosen, ${others.length} others`);
      for (const mark of own) assert(!others.includes(mark), `${what}: ${mark}`);
    }
  });
}

test("with the reader's own colours scales, tracks and figures are still there", SLOW, async (t) => {
  const page = await open(t, '?x=randn(2,3,2,2)&layer=BatchNorm2d(3)&at=0,1,1,1', { forcedColors: 'active', colorScheme: 'dark' });
  const image = (selector) => page.locator(selector).first().evaluate((of) => getComputedStyle(of).backgroundImage);
  assert.match(await image('.legend i'), /linear-gradient/, 'the scale of values');
  // Cube, dimension lines and digits stand on the ground that they were made for.
  assert.notEqual(await page.locator('.stage').evaluate((of) => getComputedStyle(of).backgroundColor), 'rgba(0, 0, 0, 0)');
  const inks = await page.locator('.stage .digit').evaluateAll((all) => all.map((of) => [getComputedStyle(of).fill, of.getAttribute('fill')]));
  assert(inks.length > 4, 'digits in the cells');
  const rgb = (hex) => `rgb(${hex.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16)).join(', ')})`;
  for (const [fill, chosen] of inks) assert.equal(fill, rgb(chosen));
});

test('what plays can be paused, and ends', SLOW, async (t) => {
  const page = await open(t, '?at=0,2,1,1');
  const stage = () => page.getByRole('slider', { name: 'Stage' }).inputValue();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const paused = await stage();
  assert(paused > 0 && paused < 3, `${paused}: in between`);
  await page.waitForTimeout(300);
  assert.equal(await stage(), paused);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 15_000 });
  assert.equal(await stage(), '3');
});
