// People's own files: what NumPy and safetensors wrote is what the page shows, and what is broken changes nothing.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, open, ready } from './browser.mjs';
import { readNpz } from './npz.mjs';

const OWN = new URL('../data/own/', import.meta.url);
const RECORDED = JSON.parse(await readFile(new URL('../data/own.json', import.meta.url), 'utf8')).files;

const path = (name) => fileURLToPath(new URL(name, OWN));
const chooser = (page) => page.locator('.controls').getByLabel('Open a file…');
const said = (page) => page.locator('.own');
const parameter = (page, key) => new URL(page.url()).searchParams.get(key);
const headline = (page) => page.locator('.headline p').innerText();

// Chooses files, by their paths or as { name, mimeType, buffer }, and waits until the page has dealt with them.
async function choose(page, files) {
  const before = await said(page).innerText();
  await chooser(page).setInputFiles(files);
  await page.waitForFunction((before) => {
    const own = document.querySelector('.own');
    return own.innerText !== before && !own.innerText.includes('Reading the file');
  }, before);
  await ready(page);
}

// All values of x, as the page exports them.
async function values(page) {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'All tensors (.npz)', exact: true }).click()]);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const { x } = readNpz(await readFile(await download.path()));
  return { shape: x.shape, data: [...x.data] };
}

const float32 = (value) => Math.fround(typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value);

function assertIs({ shape, data }, recorded, name) {
  const expected = recorded.values.map(float32);
  assert.equal(shape.reduce((a, b) => a * b, 1), expected.length, name);
  for (const [k, value] of data.entries()) assert(Object.is(value, expected[k]) || Number.isNaN(value) && Number.isNaN(expected[k]), `${name}: value ${k} is ${value}, not ${expected[k]}`);
}

test('arrays that NumPy saved are shown as they are, in each type and order', { timeout: 240_000 }, async (t) => {
  const page = await open(t);
  const arrays = Object.entries(RECORDED).filter(([name, parts]) => name.endsWith('.npy') && parts['']?.shape.length >= 1 && parts[''].values?.length);
  assert(arrays.length > 40);
  for (const [name, { '': recorded }] of arrays) {
    await chooser(page).setInputFiles(path(name));
    await page.waitForFunction((name) => decodeURIComponent(location.search).includes(`"${name}"`), name);
    await ready(page);
    const { shape, data } = await values(page);
    assert.deepEqual(shape.slice(-recorded.shape.length), recorded.shape, name);
    assertIs({ shape, data }, recorded, name);
  }
});

test('one of several is chosen, and its link needs the file', { timeout: 120_000 }, async (t) => {
  const page = await open(t);
  const start = page.url();
  await choose(page, path('all.safetensors'));
  assert.equal(page.url(), start, 'nothing is shown before one is chosen');
  const tensors = page.getByRole('radiogroup', { name: 'In all.safetensors' }).getByRole('radio');
  assert.equal(await tensors.count(), Object.keys(RECORDED['all.safetensors']).length);
  assert.deepEqual(await axe(page), []);
  for (const key of ['f8', 'i1', 'b1']) {
    await tensors.and(page.getByRole('radio', { name: key })).locator('xpath=..').click();
    await ready(page);
    assert.equal(parameter(page, 'x'), `load("all.safetensors","${key}",2,3,4)`);
    assertIs(await values(page), RECORDED['all.safetensors'][key], key);
  }
  // The link alone shows nothing old, and says what is missing.
  const link = new URL(page.url()).search;
  const other = await open(t, link);
  assert.match(await said(other).innerText(), /This link shows all\.safetensors\. Its values are not in the link/);
  assert.equal(await other.getByRole('table').getByRole('cell').filter({ hasText: /\d/ }).count(), 0);
  assert.equal(await other.getByRole('heading', { level: 1 }).innerText(), 'This link shows all.safetensors');
  assert.deepEqual(await axe(other), []);
  await other.getByRole('button', { name: 'Compare', exact: true }).click();
  assert.equal(await other.getByRole('heading', { level: 1 }).innerText(), 'This link shows all.safetensors');
  await other.goBack();
  await choose(other, path('all.safetensors'));
  assert.equal(new URL(other.url()).search, link);
  assertIs(await values(other), RECORDED['all.safetensors'].b1, 'b1');
});

