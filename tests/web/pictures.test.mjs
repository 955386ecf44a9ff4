// A batch as pictures: every pixel, the numbers below it, and the styles that are taken by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { picturesOf } from './values.mjs';
import { turnTo } from './ways.mjs';

const rows = (page) => page.locator('.row-of-pictures');
const buttons = (page, row = 0) => rows(page).nth(row).getByRole('button');
const styleOf = (page) => new URL(page.url()).searchParams.get('style');

// What is painted in each picture of a row: width, height, and all bytes.
const painted = (page, row) => rows(page).nth(row).locator('canvas').evaluateAll((all) => all.map((canvas) => {
  const { width, height } = canvas;
  // Of a copy: a canvas that is read often is drawn in another way.
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  return { width, height, bytes: [...copy.getImageData(0, 0, width, height).data] };
}));

const average = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values) => { const mu = average(values); return Math.sqrt(average(values.map((v) => (v - mu) ** 2))); };
const inHundredths = (value) => value.toFixed(2).replace(/^-0\.00$/, '0.00').replace('-', '−');

// One row against plain arithmetic: pixels of a scale from black to white, and mean ± deviation below.
async function assertRow(page, row, planes, { channels, size: [height, width], scale: [black, white], first = 0 }, where) {
  const found = await painted(page, row);
  const texts = await rows(page).nth(row).locator('li p').evaluateAll((all) => all.map((p) => [...p.children].map((line) => line.textContent)));
  const labels = await rows(page).nth(row).locator('canvas').evaluateAll((all) => all.map((canvas) => canvas.getAttribute('aria-label')));
  for (const [k, picture] of found.entries()) {
    assert.deepEqual([picture.height, picture.width], [height, width], where);
    const own = planes.slice((first + k) * channels, (first + k + 1) * channels);
    const level = (value) => Math.min(255, Math.max(0, (value - black) / (white - black) * 255));
    picture.bytes.forEach((byte, at) => {
      const channel = at % 4;
      const expected = channel === 3 ? 255 : level(own[channels === 1 ? 0 : channel][Math.floor(at / 4)]);
      assert(Math.abs(byte - expected) <= 0.5 + 1e-2, `${where}, picture ${k}, byte ${at}: ${byte}, not ${expected}`);
    });
    const names = channels === 1 ? [''] : ['R ', 'G ', 'B '];
    assert.deepEqual(texts[k], own.map((plane, c) => `${names[c]}${inHundredths(average(plane))} ± ${inHundredths(deviation(plane))}`), where);
    assert(labels[k].includes(texts[k][0]) && labels[k].includes(`Picture ${first + k}`), `${where}: ${labels[k]}`);
  }
  return found.length;
}

const NORMALIZED = [-2.5, 2.5];
const LIGHT = [0, 1];
const scenes = { channels: 3, size: [12, 16] };
const of = (keys) => `?view=pictures&x=scenes(4,3,12,16)&seed=11&${keys}`;

for (const [link, what, scale] of [
  [of('layer=InstanceNorm2d(3)'), scenes, NORMALIZED],
  [of('layer=BatchNorm2d(3)'), scenes, NORMALIZED],
  [of('layer=BatchNorm2d(3)&mode=eval&steps=2'), scenes, NORMALIZED],
  [of('layer=LayerNorm([3,12,16])&poke=1,2,3,4:7'), scenes, NORMALIZED],
  [of('layer=InstanceNorm2d(3)&style=2'), scenes, LIGHT],
  [of('layer=BatchNorm2d(3)&style=1'), scenes, LIGHT],
  ['?view=pictures&x=digits(3,1,8,8)&layer=InstanceNorm2d(1)', { channels: 1, size: [8, 8] }, NORMALIZED],
  ['?view=pictures&x=digits(3,1,8,8)&layer=InstanceNorm2d(1)&style=0', { channels: 1, size: [8, 8] }, LIGHT],
]) {
  test(`pixels and numbers: ${link}`, async (t) => {
    const page = await open(t, link);
    const { before, behind } = picturesOf(link.slice(1));
    const values = before.flat();
    const ofX = values.every((x) => x >= 0 && x <= 1) ? LIGHT : [Math.min(...values), Math.max(...values)];
    const shown = before.length / what.channels;
    assert.equal(await assertRow(page, 0, before, { ...what, scale: ofX }, 'x'), shown);
    assert.equal(await assertRow(page, 1, behind, { ...what, scale }, 'behind the layer'), shown);
  });
}

