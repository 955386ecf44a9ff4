// A Chromium, and pages in it that must stay silent: no error, no warning, no request to another host.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { host } from './host.mjs';

// The packages lie under target/, where `cargo xtask test` installs them.
const packages = createRequire(new URL('../../target/web/package.json', import.meta.url));
const { chromium } = packages('playwright-core');

const isTest = process.argv[1]?.endsWith('.test.mjs');

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

const BY_CARD = '--enable-gpu-rasterization';

// Who paints text and boxes. Where there is no graphics card, a program plays one and takes up to three times as long for
// the same page: what is measured or photographed is painted by it, and what most tests look at is not. What WebGL and
// a canvas draw goes through it always.
let painter = isTest ? '--disable-gpu-rasterization' : BY_CARD;

// Called before the first page: then a card paints, which paints the same again to the last bit.
export const paintByCard = () => { painter = BY_CARD; };

// The browser and the host, started with the first page and ended with the test file.
let started;

async function start() {
  const executablePath = process.env.NORMSCOPE_CHROMIUM ?? '/usr/bin/chromium';
  const [browser, served] = await Promise.all([chromium.launch({ executablePath, args: [...FLAGS, painter] }), host()]);
  return { browser, served };
}

export async function stop() {
  if (!started) return;
  const { browser, served } = await started;
  await browser.close();
  served.close();
}

// Other programs stop it themselves; node:test would add its report to theirs.
if (isTest) (await import('node:test')).after(stop);

// The address of the page.
export async function address() {
  started ??= start();
  return (await started).served.address;
}

// A blank page that collects in `page.faults` what it should not do. With `t`, a test, it fails the test for them.
export async function blank(t, { size = [1366, 768], ...options } = {}) {
  started ??= start();
  const { browser } = await started;
  const page = await browser.newPage({ viewport: { width: size[0], height: size[1] }, ...options });
  page.faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.faults.push(`uncaught: ${error}`));
  page.on('request', (request) => {
    if (!/^(data:|blob:|file:|about:|http:\/\/127\.0\.0\.1:)/.test(request.url())) page.faults.push(`request: ${request.url()}`);
  });
  t?.after(async () => {
    await page.close();
    assert.deepEqual(page.faults, [], 'the page should stay silent');
  });
  return page;
}

// Waits until every view shows the answer to the present settings.
export const ready = (page) => page.waitForSelector('html[data-ready]', { state: 'attached' });

// The page at a link such as `?x=randn(4,6,4,4)`, ready. Options: `size` as [width, height], `colorScheme`, and Playwright's.
export async function open(t, link = '', options = {}) {
  const page = await blank(t, options);
  await page.goto((await address()) + link);
  await ready(page);
  return page;
}

const axeSource = () => readFile(packages.resolve('axe-core/axe.min.js'), 'utf8');

// What axe finds against WCAG 2.2 AA and its own best practice, one line each.
export async function axe(page) {
  // As long as a page is not loaded again, it has its axe.
  if (!await page.evaluate(() => 'axe' in window)) await page.addScriptTag({ content: await axeSource() });
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly }), rules);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
