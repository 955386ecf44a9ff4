// Every course of training of the reference, and every stack of transformer blocks, in the browser's build of nn.
// NORMSCOPE_REFERENCE names another folder of the same format, as it does for tests/training.rs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { blank } from './browser.mjs';
import { compare } from './cases.mjs';
import { readNpz } from './npz.mjs';

const FOLDER = process.env.NORMSCOPE_REFERENCE ?? fileURLToPath(new URL('../data/reference/', import.meta.url));
// `cargo xtask test` builds it.
const PROGRAM = new URL('../../target/cases/cases.wasm', import.meta.url);
const OPS = ['train_cnn', 'train_mlp', 'transformer'];

const read = async (name) => readNpz(await readFile(join(FOLDER, name)));

// A page with the program in it, which takes nothing from the page: what the crate has for a page is never called.
async function start(t) {
  const page = await blank(t);
  await page.evaluate(async (code) => {
    const module = await WebAssembly.compile(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
    const imports = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      if (kind !== 'function') throw new Error(`${from}.${name} is no function`);
      (imports[from] ??= {})[name] = () => { throw new Error(`${name} was called`); };
    }
    window.cases = (await WebAssembly.instantiate(module, imports)).exports;
  }, (await readFile(PROGRAM)).toString('base64'));
  return page;
}

test('every course of training and every stack agrees with PyTorch', async (t) => {
  const page = await start(t);
  const { cases } = JSON.parse(await readFile(join(FOLDER, 'manifest.json'), 'utf8'));
  const failures = [];
  for (const op of OPS) {
    const counts = { cases: 0, arrays: 0 };
    for (const recorded of cases.filter((of) => of.op === op)) {
      const data = recorded.data_file && await read(recorded.data_file);
      const { compared, wrong } = await compare(page, recorded, await read(recorded.file), data);
      counts.cases += 1;
      counts.arrays += compared;
      failures.push(...wrong.map((sentence) => `${recorded.id}: ${sentence}`));
    }
    t.diagnostic(`${op}: ${counts.cases} cases compared (${counts.arrays} arrays)`);
    if (counts.cases === 0) failures.push(`no case of ${op} in ${FOLDER}`);
  }
  assert.deepEqual(failures, []);
});
