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
      const a = Math.abs(guess - left);
      const b = Math.abs(guess - above);
      const c = Math.abs(guess - corner);
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
    const kind = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const isFirst = x < channels;
      const isTop = y === 0;
      const add = unfilter(kind, isFirst ? 0 : pixels[at - channels], isTop ? 0 : pixels[at - row], isFirst || isTop ? 0 : pixels[at - row - channels]);
      pixels[at] = raw[y * (row + 1) + 1 + x] + add;
    }
  }
  const at = (x, y) => [...pixels.subarray(y * row + x * channels, y * row + x * channels + 3)];
  return { width, height, at };
}
