// The page in Korean, and from one language to the other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';
import { VIEWS } from './views.mjs';
import { written } from './course.mjs';
import { go, turnTo } from './ways.mjs';

const language = (page) => page.evaluate(() => document.documentElement.lang);
const headline = (page) => page.locator('.headline h1').innerText();
const HANGUL = /[가-힣]/;

// What is English on the page: three words in a row that are no code, no source, no name and no quotation.
// A part of the page that is English says so by its `lang`.
const english = (page) => page.evaluate(() => {
  const apart = '[lang="en"], code, pre, math, [role="math"], .sources, figcaption, textarea, select.types, .address, noscript, .equation, #parts, script, style';
  const found = [];
  const look = (text, where) => {
    // Titles of papers: authors, title, venue and year.
    if (/et al\.| & |\(?(19|20)\d\d\)?/.test(text)) return;
    // A term is named in English once, in parentheses behind the Korean one.
    const korean = text.replace(/(?<=[가-힣])\([a-z ]+\)/g, '');
    if (/(?:^|[\s“(])[a-z]{2,}(?:,? [a-z]{2,}){2,}/.test(korean)) found.push(`${where}: ${text.trim().slice(0, 120)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    // A title in italics has its authors and year in the same paragraph.
    const isTitle = node.parentElement.closest('em') && /(19|20)\d\d/.test(node.parentElement.closest('p, li')?.textContent);
    if (!isTitle && !node.parentElement.closest(apart)) look(node.textContent, node.parentElement.outerHTML.slice(0, 60));
  }
  for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(apart)) look(element.getAttribute(name), name);
    }
  }
  return found;
});

test('a link asks for Korean', async (t) => {
  const page = await open(t, '?lang=ko&at=0,2,1,1');
  assert.equal(await language(page), 'ko');
  assert.match(await headline(page), /샘플 하나의 값 32개가 평균과 분산을 공유합니다/);
  assert.match(await page.locator('.headline p').innerText(), /샘플 0의 채널 2와 3, 모든 위치/);
  assert.match(await page.locator('meta[name=description]').getAttribute('content'), HANGUL);
  for (const name of ['탐색', '비교', '강의', '공유', '발표']) await page.getByRole('button', { name, exact: true }).waitFor();
  await page.getByText('x의 값').first().waitFor();
  assert.match(await page.locator('.surface').getAttribute('aria-label'), /큐브/);
  await page.goto(`${page.url().split('?')[0]}?lang=ko&x=randn(1,6,1,1)&layer=BatchNorm2d(6)`);
  await ready(page);
  const alert = page.getByRole('alert');
  assert.match(await alert.innerText(), /값 하나의 평균은 그 값 자신/);
  assert.match(await alert.locator('[lang="en"]').innerText(), /^Expected more than 1 value per channel/);
});

test('the language of the browser is that of the page, unless the link says another', async (t) => {
  const korean = await open(t, '', { locale: 'ko-KR' });
  assert.equal(await language(korean), 'ko');
  assert.match(await headline(korean), HANGUL);
  assert.equal(new URL(korean.url()).search, '', 'nobody has chosen a language');
  const asked = await open(t, '?lang=en', { locale: 'ko-KR' });
  assert.equal(await language(asked), 'en');
  assert.match(await headline(asked), /share a mean and a variance/);
  const other = await open(t, '', { locale: 'fr-FR' });
  assert.equal(await language(other), 'en');
});

test('a language that the page does not speak is named, and the rest of the link works', async (t) => {
  const page = await open(t, '?lang=tlh&seed=7');
  assert.equal(await language(page), 'en');
  assert.match(await page.locator('.complaints').innerText(), /lang is “tlh”, which is none of en, ko/);
});

test('changing the language keeps figure, pinned cell, beat and what is typed into the address', async (t) => {
  const page = await open(t, '?x=randn(4,6,4,4)&layer=BatchNorm2d(6)&at=0,2,1,1&t=2&theme=dark');
  // How many of all is said in words, and in each language in its order.
  const digits = (text) => (text.startsWith('[') ? text : text.match(/[−\d.]+/g).sort().join(' '));
  const numbers = async () => (await page.locator('.panels td').allInnerTexts()).map(digits);
  const before = await numbers();
  const button = page.locator('#language');
  assert.equal(await button.innerText(), '한국어');
  assert.equal(await button.getAttribute('lang'), 'ko');
  await button.click();
  await ready(page);
  assert.equal(await language(page), 'ko');
  assert.deepEqual(await numbers(), before);
  assert.equal(new URL(page.url()).search, '?x=randn(4,6,4,4)&layer=BatchNorm2d(6)&at=0,2,1,1&t=2&theme=dark&lang=ko');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'language', 'the focus stays on the button');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.goBack();
  await ready(page);
  assert.equal(await language(page), 'en');
  assert.match(await headline(page), /share a mean and a variance/);
});

test('a lesson goes on in the other language, at the same beat', async (t) => {
  const page = await open(t, '?lesson=batch-norm&beat=epsilon');
  const title = page.locator('.lesson .title');
  const english = await title.innerText();
  await page.getByRole('link', { name: 'an ε of 0.1' }).click();
  await ready(page);
  const at = new URL(page.url()).search;
  const figure = await page.locator('.headline p').innerText();
  await page.locator('#language').click();
  await ready(page);
  assert.match(await title.innerText(), HANGUL);
  assert.equal(new URL(page.url()).searchParams.get('beat'), 'epsilon');
  assert.match(await page.locator('.prose').innerText(), HANGUL);
  await page.locator('#language').click();
  await ready(page);
  assert.equal(await title.innerText(), english);
  assert.equal(await page.locator('.headline p').innerText(), figure);
  assert.equal(new URL(page.url()).search.replace('&lang=en', ''), at);
});

test('the header has room for it on a phone', async (t) => {
  for (const link of ['', '?lang=ko']) {
    const page = await open(t, link, { size: [390, 844] });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    const { x, width } = await page.locator('#present').boundingBox();
    assert(x + width <= 390, 'the last button is seen whole');
  }
});

test('messages of the loader are in the language of the page', async (t) => {
  const page = await open(t, '?lang=ko');
  await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
  await page.getByRole('alert').getByText('오류로 멈췄습니다').waitFor();
  page.faults.length = 0;
});

// A view's own link, in Korean.
const inKorean = (link) => (link ? `${link}&lang=ko` : '?lang=ko');

test('no view says anything in English, and axe finds nothing', async (t) => {
  const page = await open(t, '?lang=ko', { reducedMotion: 'reduce' });
  const found = {};
  // A view is loaded where something was opened in the last one, which would stay open.
  let way = go;
  for (const [name, { link, open: part }] of Object.entries(VIEWS)) {
    await way(page, inKorean(link));
    way = part ? go : turnTo;
    // The tabs and buttons have names of their own there.
    const korean = { Distributions: '분포', Code: '코드', Export: '내보내기', Controls: '조절판' }[part];
    if (korean) {
      const opener = page.getByRole('tab', { name: korean }).or(page.getByRole('button', { name: korean })).first();
      if (await opener.isVisible()) await opener.click();
      await ready(page);
    }
    const said = [...await english(page), ...await axe(page)];
    if (said.length) found[name] = said;
  }
  // What is wrong in a link is quoted in the words of the program that reads it.
  assert.deepEqual(found, {});
});

test('every beat of the Korean lessons is Korean', async (t) => {
  const page = await open(t, '?lang=ko&lesson=contents');
  const all = await written();
  assert.deepEqual(await english(page), []);
  assert.match(await page.locator('.contents').innerText(), HANGUL);
  const found = {};
  let [last, lastLesson] = ['', ''];
  for (const { place } of all) {
    const [lesson, beat] = place.split('/');
    // The first beat of each lesson as a link from elsewhere opens it.
    await (lesson === lastLesson ? turnTo : go)(page, `?lang=ko&lesson=${lesson}&beat=${beat}`);
    lastLesson = lesson;
    const title = await page.locator('.lesson .title').innerText();
    const said = await english(page);
    // Each is another.
    if (!HANGUL.test(await page.locator('.prose').innerText()) || title === last) said.push(title);
    if (said.length) found[place] = said;
    last = title;
  }
  assert.deepEqual(found, {});
  assert(all.length > 60);
});

test('the single file has both languages', async () => {
  const html = await readFile(new URL('../../dist/normscope.html', import.meta.url), 'utf8');
  for (const part of ['part-lessons-en', 'part-lessons-ko']) assert(html.includes(`id="${part}"`), part);
});
