// Results as text.

// An error that shows in the fourth digit of normalized values.
const FAR_OFF = 1e-3;

const number = (value) => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));

const row = (cells, widths) => cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ').trimEnd();

// Exponents are short; a value that is no number is far off.
const shown = (error) => (error === undefined ? '' : `${error.toExponential(1)}${error <= FAR_OFF ? '' : ' !'}`);

// The faster of the two copies, ms.
export const copy = ({ results }) => Math.min(...results.filter(({ name }) => name.includes('copy')).map(({ median }) => median));

// One test: each contestant's time, as a multiple of a copy, and its error.
export function table(test) {
  if (test.untimed) return accuracy(test);
  const head = ['', 'median ms', 'min–max', '× copy', 'error'];
  const floor = copy(test);
  const body = test.results.map(({ name, median, min, max, error }) => [
    name,
    number(median),
    `${number(min)}–${number(max)}`,
    number(median / floor),
    shown(error),
  ]);
  const widths = head.map((cell, i) => Math.max(...[head, ...body].map((cells) => cells[i].length)));
  const bytes = 2 * 4 * test.shape.reduce((a, b) => a * b, 1);
  const speed = `a copy reads and writes ${number(bytes / floor / 1e6)} GB/s`;
  return `\n${test.title}: ${speed}\n${[head, ...body].map((cells) => row(cells, widths)).join('\n')}`;
}

// One test of which only the errors are wanted.
const accuracy = ({ title, results }) => `\n${title}\n${results.map(({ name, error }) => row([name, shown(error)], [22, 9])).join('\n')}`;

// The targets, each met or not.
export function described(targets) {
  const lines = targets.map(({ what, value, limit, atMost, met }) => [what, number(value), `${atMost ? 'at most' : 'at least'} ${limit}`, met ? 'met' : 'not met']);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...lines.map((cells) => cells[i].length)));
  return ['', 'Targets', ...lines.map((cells) => row(cells, widths))].join('\n');
}
