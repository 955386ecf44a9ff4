// Networks that train in the page: workers, links that give the same curves again, refusals, and what is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, axe, blank, open, ready } from './browser.mjs';
import { bytes, heap, watchMemory } from './memory.mjs';
import { readSafetensors, show, taken } from './taken.mjs';

const curves = (page) => page.locator('.training canvas').evaluate((canvas) => JSON.parse(canvas.dataset.curves));
const headline = (page) => page.locator('.headline').innerText();
const last = (values) => values[values.length - 1];

test('batch norm learns where the plain network does not, and the link gives the same curves to the last digit', async (t) => {
  const page = await open(t, '?view=training&train=60');
  const [plain, normalized] = await curves(page);
  assert.equal(plain.losses.length, 60);
  assert.equal(normalized.losses.length, 60);
  assert(last(plain.test) < 0.2 && last(normalized.test) > 0.8, `${last(plain.test)} and ${last(normalized.test)}`);
  assert.match(await headline(page), /^After 60 steps, no norm: \d+ %; batch norm: \d+ %/);
  await page.reload();
  await ready(page);
  assert.deepEqual(await curves(page), [plain, normalized]);
});

test('four runs train beside each other, pause, and go on as if nothing had been', async (t) => {
  const page = await open(t, '?view=training&runs=mlp(32)+relu;norm=batch;norm=layer;norm=group(4)+lr=0.5');
  assert.match(await headline(page), /^4 networks, ready to train/);
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [0, 0, 0, 0]);
  await page.click('#train');
  await page.waitForFunction(() => Number(document.querySelector('.play input[type=number]').value) > 30);
  await page.click('#train');
  await ready(page);
  const made = await curves(page);
  const steps = new Set(made.map(({ losses }) => losses.length));
  assert.equal(steps.size, 1, 'all runs end at one step');
  const [count] = steps;
  assert.equal(Number(new URL(page.url()).searchParams.get('train')), count);
  await page.getByRole('button', { name: 'One step' }).click();
  await page.waitForFunction((count) => JSON.parse(document.querySelector('.training canvas').dataset.curves).every(({ losses }) => losses.length === count + 1), count);
  await ready(page);
  const longer = await curves(page);
  const anew = await open(t, new URL(page.url()).search);
  assert.deepEqual(await curves(anew), longer);
  assert.deepEqual(longer.map(({ losses }) => losses.slice(0, count)), made.map(({ losses }) => losses));
  await page.getByRole('button', { name: 'From the start' }).click();
  await ready(page);
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [0, 0, 0, 0]);
});

test('a batch that PyTorch rejects is its own sentence, and the other run goes on', async (t) => {
  const page = await open(t, '?view=training&runs=mlp(8)+norm=batch+batch=1;norm=layer&train=12');
  const refusal = await page.locator('.tally .alert').innerText();
  assert.match(refusal, /Expected more than 1 value per channel when training, got input size torch\.Size\(\[1, 8\]\)/);
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [0, 12]);
});

test('a run that breaks says in which step and where', async (t) => {
  const page = await open(t, '?view=training&task=linear&watch=loss&runs=mlp(8,8)+relu+init=normal(10)+lr=100;init=xavier+lr=0.01&train=40');
  assert.match(await headline(page), /ended in step \d+, no finite number (in what fc\d|in the loss|in the gradient)/);
  const [broken, whole] = await curves(page);
  assert(broken.losses.length < 40);
  assert.equal(whole.losses.length, 40);
});

test('controls change the runs, and all of it is in the link', async (t) => {
  const page = await open(t, '?view=training&train=5');
  await page.getByRole('button', { name: 'Add a run' }).click();
  await page.locator('.runs select').nth(2).selectOption('layer norm');
  await page.getByRole('radio', { name: 'ReLU' }).check({ force: true });
  await page.getByRole('radio', { name: 'Two rings' }).check({ force: true });
  await ready(page);
  const link = new URL(page.url()).searchParams;
  assert.equal(link.get('task'), 'rings');
  assert.equal(link.get('runs'), 'relu; norm=batch; norm=layer');
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [5, 5, 5]);
  await page.locator('.written textarea').fill('mlp(4); norm=banana');
  await page.locator('.written textarea').blur();
  assert.match(await page.locator('.controls .alert').innerText(), /“norm=banana” is no word of a run/);
  assert.equal(new URL(page.url()).searchParams.get('runs'), 'relu; norm=batch; norm=layer');
});