test('axes are named, in words, in the link and in the program', async (t) => {
  const page = await open(t, '?layer=BatchNorm2d(6)');
  const { '': recorded } = RECORDED['rank-4-C.npy'];
  const [n, c, h, w] = recorded.shape;
  await choose(page, path('rank-4-C.npy'));
  assert.match(await said(page).innerText(), new RegExp(`Taken as N × C × H × W = ${n} × ${c} × ${h} × ${w}`));
  // N H W C, as TensorFlow and images have it.
  for (const [axis, length, letter] of [[1, c, 'H'], [2, h, 'W']]) {
    await page.getByRole('combobox', { name: `Axis ${axis} of the file, of length ${length}` }).selectOption(letter);
    await ready(page);
  }
  assert.equal(parameter(page, 'x'), `load("rank-4-C.npy",${recorded.shape}).permute(0,3,1,2)`);
  assert.match(await said(page).innerText(), new RegExp(`In the file N × H × W × C = ${n} × ${c} × ${h} × ${w}; x is N × C × H × W = ${n} × ${w} × ${c} × ${h}`));
  const { shape, data } = await values(page);
  assert.deepEqual(shape, [n, w, c, h]);
  const from = (k) => {
    const index = [];
    for (const length of [...shape].reverse()) {
      index.unshift(k % length);
      k = Math.floor(k / length);
    }
    const [i, channel, row, column] = index;
    return ((i * c + row) * h + column) * w + channel;
  };
  assert(data.every((value, k) => value === float32(recorded.values[from(k)])));
  await page.getByRole('tab', { name: 'Code', exact: true }).click();
  const program = await page.locator('pre').first().innerText();
  assert.match(program, /data = torch\.from_numpy\(np\.load\("rank-4-C\.npy"\)\.astype\("float32"\)\)/);
  assert.match(program, /x = data\.permute\(0, 3, 1, 2\)/);
  await page.goBack();
  await ready(page);
  assert.equal(parameter(page, 'x'), `load("rank-4-C.npy",${recorded.shape}).permute(0,2,1,3)`);
  assert.match(await headline(page), /Batch Norm/);
});

test('one of many is found by its name', async (t) => {
  const page = await open(t);
  const head = {};
  for (let k = 0; k < 300; k++) head[`layers.${k}.weight`] = { dtype: 'F32', shape: [2, 3], data_offsets: [24 * k, 24 * k + 24] };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const content = Buffer.from(Float32Array.from({ length: 1800 }, (_, k) => k).buffer);
  await choose(page, [{ name: 'many.safetensors', mimeType: '', buffer: Buffer.concat([length, json, content]) }]);
  const rows = said(page).getByRole('radio');
  assert.equal(await rows.count(), 50);
  await said(page).getByText('and 250 more: find them by name').waitFor();
  await said(page).getByRole('searchbox', { name: 'Find a tensor by name' }).fill('S.277');
  await said(page).getByText('more: find').waitFor({ state: 'detached' });
  assert.equal(await rows.count(), 1);
  await rows.first().check();
  await ready(page);
  assert.equal(parameter(page, 'x'), 'load("many.safetensors","layers.277.weight",2,3)');
  assert.deepEqual([...(await values(page)).data], [1662, 1663, 1664, 1665, 1666, 1667]);
  assert.deepEqual(await axe(page), []);
});

