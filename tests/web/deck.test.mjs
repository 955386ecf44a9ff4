// The reveal.js deck of docs/: keys that are handed on, figures that stay as they were, slides that start and stop them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ready } from './around.mjs';
import { blank } from './browser.mjs';
import { DIST, host } from './host.mjs';

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

// The deck as docs/deck.html names it: reveal.js and the page beside it.
async function deck(t, hash = '') {
  const served = await host({
    files: { '/docs/deck.html': await readFile(path('docs/deck.html')) },
    folders: { '/docs/node_modules/': path('target/web/node_modules/'), '/dist/': DIST },
  });
  t.after(served.close);
  const page = await blank(t, { size: [1366, 768] });
  await page.goto(`${served.address}docs/deck.html${hash}`);
  await page.waitForSelector('.reveal.ready');
  return page;
}

// reveal.js takes the focus from a frame that is new: it looks eleven times, 100 ms apart. As many of the same timers later
// it has looked, however slow the machine.
const settled = async (page, inside) => {
  await ready(inside);
  await page.evaluate(async () => {
    for (let k = 0; k < 12; k++) await new Promise((done) => { setTimeout(done, 100); });
  });
};

const frame = async (page, k) => (await (await page.$$('iframe.figure'))[k].contentFrame());
const slide = (page) => page.evaluate(() => Reveal.getIndices().h);
const at = (page, h) => page.waitForFunction((h) => Reveal.getIndices().h === h, h);

test('a clicker goes through the deck and the lesson in it', { timeout: 120_000 }, async (t) => {
  const page = await deck(t, '#/1');
  const inside = await frame(page, 0);
  await settled(page, inside);
  await inside.locator('.surface').click();
  // As long as the lesson has parts, they are turned; then the deck goes on, and not the next lesson.
  const beat = (name) => inside.waitForFunction((name) => new URLSearchParams(location.search).get('beat') === name, name);
  await page.keyboard.press('PageUp');
  await beat('two-values');
  for (const name of ['one-value', 'relu']) {
    await page.keyboard.press('PageDown');
    await beat(name);
    assert.equal(await slide(page), 1);
  }
  await page.keyboard.press('PageDown');
  await at(page, 2);
  await beat('relu');
});

test('where there is no lesson, each key goes on to the deck', async (t) => {
  const page = await deck(t, '#/3');
  for (const [key, to] of [['PageUp', 2], ['PageDown', 4], ['ArrowRight', 4], ['ArrowLeft', 2], ['Home', 0], ['End', 4], ['n', 4], ['Space', 4]]) {
    await page.evaluate(() => Reveal.slide(3));
    await page.waitForSelector('section.present iframe[src]');
    const shown = await frame(page, 2);
    await settled(page, shown);
    await shown.locator('.headline h1').click();
    await page.keyboard.press(key);
    await at(page, to);
  }
});

test('a black screen is the deck’s', async (t) => {
  const page = await deck(t, '#/3');
  const inside = await frame(page, 2);
  await settled(page, inside);
  await inside.locator('.headline h1').click();
  await page.keyboard.press('.');
  await page.waitForFunction(() => Reveal.isPaused());
  await page.keyboard.press('b');
  await page.waitForFunction(() => !Reveal.isPaused());
});

test('the state of a figure survives a change of slides, unloaded or not', async (t) => {
  const page = await deck(t, '#/2');
  const kept = await frame(page, 1);
  await ready(kept);
  await kept.getByRole('button', { name: 'Step', exact: true }).click();
  await kept.waitForFunction(() => location.search.includes('t=1'));
  await kept.evaluate(() => { window.stays = true; });
  await page.evaluate(() => Reveal.slide(3));
  const lazy = await frame(page, 2);
  await ready(lazy);
  await lazy.getByRole('button', { name: 'Step', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('iframe.figure')[2].dataset.src.includes('t=1'));
  await page.evaluate(() => Reveal.slide(0));
  await page.waitForFunction(() => !document.querySelectorAll('iframe.figure')[2].hasAttribute('src'));
  await page.evaluate(() => Reveal.slide(2));
  assert.equal(await kept.evaluate(() => window.stays && location.search.includes('t=1')), true, 'named by src, it was never unloaded');
  await page.evaluate(() => Reveal.slide(3));
  const again = await frame(page, 2);
  await ready(again);
  assert.match(await again.evaluate(() => location.search), /layer=LayerNorm.*t=1/);
});

test('the deck sets the figure, forward and back', async (t) => {
  const page = await deck(t, '#/2');
  const inside = await frame(page, 1);
  await ready(inside);
  const layer = (name) => inside.waitForFunction((name) => (new URLSearchParams(location.search).get('layer') ?? 'GroupNorm(3,6)') === name, name);
  for (const [step, name] of [['next', 'GroupNorm(3,6)'], ['next', 'GroupNorm(1,6)'], ['prev', 'GroupNorm(3,6)'], ['prev', 'GroupNorm(6,6)']]) {
    await page.evaluate((step) => Reveal[step](), step);
    await layer(name);
  }
});

test('a slide that is left stops the clock, and goes on with it', async (t) => {
  const page = await deck(t, '#/2');
  const inside = await frame(page, 1);
  await ready(inside);
  await inside.selectOption('.speed select', { label: 'Slow' });
  await inside.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(500);
  await page.evaluate(() => Reveal.slide(4));
  await pause(300);
  const stage = () => inside.evaluate(() => document.querySelector('.rail input').value);
  const stopped = await stage();
  assert(Number(stopped) > 0 && Number(stopped) < 3, stopped);
  await pause(700);
  assert.equal(await stage(), stopped);
  await page.evaluate(() => Reveal.slide(2));
  await inside.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await inside.waitForFunction((stopped) => Number(document.querySelector('.rail input').value) > Number(stopped) + 0.2, stopped);
  // What stands does not begin to run.
  await inside.getByRole('button', { name: 'Pause', exact: true }).click();
  const stands = await stage();
  await page.evaluate(() => Reveal.slide(4));
  await page.evaluate(() => Reveal.slide(2));
  await pause(600);
  assert.equal(await stage(), stands);
});
