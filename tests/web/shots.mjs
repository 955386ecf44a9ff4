// Pictures of the page for the eye, started by `cargo xtask shots`: every view in every size, light, dark and presenting;
// or, given a file's name, the README's picture alone; or, given a folder and names, these views.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { open, ready, stop } from './browser.mjs';
import { README, VIEWS } from './views.mjs';

const SIZES = [[1920, 1080], [1366, 768], [390, 844]];
const STYLES = ['light', 'dark', 'presenting'];

// Opens a tab or the drawer, where there is one.
async function unfold(page, name) {
  const handle = page.getByRole('tab', { name, exact: true }).or(page.getByRole('button', { name, exact: true }));
  if (name && await handle.filter({ visible: true }).count()) await handle.click();
}

// Shows a panel while the page is presented, where it has no tabs.
async function turn(page, name) {
  for (let k = ['Numbers', 'Distributions', 'Code'].indexOf(name); k > 0; k--) await page.keyboard.press('p');
}

async function shoot(path, { link, open: name }, size, style) {
  const page = await open(null, link, { size, colorScheme: style === 'dark' ? 'dark' : 'light' });
  if (style === 'presenting') {
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await ready(page);
  }
  if (style === 'presenting') await turn(page, name);
  else await unfold(page, name);
  // A phone shows the page by scrolling.
  await page.screenshot({ path, fullPage: size[0] < 600 && style !== 'presenting' });
  for (const fault of page.faults) console.log(`  ${path}: ${fault}`);
  await page.close();
}

async function shots(folder, names) {
  if (!names.length) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of names.length ? names : Object.keys(VIEWS)) {
    for (const size of SIZES) {
      for (const style of STYLES) await shoot(join(folder, `${name}-${size.join('x')}-${style}.png`), VIEWS[name], size, style);
    }
    console.log(`${name}: ${SIZES.length * STYLES.length} pictures of ${VIEWS[name].link || 'the page without a link'}`);
  }
}

const [target, ...names] = process.argv.slice(2);
try {
  if (target.endsWith('.png')) await shoot(target, README, README.size, README.colorScheme);
  else await shots(target, names);
} finally {
  await stop();
}
