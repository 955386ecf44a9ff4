// What is taken along: it is what the page shows, and says where it comes from.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';
import { flatOf } from './layers.mjs';
import { readNpz } from './npz.mjs';
import { data, difference, mirrored, pixels } from './pixels.mjs';
import { assertShows, rows } from './table.mjs';
import { show, taken } from './taken.mjs';

const LINK = '?layer=BatchNorm2d(6)&at=0,2,1,1&t=2';

for (const [link, colorScheme] of [[LINK, 'light'], ['?color=set&axes=N+C+H+W', 'dark'], ['?x=randn(20,100,35,45)&layer=BatchNorm2d(100)&at=0,2,1,1', 'light']]) {
  test(`SVG and PNG look like the page: ${link} ${colorScheme}`, async (t) => {
    const page = await open(t, link, { size: [1280, 800], colorScheme });
    const stage = page.locator('.stage');
    // Buttons over the cube are no part of it.
    await page.addStyleTag({ content: '.tools { visibility: hidden }' });
    const shown = await stage.screenshot();
    const { width, height } = await stage.boundingBox();
    const size = { width: Math.round(width), height: Math.round(height) };
    await show(page);
    const svg = (await taken(page, 'SVG')).bytes;
    const [left, top, across, down] = /viewBox="([^"]*)"/.exec(svg.toString())[1].split(' ').map(Number);
    const place = { left, top, width: across, height: down };
    const whole = { left: 0, top: 0, ...size };
    const expected = await pixels(page, data('image/png', shown), size, whole);
    const ground = expected.slice(0, 4);
    for (const [kind, bytes] of [['image/svg+xml', svg], ['image/png', (await taken(page, 'PNG')).bytes]]) {
      const drawn = await pixels(page, data(kind, bytes), size, place);
      // Around it there is nothing, as on the page there is nothing but the ground.
      for (let at = 0; at < drawn.length; at += 4) if (drawn[at + 3] === 0) drawn.set(ground, at);
      const share = difference(expected, drawn, size);
      assert(share < 0.04, `${kind} differs from the page at ${(100 * share).toFixed(1)} % of the points`);
      assert(difference(expected, mirrored(drawn, size), size) > 0.15, 'a mirrored picture should be found out');
    }
  });
}

