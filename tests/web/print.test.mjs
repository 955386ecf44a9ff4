// Handouts: what the printer gets of a view, a beat and a whole lesson, and the preview of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';

// Sizes of paper in points of 1/72 inch.
const PAPER = { A4: [595, 842], Letter: [612, 792] };

// What the beats and views of the page print: one of each kind of figure.
const VIEWS = [
  '?at=0,2,1,1&t=2',
  '?layer=BatchNorm2d(6)&at=0,2,1,1&steps=4&mode=eval&t=2',
  '?x=randn(32,64,16,16)&layer=GroupNorm(8,64)&at=0,9,3,3',
  '?view=compare&at=0,2,1,1',
  '?view=descent',
  '?view=redraws',
  '?view=stack',
  '?view=family&method=switchable&at=1,2,1,1',
  '?view=pictures&x=scenes(4,3,32,32)&layer=InstanceNorm2d(3)',
];

// The boxes of the pages of a PDF, width and height in points.
const boxes = (pdf) => [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => [Number(width), Number(height)]);

// Prints the page as it is; gives the boxes of its sheets.
async function sheets(page, format) {
  const found = boxes(await page.pdf({ format, preferCSSPageSize: format === undefined }));
  assert(found.length > 0, 'a PDF has pages');
  return found;
}

function assertPaper(found, format) {
  for (const box of found) for (const [k, length] of PAPER[format].entries()) assert(Math.abs(box[k] - length) < 1.5, `${box} is no ${format}`);
}

// What is seen on the sheet while the page is laid out as it is printed, `width` px between the margins.
async function onPaper(page, width) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width, height: 1000 });
  const seen = await page.evaluate(() => {
    const sheet = document.getElementById('handout');
    const all = [...sheet.querySelectorAll('*')];
    const luminance = (colour) => {
      const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
      return a === 0 ? 255 : Math.min(r, g, b);
    };
    const isText = (part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    return {
      text: sheet.innerText,
      wide: all.filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('svg, math')).map((part) => part.outerHTML.slice(0, 120)),
      vectors: sheet.querySelectorAll('svg').length,
      canvases: sheet.querySelectorAll('canvas').length,
      others: [...document.body.children].filter((part) => part.checkVisibility() && !part.contains(sheet)).map((part) => part.tagName + part.id),
      dark: [document.documentElement, document.body, sheet, ...all.filter((part) => !part.closest('svg'))].filter((part) => luminance(getComputedStyle(part).backgroundColor) < 230).map((part) => part.outerHTML.slice(0, 80)),
      pale: all.filter((part) => part.checkVisibility() && !part.closest('svg') && isText(part) && luminance(getComputedStyle(part).color) > 130).map((part) => part.outerHTML.slice(0, 80)),
    };
  });
  await page.emulateMedia({ media: null });
  return seen;
}

function assertPaperlike(seen, what) {
  assert.deepEqual(seen.wide, [], `${what}: wider than the paper`);
  assert.deepEqual(seen.dark, [], `${what}: the ground is white`);
  assert.deepEqual(seen.pale, [], `${what}: the ink is dark`);
  assert.deepEqual(seen.others, [], `${what}: nothing of the page is on it`);
  assert.equal(seen.canvases, 0, what);
}

// What Ctrl+P does: the page is told before and afterwards.
const told = (page, name) => page.evaluate((name) => window.dispatchEvent(new Event(name)), name);

for (const link of VIEWS) {
  test(`Ctrl+P of ${link}`, async (t) => {
    const page = await open(t, link, { colorScheme: 'dark' });
    const headline = await page.locator('.headline h1').innerText();
    await told(page, 'beforeprint');
    const seen = await onPaper(page, 640);
    assertPaperlike(seen, link);
    assert(seen.text.includes(headline.trim()), `${headline} is not among ${seen.text.slice(0, 200)}`);
    assert(seen.vectors > 1 || (await page.locator('#handout img').count()) > 0, 'there is a figure, and the code of its link');
    assert(seen.text.includes('127.0.0.1'), 'there is the link');
    await told(page, 'afterprint');
    assert.equal(await page.locator('#handout').count(), 0, 'nothing of it stays');
    for (const format of ['A4', 'Letter']) {
      const found = await sheets(page, format);
      assertPaper(found, format);
      assert(found.length <= 4, `${found.length} sheets`);
    }
  });
}

