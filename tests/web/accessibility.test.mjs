// The page for everyone: what axe finds, names of canvases, the whole page by keyboard, a phone's width.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';
import { written } from './course.mjs';
import { go, turnTo } from './ways.mjs';

const VIEWS = { Explore: '?at=0,2,1,1', 'Explore, batch norm in eval': '?at=0,2,1,1&layer=BatchNorm2d(6)&mode=eval&steps=2', 'Explore, poked': '?at=0,2,1,1&poke=0,2,1,1:9', 'Explore, refused': '?x=randn(1,6,1,1)&layer=BatchNorm2d(6)', 'Explore, bad link': '?seed=many', Compare: '?view=compare&at=0,2,1,1', Descent: '?view=descent', Redraws: '?view=redraws', Stack: '?view=stack', Family: '?view=family', 'Family, one method': '?view=family&method=qk', Pictures: '?view=pictures&x=scenes(4,3,16,16)&layer=InstanceNorm2d(3)&style=1', 'Pictures, refused': '?view=pictures&x=scenes(2,3,1,1)&layer=InstanceNorm2d(3)', 'Pictures, none': '?view=pictures', Training: '?view=training&train=10', 'Training, refused': '?view=training&runs=norm=batch+batch=1;norm=layer&train=3', Contents: '?lesson=contents', 'A beat': '?lesson=batch-norm', 'A beat with an experiment': '?lesson=why-normalize&beat=stable', 'No such lesson': '?lesson=nothing' };
const SIZES = { desk: [1366, 768], phone: [390, 844] };

// Canvases that a screen reader would meet without a name.
const unnamed = (page) => page.locator('canvas').evaluateAll((all) => all
  .filter((canvas) => !canvas.closest('[aria-hidden="true"]') && !canvas.getAttribute('aria-label'))
  .map((canvas) => canvas.outerHTML));

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries(SIZES)) {
    test(`axe finds nothing: ${colorScheme}, ${device}`, { timeout: 180_000 }, async (t) => {
      // Once each view is loaded. Otherwise the page turns from one to the next, and nothing is half way to another colour.
      const isLoaded = colorScheme === 'light' && device === 'desk';
      const way = isLoaded ? go : turnTo;
      const page = await open(t, '', { colorScheme, size, reducedMotion: isLoaded ? undefined : 'reduce' });
      const found = {};
      for (const [view, link] of Object.entries(VIEWS)) {
        await way(page, link);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        const faults = [...await axe(page), ...await unnamed(page), ...(overflow > 0 ? [`${overflow} px lie outside`] : [])];
        if (faults.length) found[view] = faults;
      }
      assert.deepEqual(found, {});
    });
  }
}

// Of each lesson the beat in its middle; presented, every second beat.
const BEATS = (await written()).map(({ place }) => place);
const lessonOf = (place) => place.split('/')[0];
const MIDDLES = [...new Set(BEATS.map(lessonOf))].map((lesson) => {
  const beats = BEATS.filter((place) => lessonOf(place) === lesson);
  return beats[beats.length >> 1];
});

for (const theme of ['light', 'dark', 'projector']) {
  test(`axe finds nothing in the lessons: ${theme}`, { timeout: 400_000 }, async (t) => {
    // Nothing is half way to another colour.
    const page = await open(t, `?lesson=contents&theme=${theme}`, { size: [1280, 720], reducedMotion: 'reduce' });
    const found = {};
    const look = async (name, link) => {
      await turnTo(page, `${link}${link ? '&' : '?'}theme=${theme}`);
      const faults = [...await axe(page), ...await unnamed(page)];
      if (faults.length) found[name] = faults;
    };
    const isProjector = theme === 'projector';
    for (const place of isProjector ? BEATS.filter((_, k) => k % 2 === 0) : MIDDLES) await look(place, `?lesson=${place.replace('/', '&beat=')}`);
    if (isProjector) for (const [view, link] of Object.entries(VIEWS)) await look(view, link);
    assert.deepEqual(found, {});
  });
}

// What has the focus: its name, and whether one sees that.
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const rings = [element, element.nextElementSibling, element.parentElement].filter(Boolean);
  const hasRing = (of) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1.5 || boxShadow !== 'none';
  };
  const labels = [...(element.labels ?? [])].map((label) => label.innerText.split('\n')[0].trim());
  const { width, height } = element.getBoundingClientRect();
  return {
    name: element.getAttribute('aria-label') ?? (labels.join(' ') || element.innerText?.trim().split('\n')[0]),
    kind: element.getAttribute('role') ?? element.type ?? element.tagName.toLowerCase(),
    isSeen: rings.some(hasRing) && width > 0 && height > 0,
  };
});

async function tabThrough(page) {
  const seen = [];
  await page.evaluate(() => document.activeElement?.blur?.());
  for (let k = 0; k < 120; k++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (!now) break;
    seen.push(now);
  }
  return seen;
}

const MAIN = ['Share', 'Present', 'Batch size N', 'Channels C', 'Height H', 'Width W', 'Groups G', 'Group Norm', 'Epsilon', 'Weight γ', 'Bias β', 'Train', 'Next batch', 'Recipe', 'Seed', 'New seed', 'Reset view', 'Play', 'Step', 'Stage', 'Poke', 'New value of x', 'Copy PyTorch code'];

test('the whole page by Tab, with visible focus', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?at=0,2,1,1');
  const stops = await tabThrough(page);
  // Where parts of the page are tabs, arrow keys go from one to the next.
  for (const name of ['Numbers', 'Distributions', 'Code'].slice(0, await page.getByRole('tab').count())) {
    const tab = page.getByRole('tab', { name, exact: true });
    assert.equal(await tab.getAttribute('aria-selected'), 'true');
    stops.push(...await tabThrough(page));
    await tab.focus();
    await page.keyboard.press('ArrowRight');
  }
  const names = stops.map(({ name }) => name);
  for (const name of MAIN) assert(names.some((of) => of === name || of?.startsWith(`${name}:`)), `${name} can be reached; ${names.join(' | ')}`);
  assert(stops.some(({ kind }) => kind === 'application'), 'the cube can be reached');
  assert.deepEqual(stops.filter(({ isSeen }) => !isSeen).map(({ name, kind }) => `${kind} ${name}`), [], 'the focus is seen');
});

test('Compare by Tab', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?view=compare&at=0,2,1,1');
  const stops = await tabThrough(page);
  assert.equal(stops.filter(({ kind }) => kind === 'application').length, 4);
  assert.deepEqual(stops.filter(({ isSeen }) => !isSeen).map(({ name, kind }) => `${kind} ${name}`), []);
});

test('a pin is said', { timeout: 60_000 }, async (t) => {
  const page = await open(t);
  const cube = page.getByRole('region', { name: 'Tensor' }).getByRole('application');
  await cube.focus();
  const before = await cube.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  await ready(page);
  assert.notEqual(await cube.getAttribute('aria-label'), before);
  const said = await page.locator('[aria-live="polite"]').allInnerTexts();
  assert.match(said.join(), /\S{3}/);
});

test('with motion reduced nothing plays, and steps are jumps', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?at=0,2,1,1', { reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await ready(page);
  assert.equal(new URL(page.url()).searchParams.get('t'), '3');
});