test('one goes back among the steps that were made, and on from there, by slider and by link', async (t) => {
  const page = await open(t, '?view=training&train=60&runs=mlp(16)+relu;norm=batch');
  const made = await curves(page);
  const steps = page.locator('.play input[type=number]');
  const shows = (count) => page.waitForFunction((count) => JSON.parse(document.querySelector('.training canvas').dataset.curves ?? '[]')[0]?.losses.length === count, count);
  await steps.fill('25');
  await steps.press('Enter');
  await shows(25);
  assert.equal(new URL(page.url()).searchParams.get('train'), '25');
  assert.match(await headline(page), /^After 25 steps/);
  assert.deepEqual((await curves(page)).map(({ losses }) => losses), made.map(({ losses }) => losses.slice(0, 25)));
  assert.deepEqual(await curves(await open(t, new URL(page.url()).search)), await curves(page));
  await page.goBack();
  await shows(60);
  assert.deepEqual(await curves(page), made);
  await page.goForward();
  await shows(25);
  // It trains on from there, and gives the same again.
  await page.click('#train');
  await page.waitForFunction(() => Number(document.querySelector('.play input[type=number]').value) > 60);
  await page.click('#train');
  await ready(page);
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.slice(0, 60)), made.map(({ losses }) => losses));
  // A number beyond what was made is trained to.
  const beyond = (await curves(page))[0].losses.length + 7;
  await steps.fill(`${beyond}`);
  await steps.press('Enter');
  await shows(beyond);
});

test('what is costly is measured once it is watched, from the first step on, and the steps stay the same', async (t) => {
  const page = await open(t, '?view=training&runs=mlp(16,16)+relu;norm=batch&train=12');
  const steps = async () => (await curves(page)).map(({ losses, test }) => ({ losses, test }));
  const made = await steps();
  await page.selectOption('.more-watched select', { label: 'Shift of gradients, cosine' });
  await ready(page);
  assert.equal(new URL(page.url()).searchParams.get('watch'), 'shift');
  assert.deepEqual(await steps(), made);
  const cosines = await page.locator('.tally .value').allInnerTexts();
  assert.equal(cosines.length, 2);
  assert(cosines.every((text) => /^[−-]?[01](\.\d+)?$/.test(text)), `${cosines}`);
  await page.locator('.sheets summary').click();
  await page.locator('.sheets tbody tr').first().waitFor();
  assert.equal(await page.locator('.sheets tbody tr').count(), 13, 'a row for each glance');
});

test('what does not fit is said, and what cannot be right is not asked', async (t) => {
  const page = await open(t, '?view=training&task=linear&runs=cnn(8)+relu;mlp(8)+norm=instance;norm=layer&train=3');
  const refusals = await page.locator('.tally .alert').allInnerTexts();
  assert.match(refusals[0], /cnn\(8\) does not take samples of shape \[10\]/);
  assert.match(refusals[1], /^norm1: /);
  assert.equal(await page.getByRole('radio', { name: 'Accuracy' }).count(), 0);
  assert(await page.getByRole('radio', { name: 'Loss' }).isChecked());
});

