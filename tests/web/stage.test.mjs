// On stage: keys, blank screen, spotlight, pen, the list of keys, the code of the link, and what a link hides.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { address, axe, open, ready } from './browser.mjs';
import { written } from './course.mjs';

const packages = createRequire(new URL('../../target/web/package.json', import.meta.url));
const jsqr = packages('jsqr');

const SLOW = { timeout: 600_000 };
const BEAT = '?lesson=batch-norm&beat=one-mean';

const place = (page) => page.evaluate(() => {
  const { searchParams } = new URL(location);
  return `${searchParams.get('lesson')}/${searchParams.get('beat')}`;
});
const parameter = (page, key) => page.evaluate((key) => new URL(location).searchParams.get(key), key);
const isPresenting = (page) => page.evaluate(() => document.documentElement.classList.contains('presenting'));
const isOpen = (page, selector) => page.locator(`${selector}[open]`).count().then(Boolean);
const bar = (page, name) => page.locator('.bar').getByRole('button', { name, exact: true });

// Presses a button of the bar, which comes with the pointer.
async function click(page, name) {
  await page.mouse.move(500, 300);
  await page.mouse.move(520, 300);
  await bar(page, name).click();
}

async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await ready(page);
  }
}

async function present(page) {
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await ready(page);
  assert(await isPresenting(page));
}

async function presented(t, link, options = {}) {
  const page = await open(t, link, { size: [1280, 720], ...options });
  await present(page);
  return page;
}

test('the whole course by Page Down alone, and back to its beginning', SLOW, async (t) => {
  const beats = (await written()).map((beat) => beat.place);
  const page = await presented(t, '?lesson=contents');
  for (const beat of beats) {
    await press(page, 'PageDown');
    assert.equal(await place(page), beat);
  }
  await press(page, 'PageDown');
  assert.equal(await place(page), beats.at(-1), 'the last part stays');
  assert(await isPresenting(page));
  await press(page, 'PageUp');
  assert.equal(await place(page), beats.at(-2));
});

test('arrows, Space, Home and End step through a lesson, and a held key does not', SLOW, async (t) => {
  const beats = (await written()).map((beat) => beat.place).filter((beat) => beat.startsWith('batch-norm/'));
  const page = await presented(t, `?lesson=batch-norm&beat=${beats[0].split('/')[1]}`);
  const steps = [['ArrowRight', 1], ['ArrowDown', 2], ['Space', 3], ['Shift+Space', 2], ['ArrowLeft', 1], ['ArrowUp', 0], ['End', beats.length - 1], ['Home', 0]];
  for (const [key, beat] of steps) {
    await press(page, key);
    assert.equal(await place(page), beats[beat], key);
  }
  await page.keyboard.down('PageDown');
  for (let k = 0; k < 5; k++) await page.keyboard.down('PageDown');
  await page.keyboard.up('PageDown');
  await ready(page);
  assert.equal(await place(page), beats[1], 'once, however long it is held');
  // The cube keeps its arrows, and the clicker goes on.
  await page.locator('.surface').first().focus();
  await press(page, 'ArrowRight');
  assert.equal(await place(page), beats[1]);
  await press(page, 'PageDown');
  assert.equal(await place(page), beats[2]);
});

test('keys in fields and chords are nobody else’s', SLOW, async (t) => {
  const page = await presented(t, BEAT);
  const before = await place(page);
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'field';
    document.querySelector('main').prepend(field);
    field.focus();
  });
  await page.keyboard.type('b.f d?q 1');
  await press(page, 'PageDown', 'End', 'ArrowRight');
  assert.equal(await page.locator('#field').inputValue(), 'b.f d?q 1');
  assert.equal(await place(page), before);
  for (const dialog of ['dialog.blank', 'dialog.help', 'dialog.code-of-link']) assert(!await isOpen(page, dialog), dialog);
  await page.evaluate(() => document.querySelector('#field').remove());
  await press(page, 'Control+b', 'Alt+d', 'Control+ArrowRight');
  assert.equal(await place(page), before);
  assert(!await isOpen(page, 'dialog.blank'));
});

