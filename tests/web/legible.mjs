// What the page shows to a hall: every text with its size and its contrast, every line with its width and its contrast.
// The init script of recorder.mjs has to run before; `shown` and `misplaced` run in the page, `underlay` and `faults` judge what was found.

// 20 pt, and 14 pt for the scripts of a formula: see `isScript` below.
export const TEXT_PX = 20 * 4 / 3;
export const SCRIPT_PX = 14 * 4 / 3;
// Hairlines; the firm lines of charts are a seventh of their type, 3.9 px (src/chart/style.rs).
export const LINE_PX = 2;
// WCAG 2.2, 1.4.3 and 1.4.11.
export const TEXT_CONTRAST = 4.5;
export const LINE_CONTRAST = 3;

// In the page: all texts, lines and borders that are seen, and what is wrong with where they stand.
export function shown() {
  const ruler = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const rgba = (css) => {
    if (!known.has(css)) {
      ruler.clearRect(0, 0, 1, 1);
      ruler.fillStyle = css;
      ruler.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = ruler.getImageData(0, 0, 1, 1).data;
      known.set(css, [r, g, b, a / 255]);
    }
    return known.get(css);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((c, i) => a * c + (1 - a) * under[i]);
  // Each element is asked once, and its children go on from there.
  const once = (ask) => {
    const answers = new Map();
    return (element) => {
      if (!answers.has(element)) answers.set(element, ask(element));
      return answers.get(element);
    };
  };
  // What stands behind an element, by the styles up the tree.
  const groundOf = once((element) => {
    if (!element) return [255, 255, 255];
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, groundOf(element.parentElement));
  });
  const opacityOf = once((element) => (element ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1));
  // What is there for a screen reader alone.
  const isUnseen = once((element) => Boolean(element) && (getComputedStyle(element).clipPath === 'inset(50%)' || isUnseen(element.parentElement)));
  // What a dialog covers is not read while it is open.
  const modal = document.querySelector('dialog:modal');
  const isSeen = (element) => {
    if (modal && !modal.contains(element)) return false;
    // What has faded away, as the bar while the pointer rests, is not seen either.
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isUnseen(element);
  };
  // A script of a formula belongs to its symbol and is smaller than it in every book: the symbol has 20 pt, and the
  // script 14 pt. That goes for sub- and superscripts in MathML alone; elsewhere (footnote marks, units) all has 20 pt,
  // and signs such as ₁ and ⁻⁴ of a chart are letters of a text that has it.
  const SCRIPTED = ['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover'];
  const isScript = (element) => {
    for (let at = element; at && at.localName !== 'math'; at = at.parentElement) {
      const outer = at.parentElement;
      if (outer && SCRIPTED.includes(outer.localName) && outer.firstElementChild !== at) return true;
    }
    return false;
  };
  const scaleOf = (element) => {
    const matrix = element.ownerSVGElement && element.getScreenCTM?.();
    return matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
  };
  const nameOf = (element) => {
    const name = (at) => at.localName + (at.id ? `#${at.id}` : '') + [...at.classList].map((one) => `.${one}`).join('');
    return [element.parentElement, element].filter(Boolean).map(name).join(' > ');
  };
  // WCAG leaves out disabled controls.
  const isDisabled = (element) => Boolean(element.closest(':disabled'));

  const texts = [];
  const write = (element, text, boxes, { size, colour } = {}) => {
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const ground = groundOf(element);
    const [r, g, b, a] = rgba(colour ?? (isSvg ? style.fill : style.color));
    texts.push({
      text: text.trim().slice(0, 60), where: nameOf(element), boxes,
      px: (size ?? parseFloat(style.fontSize)) * scaleOf(element),
      isScript: isScript(element), isDisabled: isDisabled(element),
      colour: over([r, g, b, a * opacityOf(element)], ground), grounds: [ground],
      // Digits, labels and dimension lines stand on what WebGL draws: `underlay` looks at it.
      isOnFigure: Boolean(element.closest('.stage, .surface')) && !element.closest('.card'),
      inMath: Boolean(element.closest('math')), inSteps: Boolean(element.closest('.steps')), inCard: Boolean(element.closest('.card')),
    });
  };
  const boxOf = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const element = node.parentElement;
    if (!node.data.trim() || !isSeen(element) || ['option', 'script', 'style'].includes(element.localName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1).map(boxOf);
    if (boxes.length) write(element, node.data, boxes);
  }
  for (const element of document.querySelectorAll('input:not([type="range"], [type="checkbox"], [type="radio"], [type="file"]), select, textarea')) {
    if (isSeen(element)) write(element, element.value || element.placeholder || 'empty', []);
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const pseudo of ['::before', '::after']) {
      const { content, fontSize, color, display } = getComputedStyle(element, pseudo);
      const isText = /counter|attr|"[^"]*\S[^"]*"/.test(content) && display !== 'none';
      if (isText && isSeen(element)) write(element, `${pseudo} ${content}`, [], { size: parseFloat(fontSize), colour: color });
    }
  }

  const lines = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    if (element instanceof SVGElement) {
      // The outline of letters keeps the cube off them, and is no line.
      const isStroke = style.stroke !== 'none' && parseFloat(style.strokeWidth) > 0 && element instanceof SVGGeometryElement;
      const ground = groundOf(element.ownerSVGElement ?? element);
      if (isStroke) lines.push({ where: nameOf(element), px: parseFloat(style.strokeWidth) * scaleOf(element), colour: over(rgba(style.stroke), ground), grounds: [ground] });
      continue;
    }
    if (width < 2 || height < 2 || isDisabled(element)) continue;
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
      const [px, kind, colour] = ['Width', 'Style', 'Color'].map((of) => style[`border${side}${of}`]);
      const [r, g, b, a] = rgba(colour);
      if (parseFloat(px) === 0 || kind === 'none' || kind === 'hidden' || a === 0) continue;
      const outside = groundOf(element.parentElement);
      // A border that has the colour of its own control is a part of that: the whole then stands out.
      lines.push({ where: `${nameOf(element)} (${side.toLowerCase()})`, px: parseFloat(px), colour: over([r, g, b, a * opacityOf(element)], outside), grounds: [outside] });
      break;
    }
  }

  for (const canvas of document.querySelectorAll('canvas')) {
    if (!isSeen(canvas)) continue;
    const frame = canvas.getBoundingClientRect();
    const density = canvas.width / frame.width;
    for (const mark of window.drawnOn(canvas)) {
      const page = groundOf(canvas);
      const grounds = mark.grounds.filter(({ share }) => share >= 0.1).map(({ colour: [r, g, b, a] }) => over([r, g, b, a / 255], page));
      const [r, g, b, a] = rgba(mark.colour);
      const colour = over([r, g, b, a * mark.alpha], grounds[0] ?? page);
      const where = `on ${nameOf(canvas)}`;
      if (mark.kind === 'text') {
        const box = { left: frame.left + mark.box.left / density, right: frame.left + mark.box.right / density, top: frame.top + mark.box.top / density, bottom: frame.top + mark.box.bottom / density };
        texts.push({ text: mark.text, where, boxes: [box], px: mark.px / density, colour, grounds, isOnCanvas: true });
      } else {
        // A seam has the colour of the page: it parts a surface, and what is seen is the surface.
        const isSeam = colour.join() === page.join();
        if (!isSeam) lines.push({ where: `${mark.kind} ${where}`, px: mark.px / density, colour, grounds: grounds.slice(0, 1) });
      }
    }
  }
  return { texts, lines };
}

