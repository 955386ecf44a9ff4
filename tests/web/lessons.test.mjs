// The lessons: every beat sets its figure, every link drives it, and every number in the prose is true.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, ready } from './browser.mjs';
import { compared, seen, written } from './course.mjs';
import { ARRANGEMENTS, camera, cells, faces, through } from './cube.mjs';
import { flatOf, indexOf, setOf } from './layers.mjs';
import { go, turnTo } from './ways.mjs';

const SIZE = [1366, 768];

// Where PyTorch refuses on purpose: the beat, the link that does it, and what PyTorch says.
const ONE_VALUE = /^PyTorch: .*Expected more than 1 value per channel when training/;
const REFUSED = [
  { beat: 'batch-norm/one-value', link: 0, says: ONE_VALUE, why: 'one value has no variance' },
  { beat: 'test-time/batch-of-one', link: 0, says: ONE_VALUE, why: 'one sample has one value per feature' },
  { beat: 'layer-norm/axis-order', link: 0, says: /^PyTorch: .*running_mean should contain 6 elements not 8/, why: 'tokens stand where channels are wanted' },
  { beat: 'instance-norm/few-positions', link: 0, says: /^PyTorch: .*Expected more than 1 spatial element when training/, why: 'a set has one value' },
  { beat: 'misconceptions/batch-of-one', link: 0, says: ONE_VALUE, why: 'a channel has one value' },
  { beat: 'misconceptions/single-values', link: 1, says: /^PyTorch: .*Expected more than 1 spatial element when training/, why: 'a set has one value' },
  { beat: 'in-pytorch/batch-norm-3d', link: 1, says: /^PyTorch: .*expected 4D input \(got 5D input\)/, why: 'it counts the axes' },
];

// What a link that omits a key shows.
const DEFAULTS = {
  view: 'explore', x: 'channels(4,6,4,4)', layer: 'GroupNorm(3,6)', mode: 'train', steps: '0', t: '0', color: 'value', by: 'set',
  data: 'normal', scale: '10', shift: '0', standardize: 'no', rate: '1', quantity: 'mean', redraws: '100', dropout: '0',
  measure: 'activations', order: 'all', depth: '12', width: '32', last: 'yes', block: '1', method: 'all', rho: '1',
  style: 'none', first: '0', task: 'digits', runs: 'mlp(100,100,100);norm=batch', train: '0', watch: 'accuracy', seed: '1234',
};

const button = (page, name) => page.getByRole('button', { name, exact: true });
const drives = (page) => page.locator('.lesson a.drive:not(.notes *)');
const heading = (page) => page.locator('.lesson-head h2').textContent();
const indices = (text) => text.split(',').map(Number);
const parameters = (page) => new URL(page.url()).searchParams;

async function press(page, locator) {
  await locator.click();
  await ready(page);
}

// The figure is there, nothing is wrong, all numbers are true.
async function assertSound(page, where, { refusal, collects = false } = {}) {
  const now = await seen(page);
  assert(now.isDrawn, `${where}: a figure`);
  assert(now.headline.trim().length > 0, `${where}: a headline`);
  assert.deepEqual(now.complaints, [], `${where}: complaints`);
  if (refusal) {
    assert.equal(now.alerts.length, 1, `${where}: PyTorch refuses, since ${refusal.why}`);
    assert.match(now.alerts[0].replaceAll(/\s+/g, ' '), refusal.says, where);
  } else {
    assert.deepEqual(now.alerts, [], `${where}: alerts`);
  }
  for (const { text, title, source } of now.recorded) {
    assert(source && source === title, `${where}: ${text} has a source below the text`);
  }
  for (const caption of now.tables) assert.match(caption, /\(.*\d{4}\)/, `${where}: a table with its source`);
  const values = now.live.map((live) => compared(live, now.runs));
  const wrong = values.filter((value) => value.wrong).map((value) => value.wrong);
  if (!collects) assert.deepEqual(wrong, [], where);
  return { ...now, values, wrong };
}

