// The pixels of a screenshot.

import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

const HEAD = 8;

// Undoes the filter of a row; `left` and `above` are the bytes one pixel before and one row before.
function unfilter(kind, left, above, corner) {
  switch (kind) {
    case 0: return 0;
    case 1: return left;
    case 2: return above;
    case 3: return (left + above) >> 1;
    default: {
      const guess = left + above - corner;
      const [a, b, c] = [left, above, corner].map((byte) => Math.abs(guess - byte));
      if (a <= b && a <= c) return left;
      return b <= c ? above : corner;
    }
  }
}

// Reads a PNG of 8 bits a channel without interlace, as browsers write it: `at(x, y)` gives red, green and blue.
export function png(file) {
  const parts = [];
  let width, height, channels;
  for (let at = HEAD; at < file.length; at += file.readUInt32BE(at) + 12) {
    const kind = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
    if (kind === 'IDAT') parts.push(data);
    if (kind !== 'IHDR') continue;
    [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    assert.equal(data[8], 8);
    channels = { 2: 3, 6: 4 }[data[9]];
  }
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const pixels = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < row; x++) {
      const byte = (x, y) => (x < 0 || y < 0 ? 0 : pixels[y * row + x]);
      const add = unfilter(raw[y * (row + 1)], byte(x - channels, y), byte(x, y - 1), byte(x - channels, y - 1));
      pixels[y * row + x] = raw[y * (row + 1) + 1 + x] + add;
    }
  }
  const at = (x, y) => [...pixels.subarray(y * row + x * channels, y * row + x * channels + 3)];
  return { width, height, at };
}