test('transformers train on sentences, and are offered what normalizes each token', async (t) => {
  const page = await open(t, '?view=training&task=sequence&runs=pre(1,8,2)+norm=layer;post(1,8,2);post(1,8,2)+norm=batch&train=4');
  assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [4, 4, 0]);
  const [pre, post] = await curves(page);
  assert.notDeepEqual(pre.losses, post.losses);
  assert.deepEqual(await page.locator('.tally .alert').allInnerTexts(), [
    'post(1,8,2) normalizes each token by itself: with norm=layer, rms or none, and quiet',
  ]);
  const offered = (k) => page.locator('.runs select').nth(k).locator('option').allInnerTexts();
  assert.deepEqual(await offered(0), ['no norm', 'layer norm', 'RMS norm']);
  // What a link has chosen is shown, though it is refused.
  assert.deepEqual(await offered(2), ['no norm', 'layer norm', 'RMS norm', 'batch norm']);
  assert.equal(await page.locator('.runs select').nth(2).inputValue(), 'batch norm');
  await page.reload();
  await ready(page);
  assert.deepEqual((await curves(page)).slice(0, 2), [pre, post]);
});

test('it is said in numbers, in Korean, and to everyone', async (t) => {
  const page = await open(t, '?view=training&train=10&lang=ko');
  assert.match(await headline(page), /^10스텝 뒤, 정규화 없음: \d+ %; 배치 정규화: \d+ %/);
  await page.locator('.sheets summary').click();
  await page.locator('.sheets table').waitFor();
  const rows = await page.locator('.sheets tbody tr').count();
  assert.equal(rows, 11, 'a row for each glance');
  assert.deepEqual(await axe(page), []);
});

test('the activations of a step open in the cube, with the γ and β that were learnt by then', async (t) => {
  const page = await open(t, '?view=training&train=25&runs=cnn(4)+relu;norm=batch');
  const made = await curves(page);
  await show(page);
  const { name, bytes } = await taken(page, 'batch norm.safetensors');
  assert.equal(name, 'training-run2-step25-weights.safetensors');
  const { notes, arrays } = readSafetensors(bytes);
  assert.equal(notes.steps, '25');
  assert.deepEqual(arrays['norm1.num_batches_tracked'].values, [25]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open in the cube' }).nth(1).click();
  await page.waitForFunction(() => !location.search.includes('view=training'));
  await ready(page);
  const link = new URL(page.url()).searchParams;
  assert.equal(link.get('layer'), 'BatchNorm2d(4)');
  const numbers = (key) => link.get(key).split(',').map((text) => Math.fround(Number(text)));
  assert.deepEqual(numbers('weight'), arrays['norm1.weight'].values);
  assert.deepEqual(numbers('bias'), arrays['norm1.bias'].values);
  assert.match(await headline(page), /3840 values from all 60 samples/);
  // Any layer of the step is there to be chosen, and the batch itself.
  const own = page.locator('.own');
  for (const layer of ['x', 'conv1', 'norm1', 'relu1']) await own.getByText(layer, { exact: true }).waitFor();
  await page.goBack();
  await page.waitForSelector('.training canvas');
  await ready(page);
  assert.deepEqual(await curves(page), made);
});

test('curves go out as a table and a picture', async (t) => {
  const page = await open(t, '?view=training&train=30&runs=mlp(16)+relu;norm=batch');
  const made = await curves(page);
  await show(page);
  assert.deepEqual(await axe(page), []);
  const table = (await taken(page, 'CSV')).bytes.toString();
  const losses = [[], []];
  const words = new Set();
  for (const [, run, step, value] of table.matchAll(/^"([^"]*)",1234,loss,batch,(\d+),(\S+)$/gm)) {
    words.add(run);
    const k = [...words].indexOf(run);
    assert.equal(Number(step), losses[k].length);
    losses[k].push(Number(value));
  }
  assert.deepEqual(losses, made.map((run) => run.losses));
  assert.match(table, /^# http\S*view=training\S*train=30/);
  const svg = await taken(page, 'SVG');
  assert.equal(svg.name, 'training-step30.svg');
  const text = svg.bytes.toString();
  assert.match(text, /<metadata>http[^<]*view=training/);
  assert(text.includes('batch norm') && (text.match(/<polyline/g) ?? []).length >= 2, 'two curves and their names');
});

test('several seeds are trained, and their mean is told with how far they go', async (t) => {
  const page = await open(t, '?view=training&train=30&seeds=3&runs=mlp(16)+relu;norm=batch');
  const networks = await curves(page);
  assert.equal(networks.length, 6);
  // Each is what it is alone.
  for (const [k, run] of [[0, 'mlp(16)+relu'], [5, 'mlp(16)+relu+norm=batch']]) {
    const [alone] = await curves(await open(t, `?view=training&train=30&seed=${1234 + k % 3}&runs=${run}`));
    assert.deepEqual(networks[k].losses, alone.losses);
  }
  const ends = networks.slice(3).map(({ test }) => Math.round(100 * last(test)));
  const [, least, greatest] = /batch norm: \d+ % \((\d+)–(\d+) %\)/.exec(await headline(page));
  assert.deepEqual([Number(least), Number(greatest)], [Math.min(...ends), Math.max(...ends)]);
  assert.match(await headline(page), /Means over 3 seeds/);
  // A slider of the controls sets it.
  const seeds = page.getByRole('slider', { name: 'Seeds of each run' });
  await seeds.focus();
  await page.keyboard.press('Home');
  await ready(page);
  assert.equal((await curves(page)).length, 2);
  assert.equal(new URL(page.url()).searchParams.get('seeds'), null);
});

test('runs rest while nobody sees the page, and go slowly if they are told to', async (t) => {
  const page = await open(t, '?view=training&task=rings&runs=mlp(8)+relu;norm=batch');
  const made = () => page.locator('.play input[type=number]').inputValue().then(Number);
  const hide = (isHidden) => page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);
  await page.click('#train');
  await page.waitForFunction(() => Number(document.querySelector('.play input[type=number]').value) > 20);
  await hide(true);
  // The share that was begun comes to its end.
  await ready(page);
  const resting = await made();
  await new Promise((done) => { setTimeout(done, 600); });
  assert.equal(await made(), resting);
  await hide(false);
  await page.waitForFunction((resting) => Number(document.querySelector('.play input[type=number]').value) > resting, resting);
  await page.click('#train');
  await ready(page);
  await page.getByRole('button', { name: 'From the start' }).click();
  await page.selectOption('.play select', { label: 'Ten steps a second' });
  const since = Date.now();
  await page.click('#train');
  await page.waitForFunction(() => Number(document.querySelector('.play input[type=number]').value) >= 12);
  const most = await made();
  const passed = (Date.now() - since) / 1000;
  assert(most <= 1 + 10 * passed, `${most} steps in ${passed} s`);
  await page.click('#train');
});