test('a black screen: nothing else is seen, and no part passes behind it', SLOW, async (t) => {
  const page = await presented(t, BEAT);
  const before = await place(page);
  for (const [on, off] of [['.', '.'], ['b', 'PageDown'], ['B', 'ArrowLeft'], ['.', 'Escape'], ['.', 'Space']]) {
    await press(page, on);
    assert(await isOpen(page, 'dialog.blank'), on);
    const pixel = await page.screenshot({ type: 'png' });
    const isBlack = await page.evaluate(async (bytes) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height).data.every((value, k) => value === (k % 4 === 3 ? 255 : 0));
    }, [...pixel]);
    assert(isBlack, 'all of it is black');
    assert.equal(await page.getByRole('dialog', { name: 'The screen is blank' }).count(), 1, 'what a screen reader hears');
    await press(page, off);
    assert(!await isOpen(page, 'dialog.blank'), off);
    assert.equal(await place(page), before, off);
    assert(await isPresenting(page));
  }
  await press(page, 'b');
  await page.mouse.click(300, 300);
  await ready(page);
  assert(!await isOpen(page, 'dialog.blank'), 'a press of the pointer');
  // ㅠ is where B is on a Korean keyboard.
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅠ', code: 'KeyB', bubbles: true, cancelable: true })));
  await ready(page);
  assert(await isOpen(page, 'dialog.blank'));
});

test('F5 and Escape of a clicker begin and end, and lose nothing', SLOW, async (t) => {
  const page = await open(t, BEAT, { size: [1280, 720] });
  await page.evaluate(() => { window.isSame = true; });
  const before = page.url();
  for (const f5 of ['F5', 'Shift+F5', 'F5']) {
    await press(page, f5);
    assert(await isPresenting(page), f5);
    await press(page, f5);
    assert(await isPresenting(page), 'it is swallowed');
    await press(page, 'Escape');
    assert(!await isPresenting(page));
    assert.equal(page.url(), before, 'the lesson stays');
  }
  assert(await page.evaluate(() => window.isSame), 'the page was never loaded anew');
  const [shown] = await page.locator('.lesson .title').allInnerTexts();
  await page.reload();
  await ready(page);
  assert.deepEqual(await page.locator('.lesson .title').allInnerTexts(), [shown], 'the link has all of it');
});

test('Escape leaves one thing at a time', SLOW, async (t) => {
  const page = await presented(t, BEAT);
  await press(page, 'l', 'd', 'b');
  const state = async () => [
    await isOpen(page, 'dialog.help'),
    await isOpen(page, 'dialog.blank'),
    await page.locator('.ink.drawing').count() > 0,
    await page.locator('.spotlight').count() > 0,
    await isPresenting(page),
  ];
  assert.deepEqual(await state(), [false, true, true, true, true]);
  await press(page, 'Escape');
  assert.deepEqual(await state(), [false, false, true, true, true]);
  await press(page, '?');
  assert.deepEqual(await state(), [true, false, true, true, true]);
  await press(page, 'Escape');
  assert.deepEqual(await state(), [false, false, true, true, true]);
  await press(page, 'Escape');
  assert.deepEqual(await state(), [false, false, false, true, true]);
  await press(page, 'Escape');
  assert.deepEqual(await state(), [false, false, false, false, true]);
  await press(page, 'Escape');
  assert.deepEqual(await state(), [false, false, false, false, false]);
  assert.equal(await place(page), BEAT.replace('?lesson=', '').replace('&beat=', '/'), 'the lesson stays');
});