test('a table and images', async (t) => {
  const page = await open(t);
  await choose(page, path('head.csv'));
  assertIs(await values(page), RECORDED['head.csv'][''], 'head.csv');
  // Two images, made of pixels that are known.
  const make = (shade) => page.evaluate(async (shade) => {
    const canvas = new OffscreenCanvas(5, 4);
    const context = canvas.getContext('2d');
    const data = context.createImageData(5, 4);
    for (let k = 0; k < 20; k++) data.data.set([k * 12, 255 - k * 9, shade, 255], 4 * k);
    context.putImageData(data, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, shade);
  const image = async (name, shade) => ({ name, mimeType: 'image/png', buffer: Buffer.from(await make(shade)) });
  await choose(page, [await image('a.png', 7), await image('b.png', 250)]);
  assert.equal(parameter(page, 'x'), 'load("a.png","b.png",2,3,4,5)/255');
  const { shape, data } = await values(page);
  assert.deepEqual(shape, [2, 3, 4, 5]);
  for (const [i, shade] of [7, 250].entries()) {
    for (let k = 0; k < 20; k++) {
      for (const [channel, pixel] of [k * 12, 255 - k * 9, shade].entries()) assert.equal(data[(i * 3 + channel) * 20 + k], Math.fround(pixel / 255));
    }
  }
  // A convolution of them, with the filters that the generator gives.
  const convolved = 'conv2d(load("a.png","b.png",2,3,4,5)/255,randn(8,3,3,3),padding=1)';
  const channels = page.getByRole('combobox', { name: 'Channels', exact: true });
  await channels.selectOption('8, convolved');
  await ready(page);
  assert.equal(parameter(page, 'x'), convolved);
  assert.equal(await page.getByRole('group', { name: 'Axes of the file' }).count(), 0);
  const activations = await values(page);
  assert.deepEqual(activations.shape, [2, 8, 4, 5]);
  const filters = (await values(await open(t, '?x=randn(8,3,3,3)&layer=BatchNorm2d(3)'))).data;
  const pixel = (n, c, h, w) => (h in [0, 0, 0, 0] && w in [0, 0, 0, 0, 0] ? data[((n * 3 + c) * 4 + h) * 5 + w] : 0);
  activations.data.forEach((value, at) => {
    const [n, o, h, w] = [Math.floor(at / 160), Math.floor(at / 20) % 8, Math.floor(at / 5) % 4, at % 5];
    let sum = 0;
    for (let k = 0; k < 27; k++) sum += filters[o * 27 + k] * pixel(n, Math.floor(k / 9), h + (Math.floor(k / 3) % 3) - 1, w + (k % 3) - 1);
    assert(Math.abs(value - sum) < 1e-5, `${value} at ${[n, o, h, w]} is ${sum}`);
  });
  await channels.selectOption('red, green, blue');
  await ready(page);
  assert.equal(parameter(page, 'x'), 'load("a.png","b.png",2,3,4,5)/255');
  await choose(page, [await image('c.png', 1), { name: 'd.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no image') }]);
  assert.match(await said(page).innerText(), /The browser finds no image in d\.jpg/);
  assert.equal(parameter(page, 'x'), 'load("a.png","b.png",2,3,4,5)/255');
});

test('what cannot be read is told within a second, and the page stays as it was', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '?layer=BatchNorm2d(6)');
  const [address, shown] = [page.url(), await headline(page)];
  const names = await readdir(new URL('bad/', OWN));
  assert(names.length > 50);
  for (const name of names) {
    const start = Date.now();
    await chooser(page).setInputFiles(path(`bad/${name}`));
    const settled = () => page.evaluate(() => {
      const own = document.querySelector('.own');
      return !own.innerText.includes('Reading the file') && own.querySelector('.alert, .calls')?.innerText;
    });
    while (!await settled()) assert(Date.now() - start < 1000, `${name} takes more than a second`);
    const sentence = await said(page).innerText();
    assert.match(sentence, /\w{3,} \w+/, name);
    await ready(page);
    assert.equal(await headline(page), shown, name);
    await chooser(page).setInputFiles(path('head.csv'));
    await page.waitForFunction(() => location.search.includes('head.csv'));
    await ready(page);
    await page.goBack();
    await ready(page);
    assert.equal(page.url(), address, `${name}: ${sentence}`);
  }
});