test('Ctrl+P of a beat gives its text, its numbers and its short link', async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=one-mean', { colorScheme: 'dark' });
  const title = await page.locator('.lesson .title').innerText();
  const numbers = await page.locator('.prose output').allInnerTexts();
  await told(page, 'beforeprint');
  const seen = await onPaper(page, 640);
  assertPaperlike(seen, 'beat');
  assert(seen.text.includes(title));
  for (const number of numbers) assert(seen.text.includes(number), number);
  assert.match(seen.text, /\?lesson=batch-norm&beat=one-mean\s/);
  // The figure as it was changed has its own link.
  await told(page, 'afterprint');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.locator('.prose a.drive').last().click();
  await ready(page);
  await told(page, 'beforeprint');
  assert.match((await onPaper(page, 640)).text, /layer=/);
});

// The preview of the whole lesson, ready.
async function whole(page, lesson) {
  await page.locator('.contents > li').nth(lesson).locator('summary').click();
  await page.getByRole('button', { name: 'Handout of this lesson…' }).nth(0).click();
  const preview = page.getByRole('dialog', { name: 'Handout' });
  await preview.getByRole('article').waitFor({ timeout: 60_000 });
  await ready(page);
  return preview;
}

test('a whole lesson is previewed and printed, for students and for the lecturer', { timeout: 180_000 }, async (t) => {
  const page = await open(t, '?lesson=contents', { colorScheme: 'dark' });
  const preview = await whole(page, 1);
  assert.deepEqual(await axe(page), []);
  const beats = await page.locator('#handout .part').count();
  assert(beats > 5, `${beats} beats`);
  const text = () => page.locator('#handout').innerText();
  const students = await text();
  assert(!students.includes('Note for the lecturer'));
  assert(students.includes('Question 1'));
  assert.equal(await page.locator('#handout .place svg').count(), beats, 'each beat has the code of its link');
  assert.equal(await page.locator('#handout .part:not(:has(.figure svg, .figure img))').count(), 0, 'each beat has its figure');
  for (const [size, format] of [['A4', 'A4'], ['Letter', 'Letter']]) {
    await preview.getByRole('combobox', { name: 'Paper' }).selectOption(size);
    const found = await sheets(page);
    assertPaper(found, format);
    assert(found.length >= 5 && found.length < 40, `${found.length} sheets`);
  }
  await preview.getByRole('combobox', { name: 'Copy' }).selectOption('For the lecturer, with notes and answers');
  const lecturers = await text();
  assert(lecturers.includes('Note for the lecturer') && lecturers.length > students.length);
  await preview.getByRole('combobox', { name: 'Copy' }).selectOption('For students, answers at the end');
  assert((await text()).includes('Answers'));
  assertPaperlike(await onPaper(page, 640), 'lesson');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.keyboard.press('Escape');
  await preview.waitFor({ state: 'detached' });
  // Who had the focus has it again.
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Handout of this lesson…');
});

test('every beat of the course fits the paper', { timeout: 600_000 }, async (t) => {
  const page = await open(t, '?lesson=contents');
  const lessons = await page.locator('.contents > li').count();
  for (let lesson = 0; lesson < lessons; lesson++) {
    const preview = await whole(page, lesson);
    for (const width of [640, 660]) assertPaperlike(await onPaper(page, width), `lesson ${lesson + 1}`);
    const tall = await page.evaluate(() => [...document.querySelectorAll('#handout :is(figure, .question, .line)')].filter((part) => part.getBoundingClientRect().height > 960).map((part) => part.outerHTML.slice(0, 100)));
    assert.deepEqual(tall, [], 'higher than a sheet');
    await page.setViewportSize({ width: 1366, height: 768 });
    await preview.getByRole('button', { name: 'Close' }).click();
    await preview.waitFor({ state: 'detached' });
    await page.locator('.contents > li').nth(lesson).locator('summary').click();
  }
});

test('a handout can be given up, and does not hold the page', { timeout: 60_000 }, async (t) => {
  const page = await open(t, '?lesson=contents');
  const stack = (await page.locator('.contents > li').allInnerTexts()).findIndex((text) => /PreNorm/.test(text));
  await page.locator('.contents > li').nth(stack).locator('summary').click();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration); }).observe({ type: 'longtask' });
  });
  await page.getByRole('button', { name: 'Handout of this lesson…' }).nth(0).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog', { name: 'Handout' }).waitFor({ state: 'detached' });
  await ready(page);
  assert.equal(await page.locator('#handout').count(), 0);
  assert(await page.evaluate(() => window.longest) < 700, 'the page went on meanwhile');
});

test('the handout of a view is reached from Export', async (t) => {
  const page = await open(t, '?view=stack');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('button', { name: 'Handout…' }).click();
  await page.getByRole('dialog', { name: 'Handout' }).getByRole('article').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('#handout').waitFor({ state: 'detached' });
});
