// The page as it is read without being seen: the accessibility tree of each view has its sentence, its set and its numbers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { indexOf } from './layers.mjs';

const NUMBER = /−?\d+(\.\d+)?(e−?\d+)?/;

// For each view: its link, and what its text has to tell besides a first heading.
const TOLD = {
  explore: { link: '?at=0,2,1,1&t=2', tells: [/32 values of one sample share a mean and a variance/, /channels 2 and 3 of sample 0, all positions/, /A cube of N 4, C 6, H 4, W 4/, /row "Mean −?\d+\.\d+"/, /row "x̂ −?\d+\.\d+"/] },
  compare: { link: '?view=compare&at=0,2,1,1', tells: [/heading "Batch Norm/, /64 values from all 4 samples/, /96 values of one sample/, /16 values of one sample/, /32 values of one sample/] },
  redraws: { link: '?view=redraws', tells: [/With 2 samples in a batch, the mean wanders \d+(\.\d+)? times as far as with 32/], sheets: [/row "2 −?\d/, /row "64 −?\d/] },
  descent: { link: '?view=descent', tells: [/The loss is \d+ times steeper one way than the other/, /row "Condition number κ \d+"/], sheets: [/row "start|row "0 0 0 0 1\.000"/, /row "minimum /] },
  stack: { link: '?view=stack', tells: [/Behind 12 blocks the activations have size \d+(\.\d+)? with PreNorm/, /Attention/], sheets: [/row "0 .* from .* to /, /row "12 .* from .* to /] },
  family: { link: '?view=family', tells: [/button "GroupNorm|button "Group Norm/, /\d+ values/] },
  'one method': { link: '?view=family&method=group&at=0,2,1,1', tells: [/row "Element \[0, 2, 1, 1\]"/, /row "y −?\d/] },
  pictures: { link: '?view=pictures&x=scenes(4,3,16,16)&layer=InstanceNorm2d(3)', tells: [/img ".*\d/, /heading/] },
  lesson: { link: '?lesson=batch-norm&beat=one-mean', tells: [/region "Lessons"/, /A cube of N/, /Next/] },
};

const text = (page) => page.locator('body').ariaSnapshot();

for (const [view, { link, tells, sheets }] of Object.entries(TOLD)) {
  test(`${view}, read as text`, { timeout: 60_000 }, async (t) => {
    const page = await open(t, link);
    const told = await text(page);
    for (const wanted of [/heading ".+" \[level=1\]/, /main/, ...tells]) assert.match(told, wanted);
    // What has no name is not told: canvases, pictures, the cube.
    assert.doesNotMatch(told, /^\s*- (img|application)$/m);
    if (!sheets) return;
    await page.getByText('The chart in numbers').click();
    const opened = await text(page);
    for (const wanted of sheets) assert.match(opened, wanted);
  });
}

test('the distributions in numbers, and they follow the stage', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?at=0,2,1,1&layer=BatchNorm2d(6)&steps=2', { size: [1920, 1080] });
  await page.getByText('The chart in numbers').click();
  const tables = page.locator('.sheets table');
  await tables.first().waitFor();
  assert.deepEqual(await tables.locator('caption').allInnerTexts(), ['Distribution before: x', 'Distribution after: x', 'Running mean, batch by batch', 'Running variance, batch by batch']);
  const moments = async () => {
    const rows = await tables.nth(1).locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));
    return rows.map(([, , mean, deviation]) => [mean, deviation].map((cell) => Number(cell.replace('−', '-'))));
  };
  assert.equal((await moments()).length, 6);
  await page.getByRole('button', { name: 'y = γ·x̂ + β', exact: true }).click();
  await ready(page);
  for (const [mean, deviation] of await moments()) {
    assert(Math.abs(mean) < 1e-6, `the mean of y is 0, not ${mean}`);
    assert(Math.abs(deviation - 1) < 1e-4, `its deviation 1, not ${deviation}`);
  }
});

test('tables are made when they are asked for', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?view=stack');
  assert.equal(await page.locator('.sheets table').count(), 0);
  const summary = page.getByText('The chart in numbers');
  // A browser says a moment later that somebody has opened or closed it.
  const tables = page.locator('.sheets table');
  await summary.click();
  await tables.first().waitFor();
  assert.equal(await tables.count(), 1);
  await summary.click();
  await tables.first().waitFor({ state: 'detached' });
  assert.equal(await tables.count(), 0);
});

test('every value of the cube is told as one walks through it', { timeout: 120_000 }, async (t) => {
  const shape = [2, 3, 2, 2];
  const page = await open(t, '?x=arange(24).reshape(2,3,2,2)&layer=GroupNorm(1,3)');
  await page.getByRole('region', { name: 'Tensor' }).getByRole('application').focus();
  const said = () => page.locator('p[aria-live="polite"]').innerText();
  const heard = new Set();
  for (const [key, presses] of [['ArrowRight', 1], ['ArrowDown', 3], ['ArrowRight', 1], ['PageUp', 1]]) {
    for (let k = 0; k < presses; k++) {
      await page.keyboard.press(key);
      await ready(page);
      heard.add(await said());
    }
  }
  const told = [...heard];
  assert.equal(told.length, 6, 'each step is told');
  for (const sentence of told) {
    const [, place, x] = /^Element \[([\d, ]+)\]: x (\d+\.?\d*|0), x̂ \S+, y \S+\. \S/.exec(sentence) ?? assert.fail(sentence);
    const index = place.split(', ').map(Number);
    const flat = Number(x);
    assert.deepEqual(index, indexOf(shape, flat), sentence);
    assert.match(sentence, NUMBER);
  }
});

test('the sentence above the figure is told when it changes, and nothing takes the focus', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?at=0,2,1,1');
  const method = page.getByRole('radio', { name: 'Batch Norm', exact: true });
  await method.focus();
  const before = await page.locator('.headline[aria-live="polite"]').innerText();
  await page.keyboard.press('Space');
  await ready(page);
  assert.notEqual(await page.locator('.headline[aria-live="polite"]').innerText(), before);
  assert.equal(await method.evaluate((element) => element === document.activeElement), true);
});