test('the list of keys, and letters that are turned off for good', SLOW, async (t) => {
  const page = await open(t, BEAT, { size: [1280, 720] });
  await press(page, '?');
  assert(await isOpen(page, 'dialog.help'), 'it opens where nothing is presented');
  assert.deepEqual(await axe(page), []);
  const [text] = await page.locator('dialog.help').allInnerTexts();
  for (const words of ['Page Down', 'Next part', 'Spotlight', 'QR code', 'F5']) assert(text.includes(words), words);
  await press(page, 'Escape');
  assert(!await isOpen(page, 'dialog.help'));
  await present(page);
  await press(page, '?');
  await page.getByRole('checkbox', { name: /Letters, digits and signs/ }).uncheck();
  await press(page, 'Escape');
  const areOff = async () => {
    for (const key of ['b', '.', 'q', '?', 'l', 'd']) await page.keyboard.press(key);
    assert.equal(await page.locator('dialog[open], .spotlight, .ink').count(), 0);
    const before = await parameter(page, 'layer');
    await press(page, '1', '2', ']');
    assert.equal(await parameter(page, 'layer'), before);
    const beat = await place(page);
    await press(page, 'PageDown');
    assert.notEqual(await place(page), beat, 'the clicker still works');
    await press(page, 'PageUp');
  };
  await areOff();
  await press(page, 'Escape');
  const named = await page.evaluate(() => [...new URL(location).searchParams.keys()].sort());
  assert.deepEqual(named, ['beat', 'hide', 'layer', 'lesson'], 'the link says nothing of it');
  await page.reload();
  await ready(page);
  await press(page, '?');
  assert(!await isOpen(page, 'dialog.help'));
  await present(page);
  await areOff();
  // The bar turns them on again.
  await click(page, 'Keys');
  await page.getByRole('checkbox', { name: /Letters, digits and signs/ }).check();
  await press(page, 'Escape', 'b');
  assert(await isOpen(page, 'dialog.blank'));
});

// The pixels of the pen's sheet around a point of the window; none where there is no sheet.
const ink = (page, [x, y], side) => page.evaluate(([x, y, side]) => {
  const sheet = document.querySelector('.ink');
  if (!sheet) return [];
  const scale = sheet.width / sheet.getBoundingClientRect().width;
  const context = new OffscreenCanvas(side, side).getContext('2d');
  context.drawImage(sheet, Math.round(x * scale) - (side - 1) / 2, Math.round(y * scale) - (side - 1) / 2, side, side, 0, 0, side, side);
  return [...context.getImageData(0, 0, side, side).data];
}, [x, y, side]);

const isInked = async (page, at) => (await ink(page, at, 3)).some((value, k) => k % 4 === 3 && value > 128);

async function draw(page, points) {
  await page.mouse.move(...points[0]);
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...point, { steps: 8 });
  await page.mouse.up();
}

test('the pen draws where the pointer goes, and its lines go with what they were drawn on', SLOW, async (t) => {
  const page = await presented(t, BEAT, { deviceScaleFactor: 2 });
  const { x, y, width, height } = await page.locator('.surface').first().boundingBox();
  const at = ([right, down]) => [x + width * right, y + height * down];
  const first = [[0.3, 0.4], [0.6, 0.4]].map(at);
  const second = [[0.3, 0.6], [0.6, 0.6]].map(at);
  const middle = ([[ax, ay], [bx, by]]) => [(ax + bx) / 2, (ay + by) / 2];
  const projection = await page.locator('.surface').first().getAttribute('data-projection');
  await press(page, 'd');
  await draw(page, first);
  await press(page, '2');
  await draw(page, second);
  for (const line of [first, second]) for (const point of [line[0], middle(line), line[1]]) assert(await isInked(page, point), `${point}`);
  assert(!await isInked(page, at([0.45, 0.5])));
  assert.equal(await page.locator('.surface').first().getAttribute('data-projection'), projection, 'the cube is not turned');
  const color = await ink(page, middle(second), 1);
  assert.deepEqual(color, [0x00, 0x71, 0x4f, 255], 'the second colour');
  await press(page, 'Control+z');
  assert(await isInked(page, middle(first)) && !await isInked(page, middle(second)), 'undo takes the last line');
  // Put down, its lines stay, through the stages too, and the cube is turned again by the pointer.
  await press(page, 'd', 'n');
  assert(await isInked(page, middle(first)));
  // The line goes along with the figure.
  const moved = async () => {
    const now = await page.locator('.figure-side > .stage').boundingBox();
    const before = { x, y, width, height };
    const side = (box) => Math.min(box.width, box.height);
    return middle(first).map((value, k) => {
      const [start, length] = [['x', 'width'], ['y', 'height']][k];
      return now[start] + now[length] / 2 + (value - before[start] - before[length] / 2) * side(now) / side(before);
    });
  };
  await page.setViewportSize({ width: 1100, height: 620 });
  await ready(page);
  for (let k = 0; k < 50 && !await isInked(page, await moved()); k++) await page.waitForTimeout(100);
  assert(await isInked(page, await moved()), 'after the window has changed');
  await press(page, 'PageDown');
  assert.equal(await page.locator('.ink').count(), 0, 'another part, no lines');
  await press(page, 'd');
  await draw(page, first);
  await press(page, 'c');
  assert(!await isInked(page, middle(first)), 'cleared');
  await press(page, 'Escape');
  assert.equal(await page.locator('.ink').count(), 0);
});

