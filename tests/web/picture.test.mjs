// The picture tells the truth: the pixels of the cube, and the bars of the distributions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, open, ready } from './browser.mjs';
import { ARRANGEMENTS, camera, cells, colourOf, faces, through } from './cube.mjs';
import { BOXES, indexOf, setOf, stages } from './layers.mjs';
import { png } from './png.mjs';
import { randn } from './torch.mjs';

const SHAPE = [4, 6, 4, 4];
const LAYERS = { 'BatchNorm2d(6)': BOXES.BatchNorm(SHAPE), 'LayerNorm([6,4,4])': BOXES.LayerNorm(SHAPE), 'InstanceNorm2d(6)': BOXES.InstanceNorm(SHAPE), 'GroupNorm(3,6)': BOXES.GroupNorm(SHAPE, 3) };
const PINNED = [[0, 2, 1, 1], [2, 0, 0, 3], [3, 5, 3, 2]];
// Large enough for cells of several pixels.
const LARGE = { colorScheme: 'light', size: [1920, 1080] };
const CANVAS_ONLY = '.stage > :not(canvas) { visibility: hidden !important }';
const X = randn(SHAPE);

async function go(page, link) {
  await page.goto((await address()) + link);
  await ready(page);
}

// What is seen of the cube: its picture, and the camera that it was taken with.
async function look(page) {
  const surface = page.locator('.surface');
  const clip = await surface.boundingBox();
  const matrix = JSON.parse(await surface.getAttribute('data-projection'));
  await page.addStyleTag({ content: CANVAS_ONLY });
  const picture = png(await page.screenshot({ clip }));
  return { picture, camera: camera(matrix, clip) };
}

const isColour = (expected) => (pixel) => pixel.every((c, i) => Math.abs(c - expected[i]) <= 4);
const isGrey = (pixel) => Math.max(...pixel) - Math.min(...pixel) <= 12;

// A face looks as it has to when its points do, but for those that an outline runs over: dashed edges of the
// set, the pinned cell's frame. A cell in another colour has no right point at all.
const SHARE = 0.4;

function looks({ picture, camera }, face, isRight) {
  const pixel = (world) => picture.at(...camera.px(world).map(Math.floor));
  return face.around.map(pixel).filter(isRight).length >= SHARE * face.around.length;
}

const middle = ({ box }) => box.map(([low, high]) => (low + high) / 2);
const ends = ({ box: [x, y, z] }) => [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [x[bits & 1], y[(bits >> 1) & 1], z[bits >> 2]]);
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

// The cells that look wrong where `set` is the set in focus, and how many of both kinds were seen.
function judge(seen, all, set, values) {
  const isInSet = new Set(set);
  const inSet = all.filter(({ flat }) => isInSet.has(flat));
  const result = { wrong: [], set: new Set(), others: new Set() };
  // Seen is a face of which middle and corners are, not one that ends at the edge of another.
  const onScreen = new Map(all.map((cell) => [cell, seen.camera.px(middle(cell))]));
  const reach = 2 * Math.max(...ends(all[0]).map((world) => distance(seen.camera.px(world), onScreen.get(all[0]))));
  const isNear = (face, other) => distance(seen.camera.px(face.at), onScreen.get(other)) <= reach;
  const covers = (face, cell, others) => others.some((other) => other !== cell && isNear(face, other) && face.corners.some((at) => through(at, seen.camera, other)?.[1] > 1e-6));
  const onLine = (face) => inSet.some((other) => isNear(face, other) && face.corners.some((at) => through(at, seen.camera, other)));
  for (const cell of all) {
    const own = isInSet.has(cell.flat);
    for (const face of faces(cell, seen.camera)) {
      // The set is seen whole, whatever stands before it; another cell may be removed where it hides the set.
      if (own ? covers(face, cell, inSet) : onLine(face) || covers(face, cell, all)) continue;
      result[own ? 'set' : 'others'].add(cell.flat);
      if (!looks(seen, face, own ? isColour(colourOf(values[cell.flat])) : isGrey)) result.wrong.push(cell.flat);
    }
  }
  return result;
}

