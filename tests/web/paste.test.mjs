// PyTorch goes in as text, and the figure shows what PyTorch gives.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';
import { indexOf } from './layers.mjs';
import { assertShows, rows } from './table.mjs';
import { product } from './torch.mjs';

const read = (name) => readFile(new URL(`../data/${name}`, import.meta.url), 'utf8');
const RECORDED = JSON.parse(await read('reference/listings.json')).listings;
const LISTINGS = { BatchNorm: 'batch_norm', LayerNorm: 'layer_norm', GroupNorm: 'group_norm' };

const field = (page) => page.getByRole('textbox', { name: 'PyTorch as it stands in a notebook' });
const calls = (page) => page.getByRole('radiogroup', { name: 'Calls', exact: true }).getByRole('radio');
const parameter = (page, key) => new URL(page.url()).searchParams.get(key);

// Some parts of the page are tabs where there is no room for all.
async function tab(page, name) {
  const tab = page.getByRole('tab', { name, exact: true });
  if (await tab.count()) await tab.click();
}

async function paste(page, text) {
  await tab(page, 'Code');
  if (!await field(page).count()) await page.getByRole('button', { name: 'Paste PyTorch', exact: true }).click();
  await field(page).fill(text);
}

async function choose(page, k) {
  await calls(page).nth(k).locator('xpath=..').click();
  assert(await calls(page).nth(k).isChecked());
  await ready(page);
}

// Pins an element as a link would, and reads its row.
async function shownAt(page, at) {
  await page.evaluate((at) => {
    const url = new URL(location.href);
    url.searchParams.set('at', at);
    history.replaceState(history.state, '', url);
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  }, String(at));
  await ready(page);
  return rows(page);
}

for (const [name, file] of Object.entries(LISTINGS)) {
  test(`every call of the listing ${name} gives PyTorch's numbers`, { timeout: 240_000 }, async (t) => {
    const page = await open(t);
    await paste(page, await read(`listings/${file}.py`));
    const recorded = RECORDED.find((listing) => listing.name === name).calls;
    const count = await calls(page).count();
    assert.equal(count, recorded.length);
    for (let k = 0; k < count; k++) {
      await tab(page, 'Code');
      const before = await page.evaluate(() => history.length);
      await choose(page, k);
      assert(await page.evaluate(() => history.length) <= before + 1, 'one step of Back');
      const layer = parameter(page, 'layer') ?? 'GroupNorm(3,6)';
      const input = `torch.${parameter(page, 'x').split(';').at(-1).replaceAll(',', ', ')}`;
      const { x, y } = recorded.find((call) => call.input === input && call.module.replace('nn.', '').replaceAll(' ', '') === layer);
      await tab(page, 'Numbers');
      const len = product(x.shape);
      for (const [flat, expected] of [[0, 0], [1, 1], [11, 11], [len - 2, -2], [len - 1, -1]]) {
        const values = (of) => (expected < 0 ? of.last.at(expected) : of.first[expected]);
        const shown = await shownAt(page, indexOf(x.shape, flat));
        assertShows(shown.x, values(x), `${layer} x at ${flat}`, 1e-5);
        assertShows(shown.y, values(y), `${layer} y at ${flat}`, 1e-5);
      }
    }
  });
}

test('the three modules of the group norm listing, and what they are equal to', { timeout: 120_000 }, async (t) => {
  const page = await open(t);
  await paste(page, await read('listings/group_norm.py'));
  const texts = await calls(page).locator('xpath=..').allInnerTexts();
  for (const [k, parts] of [['line 9', 'm = nn.GroupNorm(3, 6)', 'not called here'], ['line 11', 'm = nn.GroupNorm(6, 6)', 'not called here'], ['line 16', 'm(input)']].entries()) {
    for (const part of parts) assert(texts[k].includes(part), `${part} in ${texts[k]}`);
  }
  assert(!texts[2].includes('not called'));
  const twins = page.getByRole('region', { name: 'The same sets' });
  await choose(page, 0);
  assert.equal(await twins.count(), 0);
  for (const [k, layer, shapes] of [[1, 'InstanceNorm2d(6)', ['GroupNorm(6,6) learns γ of shape [6]', 'InstanceNorm2d(6) learns nothing']], [2, 'LayerNorm([6,10,10])', ['GroupNorm(1,6) learns γ of shape [6]', 'LayerNorm([6,10,10]) learns γ of shape [6, 10, 10]']]]) {
    await choose(page, k);
    const row = twins.getByRole('row').filter({ has: page.getByRole('rowheader', { name: layer, exact: true }) });
    const [largest] = await row.getByRole('cell').allInnerTexts();
    assert(Number(largest.replaceAll('−', '-')) < 1e-5, `${layer}: ${largest}`);
    const text = await twins.textContent();
    for (const shape of shapes) assert(text.includes(shape), shape);
  }
  await twins.getByRole('checkbox', { name: 'γ, β at random' }).check();
  const [apart] = await twins.getByRole('row').filter({ hasText: 'LayerNorm([6,10,10])' }).getByRole('cell').allInnerTexts();
  assert(Number(apart) > 0.1, apart);
});

