// Networks that train in the page: workers, links that give the same curves again, refusals, and what is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';

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
  assert.match(await headline(page), /^10단계 뒤, 정규화 없음: \d+ %; 배치 정규화: \d+ %/);
  await page.locator('.sheets summary').click();
  const rows = await page.locator('.sheets tbody tr').count();
  assert.equal(rows, 11, 'a row for each glance');
  assert.deepEqual(await axe(page), []);
});
