// By keyboard alone, and by a pointer that does not drag.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open, ready } from './browser.mjs';
import { camera as view, cells } from './cube.mjs';
import { flatOf, setOf } from './layers.mjs';

const SLOW = { timeout: 120_000 };
const parameter = (page, key) => new URL(page.url()).searchParams.get(key);
const announced = (page) => page.locator('p[aria-live="polite"]').innerText();

// The name of what has the focus.
const focused = (page) => page.evaluate(() => {
  const { activeElement: now } = document;
  return now.getAttribute('aria-label') ?? ([...(now.labels ?? [])].map((label) => label.innerText).join(' ') || now.innerText) ?? '';
});

// Goes on by Tab until what has the focus is called this.
async function tabTo(page, name, key = 'Tab') {
  const seen = [];
  for (let k = 0; k < 150; k++) {
    await page.keyboard.press(key);
    const now = (await focused(page)).trim();
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    seen.push(now.split('\n')[0]);
  }
  assert.fail(`${name} is not reached: ${seen.join(' | ')}`);
}

async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await ready(page);
  }
}

test('a lesson: its links, its next beat, a question with a choice', SLOW, async (t) => {
  const page = await open(t, '?lesson=contents', { size: [1366, 768] });
  await tabTo(page, /^Why normalize/);
  await press(page, 'Enter');
  assert.match(parameter(page, 'lesson'), /^why-normalize$/);
  while (!(await page.locator('.question .answers').count())) {
    await tabTo(page, /^Next/);
    await press(page, 'Enter');
  }
  await tabTo(page, /^it stays/);
  await press(page, 'ArrowDown', 'ArrowDown');
  await tabTo(page, 'Show the answer');
  await press(page, 'Enter');
  const question = page.locator('.question');
  assert.equal(await question.locator('[role="status"] .verdict').innerText(), 'Right');
  assert.equal(await question.evaluate((of) => of === document.activeElement), true, 'the focus is not lost with the button');
  assert.equal(await question.locator('.choice.right').getByRole('img', { name: 'Right' }).count(), 1, 'not by colour alone');
  const link = await page.locator('.lesson a.drive').first().innerText();
  const before = page.url();
  await tabTo(page, link, 'Shift+Tab').catch(() => tabTo(page, link));
  await press(page, 'Enter');
  assert(page.url() === before || await page.locator('.lesson a.drive').first().getAttribute('aria-current'), 'the link sets the figure');
});

test('cells are marked, each with its index told', SLOW, async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=one-mean', { size: [1366, 768] });
  await tabTo(page, 'Mark the cells');
  await press(page, 'Enter');
  const [shape, pinned] = [parameter(page, 'x').match(/\d+/g).map(Number), parameter(page, 'at').split(',').map(Number)];
  const cursor = page.locator('.cursor-told');
  const at = (index, state) => `[${index.join(', ')}], ${state}`;
  const url = page.url();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'surface', 'the figure has the focus');
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-description')), /Space marks/);
  assert.equal(await cursor.innerText(), at(pinned, 'marked'), 'the cursor begins at the pinned cell');
  // To the next channel, and a channel of the sample is marked, for that is how it begins.
  const next = pinned.with(1, pinned[1] + 1);
  await press(page, 'ArrowRight');
  assert.equal(await cursor.innerText(), at(next, 'not marked'));
  assert.equal(await announced(page), at(next, 'not marked'));
  await press(page, 'Space');
  assert.equal(await announced(page), at(next, 'marked'));
  const marked = () => page.locator('.question .hint[role="status"]').innerText();
  assert.equal(await marked(), '5 cells marked, with the pinned one');
  await press(page, 'Enter');
  assert.equal(await marked(), 'Only the pinned cell is marked');
  // All of the set: cell by cell.
  await tabTo(page, /one cell|a channel of a sample/, 'Shift+Tab');
  await press(page, 'ArrowUp', 'ArrowUp');
  if (!(await page.getByRole('radio', { name: 'one cell' }).isChecked())) await page.getByRole('radio', { name: 'one cell' }).press('Space');
  await page.locator('.surface').focus();
  const set = setOf(shape, [shape[0], 1, shape[2], shape[3]], pinned);
  await press(page, 'ArrowLeft', 'PageDown', 'PageDown', 'PageDown', 'ArrowUp', 'ArrowUp', 'ArrowUp');
  for (let sample = 0; sample < shape[0]; sample++) {
    for (let position = 0; position < shape[2] * shape[3]; position++) {
      const [index] = /\[([^\]]+)\]/.exec(await cursor.innerText()).slice(1);
      const flat = flatOf(shape, index.split(', ').map(Number));
      assert(set.includes(flat), `${index} is of the set`);
      if (!(await cursor.innerText()).endsWith('], marked')) await press(page, 'Space');
      await press(page, 'ArrowDown');
    }
    await press(page, 'PageUp', 'ArrowUp', 'ArrowUp', 'ArrowUp');
  }
  assert.equal(page.url(), url, 'nothing of it is in the address');
  await tabTo(page, 'Show the answer', 'Shift+Tab');
  await press(page, 'Enter');
  assert.equal(await page.locator('.question [role="status"] .verdict').innerText(), `Exactly right: all ${set.length} cells of the set`);
  assert.equal(await page.locator('.question').evaluate((of) => of === document.activeElement), true);
  assert.equal(await cursor.count(), 0);
});

