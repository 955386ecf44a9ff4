// The picture tells the truth: the pixels of the cube, and the bars of the distributions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { ARRANGEMENTS, cells, colourOf, setColour } from './cube.mjs';
import { BOXES, flatOf, indexOf, setOf, stages } from './layers.mjs';
import { isColour, judge, look } from './sight.mjs';
import { randn } from './torch.mjs';
import { turnTo } from './ways.mjs';

// Large enough for cells of several pixels.
const SIZE = [1920, 1080];
const THEMES = ['light', 'dark'];

// Shapes of each rank, and the elements that are pinned in them.
const SHAPES = {
  2: { shape: [9, 8], pinned: [[0, 2], [5, 7]] },
  3: { shape: [4, 6, 8], pinned: [[0, 2, 1], [3, 5, 6]] },
  4: { shape: [4, 6, 4, 4], pinned: [[0, 2, 1, 1], [2, 0, 0, 3], [3, 5, 3, 2]] },
  5: { shape: [3, 4, 2, 3, 3], pinned: [[0, 1, 1, 1, 2], [2, 3, 0, 2, 1]] },
};
const SHAPE = SHAPES[4].shape;
const X = randn(SHAPE);

// The four methods at a shape: name in the link, and box. A tensor of rank 2 is one sample to InstanceNorm1d.
function layersOf(shape, groups) {
  const [n, c, ...rest] = shape;
  const d = Math.max(rest.length, 1);
  const last = rest.length > 1 ? shape.slice(1) : shape.slice(-1);
  return {
    [`BatchNorm${d}d(${c})`]: BOXES.BatchNorm(shape),
    [`LayerNorm([${last}])`]: BOXES.LayerNorm(shape),
    [`InstanceNorm${d}d(${rest.length ? c : n})`]: BOXES.InstanceNorm(shape),
    [`GroupNorm(${groups},${c})`]: BOXES.GroupNorm(shape, groups),
  };
}
const LAYERS = layersOf(SHAPE, 3);
// Sets of other shapes: along one axis, of an own choice, and single elements.
const OTHERS = {
  'ChannelLayerNorm(6)': [1, 6, 1, 1],
  'RMSNorm([4,4])': [1, 1, 4, 4],
  'Norm(N=N/2,C=C/3,H=H,W=1)': [2, 2, 4, 1],
  'BatchNorm2d(6)&mode=eval&steps=0': [1, 1, 1, 1],
};

// The set that lies one channel further, or one sample where it has all channels.
function shifted(shape, box, set) {
  const along = box[1] < shape[1] ? 1 : 0;
  return set.map((flat) => flatOf(shape, indexOf(shape, flat).map((i, axis) => (axis === along ? (i + 1) % shape[axis] : i))));
}

// Looks at the set of an element, which alone has to be in the colours of its values.
async function assertSet(page, { shape, layer, box, arrangement, at, theme = 'light' }) {
  await turnTo(page, `?x=randn(${shape})&layer=${layer}&axes=${arrangement}&at=${at}`);
  const [all, x, set] = [cells(shape, arrangement), randn(shape), setOf(shape, box, at)];
  const colour = (flat) => colourOf(x[flat], theme);
  const seen = await look(page);
  const { wrong, ...seenCells } = judge(seen, all, set, colour);
  const what = `${layer} of ${shape} at ${at}`;
  assert.deepEqual(wrong.map((flat) => indexOf(shape, flat).join()), [], `${what}: cells in a wrong colour`);
  assert(seenCells.set.size >= set.length / 4, `${what}: ${seenCells.set.size} cells of the set are seen`);
  assert(seenCells.others.size >= 20, `${what}: ${seenCells.others.size} other cells are seen`);
  // A picture of another set would be found out, by the cells that only one of both has.
  const other = shifted(shape, box, set);
  const apart = 2 * other.filter((flat) => !set.includes(flat)).length;
  assert(judge(seen, all, other, colour).wrong.length >= Math.min(4, apart), `${what}: a shifted set is seen`);
}