// In the page: what is cut off without a way to see it, what scrolls sideways, and what lies on something else.
export function misplaced(texts) {
  const found = [];
  const sideways = document.documentElement.scrollWidth - innerWidth;
  if (sideways > 0) found.push(`the page is ${sideways} px too wide`);
  const clips = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element instanceof SVGElement) continue;
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    if (clipPath === 'inset(50%)' || element.matches('input, select, textarea') || overflowX === 'visible' && overflowY === 'visible') continue;
    const name = `${element.localName}.${[...element.classList].join('.')}`;
    const [wide, high] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
    if (overflowX !== 'visible' && wide > 1) found.push(`${name} is ${wide} px too wide`);
    if (['hidden', 'clip'].includes(overflowY) && high > 1) found.push(`${name} hides ${high} px at its foot`);
    clips.push(element);
  }
  // What stands beside the window, and cannot be scrolled to.
  const isFixed = getComputedStyle(document.querySelector('#app')).height === `${innerHeight}px`;
  const whole = texts.flatMap(({ boxes, ...text }) => boxes.map((box) => ({ ...text, box })));
  for (const { box, text, where } of whole) {
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`“${text}” (${where}) leaves the window at its side`);
    if (isFixed && box.top < -1) found.push(`“${text}” (${where}) leaves the window at its top`);
  }
  // Letters take about the middle of a line's height.
  const core = ({ left, top, right, bottom }) => ({ left: left + 1, right: right - 1, top: top + 0.25 * (bottom - top), bottom: bottom - 0.25 * (bottom - top) });
  const lies = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const apart = whole.filter(({ inSteps, inCard }) => !inSteps && !inCard).map((one) => ({ ...one, core: core(one.box) }));
  for (const [k, a] of apart.entries()) {
    for (const b of apart.slice(k + 1)) {
      // The parts of a formula are set by the browser, hats on letters and all.
      if (a.inMath && b.inMath || !lies(a.core, b.core)) continue;
      found.push(`“${a.text}” (${a.where}) and “${b.text}” (${b.where}) lie on one another`);
    }
  }
  return [...new Set(found)];
}

