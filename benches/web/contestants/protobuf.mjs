// ONNX models, written as the protocol buffers they are (onnx.proto names the fields; wire types: 0 varint, 2 bytes, 5 float32).

const IR_VERSION = 10n;
const OPSET = 21n;
const FLOAT = 1n;

const utf8 = new TextEncoder();

const concat = (parts) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    bytes.set(part, at);
    return at + part.length;
  }, 0);
  return bytes;
};

// Seven bits a byte, the lowest first; negative numbers as 64 bits.
const varint = (value) => {
  const bytes = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number((rest & 127n) | 128n));
  return Uint8Array.from([...bytes, Number(rest)]);
};

const tag = (field, wire) => varint(BigInt((field << 3) | wire));
const int = (field, value) => concat([tag(field, 0), varint(value)]);
const bytes = (field, content) => concat([tag(field, 2), varint(BigInt(content.length)), content]);
const text = (field, content) => bytes(field, utf8.encode(content));
const message = (field, parts) => bytes(field, concat(parts));
const float = (field, value) => concat([tag(field, 5), new Uint8Array(Float32Array.of(value).buffer)]);

// Numbers are floats, bigints ints.
function attribute([name, value]) {
  const FLOAT_ATTRIBUTE = [1n, () => [float(2, value)]];
  const INT_ATTRIBUTE = [2n, () => [int(3, value)]];
  const INTS_ATTRIBUTE = [7n, () => value.map((item) => int(8, item))];
  const kinds = { number: FLOAT_ATTRIBUTE, bigint: INT_ATTRIBUTE, object: INTS_ATTRIBUTE };
  const [type, content] = kinds[typeof value];
  return message(5, [text(1, name), ...content(), int(20, type)]);
}

const node = ({ type, inputs, outputs, attributes }) => message(1, [
  ...inputs.map((name) => text(1, name)),
  ...outputs.map((name) => text(2, name)),
  text(4, type),
  ...Object.entries(attributes).map(attribute),
]);

const constant = ([name, { shape, data }]) => message(5, [
  ...shape.map((length) => int(1, BigInt(length))),
  int(2, FLOAT),
  text(8, name),
  bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
]);

const tensor = (field, name, shape) => {
  const lengths = shape.map((length) => message(1, [int(1, BigInt(length))]));
  return message(field, [text(1, name), message(2, [message(1, [int(1, FLOAT), message(2, lengths)])])]);
};

// A model from x to y, both tensors of `shape`.
export function model({ nodes, shape, constants }) {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const graph = [
    ...nodes.map(node),
    text(2, 'layer'),
    ...Object.entries(constants).filter(([name]) => used.has(name)).map(constant),
    tensor(11, 'x', shape),
    tensor(12, 'y', shape),
  ];
  return concat([int(1, IR_VERSION), message(7, graph), message(8, [text(1, ''), int(2, OPSET)])]);
}
