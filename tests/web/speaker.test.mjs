// The speaker's window, kept in step with the page before the audience.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, blank, open, ready } from './browser.mjs';
import { DIST } from './host.mjs';

const TITLE = 'One mean for each channel';
const NEXT = 'Subtract, divide, scale, shift';
const LESSON = '?lesson=batch-norm&beat=one-mean';

// Opens the speaker's window of a page; both must stay silent.
async function opened(t, page) {
  const [speaker] = await Promise.all([page.waitForEvent('popup'), page.click('.speaker-button')]);
  speaker.faults = [];
  speaker.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) speaker.faults.push(message.text());
  });
  speaker.on('pageerror', (error) => speaker.faults.push(`${error}`));
  t.after(() => assert.deepEqual(speaker.faults, [], 'the speaker’s window should stay silent'));
  await speaker.setViewportSize({ width: 1366, height: 768 });
  await ready(speaker);
  await inStep(speaker);
  return speaker;
}

const inStep = (speaker) => speaker.waitForSelector('.speaker .state.in-step');
const title = (page, name) => page.locator('.lesson').getByRole('heading', { name }).waitFor();
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const search = (page) => new URL(page.url()).searchParams;
const key = (page, name, value) => page.waitForFunction(([name, value]) => new URLSearchParams(location.search).get(name) === value, [name, value]);

// What the figure shows. A canvas of WebGL gives its own pixels only until the browser has taken them.
const drawn = async (page) => (await page.locator('.stage canvas').screenshot()).toString('base64');

// Waits until the figure shows something else.
async function drawnAnew(page, before) {
  const until = Date.now() + 30_000;
  while (await drawn(page) === before) {
    assert(Date.now() < until, 'the figure should be drawn anew');
    await pause(100);
  }
}

test('it has the notes, the next part and the time, and is accessible', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  await title(speaker, TITLE);
  assert.match(await speaker.locator('.notes-aloud').innerText(), /Turn the cube slowly before you ask for the marks/);
  const next = await speaker.locator('.next-beat').innerText();
  assert.match(next, new RegExp(NEXT));
  assert.match(next, /What happens to a value is the same in all methods/);
  assert.match(await speaker.locator('.elapsed').innerText(), /^0:\d\d$/);
  assert.match(await speaker.locator('.time-of-day').innerText(), /^\d{1,2}:\d\d$/);
  assert.deepEqual(await axe(speaker), []);
  const size = () => speaker.locator('.notes-aloud').evaluate((notes) => parseFloat(getComputedStyle(notes).fontSize));
  const before = await size();
  await speaker.getByRole('button', { name: 'Larger notes' }).click();
  assert(await size() > before);
  await pause(2100);
  assert.notEqual(await speaker.locator('.elapsed').innerText(), '0:00');
  await speaker.getByRole('button', { name: 'Start the time again' }).click();
  assert.match(await speaker.locator('.elapsed').innerText(), /^0:0[01]$/);
  // It has another look than the page before the audience, which has no bar.
  assert.equal(await page.locator('.speaker').count(), 0);
  await page.click('#present');
  await page.waitForSelector('html.presenting');
  await pause(300);
  assert.equal(await speaker.locator('html.presenting').count(), 0);
});

test('each follows the other: part, settings, element, stage and camera', { timeout: 120_000 }, async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  const steps = await page.evaluate(() => history.length);
  await speaker.keyboard.press('PageDown');
  await title(page, NEXT);
  await key(page, 'beat', 'four-steps');
  assert.equal(search(page).get('at'), '0,2,1,1', 'with its figure');
  await page.locator('.lesson .steps button', { hasText: 'Next' }).click();
  await title(speaker, 'The ε stands inside the root');
  await speaker.locator('.speaker').getByRole('button', { name: 'Back' }).click();
  await title(page, NEXT);
  await speaker.getByRole('link', { name: 'divided by the spread' }).click();
  await key(page, 't', '2');
  await page.evaluate(() => document.querySelector('.surface').focus());
  await page.keyboard.press('ArrowRight');
  await key(speaker, 'at', '0,3,1,1');
  // Turning the cube turns the other while it is turned.
  const before = await drawn(page);
  const box = await speaker.locator('.surface').boundingBox();
  await speaker.mouse.move(box.x + 60, box.y + 60);
  await speaker.mouse.down();
  for (let k = 1; k <= 10; k++) await speaker.mouse.move(box.x + 60 + 8 * k, box.y + 60 + 3 * k);
  await drawnAnew(page, before);
  await speaker.mouse.up();
  const link = async (page) => {
    await pause(400);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.waitForFunction(() => location.search.includes('cam='));
    return search(page);
  };
  const [one, other] = [await link(speaker), await link(page)];
  for (const name of ['cam', 'at', 't', 'lesson', 'beat', 'layer']) assert.equal(one.get(name), other.get(name), name);
  assert(await page.evaluate(() => history.length) <= steps + 3, 'what the other window does is no step of Back');
});