// What WebGL has drawn below the texts that stand on the figure, in the place of what the styles say.
export async function underlay(page, texts) {
  const over = texts.filter(({ isOnFigure, boxes }) => isOnFigure && boxes.length);
  if (!over.length) return;
  const hide = '.stage svg, .stage .axis-label { visibility: hidden !important }';
  const style = await page.addStyleTag({ content: hide });
  const picture = await page.screenshot();
  await style.evaluate((element) => element.remove());
  const grounds = await page.evaluate(async ([source, boxes]) => {
    const blob = await (await fetch(source)).blob();
    const image = await createImageBitmap(blob);
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return boxes.map(({ left, top, right, bottom }) => {
      const { data } = context.getImageData(Math.round(left), Math.round(top), Math.ceil(right - left), Math.ceil(bottom - top));
      const counts = new Map();
      for (let at = 0; at < data.length; at += 4) {
        const colour = data[at] << 16 | data[at + 1] << 8 | data[at + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const most = [...counts].filter(([, count]) => count >= 0.025 * data.length);
      return most.map(([colour]) => [colour >> 16, colour >> 8 & 255, colour & 255]);
    });
  }, [`data:image/png;base64,${picture.toString('base64')}`, over.map(({ boxes }) => boxes[0])]);
  over.forEach((text, k) => {
    if (grounds[k].length) text.grounds = grounds[k];
  });
}

const linear = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * linear([r, g, b][i] / 255), 0);

export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const worst = ({ colour, grounds }) => Math.min(...grounds.map((ground) => contrast(colour, ground)));
const round = (number) => Math.round(100 * number) / 100;

// What cannot be read from the last row, one line each; without `sizes`, for contrast alone.
export function faults({ texts, lines }, { sizes = true } = {}) {
  const found = [];
  for (const text of texts) {
    const least = text.isScript ? SCRIPT_PX : TEXT_PX;
    const name = `“${text.text}” (${text.where})`;
    if (sizes && text.px < least - 0.01) found.push(`${name} has ${round(text.px)} px`);
    if (!text.isDisabled && worst(text) < TEXT_CONTRAST) found.push(`${name} has contrast ${round(worst(text))}`);
  }
  for (const line of lines) {
    if (sizes && line.px < LINE_PX - 0.01) found.push(`${line.where} is ${round(line.px)} px wide`);
    if (worst(line) < LINE_CONTRAST) found.push(`${line.where} has contrast ${round(worst(line))}`);
  }
  return [...new Set(found)];
}