test('training ends by itself when next to nothing is left to learn', async (t) => {
  const page = await open(t, '?view=training&task=rings&runs=mlp(32,32)+relu+init=torch+adam+lr=0.01');
  await page.click('#train');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: 60_000 });
  await ready(page);
  const [{ losses, test }] = await curves(page);
  assert(losses.length < 20_000 && last(test) > 0.9, `${losses.length} steps, ${last(test)}`);
  // Whoever wants more of it presses again.
  await page.click('#train');
  await page.waitForFunction((count) => Number(document.querySelector('.play input[type=number]').value) > count, losses.length);
  await page.click('#train');
  await ready(page);
});

test('memory stays as it is while four runs train again and again', { timeout: 180_000 }, async (t) => {
  const page = await blank(t);
  page.setDefaultTimeout(60_000);
  await page.addInitScript(watchMemory);
  await page.goto(`${await address()}?view=training&task=rings&train=400&runs=mlp(8,8)+relu;norm=batch;norm=layer;norm=group(4)`);
  await ready(page);
  const round = async () => {
    await page.getByRole('button', { name: 'New seed' }).click();
    await ready(page);
    assert.deepEqual((await curves(page)).map(({ losses }) => losses.length), [400, 400, 400, 400]);
    return [await bytes(page), await heap(page)];
  };
  await round();
  const [held, living] = await round();
  const workers = page.workers().length;
  for (let k = 0; k < 4; k++) await round();
  const [after, alive] = await round();
  assert.equal(page.workers().length, workers, 'no worker more');
  assert.equal(after, held, 'bytes of WebAssembly');
  assert(alive < 1.1 * living + 2 ** 20, `${living} and then ${alive} bytes of JavaScript's objects`);
});
