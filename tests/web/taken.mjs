// What is taken along by the dialog of Export.

import { readFile } from 'node:fs/promises';

// Opens the dialog.
export const show = (page) => page.getByRole('button', { name: 'Export', exact: true }).click();

// The file that a button of the dialog gives: its name and its bytes.
export async function taken(page, name) {
  const button = page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name, exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

// The arrays of a file `.safetensors`, by name: shape and values.
export function readSafetensors(bytes) {
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__: notes, ...header } = JSON.parse(bytes.subarray(8, start).toString());
  const array = ({ dtype, shape, data_offsets: [begin, end] }) => {
    const held = bytes.buffer.slice(bytes.byteOffset + start + begin, bytes.byteOffset + start + end);
    return { shape, values: [...(dtype === 'I64' ? new BigInt64Array(held) : new Float32Array(held))].map(Number) };
  };
  return { notes, arrays: Object.fromEntries(Object.entries(header).map(([name, of]) => [name, array(of)])) };
}