test('the name of a picture gives its style to all, and takes it away', async (t) => {
  const page = await open(t, of('layer=InstanceNorm2d(3)'));
  const y = await painted(page, 1);
  await buttons(page).nth(2).click();
  await ready(page);
  assert.equal(styleOf(page), '2');
  assert.deepEqual(await buttons(page).evaluateAll((all) => all.map((button) => button.getAttribute('aria-pressed'))), ['false', 'false', 'true', 'false']);
  assert.match(await page.locator('.headline h1').textContent(), /picture 2/);
  assert.match(await rows(page).nth(1).locator('h2').textContent(), /AdaIN with the style of picture 2/);
  const { behind } = picturesOf(of('layer=InstanceNorm2d(3)&style=2').slice(1));
  await assertRow(page, 1, behind, { ...scenes, scale: LIGHT }, 'by hand');
  // From picture to picture, by keyboard.
  await buttons(page).nth(1).focus();
  await page.keyboard.press('Enter');
  await ready(page);
  assert.equal(styleOf(page), '1');
  await page.goBack();
  await ready(page);
  assert.equal(styleOf(page), '2');
  await buttons(page).nth(2).click();
  await ready(page);
  assert.equal(styleOf(page), null);
  assert.deepEqual(await painted(page, 1), y);
});

test('controls: the style, and the first of many pictures', async (t) => {
  const link = '?view=pictures&x=scenes(7,3,6,6)&layer=InstanceNorm2d(3)';
  const page = await open(t, link);
  assert.equal(await buttons(page).count(), 4);
  const first = page.getByRole('slider', { name: /First picture/ });
  await first.focus();
  await page.keyboard.press('End');
  await ready(page);
  assert.deepEqual(await buttons(page).allInnerTexts(), ['Picture 6']);
  await page.getByRole('checkbox', { name: /style of one/ }).check();
  await ready(page);
  assert.equal(styleOf(page), '6', 'the first that is seen');
  await page.getByRole('slider', { name: 'Picture', exact: true }).focus();
  await page.keyboard.press('Home');
  await ready(page);
  assert.equal(styleOf(page), '0');
  const { before, behind } = picturesOf(`${link.slice(1)}&style=0`);
  const one = { channels: 3, size: [6, 6], scale: LIGHT, first: 6 };
  assert.equal(await assertRow(page, 0, before, one, 'the last'), 1);
  assert.equal(await assertRow(page, 1, behind, one, 'the last, in another style'), 1);
});

test('what cannot be shown is said', async (t) => {
  const page = await open(t, '?view=pictures');
  assert.match(await page.locator('.headline').innerText(), /no batch of pictures[^]*N×C×H×W with one channel or three/);
  assert.equal(await rows(page).count(), 0);
  await turnTo(page, '?view=pictures&x=scenes(2,3,1,1)&layer=InstanceNorm2d(3)');
  assert.match(await page.locator('main .alert').innerText(), /Expected more than 1 spatial element when training/);
  assert.equal(await rows(page).nth(0).locator('canvas').count(), 2, 'x is there');
  assert.equal(await rows(page).nth(1).locator('canvas').count(), 0, 'y is not');
  await turnTo(page, '?view=pictures&x=scenes(2,3,4,4)&style=2&first=0');
  assert.match(await page.locator('.complaints').innerText(), /style[^]*numbered from 0 to 1/);
});
