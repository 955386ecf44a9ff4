// What people do with the page, and whether the numbers that they then read are true.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { blank, open, ready } from './browser.mjs';
import { BOXES, flatOf, indexOf, normalized, running, setOf } from './layers.mjs';
import { assertShows, assertTable, numberOf, rows } from './table.mjs';
import { generator, product, randn } from './torch.mjs';
import { go, turnTo } from './ways.mjs';

const SLOW = { timeout: 120_000 };
const SHAPE = [4, 6, 4, 4];
const AT = [1, 3, 2, 1];
const LINK = `?x=randn(${SHAPE})&at=${AT}`;

const radio = (page, group, name) => page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name, exact: true });
const slider = (page, name) => page.getByRole('slider', { name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const parameter = (page, key) => new URL(page.url()).searchParams.get(key);
const surface = (page) => page.getByRole('region', { name: 'Tensor' }).getByRole('application');
const code = (page) => page.getByRole('region', { name: 'PyTorch', exact: true }).locator('pre');

// Some parts of the page are tabs where there is no room for all.
async function show(page, name) {
  const tab = page.getByRole('tab', { name, exact: true });
  if (await tab.count()) await tab.click();
}

// The lines that reproduce what is shown.
async function receipt(page) {
  await show(page, 'Code');
  const text = await code(page).textContent();
  await show(page, 'Numbers');
  return text;
}

async function choose(page, group, name) {
  // The text beside it takes the click where the circle itself is not drawn.
  await radio(page, group, name).locator('xpath=..').click();
  assert(await radio(page, group, name).isChecked(), `${group}: ${name}`);
  await ready(page);
}

async function press(page, locator, ...keys) {
  await locator.focus();
  for (const key of keys) {
    await page.keyboard.press(key);
    await ready(page);
  }
}

test('each method shows the numbers of its definition', SLOW, async (t) => {
  const page = await open(t, LINK);
  const x = randn(SHAPE);
  const methods = {
    'Batch Norm': [BOXES.BatchNorm(SHAPE)],
    'Layer Norm': [BOXES.LayerNorm(SHAPE)],
    'Instance Norm': [BOXES.InstanceNorm(SHAPE)],
    'Group Norm': [BOXES.GroupNorm(SHAPE, 3)],
    'RMS Norm': [BOXES.LayerNorm(SHAPE), { isRms: true, eps: 2 ** -23 }],
    'Channel Layer Norm': [[1, 6, 1, 1]],
  };
  for (const [what, [box, options]] of Object.entries(methods)) {
    await choose(page, 'Method', what);
    await assertTable(page, AT, normalized(x, SHAPE, box, AT, options), { what, ...options });
  }
  await choose(page, 'Method', 'Choose axes');
  assert.equal(await page.getByRole('group', { name: 'Each axis' }).getByRole('combobox').count(), SHAPE.length);
});

// A layer at each rank: name, shape, box, options.
const RANKS = [
  ['BatchNorm1d(6)', [9, 6], BOXES.BatchNorm([9, 6])],
  ['BatchNorm1d(6)', [5, 6, 7], BOXES.BatchNorm([5, 6, 7])],
  ['BatchNorm2d(6)', [5, 6, 3, 4], BOXES.BatchNorm([5, 6, 3, 4])],
  ['BatchNorm3d(4)', [3, 4, 2, 3, 2], BOXES.BatchNorm([3, 4, 2, 3, 2])],
  ['LayerNorm(16)', [9, 16], [1, 16]],
  ['LayerNorm(8)', [3, 5, 8], [1, 1, 8]],
  ['LayerNorm([6,3,4])', [5, 6, 3, 4], [1, 6, 3, 4]],
  ['LayerNorm([4,2,3,2])', [3, 4, 2, 3, 2], [1, 4, 2, 3, 2]],
  ['InstanceNorm1d(6)', [6, 9], [1, 9]],
  ['InstanceNorm1d(6)', [5, 6, 7], [1, 1, 7]],
  ['InstanceNorm2d(6)', [5, 6, 3, 4], [1, 1, 3, 4]],
  ['InstanceNorm3d(4)', [3, 4, 2, 3, 2], [1, 1, 2, 3, 2]],
  ['GroupNorm(2,8)', [9, 8], [1, 4]],
  ['GroupNorm(2,6)', [5, 6, 7], [1, 3, 7]],
  ['GroupNorm(6,6)', [5, 6, 3, 4], [1, 1, 3, 4]],
  ['GroupNorm(2,4)', [3, 4, 2, 3, 2], [1, 2, 2, 3, 2]],
  ['RMSNorm(16)', [9, 16], [1, 16]],
  ['RMSNorm(8)', [3, 5, 8], [1, 1, 8]],
  ['RMSNorm([6,3,4])', [5, 6, 3, 4], [1, 6, 3, 4]],
  ['RMSNorm([4,2,3,2])', [3, 4, 2, 3, 2], [1, 4, 2, 3, 2]],
];

test('every layer at every rank, by link', { timeout: 240_000 }, async (t) => {
  const page = await open(t);
  for (const [layer, shape, box] of RANKS) {
    const isRms = layer.startsWith('RMS');
    const options = { isRms, eps: isRms ? 2 ** -23 : 1e-5 };
    const at = shape.map((n, axis) => (axis + 1) % n);
    await turnTo(page, `?x=randn(${shape})&seed=77&layer=${layer}&at=${at}`);
    await assertTable(page, at, normalized(randn(shape, { seed: 77 }), shape, box, at, options), { isRms, what: `${layer} of ${shape}` });
  }
});

test("PyTorch's own numbers", SLOW, async (t) => {
  const page = await open(t);
  const { listings } = JSON.parse(await readFile(new URL('../data/reference/listings.json', import.meta.url), 'utf8'));
  const { calls } = listings.find(({ name }) => name === 'GroupNorm');
  for (const { module, x, y } of calls) {
    const layer = module.replace('nn.', '').replaceAll(' ', '');
    for (const [name, values] of Object.entries({ first: y.first.slice(0, 2), last: y.last.slice(-1) })) {
      for (const [i, value] of values.entries()) {
        const at = indexOf(x.shape, name === 'first' ? i : product(x.shape) - 1);
        await turnTo(page, `?x=randn(${x.shape})&seed=1234&layer=${layer}&at=${at}`);
        const shown = await rows(page);
        assertShows(shown.y, value, `${layer} y at ${at}`, 5e-6);
        assertShows(shown.x, x[name].at(name === 'first' ? i : -1), `x at ${at}`, 5e-6);
      }
    }
  }
});

test('sliders by keyboard', SLOW, async (t) => {
  const page = await open(t, '?x=randn(4,12,4,4)&layer=GroupNorm(3,12)&at=0,0,0,0');
  const groups = slider(page, 'Groups G');
  const expectGroups = async (g) => {
    assert.equal(await groups.inputValue(), String(g));
    assert.equal(parameter(page, 'layer'), `GroupNorm(${g},12)`);
  };
  for (const [key, g] of [['ArrowRight', 4], ['ArrowRight', 6], ['ArrowRight', 12], ['ArrowRight', 12], ['ArrowLeft', 6], ['Home', 1], ['ArrowRight', 2], ['ArrowUp', 3], ['End', 12]]) {
    await press(page, groups, key);
    await expectGroups(g);
  }
  await assertTable(page, [0, 0, 0, 0], normalized(randn([4, 12, 4, 4]), [4, 12, 4, 4], [1, 1, 4, 4], [0, 0, 0, 0]), { what: 'G = 12' });

  for (const [axis, name] of ['Batch size N', 'Channels C', 'Height H', 'Width W'].entries()) {
    const before = Number(await slider(page, name).inputValue());
    await press(page, slider(page, name), 'ArrowLeft');
    assert.equal(await slider(page, name).inputValue(), String(before - 1), name);
    assert.equal(Number(parameter(page, 'x').match(/\d+/g)[axis]), before - 1, name);
  }
  // 11 channels: no divisor but 1 and 11.
  assert.equal(parameter(page, 'layer'), 'GroupNorm(11,11)');

  await press(page, slider(page, 'Stage'), 'ArrowRight', 'ArrowRight');
  assert.equal(parameter(page, 't'), '0.02');
  await press(page, slider(page, 'Stage'), 'End');
  assert.equal(parameter(page, 't'), '3');
  await press(page, slider(page, 'Epsilon'), 'End');
  assert.match(parameter(page, 'layer'), /eps=10\b/);
  const shape = [3, 11, 3, 3];
  await assertTable(page, [0, 0, 0, 0], normalized(randn(shape), shape, [1, 1, 3, 3], [0, 0, 0, 0], { eps: 10 }), { what: 'ε = 10' });

  for (const [rank, layer, names] of [[3, 'BatchNorm1d(6)', ['Length L']], [3, 'LayerNorm(5)', ['Tokens T', 'Features D']], [5, 'BatchNorm3d(6)', ['Depth D']]]) {
    await go(page, `?x=randn(${[4, 6, 5, 4, 4].slice(0, rank)})&layer=${layer}`);
    for (const name of names) {
      const before = Number(await slider(page, name).inputValue());
      await press(page, slider(page, name), 'ArrowLeft');
      assert.equal(await slider(page, name).inputValue(), String(before - 1), name);
    }
  }
});

test('a drag is one step of Back', SLOW, async (t) => {
  const page = await open(t, LINK);
  const steps = () => page.evaluate(() => history.length);
  const before = await steps();
  for (const name of ['Batch size N', 'Stage']) {
    await slider(page, name).scrollIntoViewIfNeeded();
    const box = await slider(page, name).boundingBox();
    const url = page.url();
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    for (let k = 0; k <= 12; k++) {
      await page.mouse.move(box.x + box.width * (0.3 + 0.05 * k), y);
      await page.waitForTimeout(50);
    }
    await page.mouse.up();
    await ready(page);
    assert.notEqual(page.url(), url, name);
    // Going on after Back takes the place of the step undone.
    assert.equal(await steps(), before + 1, `${name}: a drag is one step`);
    await page.goBack();
    await ready(page);
    assert.equal(page.url(), url, `${name}: Back undoes the whole drag`);
    await assertTable(page, AT, normalized(randn(SHAPE), SHAPE, [1, 2, 4, 4], AT), { what: 'after Back' });
  }
});

test('a click pins, another unpins', SLOW, async (t) => {
  const page = await open(t, '?x=randn(4,6,4,4)');
  assert.equal((await rows(page)).Element, '—');
  const { width, height } = await surface(page).boundingBox();
  const position = { x: width / 2, y: height / 2 };
  await surface(page).click({ position });
  await ready(page);
  const at = parameter(page, 'at').split(',').map(Number);
  assert.equal(at.length, 4);
  await assertTable(page, at, normalized(randn(SHAPE), SHAPE, [1, 2, 4, 4], at), { what: 'pinned' });
  await surface(page).click({ position });
  await ready(page);
  assert.equal(parameter(page, 'at'), null);
  assert.equal((await rows(page)).Element, '—');
  // Arrow keys pin, too, and move what is pinned.
  await press(page, surface(page), 'ArrowRight', 'ArrowRight', 'ArrowDown');
  await assertTable(page, [0, 1, 0, 1], normalized(randn(SHAPE), SHAPE, [1, 2, 4, 4], [0, 1, 0, 1]), { what: 'by keyboard' });
});

test('a poke moves the set and nothing else', SLOW, async (t) => {
  const page = await open(t, LINK);
  for (const [method, box] of [['Group Norm', [1, 2, 4, 4]], ['Batch Norm', [4, 1, 4, 4]], ['Instance Norm', [1, 1, 4, 4]]]) {
    await choose(page, 'Method', method);
    await page.getByRole('button', { name: /^Poke\b/ }).click();
    await ready(page);
    const x = randn(SHAPE);
    x[flatOf(SHAPE, AT)] += 3 * Math.sqrt(normalized(x, SHAPE, box, AT).variance);
    await assertTable(page, AT, normalized(x, SHAPE, box, AT), { what: `${method} poked` });
    const others = setOf(SHAPE, box, AT).length - 1;
    const samples = box[0] === 1 ? '1 sample' : `${box[0]} samples`;
    await page.locator('.poke').getByText(`1 value changed: ${others} values in ${samples} moved`).waitFor();
    assert.match(await receipt(page), /x\[1, 3, 2, 1\] = /);
    await button(page, 'Undo poke').click();
    await ready(page);
    await assertTable(page, AT, normalized(randn(SHAPE), SHAPE, box, AT), { what: `${method} not poked` });
  }
  await page.getByRole('textbox', { name: 'New value of x' }).fill('5.5');
  await page.keyboard.press('Enter');
  await ready(page);
  assertShows((await rows(page)).x, 5.5, 'typed');
});

test('batches, running averages and eval', SLOW, async (t) => {
  const page = await open(t, `${LINK}&layer=BatchNorm2d(6)`);
  for (let k = 0; k < 3; k++) {
    await button(page, 'Next batch').click();
    await ready(page);
  }
  assert.equal(parameter(page, 'steps'), '3');
  const draw = generator(1234);
  const batches = Array.from({ length: 4 }, () => draw.randn(product(SHAPE)));
  const box = BOXES.BatchNorm(SHAPE);
  const batch = normalized(batches[3], SHAPE, box, AT);
  await assertTable(page, AT, batch, { what: 'train' });
  await choose(page, 'Mode', 'Eval');
  const given = running(batches.slice(0, 3), SHAPE, AT[1]);
  const shown = await rows(page);
  const expected = normalized(batches[3], SHAPE, box, AT, { given });
  assertShows(shown.Mean, expected.mean, 'running mean');
  assertShows(shown.Variance, expected.variance, 'running variance');
  assertShows(shown['x̂'], expected['x̂'], 'x̂ in eval');
  assertShows(shown.y, expected.y, 'y in eval');
  assertShows(shown['Batch mean'], batch.mean, 'mean of the batch');
  assertShows(shown['Batch variance'], batch.variance, 'variance of the batch');
  assert.match(shown['Set size'], /^1 of /, 'in eval an element moves alone');
});

test('γ and β', SLOW, async (t) => {
  const page = await open(t, `${LINK}&layer=InstanceNorm2d(6)`);
  const type = async (name, text) => {
    await page.getByRole('textbox', { name, exact: true }).fill(text);
    await page.keyboard.press('Enter');
    await ready(page);
  };
  await type('Weight γ', '1, 2, 3, -2.5, 4, 5');
  await type('Bias β', '0.25');
  const expected = normalized(randn(SHAPE), SHAPE, [1, 1, 4, 4], AT, { weight: -2.5, bias: 0.25 });
  await assertTable(page, AT, expected, { what: 'γ, β' });
  // Using them turns `affine` on, visibly.
  assert.match(parameter(page, 'layer'), /affine=True/);
  assert.match(await receipt(page), /affine=True/);
});

test('Back, forward, reload', SLOW, async (t) => {
  const page = await open(t, LINK);
  const first = page.url();
  await choose(page, 'Method', 'Batch Norm');
  await choose(page, 'Method', 'Layer Norm');
  const layer = normalized(randn(SHAPE), SHAPE, [1, 6, 4, 4], AT);
  await page.goBack();
  await ready(page);
  assert(await radio(page, 'Method', 'Batch Norm').isChecked());
  await assertTable(page, AT, normalized(randn(SHAPE), SHAPE, [4, 1, 4, 4], AT), { what: 'Back' });
  await page.goBack();
  await ready(page);
  assert.equal(page.url(), first);
  assert(await radio(page, 'Method', 'Group Norm').isChecked());
  await page.goForward();
  await page.goForward();
  await ready(page);
  await assertTable(page, AT, layer, { what: 'forward' });
  const url = page.url();
  await page.reload();
  await ready(page);
  assert.equal(page.url(), url);
  assert(await radio(page, 'Method', 'Layer Norm').isChecked());
  await assertTable(page, AT, layer, { what: 'reload' });
});

test('stages by button', SLOW, async (t) => {
  const page = await open(t, LINK);
  for (const stage of ['1', '2', '3']) {
    await button(page, 'Step').click();
    await page.waitForFunction((t) => new URL(location).searchParams.get('t') === t, stage);
    await ready(page);
  }
  await assertTable(page, AT, normalized(randn(SHAPE), SHAPE, [1, 2, 4, 4], AT), { what: 'whatever the stage' });
  await go(page, LINK);
  await button(page, 'Play').click();
  await button(page, 'Pause').waitFor();
  await page.waitForFunction(() => new URL(location).searchParams.get('t') === '3');
  await ready(page);
  await button(page, 'Play').waitFor();
});

test('presenting shows one panel at a time in type of 20 pt, and can be left without a keyboard', SLOW, async (t) => {
  const page = await open(t, `${LINK}&layer=BatchNorm2d(6)`, { size: [1280, 720] });
  const isShown = async (wanted) => {
    for (const [name, role] of Object.entries({ 'Selected set': 'table', 'Distribution before': 'region', PyTorch: 'region' })) {
      assert.equal(await page.getByRole(role, { name, exact: true }).isVisible(), name === wanted, name);
    }
    const sizes = await page.locator('main, aside').locator('button, td, th, p, h1, h3, pre, label, math').evaluateAll((all) => (
      all.filter((element) => element.checkVisibility()).map((element) => [element.localName, parseFloat(getComputedStyle(element).fontSize)])));
    assert(sizes.length > 5);
    for (const [name, size] of sizes) assert(size >= 20 * 4 / 3, `${name} of ${size} px beside ${wanted}`);
  };
  await show(page, 'Distributions');
  await button(page, 'Present').click();
  await isShown('Distribution before');
  await page.keyboard.press('p');
  await isShown('PyTorch');
  // A chosen radio takes its own keys and no others, and the button that was clicked none.
  await page.getByRole('radio', { name: 'PyTorch', exact: true }).focus();
  await page.keyboard.press('P');
  await isShown('Selected set');
  await page.getByRole('button', { name: 'Distributions' }).click();
  await isShown('Distribution before');
  await page.keyboard.press('Space');
  await ready(page);
  assert.equal(parameter(page, 't'), '1');
  const projection = () => surface(page).getAttribute('data-projection');
  const before = await projection();
  await page.getByRole('slider', { name: 'Stage' }).focus();
  await page.keyboard.press('=');
  await ready(page);
  assert.equal(parameter(page, 'x'), `randn(${[SHAPE[0] + 1, ...SHAPE.slice(1)]})`);
  // With the cube in focus, whose own keys zoom, these still are the presenter's.
  await surface(page).focus();
  await page.keyboard.press('-');
  await ready(page);
  assert.equal(parameter(page, 'x'), `randn(${SHAPE})`);
  assert.equal(await projection(), before);
  // The bar comes with the pointer.
  await page.mouse.move(400, 300);
  await page.mouse.move(420, 300);
  await button(page, 'End presenting').click();
  await button(page, 'Present').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Present');
});

test('presenting goes past hidden panels, and ends by Escape whatever has the focus', SLOW, async (t) => {
  const page = await open(t, `${LINK}&hide=distributions`);
  await button(page, 'Present').click();
  await page.keyboard.press('p');
  assert(await code(page).isVisible());
  await page.keyboard.press('p');
  assert(await page.getByRole('table', { name: 'Selected set' }).isVisible());
  await page.getByRole('slider', { name: 'Stage' }).focus();
  await page.keyboard.press('Escape');
  await button(page, 'Present').waitFor();
});

test('the code can be copied', SLOW, async (t) => {
  const page = await blank(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await go(page, LINK);
  await show(page, 'Code');
  const text = await code(page).textContent();
  for (const line of [/torch\.manual_seed\(1234\)/, /x = torch\.randn\(4, 6, 4, 4\)/, /nn\.GroupNorm\(3, 6\)/]) assert.match(text, line);
  await button(page, 'Copy PyTorch code').click();
  await page.getByText('Copied', { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
});

test('bad links', SLOW, async (t) => {
  const page = await open(t);
  const bad = ['?seed=many', '?layer=BananaNorm(6)', '?x=randn(4,6,4,4,4,4)', '?colour=set', '?layer=GroupNorm(4,6)', '?at=9,9', '?t=seven', '?x=randn(4,6,4,4)&cut=Q2'];
  for (const link of bad) {
    const rest = `${link}&mode=eval`;
    await go(page, rest);
    const alerts = await page.getByRole('alert').allInnerTexts();
    assert(alerts.join('').trim().length > 10, `${link} is reported`);
    assert(await radio(page, 'Mode', 'Eval').isChecked(), `the rest of ${link} works`);
    assert.equal(new URL(page.url()).search, new URL(rest, page.url()).search, 'the address stays as typed');
  }
  await go(page, '?seed=many&at=0,2,1,1');
  await choose(page, 'Method', 'Batch Norm');
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(parameter(page, 'seed'), null);
  assert.equal(parameter(page, 'at'), '0,2,1,1');
});

test('what PyTorch refuses is said, and the page goes on', SLOW, async (t) => {
  const page = await open(t, '?x=randn(1,6,1,1)&layer=BatchNorm2d(6)&at=0,1,0,0');
  await page.getByRole('alert').getByText('Expected more than 1 value per channel when training').waitFor();
  assert.equal((await rows(page)).y, '—');
  await press(page, slider(page, 'Batch size N'), 'ArrowRight');
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.notEqual(numberOf((await rows(page)).y), NaN);
});

test('a large tensor', SLOW, async (t) => {
  const page = await open(t, `?x=randn(32,64,16,16)&layer=GroupNorm(8,64)&at=31,63,15,15`);
  const shape = [32, 64, 16, 16];
  const at = [31, 63, 15, 15];
  const x = randn(shape);
  await assertTable(page, at, normalized(x, shape, [1, 8, 16, 16], at), { what: 'large' });
  await choose(page, 'Method', 'Batch Norm');
  await assertTable(page, at, normalized(x, shape, [32, 1, 16, 16], at), { what: 'large' });
  assert.equal(await page.locator('html').getAttribute('data-worker'), 'ready');
});