test('presented, too, Space marks the cell and is not the clicker', SLOW, async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=one-mean', { size: [1280, 720] });
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await page.getByRole('button', { name: 'Mark the cells' }).press('Enter');
  await ready(page);
  const told = page.locator('.cursor-told');
  const before = await told.innerText();
  await press(page, 'ArrowRight');
  assert.notEqual(await told.innerText(), before);
  await press(page, 'Space');
  assert.match(await told.innerText(), /\], marked$/);
  assert.equal(parameter(page, 'beat'), 'one-mean');
  assert.equal(parameter(page, 't'), null, 'the stage stays');
});

test('taking along, and a file of one\'s own', SLOW, async (t) => {
  const page = await open(t, '?at=0,2,1,1', { size: [1366, 768] });
  await tabTo(page, 'Export');
  await press(page, 'Enter');
  await tabTo(page, /^All tensors/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(download.suggestedFilename(), /\.npz$/);
  const dialog = page.getByRole('dialog', { name: 'Export' });
  assert.match(await dialog.getByRole('status').innerText(), /\S/, 'what became of it is told');
  await press(page, 'Escape');
  assert.equal((await focused(page)).trim(), 'Export', 'the focus is where it was');
  await tabTo(page, 'Open a file…');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles(fileURLToPath(new URL('../data/own/all.safetensors', import.meta.url)));
  await page.getByRole('radiogroup', { name: 'In all.safetensors' }).waitFor();
  await tabTo(page, /^f4|^[a-z]/);
  await press(page, 'Space');
  await page.waitForFunction(() => decodeURIComponent(location.search).includes('load('));
});

test('family, stack, descent and redraws', SLOW, async (t) => {
  const page = await open(t, '?view=family', { size: [1366, 768] });
  await tabTo(page, /^Group Norm|^GroupNorm/);
  await press(page, 'Enter');
  assert.match(parameter(page, 'method'), /\w/);
  const element = () => page.getByRole('row', { name: 'Element' }).innerText();
  const before = await element();
  await page.getByRole('application').first().focus();
  await press(page, 'ArrowRight', 'ArrowDown');
  assert.notEqual(await element(), before);
  for (const [link, name, key, wanted] of [
    ['?view=stack', 'Blocks', 'depth', '13'],
    ['?view=descent', 'Learning rate', 'rate', /\d/],
    ['?view=redraws', 'Batches of each size', 'redraws', '110'],
  ]) {
    await page.goto(new URL(link, page.url()).href);
    await ready(page);
    const slider = page.getByRole('slider', { name, exact: true });
    await slider.focus();
    await press(page, 'ArrowRight');
    assert.match(parameter(page, key) ?? '', wanted instanceof RegExp ? wanted : new RegExp(`^${wanted}$`), link);
    // Its numbers, opened and scrolled.
    await tabTo(page, 'The chart in numbers');
    await press(page, 'Enter');
    await page.locator('.sheets table').first().waitFor();
    await press(page, 'Tab');
    assert.equal(await page.evaluate(() => document.activeElement.matches('.sheets .wide')), true, `${link}: the table can be scrolled`);
  }
});

test('Escape closes the drawer of controls, which what has the focus may lie behind', SLOW, async (t) => {
  const page = await open(t, '?at=0,2,1,1', { size: [390, 844] });
  const drawer = page.locator('.drawer');
  await drawer.focus();
  await press(page, 'Enter');
  assert.equal(await drawer.getAttribute('aria-expanded'), 'true');
  await page.getByRole('tab', { name: 'Numbers' }).focus();
  await press(page, 'Escape');
  assert.equal(await drawer.getAttribute('aria-expanded'), 'false');
  assert.equal(await drawer.evaluate((of) => of === document.activeElement), true);
});

const camera = (page) => page.locator('.surface').first().getAttribute('data-projection');

for (const [view, link, size] of [['Explore', '?at=0,2,1,1', [1366, 768]], ['Compare', '?view=compare&at=0,2,1,1', [1366, 768]], ['Explore on a phone', '?at=0,2,1,1', [390, 844]], ['Compare on a phone', '?view=compare&at=0,2,1,1', [390, 844]]]) {
  test(`what is dragged has buttons: ${view}`, SLOW, async (t) => {
    const page = await open(t, link, { size });
    const start = await camera(page);
    for (const name of ['Turn left', 'Turn right', 'Tilt up', 'Tilt down', 'Zoom in', 'Zoom out']) {
      const before = await camera(page);
      await page.getByRole('button', { name, exact: true }).click();
      await ready(page);
      assert.notEqual(await camera(page), before, name);
    }
    await page.getByRole('button', { name: 'Reset view', exact: true }).click();
    await ready(page);
    assert.equal(await camera(page), start);
  });
}

const [SHAPE, AT] = [[4, 6, 4, 4], [3, 5, 3, 3]];

test('zooming by button goes to the pinned cell, so that each part can be come near', SLOW, async (t) => {
  const page = await open(t, `?at=${AT}`, { size: [1366, 768] });
  const { width, height } = await page.locator('.surface').boundingBox();
  const cell = cells(SHAPE, 'N C HW')[flatOf(SHAPE, AT)];
  const middle = cell.box.map(([low, high]) => (low + high) / 2);
  const place = async () => view(JSON.parse(await camera(page)), { width, height }).px(middle);
  const before = await place();
  for (let k = 0; k < 6; k++) await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
  await ready(page);
  const [x, y] = await place();
  assert(Math.hypot(x - before[0], y - before[1]) < 1, 'it stays where it was');
  assert(x > 0 && x < width && y > 0 && y < height, 'it is seen');
});
