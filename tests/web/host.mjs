// A host for the page in dist, as simple as a static page host: files and nothing else.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

// Serves dist under `base`, and `files`, which are contents by path, and other `folders`, by path as well;
// gives the address, and `close`.
export async function host({ base = '/', files = {}, folders = {} } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const name = path.endsWith('/') ? `${path}index.html` : path;
    // As GitHub Pages has it: a sandboxed frame has no origin, and may read only what everybody may.
    const head = { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Access-Control-Allow-Origin': '*' };
    try {
      const body = files[path] ?? (await readFile(fileOf(name, { ...folders, [base]: DIST })));
      response.writeHead(200, head).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}

function fileOf(name, folders) {
  const base = Object.keys(folders).find((path) => name.startsWith(path)) ?? '';
  const inside = normalize(name.slice(base.length));
  if (!base || inside.startsWith('..')) throw new Error(`${name} is in no folder`);
  return join(folders[base], inside);
}
