// The table `Selected set`, read as a person reads it.

import assert from 'node:assert/strict';

// Six significant digits, with an exponent outside 10⁻⁴ … 10⁶ and a true minus sign.
const SIX = /^(?:0|−?(?:\d\.\d{5}e−?\d+|0\.0{0,3}[1-9]\d{5}|(?=(?:\d\.?){6}$)[1-9]\d*(?:\.\d+)?))$/;

export const table = (page) => page.getByRole('table', { name: 'Selected set' });

// Text by row header.
export async function rows(page) {
  const read = (rows) => rows.map((row) => [row.querySelector('th').innerText, row.querySelector('td').innerText]);
  return Object.fromEntries(await table(page).getByRole('row').evaluateAll(read));
}

export const numberOf = (text) => Number(text.replaceAll('−', '-'));

// The value of a row is the expected one within six digits and 2e-6·max(1, |value|), float32's share.
export function assertShows(text, expected, what, tolerance = 2e-6) {
  assert.match(text ?? '', SIX, `${what}: six significant digits`);
  const last = expected === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(expected))) - 5);
  const slack = tolerance * Math.max(1, Math.abs(expected)) + 0.5 * last;
  const shown = numberOf(text);
  assert(Math.abs(shown - expected) <= slack, `${what}: ${shown} is shown, ${expected} is right`);
}

// The whole table shows the element `at` of a set with these numbers.
export async function assertTable(page, at, expected, { isRms = false, what = '' } = {}) {
  const shown = await rows(page);
  assert.equal(shown.Element, `[${at.join(', ')}]`, what);
  assert.equal(shown['Set size'].split(' ')[0], String(expected.size), `${what} set size`);
  if (isRms) {
    assertShows(shown['Mean square'], expected.variance, `${what} mean square`);
    assert(!('Mean' in shown) && !('Variance' in shown), what);
  } else {
    assertShows(shown.Mean, expected.mean, `${what} mean`);
    assertShows(shown.Variance, expected.variance, `${what} variance`);
  }
  for (const name of ['x', 'x̂', 'y']) assertShows(shown[name], expected[name], `${what} ${name}`);
}