test('what is not understood is said, and the caret goes there', { timeout: 120_000 }, async (t) => {
  const page = await open(t);
  const text = 'x = torch.randn(4, 6)\nm = nn.LayerNorm(6)\ny = m(x)  # é𝛾\n\nz = torch.randm(3)';
  await paste(page, text);
  assert.equal(await calls(page).count(), 1);
  await page.getByText('did you mean').waitFor();
  assert.match(await page.getByText('Without torch.manual_seed').innerText(), /other numbers each time/);
  await page.getByRole('button', { name: 'Line 5, column 5', exact: true }).click();
  assert.equal(await field(page).evaluate((field) => field.selectionStart), text.indexOf('torch.randm'));
  await field(page).fill('');
  assert.equal(await page.getByText('did you mean').count(), 0);
});

test('by keyboard, and for a screen reader, in all sizes', { timeout: 180_000 }, async (t) => {
  for (const colorScheme of ['light', 'dark']) {
    for (const size of [[1920, 1080], [1366, 768], [390, 844]]) {
      const page = await open(t, '', { colorScheme, size });
      await tab(page, 'Code');
      const button = page.getByRole('button', { name: 'Paste PyTorch', exact: true });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
      await page.keyboard.insertText(`${await read('listings/group_norm.py')}\ny = n(output)`);
      await page.getByText('is not defined').waitFor();
      await calls(page).first().focus();
      await page.keyboard.press('ArrowDown');
      await ready(page);
      assert.equal(parameter(page, 'layer'), 'GroupNorm(6,6)');
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(overflow <= 0, `${overflow} px lie outside at ${size}`);
      assert.deepEqual(await axe(page), [], `${colorScheme} ${size}`);
    }
  }
});

test('x is written in a field, too', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?layer=BatchNorm2d(6)');
  await page.getByRole('combobox', { name: 'Recipe' }).selectOption('Written by hand');
  const x = page.getByRole('textbox', { name: 'x =', exact: true });
  assert.equal(await x.inputValue(), 'channels(4,6,4,4)');
  await x.fill('randn(5); arange(24).reshape(2, 3, 2, 2) * 2');
  await x.press('Enter');
  await ready(page);
  assert.equal(parameter(page, 'x'), 'randn(5);arange(24).reshape(2,3,2,2)*2');
  assert.equal(parameter(page, 'layer'), 'BatchNorm2d(3)');
  assert.equal((await shownAt(page, [1, 2, 1, 1])).x, '46.0000');
  const sliders = () => page.getByRole('slider', { name: /^(Batch size|Channels|Height|Width) / });
  const areDisabled = () => sliders().evaluateAll((all) => all.map((slider) => slider.disabled));
  assert.deepEqual(await areDisabled(), [true, true, true, true], 'a written tensor has its shape');
  await x.fill('arange(24).reshap(2,3,2,2)');
  await x.press('Enter');
  await page.getByText('did you mean `reshape`?').waitFor();
  assert.equal(parameter(page, 'x'), 'randn(5);arange(24).reshape(2,3,2,2)*2');
  await page.getByRole('combobox', { name: 'Recipe' }).selectOption('One outlier');
  await ready(page);
  assert.equal(parameter(page, 'x'), 'randn(5);outlier(2,3,2,2)');
  assert.deepEqual(await areDisabled(), [false, false, false, false]);
  await page.getByRole('combobox', { name: 'Recipe' }).selectOption('Handwritten digits');
  await ready(page);
  assert.deepEqual(await areDisabled(), [false, true, true, true], 'digits have 8×8 pixels and one channel');
});

test('a table of numbers is taken as x', async (t) => {
  const page = await open(t, '?layer=BatchNorm1d(3)');
  await paste(page, 'height\tweight\tage\n170\t65\t30\n180\t80,5\t41');
  const table = page.getByRole('radio', { name: 'x of 2 × 3' });
  await table.locator('xpath=..').click();
  await ready(page);
  assert(await table.isChecked());
  assert.equal(parameter(page, 'x'), 'tensor([[170,65,30],[180,80.5,41]])');
  await tab(page, 'Numbers');
  assertShows((await shownAt(page, [1, 1])).x, 80.5, 'the cell in the middle');
  await paste(page, '1,2\n3');
  await page.getByText('the first row has 2 cells, and this one ends here').waitFor();
});

test('the pinned value is dragged and stepped', async (t) => {
  const page = await open(t, '?at=0,2,1,1');
  const start = (await rows(page)).x;
  const number = (text) => Number(text.replace('−', '-'));
  const name = page.getByText('New value of x', { exact: true });
  await name.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await name.boundingBox();
  const before = await page.evaluate(() => history.length);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  for (let k = 1; k <= 8; k++) await page.mouse.move(x + width / 2 + 10 * k, y + height / 2);
  await page.mouse.up();
  await ready(page);
  const [place, value] = parameter(page, 'poke').split(':');
  assert.equal(place, '0,2,1,1');
  // Two standard deviations of its set.
  assert(Number(value) > number(start), `${value} is not more than ${start}`);
  assert(value.length < 9, `${value} has needless digits`);
  assert.equal(await page.evaluate(() => history.length), before + 1, 'a drag is one step of Back');
  const field = page.getByRole('textbox', { name: 'New value of x' });
  await field.press('ArrowDown');
  await ready(page);
  assert(Number(parameter(page, 'poke').split(':')[1]) < Number(value));
});