test('each file has a sensible name and its link', async (t) => {
  const page = await open(t, LINK);
  await page.getByRole('button', { name: 'Turn left' }).click();
  await show(page);
  assert.deepEqual(await axe(page), []);
  const svg = await taken(page, 'SVG');
  // Opened, the link shows what was seen: the same picture again.
  const link = /<metadata>([^<]*)</.exec(svg.bytes.toString())[1].replaceAll('&amp;', '&');
  assert.match(link, /&cam=/);
  const again = await open(t, new URL(link).search);
  await show(again);
  const numbers = (text) => text.replace(/<metadata>.*/, '').match(/-?\d+(\.\d+)?/g).map(Number);
  const [seen, shown] = [numbers(svg.bytes.toString()), numbers((await taken(again, 'SVG')).bytes.toString())];
  assert.equal(shown.length, seen.length);
  // A link has whole tenths of a degree.
  assert(seen.every((number, k) => Math.abs(number - shown[k]) < 0.5), 'the link shows another picture');
  assert.equal(svg.name, 'BatchNorm2d-4x6x4x4.svg');
  assert.match(svg.bytes.toString(), /<metadata>http[^<]*layer=BatchNorm2d\(6\)&amp;at=0,2,1,1&amp;t=2/);
  const png = await taken(page, 'PNG');
  assert.equal(png.name, 'BatchNorm2d-4x6x4x4.png');
  assert(png.bytes.includes('tEXtSource\0http'));
  const csv = await taken(page, 'Table of sets (.csv)');
  assert.equal(csv.name, 'BatchNorm2d-4x6x4x4-sets.csv');
  const lines = csv.bytes.toString().trim().split('\n');
  assert.match(lines[0], /^# http.*layer=BatchNorm2d\(6\)/);
  assert.equal(lines.length, 2 + 6);
  await page.getByRole('combobox', { name: 'Of' }).selectOption('Distribution after');
  const chart = await taken(page, 'SVG');
  assert.equal(chart.name, 'BatchNorm2d-4x6x4x4-after.svg');
  assert.match(chart.bytes.toString(), /<metadata>http/);
  await page.getByRole('combobox', { name: 'Of' }).selectOption('Running variance, batch by batch');
  const averages = await taken(page, 'SVG');
  assert.equal(averages.name, 'BatchNorm2d-4x6x4x4-running_var.svg');
  assert.match(averages.bytes.toString(), /<polyline/);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('without labels and ground there are none', async (t) => {
  const page = await open(t, LINK);
  await show(page);
  const ground = /<rect/;
  const whole = (await taken(page, 'SVG')).bytes.toString();
  assert.match(whole, ground);
  assert.match(whole, />C = 6</);
  await page.getByRole('checkbox', { name: 'Labels' }).uncheck();
  await page.getByRole('checkbox', { name: 'Background' }).uncheck();
  const bare = (await taken(page, 'SVG')).bytes.toString();
  assert.doesNotMatch(bare, ground);
  assert.doesNotMatch(bare, /<text/);
});

test('a PNG has so many pixels as its scale says', async (t) => {
  const page = await open(t, LINK);
  await show(page);
  const svg = (await taken(page, 'SVG')).bytes.toString();
  const size = ['width', 'height'].map((side) => Number(new RegExp(`<svg [^>]*${side}="(\\d+)"`).exec(svg)[1]));
  for (const scale of [1, 2, 4]) {
    await page.getByRole('combobox', { name: 'Pixel scale' }).selectOption(`${scale}×`);
    const { bytes } = await taken(page, 'PNG');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], size.map((px) => px * scale));
  }
  // A chart always has its labels.
  await page.getByRole('combobox', { name: 'Of' }).selectOption('Distribution before');
  assert(await page.getByRole('checkbox', { name: 'Labels' }).isDisabled());
});

test('tensors are those of the page', async (t) => {
  const page = await open(t, LINK);
  const shown = await rows(page);
  await show(page);
  const all = await taken(page, 'All tensors (.npz)');
  assert.equal(all.name, 'BatchNorm2d-4x6x4x4.npz');
  const tensors = readNpz(all.bytes);
  const names = ['x', 'x_hat', 'y', 'mean', 'variance', 'weight', 'bias', 'running_mean', 'running_var'];
  names.push('grad_y', 'grad_x', 'grad_weight', 'grad_bias');
  assert.deepEqual(Object.keys(tensors), names);
  const at = flatOf([4, 6, 4, 4], [0, 2, 1, 1]);
  for (const [row, name] of [['x', 'x'], ['x̂', 'x_hat'], ['y', 'y']]) assertShows(shown[row], tensors[name].data[at], row);
  for (const [row, name] of [['Mean', 'mean'], ['Variance', 'variance']]) assertShows(shown[row], tensors[name].data[2], row);
  const one = await taken(page, 'x_hat.npy');
  assert.equal(one.name, 'BatchNorm2d-4x6x4x4-x_hat.npy');
  const start = 10 + one.bytes.readUInt16LE(8);
  assert.equal(one.bytes.readFloatLE(start + 4 * at), tensors.x_hat.data[at]);
});

test('gradients of a large tensor come from the worker, and fit what is in the file', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?x=randn(8,32,32,32)&layer=GroupNorm(4,32)');
  await show(page);
  const { y, grad_y, grad_x, grad_weight, grad_bias } = readNpz((await taken(page, 'All tensors (.npz)')).bytes);
  const { length } = y.data;
  const channel = (at) => Math.floor(at / 1024) % 32;
  const sums = { y: new Float64Array(32), one: new Float64Array(32), set: new Float64Array(32) };
  grad_y.data.forEach((g, at) => {
    sums.y[channel(at)] += g * y.data[at];
    sums.one[channel(at)] += g;
    sums.set[Math.floor((at * 32) / length)] += grad_x.data[at];
  });
  const near = (found, wanted, what) => found.forEach((value, k) => assert(Math.abs(value - wanted[k]) < 1e-3, `${what} ${k}: ${value}, ${wanted[k]}`));
  // With γ = 1 and β = 0, y is x̂.
  near(grad_weight.data, sums.y, 'γ');
  near(grad_bias.data, sums.one, 'β');
  near(sums.set, new Float64Array(32), 'a set of x');
  assert(grad_x.data.some((value) => Math.abs(value) > 0.5));
  assert.equal(await page.locator('html').getAttribute('data-worker'), 'ready');
  const program = await taken(page, 'Program that checks them (.py)');
  assert.equal(program.name, 'GroupNorm-8x32x32x32.py');
  assert.match(program.bytes.toString(), /np\.load\("GroupNorm-8x32x32x32\.npz"\)/);
});

test('gradients that nobody waits for any more are not written', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?x=randn(32,64,56,56)&layer=GroupNorm(4,64)');
  await show(page);
  const said = page.getByRole('dialog').getByRole('status');
  const saved = [];
  page.on('download', (download) => saved.push(download.suggestedFilename()));
  await page.getByRole('button', { name: 'grad_x.npy' }).click();
  // Back is undo, and needs no control that the dialog covers.
  await page.evaluate(() => {
    history.pushState(null, '', '?x=randn(4,6,4,4)&layer=GroupNorm(3,6)');
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
  await said.getByText('GroupNorm-32x64x56x56-grad_x.npy is not saved: the settings have changed meanwhile').waitFor();
  assert.deepEqual(saved, []);
  // The dialog goes on: of what is shown now a file is saved.
  await ready(page);
  assert.equal((await taken(page, 'grad_x.npy')).name, 'GroupNorm-4x6x4x4-grad_x.npy');
});

test('gradients come although the worker is started anew meanwhile', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?x=randn(4,6,4,4)');
  let send;
  const held = new Promise((release) => { send = release; });
  await page.route('**/digits*.bin', async (route) => {
    await held;
    await route.continue();
  });
  const go = (link) => page.evaluate((link) => {
    history.pushState(null, '', link);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, link);
  await go('?x=digits(8,1,8,8)&layer=BatchNorm2d(1)');
  await go('?x=randn(32,64,56,56)&layer=GroupNorm(4,64)');
  await ready(page);
  await show(page);
  const file = taken(page, 'grad_x.npy');
  send();
  assert.equal((await file).name, 'GroupNorm-32x64x56x56-grad_x.npy');
  await ready(page);
});
