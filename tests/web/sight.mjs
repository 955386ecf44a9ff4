// What is seen of the cube in a screenshot, and which of its cells look wrong.

import { camera, faces, through } from './cube.mjs';
import { png } from './png.mjs';

const CANVAS_ONLY = '.stage > :not(canvas) { visibility: hidden !important }';

// The cube's picture, and the camera that it was taken with.
export async function look(page) {
  const surface = page.locator('.surface');
  const clip = await surface.boundingBox();
  const matrix = JSON.parse(await surface.getAttribute('data-projection'));
  const style = await page.addStyleTag({ content: CANVAS_ONLY });
  const picture = png(await page.screenshot({ clip }));
  await style.evaluate((element) => element.remove());
  return { picture, camera: camera(matrix, clip) };
}

// Whether a pixel has this colour.
export const isColour = (expected) => (pixel) => pixel.every((c, i) => Math.abs(c - expected[i]) <= 4);
const isGrey = (pixel) => Math.max(...pixel) - Math.min(...pixel) <= 12;

const middle = ({ box }) => box.map(([low, high]) => (low + high) / 2);
const ends = ({ box: [x, y, z] }) => [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [x[bits & 1], y[(bits >> 1) & 1], z[bits >> 2]]);
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

// The faces of cells that have to be seen where `set` is the set in focus, and whether the cell is of the set.
// Seen is a face of which middle and corners are, not one that ends at the edge of another.
export function* seenFaces(seen, all, set) {
  const isInSet = new Set(set);
  const inSet = all.filter(({ flat }) => isInSet.has(flat));
  const onScreen = new Map(all.map((cell) => [cell, seen.camera.px(middle(cell))]));
  const reach = 2 * Math.max(...ends(all[0]).map((world) => distance(seen.camera.px(world), onScreen.get(all[0]))));
  const isNear = (face, other) => distance(seen.camera.px(face.at), onScreen.get(other)) <= reach;
  const covers = (face, cell, others) => others.some((other) => other !== cell && isNear(face, other) && face.corners.some((at) => through(at, seen.camera, other)?.[1] > 1e-6));
  const onLine = (face) => inSet.some((other) => isNear(face, other) && face.corners.some((at) => through(at, seen.camera, other)));
  for (const cell of all) {
    const own = isInSet.has(cell.flat);
    for (const face of faces(cell, seen.camera)) {
      // The set is seen whole, whatever stands before it; another cell may be removed where it hides the set.
      if (own ? covers(face, cell, inSet) : onLine(face) || covers(face, cell, all)) continue;
      yield { cell, face, own };
    }
  }
}

// A face looks as it has to when its points do, but for those that an outline runs over: dashed edges of the
// set, the pinned cell's frame. A cell in another colour has no right point at all.
const SHARE = 0.4;

function shareOf({ picture, camera }, points, isRight) {
  const pixel = (world) => picture.at(...camera.px(world).map(Math.floor));
  return points.map(pixel).filter(isRight).length / points.length;
}

// The cells that look wrong where `set` is the set in focus and `colour` gives the colour of its cells,
// and how many of both kinds were seen.
export function judge(seen, all, set, colour) {
  const result = { wrong: [], set: new Set(), others: new Set() };
  for (const { cell, face, own } of seenFaces(seen, all, set)) {
    result[own ? 'set' : 'others'].add(cell.flat);
    if (shareOf(seen, face.around, own ? isColour(colour(cell.flat)) : isGrey) < SHARE) result.wrong.push(cell.flat);
  }
  return result;
}

const AMBER = [240, 170, 20];

// The cells that have a mark, an amber frame inside their edges; those of which most of it is seen, for through a cell
// that is removed one sees marks of others; and all that are seen.
export function marks(seen, all, set) {
  const result = { marked: new Set(), surely: new Set(), seen: new Set() };
  for (const { cell, face } of seenFaces(seen, all, set)) {
    const share = shareOf(seen, face.rim(2, seen.camera), isColour(AMBER));
    result.seen.add(cell.flat);
    if (share >= SHARE) result.marked.add(cell.flat);
    if (share >= 0.8) result.surely.add(cell.flat);
  }
  return result;
}