test('a finger draws too', SLOW, async (t) => {
  const page = await presented(t, BEAT, { hasTouch: true });
  await press(page, 'd');
  const client = await page.context().newCDPSession(page);
  const touch = (type, x, y) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  await touch('touchStart', 700, 300);
  for (let x = 710; x <= 800; x += 10) await touch('touchMove', x, 300);
  await touch('touchEnd');
  assert(await isInked(page, [750, 300]));
});

test('the spotlight follows pointer and keys, and what lies below is used as ever', SLOW, async (t) => {
  const page = await presented(t, '?at=0,2,1,1');
  const brightness = async (x, y) => {
    const bytes = await page.screenshot({ clip: { x: x - 1, y: y - 1, width: 3, height: 3 } });
    return page.evaluate(async (bytes) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      const context = new OffscreenCanvas(3, 3).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(1, 1, 1, 1).data[1];
    }, [...bytes]);
  };
  const corner = [12, 100];
  const [before] = [await brightness(...corner)];
  await press(page, 'l');
  await page.mouse.move(640, 360);
  assert(await brightness(...corner) < before / 3, 'dimmed');
  await page.mouse.move(...corner);
  assert.equal(await brightness(...corner), before, 'lit');
  const style = () => page.locator('.spotlight').getAttribute('style');
  const radius = async () => parseFloat(/--radius: ([\d.]+)/.exec(await style())[1]);
  const [start, projection] = [await radius(), await page.locator('.surface').getAttribute('data-projection')];
  await page.mouse.move(500, 300);
  await page.mouse.wheel(0, -100);
  await page.waitForFunction((start) => parseFloat(/--radius: ([\d.]+)/.exec(document.querySelector('.spotlight').style.cssText)[1]) > start, start);
  await press(page, '-', '-');
  assert(await radius() < start);
  assert.equal(await page.locator('.surface').getAttribute('data-projection'), projection, 'the wheel does not zoom the cube meanwhile');
  const left = async () => parseFloat(/--x: ([\d.]+)/.exec(await style())[1]);
  const x = await left();
  await press(page, 'Shift+ArrowRight');
  assert(await left() > x);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => new URL(location).searchParams.get('t') === '3');
  await press(page, 'l');
  assert.equal(await brightness(...corner), before);
});

test('the bar comes with the pointer and with Tab, and hides when it rests', SLOW, async (t) => {
  const page = await presented(t, BEAT);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.bar')).opacity === '0', null, { timeout: 6000 });
  await page.mouse.move(500, 300);
  await page.mouse.move(520, 300);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.bar')).opacity === '1');
  const sizes = await page.locator('.bar button').evaluateAll((all) => all.map((button) => {
    const { width, height } = button.getBoundingClientRect();
    return [button.ariaLabel, width, height];
  }));
  assert.deepEqual(sizes.map(([name]) => name), ['Back', 'Next', 'Blank the screen', 'Spotlight', 'Pen', 'QR code', 'Keys', 'End presenting']);
  for (const [name, width, height] of sizes) assert(width >= 44 && height >= 44, `${name} of ${width} × ${height}`);
  const before = await place(page);
  await click(page, 'Next');
  await ready(page);
  const after = await place(page);
  assert.notEqual(after, before);
  // After a click Space goes on, and presses no button.
  await click(page, 'Spotlight');
  await press(page, 'Space');
  assert.notEqual(await place(page), after);
  assert.equal(await page.locator('.spotlight').count(), 1);
  await press(page, 'l');
  await page.mouse.move(500, 300);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.bar')).opacity === '0', null, { timeout: 6000 });
  await bar(page, 'Pen').focus();
  await page.keyboard.press('Shift+Tab');
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.bar')).opacity === '1');
  assert.deepEqual(await axe(page), []);
});

