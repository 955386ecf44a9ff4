// A lecturer's own lessons: from disk and from an address; and what somebody with bad intentions may write.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { axe, open, ready } from './browser.mjs';
import { host } from './host.mjs';

const EXPLAINED = await readFile(new URL('../../docs/lessons.md', import.meta.url), 'utf8');
const TEMPLATE = EXPLAINED.split('````')[1].replace('markdown\n', '');

const side = (page) => page.locator('.lesson');
const title = (page) => side(page).locator('h2.title');
const chooser = (page) => page.getByLabel('Open a lesson of your own…');
const file = (text, name = 'mine.md') => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });

async function choose(page, text, name) {
  await chooser(page).setInputFiles(file(text, name));
  await ready(page);
}

test('a file is a lesson, and its link asks for it', async (t) => {
  const page = await open(t, '?lesson=contents');
  await choose(page, TEMPLATE);
  assert.equal(await title(page).innerText(), 'Who shares a mean');
  assert.match(page.url(), /layer=BatchNorm2d\(6\).*&lesson=mine\.md&beat=who-shares-a-mean/);
  assert.equal(await side(page).locator('.alert').count(), 0);
  await side(page).getByRole('button', { name: 'Next' }).click();
  await ready(page);
  assert.equal(await title(page).innerText(), 'What others measured');
  assert.match(await side(page).locator('figure.recorded figcaption').innerText(), /Wu & He, Group Normalization/);
  await page.reload();
  await ready(page);
  assert.match(await title(page).innerText(), /please open mine\.md/);
  await choose(page, TEMPLATE);
  assert.equal(await title(page).innerText(), 'What others measured');
  assert.deepEqual(await axe(page), []);
});

test('a file that is dropped anywhere is opened', async (t) => {
  const page = await open(t);
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.md', { type: 'text/markdown' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true, bubbles: true }));
  }, TEMPLATE);
  await page.waitForURL(/lesson=dropped\.md/);
  await ready(page);
  assert.equal(await title(page).innerText(), 'Who shares a mean');
});

test('an address is named, and nothing is loaded from it before it is said yes', async (t) => {
  const served = await host({ files: { '/mine.md': TEMPLATE } });
  t.after(served.close);
  const address = `${served.address}mine.md`;
  const page = await open(t);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${page.url()}?lesson=${address}&beat=what-others-measured`);
  await ready(page);
  assert.equal(await side(page).locator('.address').innerText(), address);
  assert(!asked.includes(address));
  await side(page).getByRole('button', { name: 'Load the lesson' }).click();
  await page.waitForFunction(() => document.querySelector('.lesson h2.title')?.innerText === 'What others measured');
  assert(asked.includes(address));
});

test('what is wrong is said by line, and the rest is shown', async (t) => {
  const page = await open(t, '?lesson=contents');
  await choose(page, '# A\n\n## B\n\nIt is 42.\n\n[there](?layer=BananaNorm(6)) and [here](?layer=BatchNorm2d(6))\n\n{nothing}');
  const faults = await side(page).locator('.faults li').allInnerTexts();
  assert(faults.some((fault) => /^Line 5: “42” is a number in prose/.test(fault)), faults.join('\n'));
  assert(faults.some((fault) => /layer/.test(fault) && /^Line 3/.test(fault)), faults.join('\n'));
  assert(faults.some((fault) => /no live value “nothing”/.test(fault)), faults.join('\n'));
  assert.deepEqual(faults.filter((fault) => fault.includes('`')), [], 'code is shown as code');
  assert.equal(await side(page).locator('.faults code', { hasText: 'docs/lessons.md' }).count(), 1);
  // A wrong link changes nothing, and that is not where it leads.
  const current = (name) => side(page).getByRole('link', { name, exact: true }).getAttribute('aria-current');
  assert.deepEqual([await current('there'), await current('here')], [null, null]);
  await side(page).getByRole('link', { name: 'here', exact: true }).click();
  await ready(page);
  assert.match(page.url(), /layer=BatchNorm2d\(6\)/);
  assert.deepEqual([await current('there'), await current('here')], [null, 'true']);
});

