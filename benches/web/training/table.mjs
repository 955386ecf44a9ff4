// A run as a table in Markdown, as the README has it.

export const digits = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(2))) : '–');

// `rows` are those of the browser, `native` those of benches/pytorch_training.py, if there are any.
export function lines(rows, native) {
  const networks = [...new Set(rows.map(({ network }) => network))];
  const batches = [...new Set(rows.map(({ batch }) => batch))];
  const head = ['Steps of training', ...batches.map((batch) => `batch ${batch}: ms, × TensorFlow.js, × PyTorch`)];
  const body = networks.map((network) => [network, ...batches.map((batch) => cell(network, batch, rows, native))]);
  return [head, head.map((_, i) => (i ? '---:' : '---')), ...body].map((cells) => `| ${cells.join(' | ')} |`);
}

function cell(network, batch, rows, native) {
  const of = (row) => row.network === network && row.batch === batch;
  const { ours, ratio } = rows.find(of);
  const beside = native.find(of);
  return [digits(ours), digits(ratio), digits(beside && beside.torch / beside.seconds)].join(', ');
}
