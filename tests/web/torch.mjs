// The random numbers that PyTorch draws on a CPU, written anew in plain JavaScript: the tests' own source of x.

const STATE = 624;
const SHIFT = 397;
const BLOCK = 16;
const TAU = Math.fround(2 * Math.PI);
const f = Math.fround;

// MT19937 (Matsumoto and Nishimura 1998): a function that gives the next 32 bits.
function mersenne(seed) {
  const state = new Uint32Array(STATE);
  state[0] = seed;
  for (let i = 1; i < STATE; i++) state[i] = Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1812433253) + i;
  let used = STATE;
  const twist = () => {
    for (let i = 0; i < STATE; i++) {
      const bits = (state[i] & 0x80000000) | (state[(i + 1) % STATE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE] ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    used = 0;
  };
  return () => {
    if (used === STATE) twist();
    let word = state[used++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

// Uniforms as radius and angle, first half and second half of a block, become normal values.
function boxMuller(values, start) {
  for (let i = start; i < start + BLOCK / 2; i++) {
    const radius = f(Math.sqrt(f(-2 * f(Math.log(f(1 - values[i]))))));
    const angle = f(TAU * values[i + BLOCK / 2]);
    values[i] = radius * f(Math.cos(angle));
    values[i + BLOCK / 2] = radius * f(Math.sin(angle));
  }
}

// The generator after torch.manual_seed(seed). `randn` and `rand` give a Float32Array of so many values.
export function generator(seed) {
  const word = mersenne(seed);
  const uniform = () => (word() & 0xffffff) / 2 ** 24;
  const uniform64 = () => {
    const high = word() & 0x1fffff;
    return (high * 2 ** 32 + word()) / 2 ** 53;
  };
  let spare;
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniform64();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform64()));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const rand = (length) => Float32Array.from({ length }, uniform);
  const randn = (length) => {
    if (length < BLOCK) return Float32Array.from({ length }, normal);
    const values = rand(length);
    for (let start = 0; start + BLOCK <= length; start += BLOCK) boxMuller(values, start);
    if (length % BLOCK) {
      for (let i = length - BLOCK; i < length; i++) values[i] = uniform();
      boxMuller(values, length - BLOCK);
    }
    return values;
  };
  return { rand, randn };
}

export const product = (lengths) => lengths.reduce((a, b) => a * b, 1);

// x as `torch.manual_seed(seed); torch.randn(shape)` draws it, after `steps` batches of the same shape.
export function randn(shape, { seed = 1234, steps = 0 } = {}) {
  const { randn } = generator(seed);
  for (let i = 0; i < steps; i++) randn(product(shape));
  return randn(product(shape));
}