test('the clock that runs in one is seen in the other, and stopped from there', async (t) => {
  const page = await open(t, '?x=randn(4,6,4,4)');
  const speaker = await opened(t, page);
  await page.selectOption('.speed select', { label: 'Slow' });
  // Whoever sees the clock run stops it at once: on a machine with much to do, a click from here may come when it has ended.
  const stopped = speaker.evaluate(() => new Promise((done) => {
    const watch = setInterval(() => {
      const button = document.querySelector('.time button.main');
      if (button.textContent !== 'Pause' || Number(document.querySelector('.rail input').value) === 0) return;
      button.click();
      clearInterval(watch);
      done();
    }, 10);
  }));
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await stopped;
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  const stage = (page) => page.evaluate(() => new URLSearchParams(location.search).get('t'));
  const until = Date.now() + 10_000;
  while (await stage(page) !== await stage(speaker) && Date.now() < until) await pause(100);
  await pause(500);
  const [one, other] = [await stage(page), await stage(speaker)];
  assert.equal(one, other);
  assert(Number(one) > 0 && Number(one) < 3, one);
});

test('nothing is said again and again', async (t) => {
  const page = await open(t, LESSON);
  await page.addInitScript(() => {
    window.posts = 0;
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (...all) {
      if (Array.isArray(all[0])) window.posts++;
      return post.apply(this, all);
    };
  });
  await page.reload();
  await ready(page);
  const speaker = await opened(t, page);
  for (const at of ['0,1,2,3', '1,2,3,0']) {
    await speaker.evaluate((at) => document.querySelector('.surface') && at, at);
    await speaker.keyboard.press('PageDown');
    await pause(600);
  }
  const before = await page.evaluate(() => window.posts);
  await pause(1000);
  assert.equal(await page.evaluate(() => window.posts), before, 'silence, where nothing changes');
  assert(before < 30, `${before} posts`);
});

test('a frozen page stands still, and then shows what was prepared', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  const before = page.url();
  await speaker.getByRole('button', { name: 'Freeze' }).click();
  await speaker.waitForSelector('.speaker .state.frozen');
  assert.match(await speaker.locator('.speaker .state').innerText(), /the audience does not see/);
  await speaker.keyboard.press('PageDown');
  await title(speaker, NEXT);
  await speaker.getByRole('link', { name: 'divided by the spread' }).click();
  await pause(600);
  assert.equal(page.url(), before);
  assert.equal(await page.getByText(/frozen|freeze/i).count(), 0, 'no sign of it before the audience');
  await speaker.getByRole('button', { name: 'Show it' }).click();
  await title(page, NEXT);
  await key(page, 't', '2');
  await inStep(speaker);
});

test('the screen is blank and shown again from the speaker’s window', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  await page.click('#present');
  await speaker.locator('.speaker').getByRole('button', { name: 'Blank' }).click();
  await page.waitForSelector('dialog.blank[open]');
  await speaker.waitForSelector('.speaker .state.blank');
  assert.equal(await speaker.locator('dialog.blank[open]').count(), 0, 'the lecturer still sees the page');
  // A turn shows the page first.
  await speaker.keyboard.press('PageDown');
  await page.waitForSelector('dialog.blank[open]', { state: 'detached' }).catch(() => page.waitForFunction(() => !document.querySelector('dialog.blank[open]')));
  await inStep(speaker);
  assert.equal(search(speaker).get('beat'), 'one-mean');
  await speaker.keyboard.press('.');
  await page.waitForSelector('dialog.blank[open]');
  await page.keyboard.press('.');
  await inStep(speaker);
});

test('a window that is closed leaves the other alone; another is opened', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  await speaker.close();
  await page.locator('.lesson .steps button', { hasText: 'Next' }).click();
  await title(page, NEXT);
  const again = await opened(t, page);
  await title(again, NEXT);
  // The audience's page goes; the speaker's window says so and goes on.
  await page.goto('about:blank');
  await again.waitForSelector('.speaker .state.lost');
  await again.keyboard.press('PageDown');
  await title(again, 'The ε stands inside the root');
  // It looks for the page again and again, and complains of nothing.
  await pause(1200);
  assert.equal(await again.locator('.speaker .state.lost').count(), 1);
});

