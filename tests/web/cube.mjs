// The cube as it has to look: where each cell is in the world and on the screen, and its colour.

import { flatOf, indexOf } from './layers.mjs';
import { product } from './torch.mjs';

// Length of a side along n cells.
const side = (n) => n / (1 + n / 3);

// A direction: place of a cell's lower and upper end, from its block and its place in the block.
const ruler = ({ blocks = 1, cells = 1, cell, pitch = 0, sign = 1 }) => {
  const extent = (blocks - 1) * pitch + cells * cell;
  return (block, at) => {
    const start = block * pitch + at * cell - extent / 2;
    return [sign * start, sign * (start + cell)].sort((a, b) => a - b);
  };
};

// All positions merged, `N C HW`: channels across, positions down, samples to the back; without positions a slab.
function solid([n, c, ...rest]) {
  const along = (cells, sign) => ruler({ cells, cell: side(cells) / cells, sign });
  const slab = ruler({ cells: 1, cell: 0.35, sign: -1 });
  const [across, down, depth] = [along(c, 1), rest.length ? along(product(rest), -1) : slab, along(n, -1)];
  return ([i, j, ...at]) => [across(0, j), down(0, flatOf(rest, at)), depth(0, i)];
}

// `N C H W`: a plate per channel, channels across, samples to the back; `N C D H W`: a brick in its place.
function plates([n, c, ...rest]) {
  const [h, w] = rest.slice(-2);
  const isBrick = rest.length > 2;
  const d = isBrick ? rest[0] : 1;
  const plate = side(Math.max(h, w));
  const cell = plate / Math.max(h, w);
  const thickness = isBrick ? cell : Math.max(cell, 0.07 * plate);
  const across = ruler({ blocks: c, cells: w, cell, pitch: w * cell + 0.2 * plate });
  const down = ruler({ cells: h, cell, sign: -1 });
  const depth = ruler({ blocks: n, cells: d, cell: thickness, pitch: d * thickness + 0.6 * plate, sign: -1 });
  return ([i, j, ...at]) => [across(j, at.at(-1)), down(0, at.at(-2)), depth(i, isBrick ? at[0] : 0)];
}

// The arrangements that a rank has, by the text in the link.
export const ARRANGEMENTS = {
  2: { 'N C': solid },
  3: { 'N C L': solid },
  4: { 'N C HW': solid, 'N C H W': plates },
  5: { 'N C DHW': solid, 'N C D H W': plates },
};

// Every cell: its flat number, its box in the world as [low, high] per axis.
export function cells(shape, arrangement) {
  const box = ARRANGEMENTS[shape.length][arrangement](shape);
  return Array.from({ length: product(shape) }, (_, flat) => ({ flat, box: box(indexOf(shape, flat)) }));
}

// The published camera, a matrix in column order; `px` projects a point of the world onto a figure of that size.
export function camera(matrix, { width, height }) {
  const row = (r, [x, y, z]) => matrix[r] * x + matrix[4 + r] * y + matrix[8 + r] * z + matrix[12 + r];
  const px = (world) => [(row(0, world) + 1) / 2 * width, (1 - row(1, world)) / 2 * height];
  // Nearer is smaller: the eye lies where the depth shrinks.
  const eye = [0, 1, 2].map((i) => -matrix[4 * i + 2]);
  return { px, eye };
}

// The faces of a cell that look at the eye: the middle, that with four points towards the corners, a grid of points,
// and `rim(d, camera)`, points at d px from the edges.
export function faces({ box }, { eye }) {
  const centre = box.map(([low, high]) => (low + high) / 2);
  return [0, 1, 2].map((axis) => {
    const at = [...centre];
    at[axis] = box[axis][eye[axis] > 0 ? 1 : 0];
    const [a, b] = [(axis + 1) % 3, (axis + 2) % 3];
    const point = (p, q) => at.map((v, i) => v + (i === a ? p : i === b ? q : 0) * (box[i][1] - box[i][0]));
    const grid = [-0.3, -0.15, 0, 0.15, 0.3];
    const corners = [[0, 0], [-0.3, -0.3], [-0.3, 0.3], [0.3, -0.3], [0.3, 0.3]].map(([p, q]) => point(p, q));
    return { at, corners, around: grid.flatMap((p) => grid.map((q) => point(p, q))), rim: (d, camera) => rim(point, d, camera) };
  });
}

function rim(point, d, { px }) {
  const step = (p, q) => { const [from, to] = [point(0, 0), point(p, q)].map(px); return [to[0] - from[0], to[1] - from[1]]; };
  const [u, v] = [step(1, 0), step(0, 1)];
  const area = Math.abs(u[0] * v[1] - u[1] * v[0]);
  // Where in the face d px from an edge is: the sides lie aslant.
  const [p, q] = [v, u].map((other) => 0.5 - d * Math.hypot(...other) / area);
  return [-0.3, -0.1, 0.1, 0.3].flatMap((s) => [point(-p, s), point(p, s), point(s, -q), point(s, q)]);
}

// Where the line through `at` towards the eye lies inside a box: [from, to] as distances, or nothing.
export function through(at, { eye }, { box }) {
  let [from, to] = [-Infinity, Infinity];
  for (const [i, [low, high]] of box.entries()) {
    const [a, b] = [(low - at[i]) / eye[i], (high - at[i]) / eye[i]];
    [from, to] = [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
  }
  return to - from > 1e-6 ? [from, to] : undefined;
}

// The colour scale: its ends and its middle.
const SCALES = {
  light: { negative: [84, 60, 150], middle: [250, 248, 244], positive: [214, 98, 10] },
  dark: { negative: [176, 152, 255], middle: [40, 41, 47], positive: [255, 158, 66] },
};
const LIMIT = 3;

// Oklab (Ottosson 2020).
const times = (rows, v) => rows.map((row) => row.reduce((sum, factor, i) => sum + factor * v[i], 0));
const LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]];
const LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]];
const LMS_BACK = [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]];
const RGB_BACK = [[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.707614701]];
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const curved = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const lab = (rgb) => times(LAB, times(LMS, rgb.map((c) => linear(c / 255))).map(Math.cbrt));
const rgb = (lab) => times(RGB_BACK, times(LMS_BACK, lab).map((x) => x ** 3)).map((c) => Math.round(255 * curved(Math.min(1, Math.max(0, c)))));

// The colour of a value: in Oklab on the straight way from the middle to the end.
export function colourOf(value, theme) {
  const { negative, middle, positive } = SCALES[theme];
  const share = Math.max(-1, Math.min(1, value / LIMIT));
  const [from, to] = [middle, share < 0 ? negative : positive].map(lab);
  return rgb(from.map((c, i) => c + Math.abs(share) * (to[i] - c)));
}

// The colours of sets (Okabe & Ito 2008).
const SETS = [[230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [0, 114, 178], [213, 94, 0], [204, 121, 167]];

// The colour of the set at a place in the grid of sets: in turn, where an axis of seven sets counts as eight,
// for otherwise sets one behind the other were alike.
export function setColour(grid, at) {
  const number = at.reduce((number, i, axis) => number * (grid[axis] % 7 ? grid[axis] : grid[axis] + 1) + i, 0);
  return SETS[number % 7];
}
