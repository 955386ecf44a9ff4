// `cargo xtask bench`, the part in the browser: `node benches/web/run.mjs [--quick] [TEXT]` measures the tests whose title has TEXT.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { blank, stop } from '../../tests/web/browser.mjs';
import { host } from '../../tests/web/host.mjs';
import { judged } from './targets.mjs';
import { summary } from './summary.mjs';
import { described, table } from './table.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const packages = createRequire(new URL('../../target/bench-web/package.json', import.meta.url));

const SETTINGS = { rounds: 15, warmUpMs: 400, sampleMs: 30 };
const QUICK = { rounds: 3, warmUpMs: 100, sampleMs: 5 };

// The floors as WebAssembly.
async function floors() {
  const wabt = await packages('wabt')();
  const module = wabt.parseWat('floors.wat', await readFile(path('./floors.wat')), { simd: true, bulk_memory: true });
  return Buffer.from(module.toBinary({}).buffer);
}

async function measure(page, settings, wanted) {
  const titles = await page.evaluate(() => window.bench.tests);
  const tests = [];
  for (const [index, title] of titles.entries()) {
    if (!title.includes(wanted)) continue;
    const test = await page.evaluate(([index, settings]) => window.bench.measure(index, settings), [index, settings]);
    console.log(table(test));
    tests.push(test);
  }
  return tests;
}

// target/bench/browser.json, and table.md for the README.
async function save(run) {
  const folder = path('../../target/bench/');
  await mkdir(folder, { recursive: true });
  // JSON has no word for what is not a number.
  const kept = (_, value) => (Number.isFinite(value) || typeof value !== 'number' ? value : String(value));
  await writeFile(`${folder}browser.json`, JSON.stringify(run, kept, 1));
  const native = await readFile(`${folder}torch.json`, 'utf8').catch(() => '{}');
  await writeFile(`${folder}table.md`, summary(run, JSON.parse(native).rows));
  console.log(`\nSee ${folder}`);
}

async function bench(settings, wanted) {
  const folders = { '/bench/': path('./'), '/packages/': path('../../target/bench-web/node_modules/') };
  const { address, close } = await host({ files: { '/floors.wasm': await floors() }, folders });
  try {
    const page = await blank();
    await page.goto(`${address}bench/`);
    await page.waitForFunction(() => window.bench);
    const tests = await measure(page, settings, wanted);
    for (const fault of page.faults) console.log(fault);
    const targets = judged(tests);
    console.log(described(targets));
    const run = { date: new Date().toISOString(), processor: cpus()[0].model, browser: page.context().browser().version(), settings, tests, targets };
    await save(run);
  } finally {
    close();
    await stop();
  }
}

const words = process.argv.slice(2);
await bench(words.includes('--quick') ? QUICK : SETTINGS, words.find((word) => !word.startsWith('--')) ?? '');