test('a window that is loaded anew finds the other', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  await speaker.keyboard.press('PageDown');
  await title(page, NEXT);
  for (const window of [speaker, page]) {
    await window.reload();
    await ready(window);
    await inStep(speaker);
    await title(window, NEXT);
    await speaker.keyboard.press('PageUp');
    await title(page, TITLE);
    await page.locator('.lesson .steps button', { hasText: 'Next' }).click();
    await title(speaker, NEXT);
  }
  // The button finds it, too, and does not load it anew.
  await speaker.evaluate(() => { window.stays = true; });
  await page.click('.speaker-button');
  await pause(500);
  assert.equal(await speaker.evaluate(() => window.stays), true);
  assert.equal(page.context().pages().length, 2);
});

test('theme, language and what is left out are each window’s own', async (t) => {
  const page = await open(t, '?theme=dark&hide=timeline');
  const speaker = await opened(t, page);
  await speaker.getByRole('button', { name: 'Step', exact: true }).waitFor();
  assert.equal(await speaker.getAttribute('html', 'data-theme'), 'light');
  await speaker.getByRole('button', { name: 'Step', exact: true }).click();
  await key(page, 't', '1');
  assert.equal(search(page).get('theme'), 'dark');
  assert.equal(search(page).get('hide'), 'timeline');
  assert.equal(search(speaker).get('theme'), null);
  await page.getByRole('button', { name: 'Light' }).click();
  await pause(400);
  assert.equal(search(speaker).get('theme'), null);
});

test('a lesson and a file of the lecturer’s own come along', async (t) => {
  const page = await open(t, '?lesson=contents');
  const speaker = await opened(t, page);
  const text = '# Mine\n\n## First\n\nLook [here](?layer=BatchNorm2d(6)).\n\n> Note: Say hello.\n\n## Second\n\nGo on.';
  await page.getByLabel('Open a lesson of your own…').setInputFiles({ name: 'mine.md', mimeType: 'text/markdown', buffer: Buffer.from(text) });
  await title(speaker, 'First');
  assert.match(await speaker.locator('.notes-aloud').innerText(), /Say hello/);
  await speaker.reload();
  await title(speaker, 'First');
  const table = Array.from({ length: 8 }, (_, row) => Array.from({ length: 6 }, (_, column) => row * column).join(',')).join('\n');
  await speaker.getByRole('button', { name: 'Explore', exact: true }).click();
  await ready(speaker);
  await speaker.locator('.controls').getByLabel('Open a file…').setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.waitForFunction(() => location.search.includes('table.csv'));
  await ready(page);
  assert.equal(await page.getByText('Its values are not in the link').count(), 0);
  assert.match(await page.locator('.headline h1').innerText(), /share/);
});

test('where no window may be opened, that is said', async (t) => {
  const page = await blank(t);
  const { address } = await import('./browser.mjs');
  await page.setContent(`<iframe title="Figure" src="${await address()}" sandbox="allow-scripts" width="1280" height="700"></iframe>`);
  const inside = await (await page.$('iframe')).contentFrame();
  await ready(inside);
  await inside.click('.speaker-button');
  await inside.getByRole('alert').getByText('does not allow a second window').waitFor();
  await inside.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  assert.equal(await inside.getByRole('alert').count(), 0);
  page.faults = page.faults.filter((fault) => !/allow-popups/.test(fault));
});

test('from disk, without a network', { timeout: 120_000 }, async (t) => {
  const page = await blank(t);
  await page.context().setOffline(true);
  await page.goto(`file://${DIST}normscope.html${LESSON}`);
  await ready(page);
  const speaker = await opened(t, page);
  assert.match(speaker.url(), /^file:/);
  await speaker.keyboard.press('PageDown');
  await title(page, NEXT);
  await page.reload();
  await ready(page);
  await inStep(speaker);
  await page.locator('.lesson .steps button', { hasText: 'Next' }).click();
  await title(speaker, 'The ε stands inside the root');
});

test('who does not know the name of the window has no line', async (t) => {
  const page = await open(t, LESSON);
  const speaker = await opened(t, page);
  // Even a script of the page's own origin.
  await page.evaluate(() => {
    for (const name of ['', 'normscope-speaker-', 'normscope-speaker-00', null, 7, {}]) {
      const { port1, port2 } = new MessageChannel();
      window.postMessage({ normscope: 'speaker', name }, '*', [port2]);
      port1.postMessage(['count', 1e9]);
      port1.postMessage(['said', 1e9, 'lesson=layer-norm', null, 0, 0, 1, 0, 0, 0]);
    }
    window.postMessage(['said', 1e9, 'lesson=layer-norm', null, 0, 0, 1, 0, 0, 0], '*');
  });
  await pause(500);
  assert.equal(search(page).get('lesson'), 'batch-norm');
  await speaker.keyboard.press('PageDown');
  await title(page, NEXT);
});