// A chosen layer calls axes by their places, whatever x is: T and D of sentences are C and L there.
const plain = (value) => (value?.startsWith('Norm(') ? value.replaceAll('T', 'C').replaceAll('D', 'L') : value);

// A run as it is when nothing is said, and which words say the same thing of it.
const RUN = { net: 'mlp(100,100,100)', activation: 'sigmoid', norm: 'none', noise: 'quiet', init: 'normal(0.1)', bias: 'yes', scale: '1', batch: '60', lr: '0.1', method: 'sgd', momentum: '0', decay: '0', warmup: '0', accumulate: '1', order: 'shuffled', forks: '' };
const SAID_BY = [[/^(mlp|cnn|pre|post)\(/, 'net'], [/^(relu|sigmoid|tanh|identity)$/, 'activation'], [/^(noisy|quiet)$/, 'noise'], [/^(sgd|adam)$/, 'method'], [/^(shuffled|by-class)$/, 'order']];

// Runs in words: what is left out is as in the first, and there as in RUN.
function runsOf(text) {
  const read = (words, from) => {
    const [now, ...forks] = words.trim().split(/\s*(?=@)/);
    const said = now.split(/\s+/).filter(Boolean).map((word) => {
      const [, thing] = SAID_BY.find(([of]) => of.test(word)) ?? [];
      return thing ? [thing, word] : word.split(/=(.*)/).slice(0, 2);
    });
    return { ...from, ...Object.fromEntries(said), forks: forks.join(' ') };
  };
  const [first, ...others] = text.split(';');
  const plainest = read(first, RUN);
  return [plainest, ...others.map((words) => read(words, plainest))];
}

// The address names what the link of the lesson names, but for defaults.
function assertAddress(page, link, where) {
  const now = parameters(page);
  for (const [key, value] of new URLSearchParams(link)) {
    const wanted = value || DEFAULTS[key];
    const said = now.get(key) ?? DEFAULTS[key];
    if (key === 'runs') assert.deepEqual(runsOf(said), runsOf(wanted), `${where}: ${key}`);
    else assert.equal(plain(said), plain(wanted), `${where}: ${key}`);
  }
}

// Every link of the beat, one after another, and the first once more.
async function assertDrives(page, { place, links }, check) {
  for (const k of [...links.keys(), 0]) {
    const link = links[k];
    const where = `${place}, link ${k} (${link})`;
    const before = page.url();
    const { current } = await seen(page);
    await press(page, drives(page).nth(k));
    // Where the figure is there already, the address stays as typed.
    if (current[k]) assert.equal(page.url(), before, where);
    else assertAddress(page, link, where);
    if (new URLSearchParams(link).has('lesson')) {
      // It leaves the beat; the figure is that of the other one.
      await assertSound(page, where);
      await page.goBack();
      await ready(page);
      assert.equal(page.url(), before, `${where}: Back`);
      continue;
    }
    const now = await check(where, k);
    assert(now.current[k], `${where} is where the figure is`);
  }
}

// A point of the screen where nothing hides a cell of the solid cube, in the middle of one of its faces, if there is one.
async function pointOf(page, shape, flat) {
  const surface = page.locator('.surface');
  const box = await surface.boundingBox();
  const view = camera(JSON.parse(await surface.getAttribute('data-projection')), box);
  const all = cells(shape, Object.keys(ARRANGEMENTS[shape.length])[0]);
  const isFree = (face) => all.every((other) => other.flat === flat || !(through(face.at, view, other)?.[1] > 1e-6));
  const free = faces(all[flat], view).find(isFree);
  if (!free) return undefined;
  const [x, y] = view.px(free.at);
  return { x: box.x + x, y: box.y + y };
}

// Begins to mark, and shows the truth at once: what it says is checked, too.
async function assertMarking(page, check, where) {
  const mark = button(page, 'Mark the cells');
  if (!(await mark.count())) return;
  await press(page, mark);
  const [shape, pinned] = [parameters(page).get('x').match(/\d+/g).map(Number), indices(parameters(page).get('at'))];
  assert(await pointOf(page, shape, flatOf(shape, pinned)), `${where}: the cell ${pinned} that is asked about is seen`);
  await press(page, button(page, 'Show the answer'));
  await check(`${where}, after the truth`);
  assert.equal(await mark.count(), 0, `${where}: one question that marks`);
}

test('every beat of every lesson', { timeout: 900_000 }, async (t) => {
  const page = await open(t, '?lesson=contents', { size: SIZE });
  const links = await page.locator('.contents a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const beats = await written();
  const found = new Set(links.filter((link) => link.startsWith('?')));
  assert.deepEqual([...found].map((link) => new URLSearchParams(link)).map((p) => `${p.get('lesson')}/${p.get('beat')}`), beats.map(({ place }) => place), 'all beats, in their order');
  const worst = {};
  const wrong = new Set();
  for (const [n, beat] of beats.entries()) {
    const link = [...found][n];
    // The first beat of each lesson as a link from elsewhere opens it.
    const isFirst = beat.place.split('/')[0] !== beats[n - 1]?.place.split('/')[0];
    await (isFirst ? go : turnTo)(page, link);
    const check = async (where, k) => {
      const refusal = REFUSED.find((one) => one.beat === beat.place && one.link === k);
      const now = await assertSound(page, where, { refusal, collects: true });
      now.wrong.forEach((one) => wrong.add(one));
      now.values.forEach(({ name, part = 0 }, i) => {
        worst[name] ??= { links: new Set(), part: 0 };
        worst[name].links.add(now.live[i].link);
        worst[name].part = Math.max(worst[name].part, part);
      });
      return now;
    };
    const start = await check(beat.place, 0);
    assert(start.current[0], `${beat.place}: the figure is that of the first link`);
    assert.equal(new URL(page.url()).search, link, `${beat.place}: the address stays as typed`);
    for (const show of await button(page, 'Show the answer').all()) await press(page, show);
    assert.equal(await drives(page).count(), beat.links.length, `${beat.place}: all links drive`);
    await check(`${beat.place}, all answers shown`, 0);
    await assertDrives(page, beat, check);
    await assertMarking(page, check, beat.place);
    // Nothing of the text is left that was not shown.
    assert.deepEqual((await seen(page)).live.map(({ name }) => name), beat.values, `${beat.place}: all live values`);
  }
  for (const [name, { links: of, part }] of Object.entries(worst)) t.diagnostic(`${name}: ${of.size} compared, at most ${part.toPrecision(2)} of the tolerance`);
  assert.deepEqual([...wrong], [], 'live values');
});

test('a choice is judged, and the truth shown', async (t) => {
  const page = await open(t, '?lesson=why-normalize&beat=stable', { size: SIZE });
  const question = page.locator('.question');
  const choice = (text) => question.locator('label.choice', { hasText: text });
  const classes = (locator) => locator.evaluate((label) => [...label.classList]);
  const url = page.url();
  await press(page, choice('it is a tenth'));
  assert.equal(await question.locator('.right, .wrong, .verdict').count(), 0, 'nothing is told before');
  assert.equal((await question.locator('div[role=status]').last().innerText()).trim(), '');
  await press(page, button(page, 'Show the answer'));
  assert((await classes(choice('it is a tenth'))).includes('wrong'));
  assert((await classes(choice('it is about a hundredth'))).includes('right'));
  assert.deepEqual(await classes(choice('it stays, the task is the same')), ['choice']);
  assert((await question.locator('.verdict').innerText()).length > 0);
  assert((await question.locator('div[role=status]').last().innerText()).trim().length > 20, 'the truth');
  assert(await question.getByRole('radio').evaluateAll((all) => all.every((radio) => radio.disabled)), 'no second choice');
  assert.equal(await button(page, 'Show the answer').count(), 0);
  assert.equal(page.url(), url, 'nothing of it is in the address');
  await page.reload();
  await ready(page);
  assert.equal(await question.locator('.right, .wrong, .verdict').count(), 0, 'nothing of it is kept');
  await press(page, choice('it is about a hundredth'));
  await press(page, button(page, 'Show the answer'));
  assert.equal(await question.locator('.wrong').count(), 0);
  assert((await classes(choice('it is about a hundredth'))).includes('right'));
});

test('cells are marked while the panels are hidden, and the difference is counted', async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=one-mean', { size: SIZE });
  const [shape, box] = [[3, 4, 2, 2], [3, 1, 2, 2]];
  const panels = page.locator('.panels > *');
  const areVisible = () => panels.evaluateAll((all) => all.map((panel) => panel.checkVisibility({ visibilityProperty: true })));
  assert((await areVisible()).some(Boolean), 'panels before');
  await press(page, button(page, 'Mark the cells'));
  const url = page.url();
  assert.equal(parameters(page).get('x'), `channels(${shape})`);
  const pinned = indices(parameters(page).get('at'));
  const set = new Set(setOf(shape, box, pinned));
  assert(!(await areVisible()).some(Boolean), 'no panel tells the answer');
  const marks = page.locator('.question').getByText(/pinned (one|cell is marked)$/);
  assert.equal(await marks.innerText(), 'Only the pinned cell is marked');
  // By plane, as it begins: a channel of the first sample that is of the set, and one that is not.
  const marked = new Set([flatOf(shape, pinned)]);
  const click = async (flat, reaches) => {
    const { x, y } = await pointOf(page, shape, flat);
    await page.mouse.click(x, y);
    await ready(page);
    setOf(shape, reaches, indexOf(shape, flat)).forEach((other) => marked.add(other));
    assert.equal(await marks.innerText(), `${marked.size} cells marked, with the pinned one`);
  };
  await click(flatOf(shape, [0, 2, 0, 0]), [1, 1, 2, 2]);
  await page.locator('.question label.choice', { hasText: 'one cell' }).click();
  await click(flatOf(shape, [0, 0, 1, 0]), [1, 1, 1, 1]);
  assert.equal(page.url(), url, 'nothing of it is in the address');
  await press(page, button(page, 'Show the answer'));
  const right = [...marked].filter((flat) => set.has(flat)).length;
  const verdict = `${right} of its ${set.size} cells found, ${set.size - right} missed, ${marked.size - right} marked that are not in it`;
  assert.equal(await page.locator('.question .verdict').innerText(), verdict);
  assert((await areVisible()).some(Boolean), 'panels after');
  assert.equal(page.url(), url);
  // Again, and all of it: channel by channel.
  await press(page, button(page, 'Mark again'));
  await page.locator('.question label.choice', { hasText: 'a channel of all samples' }).click();
  marked.clear();
  marked.add(flatOf(shape, pinned));
  await click(flatOf(shape, [0, 2, 0, 0]), box);
  await press(page, button(page, 'Show the answer'));
  assert.equal(await page.locator('.question .verdict').innerText(), `Exactly right: all ${set.size} cells of the set`);
  // The pinned cell is of its own set: its mark stays. Cancelled, nothing is judged.
  await press(page, button(page, 'Mark again'));
  const at = await pointOf(page, shape, flatOf(shape, pinned));
  for (const said of ['4 cells marked, with the pinned one', 'Only the pinned cell is marked']) {
    await page.mouse.click(at.x, at.y);
    await ready(page);
    assert.equal(await marks.innerText(), said);
  }
  await press(page, button(page, 'Cancel'));
  assert((await areVisible()).some(Boolean), 'panels after Cancel');
  assert.equal(page.url(), url);
});

test('while cells are marked, nothing tells the answer and the question stays', async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=one-mean', { size: SIZE });
  await press(page, button(page, 'Mark the cells'));
  const url = page.url();
  const surface = page.locator('.surface');
  const description = await surface.getAttribute('aria-label');
  await surface.focus();
  for (const key of ['ArrowRight', 'Enter', 'Escape']) {
    await page.keyboard.press(key);
    await ready(page);
    assert.equal(page.url(), url, `${key} asks about another cell`);
  }
  assert.doesNotMatch(description, /\d|all samples/);
});

