// Pictures of the page for the eye, started by `cargo xtask shots`: every view in every size, light, dark and presenting;
// or, given a file's name, the README's picture alone.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { open, stop } from './browser.mjs';
import { README, VIEWS } from './views.mjs';

const SIZES = [[1920, 1080], [1366, 768], [390, 844]];
const STYLES = ['light', 'dark', 'presenting'];

async function shoot(path, link, size, style) {
  const page = await open(null, link, { size, colorScheme: style === 'dark' ? 'dark' : 'light' });
  if (style === 'presenting') {
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
  }
  // A phone shows the page by scrolling.
  await page.screenshot({ path, fullPage: size[0] < 600 && style !== 'presenting' });
  for (const fault of page.faults) console.log(`  ${path}: ${fault}`);
  await page.close();
}

async function shots(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, link] of Object.entries(VIEWS)) {
    for (const size of SIZES) {
      for (const style of STYLES) await shoot(join(folder, `${name}-${size.join('x')}-${style}.png`), link, size, style);
    }
    console.log(`${name}: ${SIZES.length * STYLES.length} pictures of ${link || 'the page without a link'}`);
  }
}

const [target] = process.argv.slice(2);
try {
  if (target.endsWith('.png')) await shoot(target, README.link, README.size, README.colorScheme);
  else await shots(target);
} finally {
  await stop();
}