test('every method takes what was read, and a file that has changed is read anew', { timeout: 120_000 }, async (t) => {
  const page = await open(t);
  const name = 'rank-4-C.npy';
  const bytes = await readFile(path(name));
  await choose(page, { name, mimeType: '', buffer: bytes });
  const methods = page.getByRole('radiogroup', { name: 'Method' });
  for (const method of ['Batch Norm', 'Layer Norm', 'Instance Norm', 'Group Norm']) {
    await methods.getByRole('radio', { name: method, exact: true }).locator('xpath=..').click();
    await ready(page);
    assertIs(await values(page), RECORDED[name][''], method);
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await ready(page);
  await page.getByRole('button', { name: 'Explore', exact: true }).click();
  await ready(page);
  await page.evaluate(() => {
    const url = new URL(location.href);
    url.searchParams.set('layer', 'BatchNorm2d(3)');
    url.searchParams.set('steps', '2');
    url.searchParams.set('mode', 'eval');
    url.searchParams.set('poke', '0,0,0,0:9');
    history.replaceState(history.state, '', url);
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  });
  await ready(page);
  assert.equal((await values(page)).data[0], 9);
  // The same name and shape, with another last value.
  const changed = Buffer.from(bytes);
  changed[changed.length - 2] += 1;
  await page.goBack();
  await ready(page);
  const before = (await values(page)).data.at(-1);
  await chooser(page).setInputFiles({ name, mimeType: '', buffer: changed });
  await page.waitForTimeout(300);
  await ready(page);
  assert.notEqual((await values(page)).data.at(-1), before);
  // Another file leaves the first one there.
  await choose(page, path('all.safetensors'));
  await page.getByRole('radio', { name: 'f8' }).locator('xpath=..').click();
  await ready(page);
  await page.goBack();
  await ready(page);
  assert.notEqual((await values(page)).data.at(-1), before);
});

test('a file that is dropped is opened', async (t) => {
  const page = await open(t);
  const bytes = [...await readFile(path('f8-big-F.npy'))];
  const drag = (kind) => page.evaluate(([kind, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], 'f8-big-F.npy'));
    const target = document.querySelector('.surface');
    return target.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, [kind, bytes]);
  assert.equal(await drag('dragover'), false, 'the browser would leave the page');
  await page.getByText('Drop .npy, .npz, .safetensors, a table or images').waitFor();
  await drag('drop');
  await page.waitForFunction(() => location.search.includes('f8-big-F.npy'));
  await ready(page);
  assert.equal(await page.locator('.drop').count(), 0);
  assertIs(await values(page), RECORDED['f8-big-F.npy'][''], 'f8-big-F.npy');
});

test('reading a large file is given up', { timeout: 120_000 }, async (t) => {
  const page = await open(t, '?layer=BatchNorm2d(6)');
  const [address, shown] = [page.url(), await headline(page)];
  // As many values as are shown, of float64, which are zeros.
  const text = `{'descr': '<f8', 'fortran_order': True, 'shape': (64, 64, 64, 128), }`;
  const head = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(`${text.padEnd(117)}\n`)]);
  const input = await chooser(page).elementHandle();
  await page.evaluate(([input, head]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(head), new Uint8Array(16 * 64 ** 4)], 'zeros.npy'));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, [input, [...head]]);
  // At once: who waits for the button to stand still may see the file read.
  await page.waitForFunction(() => {
    const cancel = document.querySelector('.own button');
    cancel?.click();
    return cancel?.innerText === 'Cancel';
  });
  await page.getByText('Reading the file').waitFor({ state: 'detached' });
  await ready(page);
  assert.equal(await headline(page), shown);
  assert.equal(page.url().replace(/.*\?/, ''), address.replace(/.*\?/, ''));
  assert.doesNotMatch(await said(page).innerText(), /Reading|Cancel/);
});