for (const arrangement of Object.keys(ARRANGEMENTS[4])) {
  test(`the set alone is in colour, ${arrangement}`, { timeout: 240_000 }, async (t) => {
    const page = await open(t, '', { colorScheme: 'light', size: SIZE });
    for (const [layer, box] of Object.entries(LAYERS)) {
      for (const at of SHAPES[4].pinned) await assertSet(page, { shape: SHAPE, layer, box, arrangement, at });
    }
    for (const [layer, box] of Object.entries(OTHERS)) await assertSet(page, { shape: SHAPE, layer, box, arrangement, at: [1, 3, 2, 1] });
  });
}

for (const rank of [2, 3, 5]) {
  test(`the set alone is in colour, rank ${rank}`, { timeout: 240_000 }, async (t) => {
    const page = await open(t, '', { colorScheme: 'light', size: SIZE });
    const { shape, pinned } = SHAPES[rank];
    for (const arrangement of Object.keys(ARRANGEMENTS[rank])) {
      for (const [layer, box] of Object.entries(layersOf(shape, 2))) {
        for (const at of pinned) await assertSet(page, { shape, layer, box, arrangement, at });
      }
    }
  });
}

test('the set alone is in colour, dark', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '', { colorScheme: 'dark', size: SIZE });
  for (const [rank, { shape, pinned }] of Object.entries(SHAPES)) {
    for (const arrangement of Object.keys(ARRANGEMENTS[rank])) {
      for (const [layer, box] of Object.entries(layersOf(shape, 2))) {
        // Each method once at the rank of pictures, each other rank once.
        if (rank !== '4' && !layer.startsWith('Group')) continue;
        await assertSet(page, { shape, layer, box, arrangement, at: pinned[1], theme: 'dark' });
      }
    }
  }
});

test('colours follow the stage', { timeout: 240_000 }, async (t) => {
  const options = { weight: 2, bias: -0.5 };
  for (const theme of THEMES) {
    const page = await open(t, '', { colorScheme: theme, size: SIZE });
    for (const arrangement of Object.keys(ARRANGEMENTS[4])) {
      const all = cells(SHAPE, arrangement);
      for (const stage of [0, 1, 1.5, 2, 3]) {
        await turnTo(page, `?x=randn(${SHAPE})&layer=InstanceNorm2d(6,affine=True)&weight=2&bias=-0.5&axes=${arrangement}&t=${stage}`);
        const seen = await look(page);
        const values = stages(X, SHAPE, BOXES.InstanceNorm(SHAPE), options, stage);
        const { wrong, set } = judge(seen, all, all.map(({ flat }) => flat), (flat) => colourOf(values[flat], theme));
        assert.deepEqual(wrong, [], `${theme}, ${arrangement} at t = ${stage}`);
        assert(set.size > 80, `${set.size} cells are seen`);
      }
    }
  }
});

// Where the set of an element lies among the sets.
const placeOf = (shape, box, flat) => indexOf(shape, flat).map((i, axis) => Math.floor(i / box[axis]));

// The labels that stand on the cube: text, number of the set, and points beside the letters, from the cube's corner.
async function labelsOf(page) {
  const corner = await page.locator('.surface').boundingBox();
  const read = (all) => all.map((text) => {
    const { x, y, width, height } = text.getBoundingClientRect();
    // At two distances from the letters, for one may be that of a line between cells.
    const beside = [x - 3, x, x + width, x + width + 3].flatMap((at) => [0.3, 0.5, 0.7].map((share) => [at, y + share * height]));
    return { text: [...text.children].map((line) => line.textContent).join(' '), set: Number(text.dataset.set), beside };
  });
  const labels = await page.locator('.set-label').evaluateAll(read);
  return labels.map(({ beside, ...label }) => ({ ...label, beside: beside.map(([x, y]) => [x - corner.x, y - corner.y]) }));
}