// Each does nothing but show text and messages.
const HOSTILE = {
  'raw HTML': '<script>window.hurt = 1</script>\n\n<img src=x onerror="window.hurt = 1">\n\n<style>body { display: none }</style>\n\n<b onclick="window.hurt = 1">bold</b>',
  frames: '<iframe src="https://example.org"></iframe>\n\n<meta http-equiv="refresh" content="0;url=https://example.org">\n\n<base href="https://example.org">\n\n<form action="https://example.org"><button>go</button></form>',
  'javascript: links': '[a](javascript:window.hurt=1) [b](JaVaScRiPt:window.hurt=1) [c](data:text/html,<script>1</script>) <javascript:window.hurt=1> [d](vbscript:x) [e](&#106;avascript:window.hurt=1) [f](java\tscript:window.hurt=1)',
  'tracking images': '![a](https://example.org/pixel.png) ![b](//example.org/pixel.png) ![c](http://example.org/p.png) ![d](\\\\\\\\example.org/p.png) ![e](/p.png) ![f](file:///etc/passwd)',
  'deep nesting': `${'> '.repeat(3000)}deep\n\n${'- '.repeat(3000)}deep\n\n${'*a **b '.repeat(2000)}`,
  megabytes: 'word '.repeat(600_000),
  'broken links': '[a](?x=nothing) [b](?layer=GroupNorm(4,6) [c](#nowhere) [d](?at=1) [e](?%%%=1) [f]() [g](?lesson=javascript:1)',
  'control characters': 'a\u0000b\u001b[31mc\u0007d\u202etxet\u202c \u2066e\u2069 \ufeff\u200b',
  formulas: String.raw`$\text{<img src=x onerror=window.hurt=1>}$ $\href{javascript:window.hurt=1}{x}$ $\htmlClass{a}{x}$ $${'{'.repeat(5000)}$ $\unicode{x}$`,
  'values and marks': '{{{{{kappa}}}}} {kappa: scale=9e999} {recorded: <img src=x onerror=window.hurt=1> | <script>window.hurt=1</script>} {sets: x=randn(9999999,9999,9999)} {__proto__} {constructor}',
  'huge tables': `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${`|${'b|'.repeat(500)}\n`.repeat(20)}`,
  'questions without end': '> Predict: ?\n> - [x] a\n> - [x] b\n\n> Predict: cells\n> ?at=9999999999999999999\n\n```recorded\n```\n\n> Note: <script>window.hurt=1</script>',
};

test('hostile lessons show text and messages, and do nothing', { timeout: 240_000 }, async (t) => {
  const page = await open(t, '?lesson=contents');
  page.on('dialog', (dialog) => assert.fail(`a dialog: ${dialog.message()}`));
  for (const [name, text] of Object.entries(HOSTILE)) {
    await page.goto(new URL('?lesson=contents', page.url()).href);
    await ready(page);
    await choose(page, `# Hostile\n\n## ${name}\n\n${text}`);
    assert.equal(await title(page).innerText(), name);
    const found = await page.evaluate(() => ({
      hurt: window.hurt,
      elements: document.querySelectorAll('.lesson :is(script, iframe, style, form, base, meta, object, embed, img, link)').length,
      handlers: [...document.querySelectorAll('.lesson *')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length,
      links: [...document.querySelectorAll('.lesson a')].map((a) => a.getAttribute('href')).filter((href) => !/^(\?|https:\/\/)/.test(href)),
      text: document.querySelector('.lesson').innerText.length,
    }));
    assert.deepEqual({ ...found, text: found.text > 0 }, { hurt: undefined, elements: 0, handlers: 0, links: [], text: true }, name);
    // The page goes on.
    await page.getByRole('button', { name: 'Explore', exact: true }).click();
    await ready(page);
    assert.match(await page.locator('.headline h1').innerText(), /./);
  }
});
