// `cargo xtask bench`, training in the browser: `node benches/web/training/run.mjs [--quick]`.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { blank, stop } from '../../../tests/web/browser.mjs';
import { host } from '../../../tests/web/host.mjs';
import { digits, lines } from './table.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const SETTINGS = { warmUpMs: 1000, sampleMs: 10, samples: 15 };
const QUICK = { warmUpMs: 100, sampleMs: 5, samples: 3 };

// How many times as fast as the fastest of TensorFlow.js's backends a step should be.
const TARGET = 5;

// The fastest of theirs, and how many times as fast ours is.
function judged(row) {
  const fastest = row.others.filter(({ ms }) => ms).toSorted((a, b) => a.ms - b.ms)[0];
  const ratio = fastest.ms / row.ours;
  return { ...row, fastest: fastest.name, ratio, met: ratio >= TARGET };
}

function print(row) {
  console.log(`\n${row.network}, batches of ${row.batch}`);
  console.log(`  ${'Normscope'.padEnd(32)} ${digits(row.ours)} ms a step`);
  for (const { name, ms, why } of row.others) console.log(`  ${name.padEnd(32)} ${ms ? `${digits(ms)} ms, ${digits(ms / row.ours)} ×` : `does not train it: ${why}`}`);
  console.log(`  ${digits(row.ratio)} × as fast as ${row.fastest}: ${row.met ? 'met' : `missed, at least ${TARGET}`}`);
}

async function bench(settings) {
  const folders = { '/bench/': path('../'), '/packages/': path('../../../target/bench-web/node_modules/') };
  const { address, close } = await host({ folders });
  try {
    const page = await blank();
    page.setDefaultTimeout(60_000);
    await page.goto(`${address}bench/training.html`);
    await page.waitForFunction(() => window.bench);
    const { NETWORKS, BATCHES } = await page.evaluate(() => ({ ...window.bench, measure: undefined }));
    const rows = [];
    for (const network of NETWORKS) {
      for (const batch of BATCHES) {
        const row = await page.evaluate(([network, batch, settings]) => window.bench.measure(network, batch, settings), [network, batch, settings]);
        rows.push(judged(row));
        print(rows.at(-1));
      }
    }
    const folder = path('../../../target/bench/');
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}training_browser.json`, JSON.stringify(rows, undefined, 1));
    const native = await readFile(`${folder}training_torch.json`, 'utf8').catch(() => '[]');
    const table = lines(rows, JSON.parse(native));
    await writeFile(`${folder}training.md`, `${table.join('\n')}\n`);
    console.log(`\n${table.join('\n')}`);
  } finally {
    close();
    await stop();
  }
}

await bench(process.argv.includes('--quick') ? QUICK : SETTINGS);