// Seven channels: sets of samples one behind the other must not look alike.
for (const [shape, layer, box] of [[[3, 7, 4, 4], 'InstanceNorm2d(7)', [1, 1, 4, 4]], [SHAPE, 'GroupNorm(3,6)', [1, 2, 4, 4]]]) {
  test(`sets differ in colour and carry labels, ${layer}`, { timeout: 120_000 }, async (t) => {
    const page = await open(t, '', { colorScheme: 'light', size: SIZE });
    const grid = shape.map((n, axis) => n / box[axis]);
    for (const arrangement of Object.keys(ARRANGEMENTS[4])) {
      await turnTo(page, `?x=randn(${shape})&layer=${layer}&axes=${arrangement}&color=set`);
      const labels = await labelsOf(page);
      const all = cells(shape, arrangement);
      const seen = await look(page);
      const colour = (flat) => setColour(grid, placeOf(shape, box, flat));
      assert.deepEqual(judge(seen, all, all.map(({ flat }) => flat), colour).wrong, [], `${arrangement}: cells in a wrong colour`);
      assert(new Set(labels.map(({ set }) => set)).size >= 4, `${arrangement}: ${labels.length} labels`);
      for (const { text, set, beside } of labels) {
        const at = indexOf(grid, set);
        const span = (axis) => (box[axis] === 1 ? at[axis] : `${at[axis] * box[axis]}–${(at[axis] + 1) * box[axis] - 1}`);
        assert.equal(text, `N${span(0)} C${span(1)}`);
        const isOwn = isColour(setColour(grid, at));
        const own = beside.filter((point) => isOwn(seen.picture.at(...point.map(Math.floor))));
        assert(own.length >= beside.length / 2, `${arrangement}: ${text} lies on its set`);
      }
    }
  });
}

// The values of each set, sets in C order.
function valuesBySet(values, box) {
  const sets = new Map();
  values.forEach((value, flat) => {
    const key = placeOf(SHAPE, box, flat).join();
    sets.set(key, [...(sets.get(key) ?? []), value]);
  });
  return [...sets.values()];
}

// The bars that are drawn: a row of [low, high, count] for each set.
async function barsOf(page, name) {
  const tab = page.getByRole('tab', { name: 'Distributions', exact: true });
  if (await tab.count()) await tab.click();
  return JSON.parse(await page.getByRole('img', { name: new RegExp(`^${name}`) }).getAttribute('data-bars'));
}

function assertCounts(rows, values, what) {
  assert.equal(rows.length, values.length, `${what}: a row for each set`);
  rows.forEach((bars, set) => {
    for (const [low, high, count] of bars) {
      const held = values[set].filter((v) => v >= low && v <= high).length;
      assert.equal(count, held, `${what}: set ${set} from ${low} to ${high}`);
    }
    assert.equal(bars.reduce((sum, bar) => sum + bar[2], 0), values[set].length, `${what}: all values of set ${set}`);
  });
}

test('bars count the values of each set at every stage', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '', { colorScheme: 'light', size: SIZE });
  const affine = { weight: 2, bias: -0.5 };
  for (const [layer, box] of Object.entries(LAYERS)) {
    const name = layer.replace('InstanceNorm2d(6)', 'InstanceNorm2d(6,affine=True)');
    for (const stage of [0, 0.5, 1, 1.5, 2, 2.5, 3]) {
      await turnTo(page, `?x=randn(${SHAPE})&layer=${name}&weight=2&bias=-0.5&t=${stage}`);
      assertCounts(await barsOf(page, 'Distribution before'), valuesBySet(X, box), `${layer} before`);
      const values = stages(X, SHAPE, box, affine, stage);
      assertCounts(await barsOf(page, 'Distribution after'), valuesBySet(values, box), `${layer} at t = ${stage}`);
    }
  }
});

// A γ of many values moves the values of a set by different amounts: the bars stay at x̂ until y.
test('bars step where γ varies within a set', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '', { colorScheme: 'light', size: SIZE });
  const affine = { weight: [1, 2, 3, -2, 0.5, 4], bias: [0, 1, -1, 0.5, 0, 2] };
  const box = LAYERS['LayerNorm([6,4,4])'];
  for (const [stage, shown] of [[1.5, 1.5], [2, 2], [2.5, 2], [3, 3]]) {
    await turnTo(page, `?x=randn(${SHAPE})&layer=LayerNorm([6,4,4])&weight=${affine.weight}&bias=${affine.bias}&t=${stage}`);
    const values = stages(X, SHAPE, box, affine, shown);
    assertCounts(await barsOf(page, 'Distribution after'), valuesBySet(values, box), `at t = ${stage}`);
  }
  await page.getByText('These bars step from stage to stage').waitFor();
});
