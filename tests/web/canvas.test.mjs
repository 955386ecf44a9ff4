// Without WebGL the cube is drawn on a 2-D canvas: the same picture.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, blank, ready } from './browser.mjs';
import { data, difference, mirrored, pixels } from './pixels.mjs';

const LINKS = [
  ['', 'light'],
  ['?layer=BatchNorm2d(6)&at=0,2,1,1&t=2.5', 'dark'],
  ['?layer=GroupNorm(3,6)&axes=N+C+H+W&color=set', 'light'],
  ['?layer=BatchNorm2d(6)&at=0,2,1,1&poke=0,2,1,1:9&t=3', 'light'],
  ['?x=dead(4,6,4,4)&layer=GroupNorm(6,6,eps=0)&at=0,3,1,1&t=2', 'dark'],
];

const SIZE = { width: 600, height: 420 };

const withoutWebgl = () => {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
  };
};

// What is drawn at a link, without what lies over the canvas.
async function drawn(t, link, colorScheme, init) {
  const page = await blank(t, { size: [1280, 800], colorScheme });
  if (init) await page.addInitScript(init);
  await page.goto((await address()) + link);
  await ready(page);
  // The note that there is no WebGL takes a line of the figure's.
  await page.addStyleTag({ content: `.stage { flex: none !important; width: ${SIZE.width}px; height: ${SIZE.height}px } .stage > :not(canvas) { visibility: hidden }` });
  await page.waitForFunction((height) => document.querySelector('.stage canvas').height === height, SIZE.height);
  await ready(page);
  return { page, picture: await page.locator('.stage').screenshot() };
}

for (const [link, colorScheme] of LINKS) {
  test(`2-D canvas and WebGL draw the same: ${link || 'the page without a link'}`, async (t) => {
    const gl = await drawn(t, link, colorScheme);
    const flat = await drawn(t, link, colorScheme, withoutWebgl);
    await flat.page.getByText('WebGL2, which this browser lacks').waitFor({ state: 'attached' });
    const all = [gl, flat].map(({ picture }) => pixels(gl.page, data('image/png', picture), SIZE, { left: 0, top: 0, ...SIZE }));
    const [a, b] = await Promise.all(all);
    const share = difference(a, b, SIZE);
    // Hatches and frames of single cells are drawn otherwise, and nothing else.
    assert(share < 0.04, `they differ at ${(100 * share).toFixed(1)} % of the points`);
    assert(difference(a, mirrored(b, SIZE), SIZE) > 3 * share + 0.005, 'a mirrored picture should be found out');
  });
}