test('Next and Back, and from lesson to lesson', async (t) => {
  const page = await open(t, '?lesson=why-normalize&beat=weather', { size: SIZE });
  const step = (name) => page.locator('nav.steps').getByRole('button', { name });
  const place = () => `${parameters(page).get('lesson')}/${parameters(page).get('beat')}`;
  const weather = await heading(page);
  await press(page, step('Next'));
  assert.equal(place(), 'why-normalize/activations');
  assert.notEqual(await heading(page), weather);
  await press(page, step('Next'));
  assert.equal(place(), 'batch-norm/one-mean', 'the next lesson');
  assert.equal(parameters(page).get('layer'), 'BatchNorm2d(6)', 'its figure is in the address');
  await assertSound(page, 'by Next');
  await press(page, step('Back'));
  assert.equal(place(), 'why-normalize/activations');
  assert.equal(parameters(page).get('data'), 'weather');
  await press(page, step('Back'));
  assert.equal(await heading(page), weather);
  // The ends of the course.
  await go(page, '?lesson=why-normalize&beat=gradients');
  assert(await step('Back').isDisabled());
  const last = (await written()).at(-1).place.split('/');
  await go(page, `?lesson=${last[0]}&beat=${last[1]}`);
  assert(await step('Next').isDisabled());
});