// The set of the next channel.
const shifted = (set) => set.map((flat) => {
  const [n, c, h, w] = indexOf(SHAPE, flat);
  return ((n * SHAPE[1] + (c + 1) % SHAPE[1]) * SHAPE[2] + h) * SHAPE[3] + w;
});

for (const arrangement of Object.keys(ARRANGEMENTS)) {
  test(`the set alone is in colour, ${arrangement}`, { timeout: 240_000 }, async (t) => {
    const page = await open(t, '', LARGE);
    const all = cells(SHAPE, arrangement);
    for (const [layer, box] of Object.entries(LAYERS)) {
      for (const at of PINNED) {
        await go(page, `?x=randn(${SHAPE})&layer=${layer}&axes=${arrangement}&at=${at}`);
        const seen = await look(page);
        const set = setOf(SHAPE, box, at);
        const { wrong, ...seenCells } = judge(seen, all, set, X);
        const what = `${layer} at ${at}`;
        assert.deepEqual(wrong.map((flat) => indexOf(SHAPE, flat).join()), [], `${what}: cells in a wrong colour`);
        assert(seenCells.set.size >= set.length / 4, `${what}: ${seenCells.set.size} cells of the set are seen`);
        assert(seenCells.others.size >= 20, `${what}: ${seenCells.others.size} other cells are seen`);
        // A picture of another set would be found out; Layer Norm's set has all channels, shifted or not.
        if (box[1] < SHAPE[1]) assert(judge(seen, all, shifted(set), X).wrong.length > 3, `${what}: a shifted set is seen`);
      }
    }
  });
}

test('colours follow the stage', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '', LARGE);
  for (const arrangement of Object.keys(ARRANGEMENTS)) {
    const all = cells(SHAPE, arrangement);
    for (const stage of [0, 1, 2, 3]) {
      await go(page, `?x=randn(${SHAPE})&layer=InstanceNorm2d(6,affine=True)&weight=2&bias=-0.5&axes=${arrangement}&t=${stage}`);
      const seen = await look(page);
      const values = stages(X, SHAPE, BOXES.InstanceNorm(SHAPE), { weight: 2, bias: -0.5 }, stage);
      const { wrong, set } = judge(seen, all, all.map(({ flat }) => flat), values);
      assert.deepEqual(wrong, [], `${arrangement} at t = ${stage}`);
      assert(set.size > 80, `${set.size} cells are seen`);
    }
  }
});

// The values of each set, sets in C order.
function valuesBySet(values, box) {
  const sets = new Map();
  values.forEach((value, flat) => {
    const key = indexOf(SHAPE, flat).map((i, axis) => Math.floor(i / box[axis])).join();
    sets.set(key, [...(sets.get(key) ?? []), value]);
  });
  return [...sets.values()];
}

test('bars count the values of each set at every stage', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '', LARGE);
  const bars = async (name) => JSON.parse(await page.getByRole('img', { name: new RegExp(`^${name}`) }).getAttribute('data-bars'));
  const affine = { weight: 2, bias: -0.5 };
  const check = (groups, values, what) => {
    assert.equal(groups.length, values.length, `${what}: a row for each set`);
    groups.forEach((bars, set) => {
      for (const [low, high, count] of bars) {
        const held = values[set].filter((v) => v >= low && v <= high).length;
        assert.equal(count, held, `${what}: set ${set} from ${low} to ${high}`);
      }
      assert.equal(bars.reduce((sum, bar) => sum + bar[2], 0), values[set].length, `${what}: all values of set ${set}`);
    });
  };
  for (const [layer, box] of Object.entries(LAYERS)) {
    if (layer.startsWith('Layer')) continue;
    const name = layer.replace('InstanceNorm2d(6)', 'InstanceNorm2d(6,affine=True)');
    for (const stage of [0, 0.5, 1, 1.5, 2, 2.5, 3]) {
      await go(page, `?x=randn(${SHAPE})&layer=${name}&weight=2&bias=-0.5&t=${stage}`);
      const tab = page.getByRole('tab', { name: 'Distributions', exact: true });
      if (await tab.count()) await tab.click();
      check(await bars('Distribution before'), valuesBySet(X, box), `${layer} before`);
      check(await bars('Distribution after'), valuesBySet(stages(X, SHAPE, box, affine, stage), box), `${layer} at t = ${stage}`);
    }
  }
});
