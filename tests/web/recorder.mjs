// What is drawn on the canvases of the page.

// Notes what is written and drawn on each canvas of the page since it was last made empty, with its ground: the areas
// that were filled there before. (Lines and points are no ground: a swarm of dots does not hide the next one's colour.)
// The worker has no canvas; off the page files of images are read (src/web/files), and no text is drawn.
export function record() {
  const drawn = new WeakMap();
  const paths = new WeakMap();
  const grounds = new WeakMap();
  window.drawnOn = (canvas) => drawn.get(canvas) ?? [];
  for (const side of ['width', 'height']) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    const empty = function (length) {
      drawn.delete(this);
      grounds.delete(this);
      set.call(this, length);
    };
    Object.defineProperty(HTMLCanvasElement.prototype, side, { get, set: empty, configurable: true, enumerable: true });
  }
  const proto = CanvasRenderingContext2D.prototype;
  const before = (name, note) => {
    const plain = proto[name];
    proto[name] = function (...given) {
      if (this.canvas instanceof HTMLCanvasElement) note(this, ...given);
      return plain.apply(this, given);
    };
  };
  const keep = (context, mark) => {
    const { canvas } = context;
    if (!drawn.has(canvas)) drawn.set(canvas, []);
    drawn.get(canvas).push({ alpha: context.globalAlpha, ...mark });
  };
  // The colours of some pixels with their shares, the most frequent first.
  const tally = (pixels) => {
    const counts = new Map();
    const colours = new Uint32Array(Uint8Array.from(pixels).buffer);
    for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const all = [...counts].sort((a, b) => b[1] - a[1]);
    return all.map(([colour, count]) => ({ colour: [...new Uint8Array(Uint32Array.of(colour).buffer)], share: count / colours.length }));
  };
  // The areas alone, drawn once more.
  const groundOf = ({ canvas }) => {
    if (!grounds.has(canvas)) grounds.set(canvas, new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true }));
    return grounds.get(canvas);
  };
  const scaleOf = (context) => {
    const { a, b, c, d } = context.getTransform();
    return Math.sqrt(Math.abs(a * d - b * c));
  };
  const place = (context, x, y) => context.getTransform().transformPoint(new DOMPoint(x, y));
  const at = (context, points) => {
    const seen = points.map(([x, y]) => [...groundOf(context).getImageData(Math.round(x), Math.round(y), 1, 1).data]);
    return tally(seen.flat());
  };
  for (const name of ['fillText', 'strokeText']) {
    before(name, (context, text, x, y) => {
      const m = context.measureText(text);
      const corners = [[-m.actualBoundingBoxLeft, -m.actualBoundingBoxAscent], [m.actualBoundingBoxRight, m.actualBoundingBoxDescent]];
      const [a, b] = corners.map(([right, down]) => place(context, x + right, y + down));
      const box = { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
      const [width, height] = [box.right - box.left, box.bottom - box.top].map((length) => Math.max(1, Math.ceil(length)));
      keep(context, {
        kind: 'text', text, box,
        px: parseFloat(/([\d.]+)px/.exec(context.font)[1]) * scaleOf(context),
        colour: name === 'fillText' ? context.fillStyle : context.strokeStyle,
        grounds: tally(groundOf(context).getImageData(Math.floor(box.left), Math.floor(box.top), width, height).data),
      });
    });
  }
  before('beginPath', (context) => paths.set(context, []));
  before('moveTo', (context, x, y) => paths.get(context)?.push([x, y, true]));
  before('lineTo', (context, x, y) => paths.get(context)?.push([x, y, false]));
  before('arc', (context, x, y, radius) => paths.get(context)?.push([x, y, radius]));
  before('stroke', (context) => {
    const path = paths.get(context) ?? [];
    const middles = path.flatMap(([x, y, isStart], k) => (k && isStart === false ? [[(x + path[k - 1][0]) / 2, (y + path[k - 1][1]) / 2]] : []));
    const every = Math.ceil(middles.length / 12) || 1;
    const some = middles.filter((_, k) => k % every === 0).map(([x, y]) => place(context, x, y)).map(({ x, y }) => [x, y]);
    if (some.length) keep(context, { kind: 'line', px: context.lineWidth * scaleOf(context), colour: context.strokeStyle, grounds: at(context, some) });
  });
  // A filled circle is a point of data, and anything else that is filled a ground.
  before('fill', (context) => {
    const path = paths.get(context) ?? [];
    const dots = path.filter(([, , radius]) => typeof radius === 'number');
    for (const [x, y] of dots) {
      const middle = place(context, x, y);
      keep(context, { kind: 'dot', px: Infinity, colour: context.fillStyle, grounds: at(context, [[middle.x, middle.y]]) });
    }
    if (dots.length || !path.length) return;
    const ground = groundOf(context);
    ground.setTransform(context.getTransform());
    ground.fillStyle = context.fillStyle;
    ground.beginPath();
    for (const [x, y, isStart] of path) ground[isStart ? 'moveTo' : 'lineTo'](x, y);
    ground.fill();
  });
  before('fillRect', (context, ...box) => {
    if (!context.canvas.isConnected) return;
    const ground = groundOf(context);
    ground.setTransform(context.getTransform());
    ground.fillStyle = context.fillStyle;
    ground.fillRect(...box);
  });
}