// What a reader of codes makes of the code in the dialog.
async function scanned(page) {
  const picture = page.locator('.qr svg');
  const pixels = await picture.evaluate(async (svg) => {
    const copy = svg.cloneNode(true);
    copy.setAttribute('width', 900);
    copy.setAttribute('height', 900);
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const context = new OffscreenCanvas(900, 900).getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 900, 900).data];
  });
  return jsqr(Uint8ClampedArray.from(pixels), 900, 900)?.data;
}

test('the code of the link shows an audience what is seen', SLOW, async (t) => {
  const page = await presented(t, `${BEAT}&layer=BatchNorm2d(6)&at=0,2,1,1&theme=dark`);
  await press(page, 'q');
  const link = await page.locator('#link-of-code').innerText();
  assert.equal(await scanned(page), link);
  const { searchParams } = new URL(link);
  assert.equal(searchParams.get('at'), '0,2,1,1');
  assert.equal(searchParams.get('theme'), null);
  assert.notEqual(searchParams.get('cam'), null);
  assert(link.startsWith(await address()), link);
  assert.deepEqual(await axe(page), []);
  // A clicker takes it away, and goes on with the next press.
  const before = await place(page);
  await press(page, 'PageDown');
  assert(!await isOpen(page, 'dialog.code-of-link'));
  assert.equal(await place(page), before);
  // The figure that it leads to is the one that was shown.
  const there = await open(t, link.slice((await address()).length));
  assert.equal(await place(there), before);
  assert.equal(await there.locator('.surface').first().getAttribute('data-projection') !== null, true);
  assert.equal(await parameter(there, 'layer'), 'BatchNorm2d(6)');
});

test('Share leads to the code, and a link that is too long has none', SLOW, async (t) => {
  const page = await open(t, '?at=0,2,1,1&t=2', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.locator('.shared').click();
  assert.equal(await scanned(page), await page.locator('#link-of-code').innerText());
  await page.getByRole('button', { name: 'Copy link', exact: true }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.locator('#link-of-code').innerText());
  await press(page, 'Escape');
  assert(!await isOpen(page, 'dialog.code-of-link'));
  await page.getByRole('button', { name: /Share|Link copied/ }).click();
  await page.mouse.click(600, 300);
  assert.equal(await page.locator('.shared').count(), 0, 'a press elsewhere takes it away');
  const values = Array.from({ length: 600 }, (_, k) => (k * 7919) % 1000);
  const long = await open(t, `?x=tensor([[${values}]])&layer=LayerNorm(600)`);
  await present(long);
  await press(long, 'q');
  assert.equal(await long.locator('.qr').count(), 0);
  await long.locator('dialog.code-of-link .note').getByText('too long').waitFor();
});

test('a link hides what a slide does not need, and a reader’s hide= stays through a lesson', SLOW, async (t) => {
  const page = await open(t, '?hide=header,headline,tools,prose,bar&at=0,2,1,1');
  const visible = (selector) => page.locator(selector).filter({ visible: true }).count();
  for (const part of ['.head', '.headline', '.tools', '.foot']) assert.equal(await visible(part), 0, part);
  await page.goto(`${await address()}${BEAT}&hide=bar,prose`);
  await ready(page);
  assert.equal(await visible('.side'), 0);
  const code = () => page.getByRole('region', { name: 'PyTorch', exact: true }).count();
  assert.equal(await code(), 0, 'what the part leaves out is left out besides: so the figure is the part’s');
  await press(page, 'F5');
  assert.equal(await page.locator('.bar').count(), 0);
  for (let k = 0; k < 5; k++) {
    await press(page, 'PageDown');
    const hide = (await parameter(page, 'hide')).split(',');
    assert(hide.includes('bar') && hide.includes('prose'), `${hide}`);
  }
  await press(page, 'Escape');
});
