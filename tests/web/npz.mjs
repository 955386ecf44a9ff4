// Arrays as NumPy saves them: `.npz`, a zip file with one `.npy` for each array.

import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const DEFLATED = 8;

// The elements of a type, little endian; whole numbers become plain ones.
const READERS = {
  '<f4': (bytes) => new Float32Array(bytes),
  '<f8': (bytes) => new Float64Array(bytes),
  '<i8': (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
};

// Every array of the file, as { shape, data }, by name.
export function readNpz(file) {
  const arrays = {};
  let at = file.readUInt32LE(endOfDirectory(file) + 16);
  while (file.readUInt32LE(at) === ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => file.readUInt16LE(at + field));
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    arrays[name.replace(/\.npy$/, '')] = readNpy(unpacked(file, at));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return arrays;
}

// The directory is found from the end of the file; it may be followed by a comment.
function endOfDirectory(file) {
  for (let at = file.length - 22; at >= 0; at--) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('this is no zip file');
}

// The file of an entry of the directory, which alone is sure to have the sizes.
function unpacked(file, entry) {
  const packedLength = file.readUInt32LE(entry + 20);
  const header = file.readUInt32LE(entry + 42);
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
  const bytes = file.subarray(start, start + packedLength);
  return file.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(bytes) : bytes;
}

function readNpy(file) {
  const isLong = file[6] > 1;
  const start = isLong ? 12 : 10;
  const end = start + (isLong ? file.readUInt32LE(8) : file.readUInt16LE(8));
  const header = file.toString('latin1', start, end);
  const [, type] = header.match(/'descr': '([^']*)'/);
  const [, lengths] = header.match(/'shape': \(([^)]*)\)/);
  if (!READERS[type] || !/'fortran_order': False/.test(header)) throw new Error(`not read here: ${header}`);
  // Copied, for typed arrays want their elements aligned.
  const bytes = Uint8Array.from(file.subarray(end)).buffer;
  return { shape: lengths.split(',').filter((length) => length.trim()).map(Number), data: READERS[type](bytes) };
}
