// How long after a slider's input the page has submitted its last drawing, while the slider is dragged.

import { address, blank, stop } from '../../tests/web/browser.mjs';
import { LINKS, median, ms, print, quantile, visit } from './page.mjs';

const EVENTS = 200;

// Notes each input, each drawing, and when the answer is complete.
const watch = () => {
  window.notes = [];
  const note = (what) => window.notes.push([what, performance.now()]);
  addEventListener('input', (event) => window.notes.push(['input', event.timeStamp]), true);
  const { prototype } = WebGL2RenderingContext;
  for (const name of ['drawArraysInstanced', 'drawArrays']) {
    const draw = prototype[name];
    prototype[name] = function drawn(...given) {
      note('draw');
      return draw.apply(this, given);
    };
  }
  addEventListener('DOMContentLoaded', () => {
    const observer = new MutationObserver(() => document.documentElement.hasAttribute('data-ready') && note('ready'));
    observer.observe(document.documentElement, { attributeFilter: ['data-ready'] });
  });
};

// The floor: a page that draws one triangle in the frame after an input, and nothing else.
const FLOOR = `<!doctype html>
<input type="range" aria-label="floor" min="1" max="64" style="width: 240px"><br>
<canvas width="800" height="500"></canvas>
<script>
  const gl = document.querySelector('canvas').getContext('webgl2');
  const program = gl.createProgram();
  const sources = {
    VERTEX_SHADER: 'void main() { gl_Position = vec4(gl_VertexID % 2 * 4 - 1, gl_VertexID / 2 * 4 - 1, 0, 1); }',
    FRAGMENT_SHADER: 'precision mediump float; uniform float share; out vec4 color; void main() { color = vec4(share); }',
  };
  for (const [kind, source] of Object.entries(sources)) {
    const shader = gl.createShader(gl[kind]);
    gl.shaderSource(shader, '#version 300 es\\n' + source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  const share = gl.getUniformLocation(program, 'share');
  let asked = false;
  document.querySelector('input').addEventListener('input', ({ target }) => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      gl.uniform1f(share, target.value / 64);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    });
  });
</script>`;

async function floor() {
  const page = await blank(undefined, { size: [1366, 768] });
  await page.addInitScript(watch);
  const url = (await address()) + 'floor.html';
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: FLOOR }));
  await page.goto(url);
  return page;
}

async function drag(page, name) {
  const slider = page.getByRole('slider', { name, exact: true });
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.evaluate(() => { window.notes.length = 0; });
  const start = Date.now();
  let moves = 0;
  const move = async (share) => {
    await page.mouse.move(x + share * width, y + height / 2);
    moves += 1;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, start + moves * 1000 / 60 - Date.now())));
  };
  // There and back over most of the track, 60 times a second; where steps are few, not every move is an input.
  const inputs = () => page.evaluate(() => window.notes.filter(([what]) => what === 'input').length);
  while (await inputs() < EVENTS) {
    if (moves > 10 * EVENTS) throw new Error(`${name} takes no inputs`);
    for (let k = 0; k < 60; k++) await move(0.5 + 0.45 * Math.sin(moves / 9));
  }
  // The last answer is that for the largest value.
  await move(0.5);
  await move(1);
  await page.mouse.up();
  await page.waitForTimeout(1500);
  return page.evaluate(() => window.notes);
}

// From each input that changes something to the last drawing before the next one; and from the last one to the complete answer.
function delays(notes) {
  const inputs = notes.flatMap(([what, at]) => (what === 'input' ? [at] : []));
  const last = (what, from, to) => notes.findLast((note) => note[0] === what && note[1] >= from && note[1] < to)?.[1];
  const toDraw = inputs.map((at, i) => last('draw', at, inputs[i + 1] ?? at + 500) - at).filter((delay) => delay >= 0);
  const end = inputs.at(-1);
  const ready = notes.find(([what, at]) => what === 'ready' && at > end)?.[1];
  return { inputs: inputs.length, toDraw, answer: last('draw', end, ready) - end, seen: ready - end };
}

const lines = [['slider', 'inputs', 'to last submit, median', '95th percentile', 'last input to submit of complete answer', 'until it is presented']];

async function measure(what, page, slider) {
  const { inputs, toDraw, answer, seen } = delays(await drag(page, slider));
  lines.push([what, inputs, ...[median(toDraw), quantile(toDraw, 0.95), answer, seen].map((time) => (time ? ms(time) : '–'))]);
  await page.close();
}

await measure('one triangle', await floor(), 'floor');
for (const name of ['default', '131,072 values', '6.4 million']) {
  for (const slider of ['Groups G', 'Batch size N']) await measure(`${name}, ${slider}`, await visit(LINKS[name], watch), slider);
}
print('A slider is dragged', lines);
await stop();
