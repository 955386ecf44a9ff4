// Each symbol and the thing it stands for light up together, both ways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { cells } from './cube.mjs';
import { BOXES, flatOf, setOf } from './layers.mjs';
import { look, marks, seenFaces } from './sight.mjs';

const SLOW = { timeout: 120_000 };
const SHAPE = [4, 6, 4, 4];
const AT = [1, 3, 2, 1];
const ONE = [1, 1, 1, 1];
const CHANNEL = BOXES.BatchNorm(SHAPE);
const GROUP = BOXES.GroupNorm(SHAPE, 3);
// Each symbol, and the box of the elements that it stands for.
const GROUP_NORM = { x: ONE, xhat: ONE, y: ONE, mu: GROUP, var: GROUP, m: GROUP, gamma: CHANNEL, beta: CHANNEL };
const LINK = `?x=randn(${SHAPE})&layer=GroupNorm(3,6)&at=${AT}`;
const SIZE = [1920, 1080];

const symbol = (page, term) => page.locator(`.formula [data-term="${term}"]`).first();
const litSymbols = (page) => page.locator('.formula .lit').evaluateAll((all) => [...new Set(all.map((of) => of.dataset.term))].sort());
const litRows = (page) => page.getByRole('table', { name: 'Selected set' }).locator('tr.lit th').allInnerTexts();

// Lets the picture follow the pointer.
const settle = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function assertMarks(page, arrangement, set, box, what) {
  const all = cells(SHAPE, arrangement);
  const { marked, surely, seen } = marks(await look(page), all, set);
  const expected = new Set(setOf(SHAPE, box, AT));
  const others = [...surely].filter((flat) => !expected.has(flat));
  assert.deepEqual(others, [], `${what} marks nothing else`);
  const own = new Set(set);
  // Cells outside the set may be removed where they hide it.
  const missing = [...expected].filter((flat) => own.has(flat) && seen.has(flat) && !marked.has(flat));
  assert.deepEqual(missing, [], `${what} marks all of it`);
  assert(marked.size > 0, `${what} marks something`);
  return [...surely].filter((flat) => !own.has(flat)).length;
}

for (const arrangement of ['N C HW', 'N C H W']) {
  test(`a symbol marks its cells, ${arrangement}`, SLOW, async (t) => {
    const page = await open(t, `${LINK}&axes=${arrangement}`, { colorScheme: 'light', size: SIZE });
    const set = setOf(SHAPE, GROUP, AT);
    for (const [term, box] of Object.entries(GROUP_NORM)) {
      await symbol(page, term).hover();
      await settle(page);
      assert.deepEqual(await litSymbols(page), [term]);
      const outside = await assertMarks(page, arrangement, set, box, term);
      if (box === CHANNEL) assert(outside > 0, `${term} is shared with other samples`);
    }
    await page.mouse.move(5, 5);
    await settle(page);
    assert.equal(marks(await look(page), cells(SHAPE, arrangement), set).marked.size, 0);
  });
}

test('a row of the table marks the cells of its symbol', SLOW, async (t) => {
  const page = await open(t, LINK, { colorScheme: 'light', size: SIZE });
  const set = setOf(SHAPE, GROUP, AT);
  for (const [row, box] of [['Mean', GROUP], ['x̂', ONE], ['Set size', GROUP]]) {
    await page.getByRole('rowheader', { name: row, exact: true }).hover();
    await settle(page);
    await assertMarks(page, 'N C HW', set, box, row);
  }
});

test('in eval μ and σ² are those of the channel, and m of the element alone', SLOW, async (t) => {
  const page = await open(t, `?x=randn(${SHAPE})&layer=BatchNorm2d(6)&mode=eval&steps=2&at=${AT}`, { colorScheme: 'light', size: SIZE });
  const alone = [flatOf(SHAPE, AT)];
  await symbol(page, 'mu').hover();
  await settle(page);
  assert(await assertMarks(page, 'N C HW', alone, CHANNEL, 'μ') > 0);
  await page.getByRole('rowheader', { name: 'Set size', exact: true }).hover();
  await settle(page);
  await assertMarks(page, 'N C HW', alone, ONE, 'm');
});

// Cells, and what each has in common with the pinned one.
const SHARED = [
  [AT, ['x', 'xhat', 'y'], ['x', 'x̂', 'y']],
  [[1, 2, 2, 1], ['m', 'mu', 'var'], ['Set size', 'Mean', 'Variance']],
  [[1, 3, 0, 1], ['beta', 'gamma', 'm', 'mu', 'var'], ['Set size', 'Mean', 'Variance']],
  [[3, 3, 0, 0], ['beta', 'gamma'], []],
  [[0, 0, 0, 1], [], []],
];

test('a cell lights the symbols of what it shares with the pinned one', SLOW, async (t) => {
  const page = await open(t, `${LINK}&axes=N+C+H+W`, { colorScheme: 'light', size: SIZE });
  const all = cells(SHAPE, 'N C H W');
  const seen = await look(page);
  const corner = await page.locator('.surface').boundingBox();
  const faces = [...seenFaces(seen, all, setOf(SHAPE, GROUP, AT))];
  for (const [at, terms, rows] of SHARED) {
    const found = faces.find(({ cell }) => cell.flat === flatOf(SHAPE, at));
    assert(found, `${at} is seen`);
    const [x, y] = seen.camera.px(found.face.at);
    await page.mouse.move(corner.x + x, corner.y + y);
    await settle(page);
    assert.deepEqual(await litSymbols(page), terms, `${at}`);
    assert.deepEqual(await litRows(page), rows, `${at}`);
  }
});