test('Back of the browser, and reload', async (t) => {
  const page = await open(t, '?lesson=group-norm&beat=lattice', { size: SIZE });
  const first = page.url();
  const text = await page.locator('.headline h1').textContent();
  await press(page, drives(page).nth(1));
  const second = page.url();
  const changed = await page.locator('.headline h1').textContent();
  assert.notEqual(changed, text);
  await press(page, page.locator('nav.steps').getByRole('button', { name: 'Next' }));
  assert.equal(parameters(page).get('beat'), 'neighbours');
  const next = await heading(page);
  await page.goBack();
  await ready(page);
  assert.equal(page.url(), second);
  assert.notEqual(await heading(page), next);
  assert.equal(await page.locator('.headline h1').textContent(), changed, 'the figure as it was driven');
  await page.goBack();
  await ready(page);
  assert.equal(page.url(), first);
  assert.equal(await page.locator('.headline h1').textContent(), text, 'the figure that the beat begins with');
  assert((await seen(page)).current[0]);
  await page.goForward();
  await ready(page);
  await page.reload();
  await ready(page);
  assert.equal(page.url(), second);
  assert.equal(await page.locator('.headline h1').textContent(), changed, 'reload');
  assert.deepEqual((await seen(page)).current, [false, true, false]);
});

test('an address with a figure of its own shows that one', async (t) => {
  const page = await open(t, '?lesson=group-norm&beat=lattice&layer=BatchNorm2d(6)&at=1,3,2,0', { size: SIZE });
  const isSo = async () => {
    const now = await assertSound(page, 'own figure');
    assert.deepEqual(now.current, [false, false, false]);
    const sets = now.live.filter(({ name, value }) => name === 'sets' && value === '6');
    assert(sets.length > 0, 'the value without a link is that of the figure');
    assert.equal(parameters(page).get('layer'), 'BatchNorm2d(6)');
    assert.equal(parameters(page).get('at'), '1,3,2,0');
  };
  await isSo();
  await page.reload();
  await ready(page);
  await isSo();
});
